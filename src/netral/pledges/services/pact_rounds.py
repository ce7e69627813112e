"""Rounds of pacts: opened for a unit and all below it, their order released, closed, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, is_within, require
from netral.core.flow.moves import take
from netral.core.flow.pact import OPENERS, ROUND_MOVES, Audience, RoundStage
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.papers.services import matter_draw
from netral.people.models import Unit
from netral.pledges.models import PactRelease, PactRound, PledgeText
from netral.pledges.queries.texts import text_seen
from netral.pledges.services.texts import pact_text_default

REASON_LENGTH = 300


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a round is to be; ``unit`` is a path, ``text`` a reference, empty for our wording."""

    unit: str
    audience: Audience
    title: str
    text: str
    due_on: date


@transaction.atomic
def round_open(*, actor: Actor, plan: RoundPlan, at: datetime) -> PactRound:
    """Open a round: from now on each addressee may sign in turn; its wording never changes.

    Raises NotVisibleError or NotAllowedError for who may not, WrongInputError for a day that is
    past, AlreadyDoneError when the same round is open already.
    """
    require(actor, OPENERS, plan.unit)
    unit = _unit(plan.unit, at)
    if plan.due_on < at.date():
        raise WrongInputError(_("Batas hari sudah lewat. Pilih hari ini atau sesudahnya."))
    text = _text(actor, plan.text, at)
    try:
        with transaction.atomic():
            made = PactRound.objects.create(
                ref=matter_draw(),
                government_id=unit.government_id,
                unit=unit,
                audience=plan.audience.value,
                title=plan.title,
                text=text,
                due_on=plan.due_on,
                opened_by=actor.account,
                opened_at=at,
            )
    except IntegrityError as error:
        raise AlreadyDoneError(
            _("Putaran dengan nama, unit, dan naskah ini sudah terbuka. Lihat daftar putaran.")
        ) from error
    _entered(made, kind="pact_round.open", actor=actor, at=at, due_on=plan.due_on)
    return made


@transaction.atomic
def round_release(*, actor: Actor, ref: str, unit: str, reason: str, at: datetime) -> PactRelease:
    """Let a unit of a round, and all below it, sign without waiting for their superiors.

    Raises NotVisibleError or NotAllowedError for who may not, MoveRefusedError (409) when the
    round has ended, WrongInputError without a reason, AlreadyDoneError when it was released.
    """
    round_ = round_moving(actor=actor, ref=ref, act="release")
    place = _unit(unit, at)
    require(actor, OPENERS, place.path)
    if not is_within(place.path, round_.unit.path):
        raise NotVisibleError(_("Unit ini tidak termasuk putaran ini. Pilih lagi unitnya."))
    words = reason_required(reason)
    made, is_new = PactRelease.objects.get_or_create(
        round=round_,
        unit=place,
        defaults={
            "government_id": round_.government_id,
            "reason": words,
            "released_by": actor.account,
            "at": at,
        },
    )
    if not is_new:
        raise AlreadyDoneError(_("Urutan unit ini sudah dilepas. Tidak ada yang berubah."))
    body: dict[str, Json] = {"unit": place.path, "reason": words}
    entry_append(
        government=round_.government_id,
        kind="pact_round.release",
        matter=round_.ref,
        actor=actor.account,
        body=body,
        at=at,
    )
    return made


@transaction.atomic
def round_close(*, actor: Actor, ref: str, at: datetime) -> PactRound:
    """End a round: nobody signs in it any more, what was signed stands. Raises as the others."""
    round_ = round_moving(actor=actor, ref=ref, act="close")
    round_.stage, round_.ended_at = RoundStage.CLOSED.value, at
    round_.save(update_fields=["stage", "ended_at"])
    _entered(round_, kind="pact_round.close", actor=actor, at=at)
    return round_


@transaction.atomic
def round_withdraw(*, actor: Actor, ref: str, reason: str, at: datetime) -> PactRound:
    """Withdraw a round, with its reason: it counts no more; a corrected wording is a new round.

    Raises as the others, WrongInputError without a reason.
    """
    round_ = round_moving(actor=actor, ref=ref, act="withdraw")
    round_.reason = reason_required(reason)
    round_.stage, round_.ended_at = RoundStage.WITHDRAWN.value, at
    round_.save(update_fields=["stage", "ended_at", "reason"])
    _entered(round_, kind="pact_round.withdraw", actor=actor, at=at)
    return round_


def round_moving(*, actor: Actor, ref: str, act: str, is_own_unit: bool = False) -> PactRound:
    """Return the locked round when the actor may move it so from where it stands.

    ``is_own_unit``: it is enough to hold the role in a unit inside the round.
    """
    round_ = round_locked(ref)
    roles = frozenset().union(*(move.by for move in ROUND_MOVES if move.act == act))
    is_inside = is_own_unit and is_within(actor.unit, round_.unit.path)
    require(actor, roles, actor.unit if is_inside else round_.unit.path)
    take(ROUND_MOVES, act, RoundStage(round_.stage))
    return round_


def round_locked(ref: str) -> PactRound:
    """Return a round, its row held to the end of the transaction; NotVisibleError for none."""
    found = PactRound.objects.select_for_update(of=("self",))
    round_ = found.select_related("unit", "text", "government").filter(ref=ref).first()
    if round_ is None:
        raise NotVisibleError(_("Putaran pakta ini tidak ada. Buka lagi daftar putaran."))
    return round_


def reason_required(reason: str) -> str:
    """Return the reason that was typed; raise WrongInputError for none."""
    words = reason.strip()[:REASON_LENGTH]
    if not words:
        raise WrongInputError(_("Tulis alasannya. Alasan ini ikut tercatat di Jejak."))
    return words


def _text(actor: Actor, ref: str, at: datetime) -> PledgeText:
    return text_seen(actor=actor, ref=ref) if ref else pact_text_default(actor=actor, at=at)


def _unit(path: str, at: datetime) -> Unit:
    unit = Unit.objects.live_on(at.date()).filter(path=path).first()
    if unit is None:
        raise NotVisibleError(_("Unit ini tidak ada, atau sudah berakhir. Pilih lagi unitnya."))
    return unit


def _entered(
    round_: PactRound, *, kind: str, actor: Actor, at: datetime, due_on: date | None = None
) -> None:
    body: dict[str, Json] = {
        "unit": round_.unit.path,
        "audience": round_.audience,
        "title": round_.title,
        "text": round_.text.sha256,
    }
    if round_.reason:
        body["reason"] = round_.reason
    entry_append(
        government=round_.government_id,
        kind=kind,
        matter=round_.ref,
        actor=actor.account,
        body=body,
        at=at,
        due_on=due_on,
    )
