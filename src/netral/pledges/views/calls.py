"""The officers' pages of simultaneous pledges: call, join, take back, close."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_
from django.views.decorators.http import require_GET, require_http_methods

from netral.core.access import Actor, is_within, require
from netral.core.flow.joint import GUEST_MOVES, GuestStage
from netral.core.flow.moves import moves_from
from netral.core.flow.pledge import CALL_MOVES, OPENERS, CallStage, Phase
from netral.core.kinds.errors import WrongInputError
from netral.people.access import actor_required
from netral.pledges.access import caller_required, may_call, reader_required
from netral.pledges.forms.sessions import CallForm, JoinForm, WithdrawForm
from netral.pledges.models import CallGuest, CallHost, PledgeCall, PledgeSession
from netral.pledges.queries.calls import call_seen, calls_seen, session_of_call
from netral.pledges.queries.joint import guests_of, host_of, key_fingerprint, own_fingerprint
from netral.pledges.queries.room import call_phase, live_of
from netral.pledges.queries.sessions import pledge_texts
from netral.pledges.services import (
    SameNameError,
    call_announce,
    call_close,
    call_withdraw,
    session_join,
)
from netral.pledges.views.wordings import wordings_offered
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest

GUEST_TAGS = {
    GuestStage.INVITED: ("open", lazy_("Diundang, belum menjawab")),
    GuestStage.ASKED: ("soon", lazy_("Menunggu pengesahan Anda")),
    GuestStage.CONFIRMED: ("done", lazy_("Disahkan")),
    GuestStage.ENDED: ("shut", lazy_("Dicabut")),
}
HOST_TAGS = {
    GuestStage.INVITED: ("open", lazy_("Belum sampai ke pengajak")),
    GuestStage.ASKED: ("soon", lazy_("Menunggu pengajak")),
    GuestStage.CONFIRMED: ("done", lazy_("Disahkan pengajak")),
    GuestStage.ENDED: ("shut", lazy_("Dicabut pengajak")),
}
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def calls(request: StaffRequest) -> HttpResponse:
    """The calls that the officer's government made or may join."""
    actor = actor_required(request)
    reader_required(actor)
    rows = [(call, _tag(call, request)) for call in calls_seen(actor=actor)[:100]]
    context = {
        "rows": rows,
        "may_call": may_call(actor),
        "may_join_outside": _leads_all(request),
    }
    return render(request, "pledges/calls.html", context)


@require_GET
def call(request: StaffRequest, ref: str) -> HttpResponse:
    """One call: its figures by government, and what the officer's own government may do."""
    actor = actor_required(request)
    reader_required(actor)
    found = call_seen(actor=actor, ref=ref)
    host = host_of(found)
    is_own = found.government_id == actor.government and _leads_all(request) and host is None
    moves = moves_from(CALL_MOVES, CallStage(found.stage), actor.role) if is_own else ()
    joined = session_of_call(actor=actor, call=found)
    is_open = found.stage == CallStage.ANNOUNCED and request.at < found.closes_at
    context = {
        "call": found,
        "phase": _tag(found, request),
        "live": live_of(call=found, at=request.at),
        "acts": {move.act for move in moves},
        "joined": joined,
        "may_join": joined is None and is_open and _leads_all(request),
        "may_invite": is_own and is_open and may_call(actor),
        "guests": [_guest(guest, actor) for guest in guests_of(call=found)] if is_own else [],
        **_host(host, actor),
    }
    return render(request, "pledges/call.html", context)


@FORM
def announce(request: StaffRequest) -> HttpResponse:
    """Call governments to one moment."""
    actor = actor_required(request)
    caller_required(actor)
    form = CallForm(
        request.POST if request.method == "POST" else None,
        texts=pledge_texts(actor=actor),
        zone=str(request.at.tzinfo),
    )
    if form.is_bound and form.is_valid() and (made := _announced(request, form)) is not None:
        messages.success(request, _("Ajakan diumumkan. Tiap pemerintah ikut lewat petugasnya."))
        return redirect("pledge-call", ref=made.ref)
    context = {
        "form": form,
        "title": _("Ajak ikrar serentak"),
        "wordings": wordings_offered(request),
        "back_url": reverse("pledge-calls"),
    }
    return render(request, "pledges/call_form.html", context, status=422 if form.errors else 200)


@FORM
def join(request: StaffRequest, ref: str) -> HttpResponse:
    """Let the officer's own government take part."""
    actor = actor_required(request)
    require(actor, OPENERS, actor.government)
    found = call_seen(actor=actor, ref=ref)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := _joined(request, form, ref)) is not None:
        messages.success(request, _("Pemerintah Anda ikut. Pegawainya diundang mulai sekarang."))
        return redirect("pledge-session", ref=made.ref)
    context = {
        "form": form,
        "call": found,
        "title": _("Ikut ikrar serentak"),
        "back_url": reverse("pledge-call", kwargs={"ref": ref}),
    }
    return render(request, "pledges/call_form.html", context, status=422 if form.errors else 200)


@FORM
def withdraw(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask for the reason, then take the call back."""
    actor = actor_required(request)
    require(actor, OPENERS, actor.government)
    found = call_seen(actor=actor, ref=ref)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        call_withdraw(actor=actor, ref=ref, reason=form.cleaned_data["reason"], at=request.at)
        messages.success(request, _("Ajakan ditarik."))
        return redirect("pledge-call", ref=ref)
    question = Question(
        title=_("Tarik ajakan ini?"),
        explanation=found.title,
        consequences=[
            _("Halaman ruang tunggu menyebut bahwa ajakan ditarik, dengan alasannya."),
            _("Pemerintah yang sudah ikut menutup sesinya sendiri, atau tetap melanjutkannya."),
        ],
        action=_("Tarik ajakan"),
        is_grave=True,
        back_url=reverse("pledge-call", kwargs={"ref": ref}),
    )
    return confirm_page(request, question, form)


@FORM
def close(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask once more, then close the call."""
    actor = actor_required(request)
    require(actor, OPENERS, actor.government)
    found = call_seen(actor=actor, ref=ref)
    if request.method == "POST":
        call_close(actor=actor, ref=ref, at=request.at)
        messages.success(request, _("Ajakan ditutup."))
        return redirect("pledge-call", ref=ref)
    question = Question(
        title=_("Tutup ajakan ini?"),
        explanation=found.title,
        consequences=[
            _("Pemerintah lain tidak bisa lagi ikut."),
            _("Sesi tiap pemerintah ditutup oleh petugasnya sendiri."),
        ],
        action=_("Tutup ajakan"),
        is_grave=True,
        back_url=reverse("pledge-call", kwargs={"ref": ref}),
    )
    return confirm_page(request, question)


def _announced(request: StaffRequest, form: CallForm) -> PledgeCall | None:
    """Announce the call; what is wrong with its name or moments stands in the form."""
    try:
        return call_announce(actor=request.actor, plan=form.plan(), at=request.at)
    except WrongInputError as error:
        form.add_error("title" if isinstance(error, SameNameError) else "day", str(error))
        return None


def _joined(request: StaffRequest, form: JoinForm, ref: str) -> PledgeSession | None:
    """Join the call; a session of one's own that clashes with it is told above the form."""
    try:
        return session_join(actor=request.actor, ref=ref, plan=form.plan(), at=request.at)
    except SameNameError as error:
        form.add_error(None, str(error))
        return None


def _guest(guest: CallGuest, actor: Actor) -> dict[str, object]:
    stage = GuestStage(guest.stage)
    return {
        "guest": guest,
        "tag": GUEST_TAGS[stage],
        "fingerprint": key_fingerprint(guest.verifier_key) if guest.verifier_key else "",
        "acts": {move.act for move in moves_from(GUEST_MOVES, stage, actor.role)},
    }


def _host(host: CallHost | None, actor: Actor) -> dict[str, object]:
    if host is None:
        return {}
    return {
        "host": host,
        "host_tag": HOST_TAGS[GuestStage(host.guest_stage)],
        "host_fingerprint": key_fingerprint(host.verifier_key),
        "own_fingerprint": own_fingerprint(actor=actor),
    }


def _leads_all(request: StaffRequest) -> bool:
    """Tell whether the officer may call or join for the whole government."""
    actor = request.actor
    return actor.role in OPENERS and is_within(actor.government, actor.unit)


def _tag(call: PledgeCall, request: StaffRequest) -> tuple[str, str]:
    if call.stage == CallStage.WITHDRAWN:
        return ("shut", _("Ditarik"))
    return {
        Phase.PLANNED: ("open", _("Dijadwalkan")),
        Phase.WAITING: ("soon", _("Ruang tunggu dibuka")),
        Phase.RUNNING: ("run", _("Berlangsung")),
        Phase.ENDED: ("shut", _("Ditutup")),
    }[call_phase(call, request.at)]
