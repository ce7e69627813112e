"""One case's clock paused, taken up again, or extended: by the office's leaders, with a source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from netral.cases.access import case_locked
from netral.cases.models import (
    Case,
    CaseClock,
    ClockExtension,
    ClockMove,
    ClockPause,
    PausedDay,
)
from netral.cases.queries.clocks import rule_of, suspensions_of, term_to_json
from netral.cases.services.steps import (
    Taken,
    entry_of,
    nearest_due,
    news,
    news_send,
    step_add,
)
from netral.core.access import Actor
from netral.core.clock import Setting, Suspension, reckon
from netral.core.flow.case import CaseStage
from netral.core.flow.moves import Move
from netral.core.flow.pauses import (
    PAUSE_LABELS,
    MoveCause,
    PauseReason,
    Running,
    extension_check,
    pause_check,
    timer_check,
)
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import CaseRef
from netral.core.ledger.canonical import Json
from netral.people.queries.calendar import calendar_of

ONE_DAY = timedelta(days=1)
RESUMED = gettext_noop("jeda diakhiri")
# Why is not told to the reporter: it may be somebody's illness.
MOVED = gettext_noop("Batas waktu langkah berikutnya bergeser dari %(old)s ke %(new)s.")


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a clock is moved: the reason's code, the region's own source, words that are sealed."""

    reason: str
    source: str
    note: str = ""

    @property
    def words(self) -> str:
        """Return the reason in words; raise WrongInputError for an unknown one, or no source."""
        if self.reason not in {item.value for item in PauseReason}:
            raise WrongInputError(_("Pilih alasannya dari daftar."))
        if not self.source.strip():
            raise WrongInputError(
                _("Sebutkan aturan atau surat yang menjadi dasarnya. Tanpa dasar, batas ini tetap.")
            )
        return PAUSE_LABELS[PauseReason(self.reason)]


@transaction.atomic
def case_clock_suspend(
    *, actor: Actor, ref: CaseRef, code: str, days: Suspension, ground: Ground, at: datetime
) -> Case:
    """Let a running limit stand still from one day to another; enters ``case.suspend``.

    Raises NotAllowedError in a role that does not lead the office, WrongInputError to whom the
    case waits for, for a limit that is over, for a day already paused, and without a source.
    """
    case, move, clock = _taken(actor, ref, "suspend", code, at)
    words, held = ground.words, suspensions_of(clock.term)
    pause_check(_running(clock), days, held, at.date())
    pause = ClockPause.objects.create(
        clock=clock,
        government_id=case.government_id,
        first_on=days.first,
        last_on=days.last,
        reason=ground.reason,
        source=ground.source.strip(),
        by_account=actor.account,
        at=at,
    )
    _days_keep(pause)
    old_on = _count(case, clock, (*held, _suspension(pause)), clock.term["extend_n"], at)
    first, last = days.first.isoformat(), days.last.isoformat()
    told = _Told(MoveCause.PAUSED, words, old_on, {"first": first, "last": last})
    return _finish(case, move, clock, _Acting(actor, ground, at), told)


@transaction.atomic
def case_clock_resume(*, actor: Actor, ref: CaseRef, code: str, note: str, at: datetime) -> Case:
    """Let a paused limit run again from today on; enters ``case.resume``.

    Raises WrongInputError when no pause holds today or is to come.
    """
    case, move, clock = _taken(actor, ref, "resume", code, at)
    today = at.date()
    pause = clock.pauses.filter(resumed_at=None, last_on__gte=today).order_by("pk").first()
    if pause is None:
        raise WrongInputError(_("Batas waktu ini sedang tidak dijeda."))
    planned = pause.last_on
    pause.last_on, pause.resumed_at = today - ONE_DAY, at
    pause.save(update_fields=["last_on", "resumed_at"])
    pause.days.filter(day__gte=today).update(is_lifted=True)
    rows = clock.pauses.order_by("pk")
    held = tuple(_suspension(row) for row in rows if row.last_on >= row.first_on)
    old_on = _count(case, clock, held, clock.term["extend_n"], at)
    acting = _Acting(actor, Ground(pause.reason, pause.source, note), at)
    told = _Told(MoveCause.RESUMED, RESUMED, old_on, {"planned": planned.isoformat()})
    return _finish(case, move, clock, acting, told)


@transaction.atomic
def case_clock_extend(
    *, actor: Actor, ref: CaseRef, code: str, n: int, ground: Ground, at: datetime
) -> Case:
    """Extend a running limit once, in its own unit; enters ``case.extend``.

    Raises as ``case_clock_suspend`` does; AlreadyDoneError for one that was extended before.
    """
    case, move, clock = _taken(actor, ref, "extend", code, at)
    words = ground.words
    extension_check(_running(clock), n, at.date())
    try:
        with transaction.atomic():
            ClockExtension.objects.create(
                clock=clock,
                government_id=case.government_id,
                n=n,
                reason=ground.reason,
                source=ground.source.strip(),
                by_account=actor.account,
                at=at,
            )
    except IntegrityError as error:
        raise AlreadyDoneError(
            _("Batas ini sudah pernah diperpanjang, dan hanya sekali.")
        ) from error
    old_on = _count(case, clock, suspensions_of(clock.term), n, at)
    told = _Told(MoveCause.EXTENDED, words, old_on, {"n": n})
    return _finish(case, move, clock, _Acting(actor, ground, at), told)


@dataclass(frozen=True, slots=True)
class _Acting:
    """Who acts, on what ground, when."""

    actor: Actor
    ground: Ground
    at: datetime


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a move: its cause and reason, the day before it, and what else is entered."""

    cause: MoveCause
    words: str
    old_on: date | None
    body: dict[str, Json]


def _taken(
    actor: Actor, ref: CaseRef, act: str, code: str, at: datetime
) -> tuple[Case, Move[CaseStage], CaseClock]:
    case, move = case_locked(actor=actor, ref=ref, act=act, at=at)
    timer_check(actor.role, case.waits_for)
    clock = case.clocks.filter(code=code, done_at=None).first()
    if clock is None:
        raise NotVisibleError(_("Batas waktu ini tidak sedang berjalan dalam perkara ini."))
    return case, move, clock


def _running(clock: CaseClock) -> Running:
    return Running(clock.is_limit, clock.due_on, clock.term["n"])


def _suspension(pause: ClockPause) -> Suspension:
    return Suspension(pause.first_on, pause.last_on, PAUSE_LABELS[PauseReason(pause.reason)])


def _days_keep(pause: ClockPause) -> None:
    """Keep each paused day; a day that another pause holds is refused by the database too."""
    length = (pause.last_on - pause.first_on).days + 1
    try:
        with transaction.atomic():
            PausedDay.objects.bulk_create(
                PausedDay(
                    clock_id=pause.clock_id,
                    government_id=pause.government_id,
                    pause=pause,
                    day=pause.first_on + ONE_DAY * number,
                )
                for number in range(length)
            )
    except IntegrityError as error:
        raise AlreadyDoneError(_("Sebagian hari itu baru saja dijeda orang lain.")) from error


def _count(
    case: Case, clock: CaseClock, held: tuple[Suspension, ...], extend_n: int, at: datetime
) -> date | None:
    """Reckon the clock anew by its own rule and keep it; return the day it had before."""
    old_on, own = clock.due_on, clock.term["setting"]
    rule = rule_of(clock.term)
    term = reckon(
        rule,
        clock.starts_at,
        calendar_of(case.government, at.date()),
        suspensions=held,
        extend_n=extend_n,
        setting=Setting(*own) if own else None,
    )
    clock.due_on, clock.term = term.day, term_to_json(term, rule, extend_n)
    clock.save(update_fields=["due_on", "term"])
    return old_on


def _finish(
    case: Case, move: Move[CaseStage], clock: CaseClock, acting: _Acting, told: _Told
) -> Case:
    """Keep the move, the case's nearest day, the step, the entry; tell the reporter if it moved."""
    before, source = case.due_on, acting.ground.source.strip()
    ClockMove.objects.create(
        clock=clock,
        government_id=case.government_id,
        cause=told.cause.value,
        reason=told.words,
        decree=source,
        old_on=told.old_on,
        new_on=clock.due_on,
        at=acting.at,
    )
    case.due_on = nearest_due(case)
    case.save(update_fields=["due_on"])
    taken = Taken(acting.actor, acting.at, acting.at.date(), acting.ground.note, source[:160])
    step = step_add(case, move, taken)
    if case.due_on != before:
        news_send(case, acting.actor, news(MOVED, old=before, new=case.due_on), acting.at)
    body: dict[str, Json] = {
        "clock": clock.code,
        "old": told.old_on.isoformat() if told.old_on else None,
        "new": clock.due_on.isoformat() if clock.due_on else None,
        "reason": acting.ground.reason,
        "source": source,
    }
    entry_of(case, f"case.{move.act}", taken, step, body | told.body)
    return case
