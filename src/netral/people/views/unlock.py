"""The key page: set a pass phrase, unlock, lock again, share a unit's key."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netral.people.access import account_required, actor_required
from netral.people.forms.unlock import KeyShareForm, PassPhraseChooseForm, PassPhraseForm
from netral.people.queries.accounts import key_holders_offered
from netral.people.queries.keys import has_unlock_key, keys_held
from netral.people.services.shares import KEY_ROLES
from netral.people.services.unit_keys import unit_key_share
from netral.people.services.unlock import (
    IDLE,
    is_unlocked,
    lock,
    unlock,
    unlock_cookie_forget,
    unlock_cookie_set,
    unlock_key_make,
    unlocked_unit_key,
)
from netral.shell.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def key(request: StaffRequest) -> HttpResponse:
    """Show the state of the officer's key; a POST chooses the pass phrase or unlocks."""
    actor_required(request)
    account = account_required(request)
    if not has_unlock_key(account):
        return _choose(request)
    if request.method == "POST":
        return _unlock(request)
    if is_unlocked(request, request.at):
        return _open_page(request)
    return _page(request, PassPhraseForm(), is_new=False)


@require_POST
def key_lock(request: StaffRequest) -> HttpResponse:
    """Lock again."""
    actor_required(request)
    lock(request)
    messages.success(request, _("Terkunci kembali."))
    response = redirect("key")
    unlock_cookie_forget(response)
    return response


@require_POST
def key_share(request: StaffRequest) -> HttpResponse:
    """Share a unit's key that this officer holds with one more officer."""
    actor = actor_required(request)
    holders = key_holders_offered(actor.government, _reading_roles(), request.today)
    form = KeyShareForm(request.POST, holders=holders)
    if not form.is_valid():
        return _open_page(request, form)
    key_id = form.cleaned_data["key"]
    unit_key_share(
        actor=actor,
        key_id=key_id,
        private=unlocked_unit_key(request, key_id),
        holder=form.cleaned_data["holder"].ref,
        at=request.at,
    )
    messages.success(request, _("Kunci dibagikan."))
    return redirect("key")


def _choose(request: StaffRequest) -> HttpResponse:
    account = account_required(request)
    form = PassPhraseChooseForm(request.POST or None, account=account)
    if not form.is_valid():
        return _page(request, form, is_new=True)
    unlock_key_make(account=account, pass_phrase=form.cleaned_data["pass_phrase"], at=request.at)
    return _unlocked(request, form)


def _unlock(request: StaffRequest) -> HttpResponse:
    form = PassPhraseForm(request.POST)
    if not form.is_valid():
        return _page(request, form, is_new=False)
    return _unlocked(request, form)


def _unlocked(request: StaffRequest, form: PassPhraseForm) -> HttpResponse:
    phrase = form.cleaned_data["pass_phrase"]
    opened = unlock(request=request, pass_phrase=phrase, at=request.at)
    if opened.cookie is None:
        form.add_error("pass_phrase", opened.refusal)
        return _page(request, form, is_new=False)
    response = redirect(_next(request))
    unlock_cookie_set(response, opened.cookie)
    return response


def _page(request: StaffRequest, form: PassPhraseForm, *, is_new: bool) -> HttpResponse:
    context = {"form": form, "is_new": is_new, "next": _next(request), "minutes": _minutes()}
    return render(request, "people/key.html", context, status=422 if form.is_bound else 200)


def _open_page(request: StaffRequest, wrong: KeyShareForm | None = None) -> HttpResponse:
    actor = actor_required(request)
    holders = key_holders_offered(actor.government, _reading_roles(), request.today)
    rows = [
        {"unit": held.unit, "form": KeyShareForm(initial={"key": held.pk}, holders=holders)}
        for held in keys_held(actor)
    ]
    context = {"rows": rows, "wrong": wrong, "minutes": _minutes()}
    return render(request, "people/key_open.html", context, status=422 if wrong else 200)


def _next(request: StaffRequest) -> str:
    """Return where to go afterwards: an address of this site, else the key page itself."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, hosts, require_https=settings.NETRAL_SECURE)
    return wanted if wanted and is_ours else "/kunci/"


def _minutes() -> int:
    return int(IDLE.total_seconds()) // 60


def _reading_roles() -> frozenset[str]:
    return frozenset(role.value for role in KEY_ROLES)
