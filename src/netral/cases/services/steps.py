"""How a step is taken: stage, clocks, sealed note, journal entry and news, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.cases.models import Case, CaseClock, Step
from netral.cases.queries.cases import last_step_day, reports_held
from netral.cases.queries.clocks import term_to_json
from netral.cases.queries.law import answer_for, deciders_of, examiners_of
from netral.cases.services.sealing import digest, text_seal
from netral.core import law
from netral.core.access import Actor
from netral.core.clock import Calendar, reckon
from netral.core.flow.case import STAGE_CLOCKS, CaseStage, promise_rule, waits_for
from netral.core.flow.moves import Move
from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.terms import ClockRule, TermKind
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.people.queries.calendar import calendar_of, settings_of
from netral.reports.services.handling import report_news_write
from netral.shell.format import long_date


@dataclass(frozen=True, slots=True)
class Taken:
    """Who takes a step, when, on which day it happened, and the note that is sealed."""

    actor: Actor
    at: datetime
    on: date
    note: str = ""
    basis: str = ""

    @property
    def moment(self) -> datetime:
        """Return the moment from which clocks run: the day it happened, at this hour."""
        return self.at.replace(year=self.on.year, month=self.on.month, day=self.on.day)


def step_take(case: Case, move: Move[CaseStage], taken: Taken) -> Step:
    """Bring the case to the move's stage, turn its clocks, and add the step; the case is saved."""
    turned = move.to_stage.value != case.stage or not case.clocks.exists()
    case.stage = move.to_stage.value
    if turned:
        clocks_turn(case, taken)
    role = waits_for(move.to_stage, examiners_of(case), deciders_of(case))
    case.waits_for = role.value if role else ""
    case.due_on = nearest_due(case)
    case.save()
    return step_add(case, move, taken)


def step_add(case: Case, move: Move[CaseStage], taken: Taken) -> Step:
    """Add a row for the step, its note sealed to the handling unit."""
    sealed, key_id = text_seal(case, taken.note) if taken.note.strip() else (b"", None)
    return Step.objects.create(
        case=case,
        government_id=case.government_id,
        act=move.act,
        on=taken.on,
        actor=taken.actor.account,
        by_name=taken.actor.name,
        by_role=taken.actor.role.value,
        at=taken.at,
        basis=taken.basis or move.basis,
        sealed_note=sealed,
        note_key_id=key_id,
    )


def clocks_turn(case: Case, taken: Taken) -> None:
    """End every running clock and begin those of the stage just reached."""
    case.clocks.filter(done_at=None).update(done_at=taken.at)
    stage = CaseStage(case.stage)
    if stage is CaseStage.CLOSED:
        return
    calendar = calendar_of(case.government, taken.at.date())
    holding = set(answer_for(case).clocks)
    begun = {
        code: clock_begin(case, law.clock_rule(code), taken.moment, calendar)
        for code in STAGE_CLOCKS.get(stage, ())
        if code in holding
    }
    _promise_begin(case, stage, taken.moment, (calendar, begun))


def clock_begin(
    case: Case,
    rule: ClockRule,
    start: datetime,
    calendar: Calendar,
    after: CaseClock | None = None,
) -> CaseClock:
    """Reckon a clock of a case from ``start`` and keep it with how it was counted.

    ``after`` is the clock on whose day it starts, if it does.
    """
    own = settings_of(case.government, start.date()) if not rule.confirmed else {}
    term = reckon(rule, start, calendar, setting=own.get(rule.code))
    return CaseClock.objects.create(
        case=case,
        government_id=case.government_id,
        code=rule.code,
        label=rule.title_id,
        unit=rule.unit.value,
        starts_at=start,
        due_on=term.day,
        is_limit=term.kind is TermKind.LATEST and term.day is not None,
        term=term_to_json(term, rule),
        after=after,
    )


def nearest_due(case: Case) -> date | None:
    """Return the nearest day of the running limits, whose next step is the office's."""
    running = case.clocks.filter(done_at=None, is_limit=True)
    days = running.values_list("code", "due_on")
    return min((day for code, day in days if day and is_office_clock(code)), default=None)


def is_office_clock(code: str) -> bool:
    """Tell whether the next step is the office's; a remedy is the respondent's to take."""
    return not code.startswith("UPAYA-")


def day_check(case: Case, on: date, at: datetime) -> None:
    """Refuse (WrongInputError) a day to come, or one before the step before."""
    if on > at.date():
        raise WrongInputError(_("Tanggalnya belum tiba. Isi hari ini atau sebelumnya."))
    if on < last_step_day(case):
        raise WrongInputError(_("Tanggalnya lebih dulu daripada langkah sebelumnya."))


def entry_of(
    case: Case,
    kind: str,
    taken: Taken,
    step: Step,
    body: Mapping[str, Json],
    of: str | None = None,
) -> None:
    """Enter a step of a case: no words in it, only the hash of the sealed note."""
    entry_append(
        government=case.government_id,
        kind=kind,
        matter=case.ref,
        actor=taken.actor.account,
        body={
            "act": step.act,
            "on": taken.on.isoformat(),
            "note": digest(step.sealed_note),
            **body,
        },
        at=taken.at,
        due_on=case.due_on,
        close=case.close_reason or None,
        of=of,
    )


def news_send(case: Case, actor: Actor, text: str, at: datetime) -> None:
    """Tell every reporter of the case the same."""
    for link in reports_held(case):
        report_news_write(actor=actor, ref=link.report.ref, text=text, at=at)


def news(text: str, **values: str | date | None) -> str:
    """Return a sentence for the reporter, in Indonesian; days are written out."""
    with override("id"):
        said = {
            name: long_date(value, "id") if isinstance(value, date) else value or ""
            for name, value in values.items()
        }
        return _(text) % said


def _promise_begin(
    case: Case,
    stage: CaseStage,
    start: datetime,
    counted: tuple[Calendar, dict[str, CaseClock]],
) -> None:
    """Begin the office's own promise, unless the law's limit stands in its place."""
    calendar, begun = counted
    if stage is CaseStage.DECIDED and "DIS-SAMPAI" in begun:
        return
    first = begun.get("DIS-BERLAKU")
    after = first if first is not None and first.due_on is not None else None
    if after is not None and after.due_on is not None:
        start = calendar.midnight(after.due_on)
    clock_begin(case, promise_rule(stage), start, calendar, after)
