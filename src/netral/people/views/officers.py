"""The personnel officer's pages: accounts, their roles, and the keys of units."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import NotVisibleError
from netral.people.access import actor_required
from netral.people.forms.accounts import InvitationForm, ReasonForm, RoleForm
from netral.people.forms.unlock import UnitKeyForm
from netral.people.models import Account
from netral.people.queries.accounts import (
    account_seen,
    key_holders_offered,
    person_by_nip,
    postings_offered,
    units_offered,
)
from netral.people.queries.roles import accounts_of, grants_seen, role_words, unit_keys_of
from netral.people.services.accounts import (
    Invitee,
    account_close,
    account_invite,
    account_reset,
)
from netral.people.services.roles import GrantWish, role_end, role_grant
from netral.people.services.shares import KEY_ROLES
from netral.people.services.unit_keys import unit_key_end, unit_key_make
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest
from netral.shell.qr import qr_drawing

PAGE_SIZE = 50
LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def officer_required(request: HttpRequest) -> Actor:
    """Return the acting personnel officer; NotAllowedError for any other role."""
    actor = actor_required(request)
    require(actor, Role.OFFICER, actor.unit)
    return actor


@require_safe
def settings_home(request: StaffRequest) -> HttpResponse:
    """Show what an officer can set."""
    officer_required(request)
    return render(request, "people/settings.html")


@require_safe
def accounts(request: StaffRequest) -> HttpResponse:
    """Show the accounts of the officer's units."""
    found = accounts_of(officer_required(request))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    return render(request, "people/accounts.html", {"page": page})


@LOOK_OR_SEND
def invite(request: StaffRequest) -> HttpResponse:
    """Invite someone: an account, a first role, a one-time link shown once."""
    actor = officer_required(request)
    units = units_offered(actor, request.today)
    form = InvitationForm(
        request.POST or None, units=units, postings=None, initial={"valid_from": request.today}
    )
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "people/invite.html", {"form": form}, status=status)
    data = form.cleaned_data
    person = person_by_nip(actor, data["nip"])
    if data["nip"] and person is None:
        form.add_error("nip", _("NIP ini tidak ada di daftar pegawai wilayah kerja Anda."))
        return render(request, "people/invite.html", {"form": form}, status=422)
    invitee = Invitee(data["username"], data["name"], person.ref if person else "")
    account, token = account_invite(actor=actor, invitee=invitee, wish=_wish(form), at=request.at)
    return _link_page(request, account, token)


@require_safe
def account(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one account with its roles."""
    actor = officer_required(request)
    return _account_page(request, actor, _seen(actor, ref))


@require_POST
def grant(request: StaffRequest, ref: str) -> HttpResponse:
    """Give the account one more role."""
    actor = officer_required(request)
    holder = _seen(actor, ref)
    form = _role_form(request, actor, holder)
    if not form.is_valid():
        return _account_page(request, actor, holder, form)
    role_grant(actor=actor, account=ref, wish=_wish(form), at=request.at)
    messages.success(request, _("Peran diberikan."))
    return redirect("staff_account", ref)


@LOOK_OR_SEND
def grant_end(request: StaffRequest, ref: str) -> HttpResponse:
    """End a role, after one question."""
    actor = officer_required(request)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        ended = role_end(actor=actor, ref=ref, reason=form.cleaned_data["reason"], at=request.at)
        messages.success(request, _("Peran berakhir sekarang."))
        return redirect("staff_account", ended.account.ref)
    question = _question(
        title=_("Akhiri peran ini?"),
        action=_("Akhiri peran"),
        consequences=[
            _("Wewenangnya berhenti sekarang juga."),
            _("Kunci berkas yang bergantung pada peran ini ikut berakhir."),
        ],
    )
    return confirm_page(request, question, form)


@LOOK_OR_SEND
def reset(request: StaffRequest, ref: str) -> HttpResponse:
    """Take password and second step away and show a new one-time link."""
    actor = officer_required(request)
    holder = _seen(actor, ref)
    if request.method == "POST":
        return _link_page(request, holder, account_reset(actor=actor, account=ref, at=request.at))
    question = _question(
        title=_("Buat tautan masuk baru?"),
        action=_("Buat tautan"),
        consequences=[
            _("Kata sandi dan langkah masuk kedua yang lama tidak berlaku lagi."),
            _("Frasa sandi tetap sama; kami tidak bisa menggantinya."),
        ],
    )
    return confirm_page(request, question)


@LOOK_OR_SEND
def close(request: StaffRequest, ref: str) -> HttpResponse:
    """Close an account for good, after one question."""
    actor = officer_required(request)
    _seen(actor, ref)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        account_close(actor=actor, account=ref, reason=form.cleaned_data["reason"], at=request.at)
        messages.success(request, _("Akun ditutup."))
        return redirect("staff_accounts")
    question = _question(
        title=_("Tutup akun ini?"),
        action=_("Tutup akun"),
        consequences=[_("Pemiliknya tidak bisa masuk lagi. Catatan perbuatannya tetap ada.")],
    )
    return confirm_page(request, question, form)


@LOOK_OR_SEND
def unit_keys(request: StaffRequest) -> HttpResponse:
    """Show the keys of units and make one for a unit that has none."""
    actor = officer_required(request)
    roles = frozenset(role.value for role in KEY_ROLES)
    form = UnitKeyForm(
        request.POST or None,
        units=units_offered(actor, request.today).exclude(kind="unit"),
        holders=key_holders_offered(actor.government, roles, request.today),
    )
    if form.is_valid():
        holders = [holder.ref for holder in form.cleaned_data["holders"]]
        unit = form.cleaned_data["unit"].path
        unit_key_make(actor=actor, unit=unit, holders=holders, at=request.at)
        messages.success(request, _("Kunci unit dibuat dan dibagikan."))
        return redirect("staff_unit_keys")
    context = {"form": form, "keys": unit_keys_of(actor)}
    return render(request, "people/unit_keys.html", context, status=422 if form.is_bound else 200)


@LOOK_OR_SEND
def unit_key_close(request: StaffRequest, key_id: int) -> HttpResponse:
    """End a unit's key, after one question; a new one follows."""
    actor = officer_required(request)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        unit_key_end(actor=actor, key_id=key_id, reason=reason, at=request.at)
        messages.success(request, _("Kunci diganti. Buat kunci baru untuk unit ini sekarang."))
        return redirect("staff_unit_keys")
    question = _question(
        title=_("Ganti kunci unit ini?"),
        action=_("Akhiri kunci"),
        consequences=[
            _("Laporan baru tidak bisa disegel ke unit ini sampai kunci baru dibuat."),
            _("Berkas lama tetap bisa dibuka oleh pemegang kunci lama."),
        ],
    )
    return confirm_page(request, question, form)


def _seen(actor: Actor, ref: str) -> Account:
    found = account_seen(actor, ref)
    if found is None:
        raise NotVisibleError(_("Akun ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    return found


def _role_form(request: StaffRequest, actor: Actor, holder: Account) -> RoleForm:
    return RoleForm(
        request.POST or None,
        units=units_offered(actor, request.today),
        postings=postings_offered(holder, request.today),
        initial={"valid_from": request.today},
    )


def _account_page(
    request: StaffRequest, actor: Actor, holder: Account, form: RoleForm | None = None
) -> HttpResponse:
    rows = [
        {
            "ref": seen.ref,
            "words": role_words(seen),
            "valid_from": seen.valid_from,
            "valid_to": seen.valid_to,
            "is_live": seen.valid_to is None or seen.valid_to >= request.today,
        }
        for seen in grants_seen(actor, holder)
    ]
    shown = form or _role_form(request, actor, holder)
    context = {"holder": holder, "rows": rows, "form": shown}
    status = 422 if form is not None else 200
    return render(request, "people/account_staff.html", context, status=status)


def _wish(form: RoleForm) -> GrantWish:
    data = form.cleaned_data
    posting = data.get("posting")
    return GrantWish(
        role=Role(data["role"]),
        unit=data["unit"].path,
        valid_from=data["valid_from"],
        valid_to=data["valid_to"],
        posting_id=posting.pk if posting else None,
    )


def _link_page(request: StaffRequest, holder: Account, token: str) -> HttpResponse:
    address = settings.NETRAL_ORIGIN + reverse("invitation", args=[str(token)])
    context = {"holder": holder, "address": address, "qr": qr_drawing(address)}
    return render(request, "people/invitation_link.html", context)


def _question(*, title: str, action: str, consequences: list[str]) -> Question:
    return Question(
        title=title,
        action=action,
        consequences=consequences,
        is_grave=True,
        back_url=reverse("staff_accounts"),
    )
