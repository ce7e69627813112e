"""Personal links: opening one, leaving, and giving one out by hand."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.core.access import Actor, Assurance, require
from netral.core.kinds.errors import NotVisibleError
from netral.gateways.chosen import open_ways
from netral.people.access import actor_required, person_leave
from netral.people.forms.accounts import ReasonForm
from netral.people.forms.links import LinkIssueForm, PinChooseForm, PinForm
from netral.people.models import Person, PersonalLink
from netral.people.queries.contacts import phone_reach
from netral.people.queries.links import links_of, person_seen
from netral.people.services.links import (
    ISSUERS,
    link_asks_new_pin,
    link_look,
    link_open,
    link_revoke,
    links_issue,
)
from netral.people.views.link_codes import code_is_possible, code_wait, entered
from netral.shell.confirm import Question, confirm_page
from netral.shell.door import public_address
from netral.shell.http import PublicRequest, StaffRequest
from netral.shell.qr import qr_drawing

HOME = "/saya/"
LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@LOOK_OR_SEND
def personal_link(request: PublicRequest, token: str) -> HttpResponse:
    """Show whose link it is and a button; a pressed button asks for the PIN; the PIN opens."""
    link = link_look(token=token, at=request.at)
    inside = getattr(request, "person_ref", None)
    if request.method != "POST":
        is_other = inside not in {None, link.person.ref}
        return render(request, "people/link.html", {"owner": link.person, "is_other": is_other})
    if inside == link.person.ref:
        return redirect(HOME)
    return _pin_step(request, link, token)


@LOOK_OR_SEND
def leave(request: PublicRequest) -> HttpResponse:
    """Ask, then end the personal session."""
    if request.method != "POST":
        return render(request, "people/link_leave.html")
    person_leave(request)
    messages.success(request, _("Anda sudah keluar. Buka lagi dengan tautan pribadi Anda."))
    return redirect("/")


@require_safe
def person_links(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a person's links to those who may give them out."""
    actor = actor_required(request)
    return _links_page(request, _person(actor, ref), LinkIssueForm())


@require_POST
def person_link_issue(request: StaffRequest, ref: str) -> HttpResponse:
    """Give one person a new link and show it once."""
    actor = actor_required(request)
    person = _person(actor, ref)
    form = LinkIssueForm(request.POST)
    if not form.is_valid():
        return _links_page(request, person, form)
    ((_person_again, token),) = links_issue(
        actor=actor,
        unit=person.unit.path,
        persons=[person],
        channel=form.cleaned_data["channel"],
        at=request.at,
        expires_at=request.at + timedelta(days=form.cleaned_data["days"]),
    )
    address = public_address("personal_link", str(token))
    context = {"owner": person, "address": address, "qr": qr_drawing(address)}
    return render(request, "people/link_issued.html", context)


@LOOK_OR_SEND
def person_link_revoke(request: StaffRequest, ref: str) -> HttpResponse:
    """End a person's links and PIN, after one question."""
    actor = actor_required(request)
    require(actor, ISSUERS, actor.unit)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        link = link_revoke(actor=actor, ref=ref, reason=form.cleaned_data["reason"], at=request.at)
        messages.success(request, _("Tautan dan PIN orang ini dicabut."))
        return redirect("person_links", link.person.ref)
    question = Question(
        title=_("Cabut tautan orang ini?"),
        action=_("Cabut tautan"),
        consequences=[
            _("Semua tautannya yang masih berlaku berhenti, dan PIN-nya dihapus."),
            _("Ia perlu tautan baru untuk membaca surat dan berikrar."),
        ],
        is_grave=True,
        back_url=settings.LOGIN_REDIRECT_URL,
    )
    return confirm_page(request, question, form)


def _pin_step(request: PublicRequest, link: PersonalLink, token: str) -> HttpResponse:
    data = request.POST if "pin" in request.POST else None
    asks_new = link_asks_new_pin(link)
    form = PinChooseForm(data, nip=link.person.nip) if asks_new else PinForm(data)
    if not form.is_valid():
        return _pin_page(request, link, form)
    opening = link_open(token=token, pin=form.cleaned_data["pin"], at=request.at)
    if opening.person is None:
        form.add_error("pin", opening.refusal)
        return _pin_page(request, link, form)
    if opening.assurance is Assurance.LINK_PIN and code_is_possible(link):
        return code_wait(request, link)
    return entered(request, opening.person, opening.assurance)


def _pin_page(request: PublicRequest, link: PersonalLink, form: PinForm) -> HttpResponse:
    is_new = isinstance(form, PinChooseForm)
    context = {
        "owner": link.person,
        "form": form,
        "is_new": is_new,
        "can_replace": not is_new and phone_reach(link.person, open_ways()) is not None,
    }
    return render(request, "people/link_pin.html", context, status=422 if form.is_bound else 200)


def _person(actor: Actor, ref: str) -> Person:
    person = person_seen(actor, ref)
    if person is None:
        raise NotVisibleError(_("Orang ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    require(actor, ISSUERS, person.unit.path)
    return person


def _links_page(request: StaffRequest, person: Person, form: LinkIssueForm) -> HttpResponse:
    context = {"owner": person, "links": links_of(person), "form": form, "at": request.at}
    status = 422 if form.is_bound else 200
    return render(request, "people/person_links.html", context, status=status)
