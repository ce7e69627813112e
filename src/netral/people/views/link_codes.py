"""A code to the phone on file: after the PIN of a first use, or in place of a forgotten PIN."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from netral.core.access import Assurance
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import PersonRef
from netral.core.kinds.secrets import SecretText
from netral.gateways.chosen import open_ways
from netral.people.access import person_enter
from netral.people.forms.links import CodeForm, PinReplaceForm
from netral.people.models import LinkCode, PersonalLink
from netral.people.queries.contacts import message_rule_of, phone_reach
from netral.people.queries.links import code_is_asked
from netral.people.services.browsers import COOKIE, COOKIE_AGE, browser_note, browser_token
from netral.people.services.link_codes import code_ask, code_confirm, link_locked, pin_replace
from netral.people.services.links import link_look
from netral.shell.http import PublicRequest

LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
WAITING_KEY = "netral_kode"
WAITS = timedelta(minutes=15)
HOME = "/saya/"
Purpose = LinkCode.Purpose


@LOOK_OR_SEND
def code(request: PublicRequest) -> HttpResponse:
    """Offer a code to the phone on file to who has just typed the right PIN; or go on without."""
    link = _waiting_link(request)
    needs_code = message_rule_of(link.government_id).needs_code
    act = request.POST.get("langkah", "")
    if act == "lewati":
        if needs_code:
            raise NotAllowedError(
                _("Kantor Anda meminta kode untuk setiap tautan. Minta kodenya, lalu ketik.")
            )
        return entered(request, PersonRef(link.person.ref), Assurance.LINK_PIN)
    if act == "kirim":
        return _send(request, link, Purpose.BIND, "link_code")
    form = CodeForm(request.POST if act == "periksa" else None)
    if form.is_valid():
        refusal = code_confirm(link=link.ref, code=form.cleaned_data["code"], at=request.at)
        if not refusal:
            return entered(request, PersonRef(link.person.ref), Assurance.LINK_CODE)
        form.add_error("code", refusal)
    context = {"form": form, "needs_code": needs_code, **_phone_words(link, Purpose.BIND, request)}
    return render(request, "people/link_code.html", context, status=422 if form.is_bound else 200)


@LOOK_OR_SEND
def pin_forgotten(request: PublicRequest, token: str) -> HttpResponse:
    """Let the holder of link and phone choose a new PIN; without a phone, say whom to ask."""
    link = link_look(token=token, at=request.at)
    act = request.POST.get("langkah", "")
    if act == "kirim":
        return _send(request, link, Purpose.PIN, "pin_forgotten", token)
    form = PinReplaceForm(request.POST if act == "ganti" else None, nip=link.person.nip)
    if form.is_valid():
        said = form.cleaned_data
        refusal = pin_replace(
            link=link.ref, code=said["code"], pin=SecretText(said["pin"]), at=request.at
        )
        if not refusal:
            return entered(request, PersonRef(link.person.ref), Assurance.LINK_CODE)
        form.add_error("code", refusal)
    context = {"form": form, "owner": link.person, **_phone_words(link, Purpose.PIN, request)}
    return render(
        request, "people/pin_forgotten.html", context, status=422 if form.is_bound else 200
    )


def code_is_possible(link: PersonalLink) -> bool:
    """Tell whether the person has a phone on file to which this installation can send."""
    return phone_reach(link.person, open_ways()) is not None


def code_wait(request: PublicRequest, link: PersonalLink) -> HttpResponse:
    """Remember in this browser whose PIN was right, and lead to the page of the code."""
    request.session.cycle_key()
    request.session[WAITING_KEY] = {
        "link": link.ref,
        "until": (request.at + WAITS).isoformat(),
    }
    return redirect("link_code")


def entered(request: PublicRequest, person: PersonRef, assurance: Assurance) -> HttpResponse:
    """Open the personal session, note the browser, lead to the person's own page."""
    request.session.pop(WAITING_KEY, None)
    person_enter(request, person=person, assurance=assurance.value, at=request.at)
    token = browser_token(request.COOKIES.get(COOKIE, ""))
    browser_note(person=person, token=token, at=request.at)
    page = redirect(HOME)
    page.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_AGE,
        path=HOME,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return page


def _waiting_link(request: PublicRequest) -> PersonalLink:
    held = request.session.get(WAITING_KEY)
    if not held or datetime.fromisoformat(held["until"]) <= request.at:
        raise NotVisibleError(
            _("Halaman ini terbuka sesudah PIN Anda benar. Buka lagi tautan pribadi Anda.")
        )
    return link_locked(held["link"], request.at)


def _send(
    request: PublicRequest, link: PersonalLink, purpose: LinkCode.Purpose, page: str, *args: str
) -> HttpResponse:
    if phone_reach(link.person, open_ways()) is None:
        raise WrongInputError(_("Tidak ada nomor HP yang bisa menerima kode."))
    code_ask(link=link.ref, purpose=purpose, open_ways=open_ways(), at=request.at)
    messages.success(request, _("Kode sedang dikirim. Biasanya sampai dalam satu menit."))
    return redirect(page, *args)


def _phone_words(
    link: PersonalLink, purpose: LinkCode.Purpose, request: PublicRequest
) -> dict[str, object]:
    phone = phone_reach(link.person, open_ways())
    return {
        "owner": link.person,
        "phone": phone.shown if phone else "",
        "is_asked": code_is_asked(link, purpose, at=request.at),
    }
