"""Which running clocks a change of the calendar can move, and to which day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from netral.cases.models import CaseClock, PausedDay
from netral.cases.queries.clocks import rule_of, suspensions_of, term_to_json
from netral.core.clock import Calendar, ClockError, Setting, reckon
from netral.core.kinds.terms import Holiday, TermKind, TermUnit

SHOWN = 5
# Counted in whole days: at which hour of its first day a clock began makes no difference.
DAILY = frozenset({TermUnit.WORKDAYS.value, TermUnit.DAYS.value})
Kept = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Counted:
    """A term counted anew: its day, whether it is a limit, and the words in which it is kept."""

    day: date | None
    is_limit: bool
    kept: str


class Recounter:
    """Reckons kept clocks anew by one calendar; equal ones from equal days are reckoned once."""

    def __init__(self, calendar: Calendar, settings: Mapping[str, Setting]) -> None:
        """Begin with nothing reckoned."""
        self.calendar, self.settings = calendar, settings
        self._known: dict[tuple[str, date], Counted | None] = {}

    def again(self, kept: str, start: datetime) -> Counted | None:
        """Return a kept term as it is counted now; None for one that cannot be counted any more."""
        local = self.calendar.local(start)
        key = (kept, local.date())
        if key not in self._known:
            term = json.loads(kept)
            if term["unit"] not in DAILY:
                return self._counted(term, local)
            self._known[key] = self._counted(term, local)
        return self._known[key]

    def _counted(self, kept: Kept, start: datetime) -> Counted | None:
        rule, extend_n = rule_of(kept), kept["extend_n"]
        try:
            term = reckon(
                rule,
                start,
                self.calendar,
                suspensions=suspensions_of(kept),
                extend_n=extend_n,
                setting=None if rule.confirmed else self.settings.get(rule.code),
            )
        except ClockError:
            return None
        is_limit = term.kind is TermKind.LATEST and term.day is not None
        return Counted(term.day, is_limit, json.dumps(term_to_json(term, rule, extend_n)))


def clocks_touched(
    *, government: str, calendar: Calendar, today: date, day: date | None = None, code: str = ""
) -> QuerySet[CaseClock]:
    """Return the running clocks that may move when ``day``, or the number of ``code``, changes.

    Neither: any day may have changed. What holds already, such as a decision in force, stays.
    """
    running = CaseClock.objects.filter(government_id=government, done_at=None)
    running = running.exclude(is_limit=False, due_on__lte=today)
    if code:
        return running.filter(code=code)
    counted = running.filter(unit=TermUnit.WORKDAYS.value, due_on__isnull=False)
    if day is None:
        return counted
    spanning = counted.filter(starts_at__lt=calendar.midnight(day), due_on__gte=day)
    still = PausedDay.objects.filter(clock=OuterRef("pk"), day=day, is_lifted=False)
    return spanning.exclude(Exists(still))


@dataclass(frozen=True, slots=True)
class Example:
    """One clock that would move: of which case, from which day to which."""

    ref: str
    label: str
    old_on: date | None
    new_on: date | None


@dataclass(frozen=True, slots=True)
class Effect:
    """How many running clocks would move, and a few of them."""

    count: int
    examples: tuple[Example, ...] = ()


def effect_of_day(
    *, government: str, calendar: Calendar, today: date, holiday: Holiday, is_closed: bool
) -> Effect:
    """Return what closing a day, or opening it again, would move; nothing is written.

    A day that is no working day anyway moves nothing.
    """
    if is_closed:
        after = calendar.with_days([holiday])
        changes = calendar.is_workday(holiday.day)
    else:
        held = {day: item for day, item in calendar.holidays.items() if day != holiday.day}
        after = calendar_without(calendar, held)
        changes = after.is_workday(holiday.day)
    if not changes:
        return Effect(0)
    touched = clocks_touched(government=government, calendar=calendar, today=today, day=holiday.day)
    # A clock that begins on the day of one that moves, moves with it.
    following = CaseClock.objects.filter(done_at=None, after__in=touched.values("pk"))
    whole = CaseClock.objects.filter(Q(pk__in=touched.values("pk")) | Q(pk__in=following))
    return Effect(whole.count(), _examples(touched, Recounter(after, {})))


def effect_of_number(
    *,
    government: str,
    calendar: Calendar,
    today: date,
    code: str,
    setting: Setting | None,
) -> Effect:
    """Return what a number, or the end of one, would move."""
    touched = clocks_touched(government=government, calendar=calendar, today=today, code=code)
    again = Recounter(calendar, {code: setting} if setting else {})
    return Effect(touched.count(), _examples(touched, again))


def calendar_without(calendar: Calendar, held: Mapping[date, Holiday]) -> Calendar:
    """Return the calendar with these closed days alone."""
    return Calendar(calendar.zone, held, calendar.weekend, calendar.years)


def _examples(touched: QuerySet[CaseClock], again: Recounter) -> tuple[Example, ...]:
    rows = touched.select_related("case").order_by("due_on", "pk")[:SHOWN]
    return tuple(_example(row, again) for row in rows)


def _example(row: CaseClock, again: Recounter) -> Example:
    counted = again.again(json.dumps(row.term), row.starts_at)
    return Example(row.case.ref, row.label, row.due_on, counted.day if counted else None)
