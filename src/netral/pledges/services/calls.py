"""One government calls, many join: each by its own officer's act, each with its own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, require
from netral.core.flow.moves import take
from netral.core.flow.pledge import CALL_MOVES, MOVES, OPENERS, CallStage, Kind, Stage
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.journal.services import entry_append
from netral.papers.services import matter_draw
from netral.people.models import Unit
from netral.pledges.access import caller_required
from netral.pledges.models import PledgeCall, PledgeSession
from netral.pledges.queries.calls import call_seen, calls_seen
from netral.pledges.services.sessions import SameNameError
from netral.pledges.services.texts import TextDraft, text_chosen, text_keep


@dataclass(frozen=True, slots=True)
class CallPlan:
    """What a call is to be; ``text`` is a reference of the caller's own, empty for our wording."""

    title: str
    text: str
    leader: str
    opens_at: datetime
    late_from: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class JoinPlan:
    """Where and before whom one government's own part takes place."""

    place: str
    leader: str
    witnesses: tuple[str, ...]


@transaction.atomic
def call_announce(*, actor: Actor, plan: CallPlan, at: datetime) -> PledgeCall:
    """Call governments to one moment; its text and moments never change from here on.

    The same again is the same call. Raises NotAllowedError or NotVisibleError for who may not,
    WrongInputError for moments out of order or in the past, SameNameError when there is another
    one of the same title and moment.
    """
    caller_required(actor)
    if not at <= plan.opens_at <= plan.late_from < plan.closes_at:
        raise WrongInputError(
            _("Urutannya: buka, mulai dihitung susulan, tutup; semuanya di waktu yang akan datang.")
        )
    columns: dict[str, object] = {
        "text": text_chosen(actor=actor, ref=plan.text, at=at),
        "leader": plan.leader,
        "late_from": plan.late_from,
        "closes_at": plan.closes_at,
    }
    call, is_new = PledgeCall.objects.get_or_create(
        government_id=actor.government,
        title=plan.title,
        opens_at=plan.opens_at,
        defaults={**columns, "ref": matter_draw(), "announced_at": at},
    )
    if is_new:
        _entered(call, kind="pledge_call.announce", actor=actor, at=at)
    elif any(getattr(call, name) != value for name, value in columns.items()):
        raise SameNameError(
            _("Ajakan lain dengan nama dan waktu buka yang sama sudah diumumkan. Ganti namanya.")
        )
    return call


@transaction.atomic
def call_withdraw(*, actor: Actor, ref: str, reason: str, at: datetime) -> PledgeCall:
    """Take a call back before its moment; those who joined decide over their own sessions.

    Raises WrongInputError without a reason, AlreadyDoneError once it has opened.
    """
    call = _moving(actor, ref, "withdraw")
    if at >= call.opens_at:
        raise AlreadyDoneError(_("Ikrar serentak sudah dibuka. Tutup saja pada waktunya."))
    if not reason.strip():
        raise WrongInputError(_("Tulis alasannya. Daerah yang ikut akan membacanya."))
    call.stage, call.reason = CallStage.WITHDRAWN, reason.strip()[:300]
    call.save(update_fields=["stage", "reason"])
    _entered(call, kind="pledge_call.withdraw", actor=actor, at=at)
    return call


@transaction.atomic
def call_close(*, actor: Actor, ref: str, at: datetime) -> PledgeCall:
    """Close the call; each government closes its own session."""
    call = _moving(actor, ref, "close")
    call.stage = CallStage.CLOSED
    call.save(update_fields=["stage"])
    _entered(call, kind="pledge_call.close", actor=actor, at=at)
    return call


@transaction.atomic
def session_join(*, actor: Actor, ref: str, plan: JoinPlan, at: datetime) -> PledgeSession:
    """Let the actor's own government take part; the session is its own, open from now on.

    It takes over moments and wording; people, certificates and journal stay its own. Joining
    again is the same session. Raises NotVisibleError for a call that is not for this government,
    SameNameError when it prepared a session of that name and moment itself.
    """
    require(actor, OPENERS, actor.government)
    take(MOVES, "join", Stage.DRAFTED)
    call = call_seen(actor=actor, ref=ref)
    if call.stage != CallStage.ANNOUNCED or at >= call.closes_at:
        raise AlreadyDoneError(_("Ajakan ini sudah ditutup atau ditarik, jadi tidak bisa diikuti."))
    session, is_new = _session_joined(actor, call, plan, at)
    if is_new:
        entry_append(
            government=session.government_id,
            kind="pledge_session.join",
            matter=session.ref,
            actor=actor.account,
            body={"call": call.ref, "caller": call.government_id, "text": session.text.sha256},
            at=at,
        )
    return session


def _session_joined(
    actor: Actor, call: PledgeCall, plan: JoinPlan, at: datetime
) -> tuple[PledgeSession, bool]:
    """Return the government's own session of a call, and whether it is new."""
    unit = Unit.objects.get(path=actor.government)
    try:
        with transaction.atomic():
            return PledgeSession.objects.get_or_create(
                call=call,
                unit=unit,
                defaults={
                    **_moments(call),
                    "ref": matter_draw(),
                    "government_id": unit.government_id,
                    "kind": Kind.TOGETHER,
                    "text": text_keep(actor=actor, draft=_wording(call), at=at),
                    "place": plan.place,
                    "leader": plan.leader,
                    "witnesses": list(plan.witnesses),
                    "stage": Stage.OPEN,
                    "opened_at": at,
                },
            )
    except IntegrityError as error:
        raise SameNameError(
            _(
                "Pemerintah Anda sudah menyiapkan sesi sendiri dengan nama dan waktu buka yang "
                "sama. Ganti dulu nama atau waktunya, lalu ikut."
            )
        ) from error


def _wording(call: PledgeCall) -> TextDraft:
    """Return the call's wording as each government keeps a row of its own of it."""
    text = call.text
    return TextDraft(text.title, tuple(text.points), text.source, text.is_official, text.variant)


def _moments(call: PledgeCall) -> dict[str, object]:
    return {
        "title": call.title,
        "opens_at": call.opens_at,
        "late_from": call.late_from,
        "closes_at": call.closes_at,
    }


def _moving(actor: Actor, ref: str, act: str) -> PledgeCall:
    """Return the caller's own locked call when it may be moved so from where it stands."""
    own = calls_seen(actor=actor).filter(government_id=actor.government, host=None)
    call = own.select_for_update(of=("self",)).filter(ref=ref).first()
    if call is None:
        raise NotVisibleError(_("Ajakan ini bukan dari pemerintah Anda. Buka lagi daftarnya."))
    require(actor, OPENERS, call.government_id)
    take(CALL_MOVES, act, CallStage(call.stage))
    return call


def _entered(call: PledgeCall, *, kind: str, actor: Actor, at: datetime) -> None:
    entry_append(
        government=call.government_id,
        kind=kind,
        matter=call.ref,
        actor=actor.account,
        body={
            "title": call.title,
            "text": call.text.sha256,
            "opens_at": call.opens_at.isoformat(),
            "closes_at": call.closes_at.isoformat(),
            "reason": call.reason,
        },
        at=at,
    )
