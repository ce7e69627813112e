from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from netral.core.clock import (
    Calendar,
    Suspension,
    Zone,
    add_workdays,
    latest_receipt,
    reckon,
    workdays_between,
)
from netral.core.kinds.terms import ClockRule, Holiday, TermKind, TermUnit

days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
numbers = st.integers(1, 40)
units = st.sampled_from([TermUnit.WORKDAYS, TermUnit.DAYS])
zones = st.sampled_from(list(Zone))
moments = st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2026-12-31"))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    closed = draw(st.sets(days, max_size=30))
    return Calendar(zone=draw(zones), holidays={day: holiday(day) for day in closed})


@st.composite
def suspensions(draw: st.DrawFn) -> list[Suspension]:
    starts = draw(st.lists(st.tuples(days, st.integers(0, 20)), max_size=4))
    return [Suspension(day, day + timedelta(days=length)) for day, length in starts]


def holiday(day: date) -> Holiday:
    return Holiday(day, "Libur", "libur_nasional", "SKB")


def rule(n: int, unit: TermUnit, kind: TermKind = TermKind.LATEST) -> ClockRule:
    return ClockRule("C", n, unit, kind, ("Pasal",), True, "", "")


@given(moments, numbers, units, calendars(), suspensions())
def test_a_term_never_ends_before_midnight_of_its_last_day(
    start: datetime, n: int, unit: TermUnit, calendar: Calendar, held: list[Suspension]
) -> None:
    term = reckon(rule(n, unit), start, calendar, suspensions=held)
    assert term.day is not None
    assert term.ends_at == calendar.midnight(term.day) + timedelta(days=1)
    assert term.day > start.date()


@given(moments, numbers, calendars(), days)
def test_a_holiday_added_never_shortens(
    start: datetime, n: int, calendar: Calendar, closed: date
) -> None:
    before = reckon(rule(n, TermUnit.WORKDAYS), start, calendar).day
    after = reckon(rule(n, TermUnit.WORKDAYS), start, calendar.with_days([holiday(closed)])).day
    assert before is not None
    assert after is not None
    assert after >= before


@given(moments, numbers, st.sampled_from(list(TermUnit)), calendars(), suspensions())
def test_a_suspension_never_lengthens_twice(
    start: datetime, n: int, unit: TermUnit, calendar: Calendar, held: list[Suspension]
) -> None:
    once = reckon(rule(n, unit), start, calendar, suspensions=held)
    twice = reckon(rule(n, unit), start, calendar, suspensions=held * 2)
    none = reckon(rule(n, unit), start, calendar)
    assert once.ends_at == twice.ends_at
    assert none.ends_at is not None
    assert once.ends_at is not None
    assert once.ends_at >= none.ends_at


@given(days, numbers, calendars())
def test_the_end_is_the_first_day_with_that_many_working_days(
    start: date, n: int, calendar: Calendar
) -> None:
    end = add_workdays(start, n, calendar)
    assert workdays_between(start, end, calendar) == n
    assert workdays_between(start, end - timedelta(days=1), calendar) == n - 1


@given(days, numbers, units, calendars(), suspensions())
def test_backward_is_the_last_receipt_for_which_forward_has_run(
    day: date, n: int, unit: TermUnit, calendar: Calendar, held: list[Suspension]
) -> None:
    summons = rule(n, unit, TermKind.NOT_BEFORE)
    receipt = latest_receipt(summons, day, calendar, suspensions=held).day
    assert receipt is not None
    on_time = reckon(summons, calendar.midnight(receipt), calendar, suspensions=held).day
    late = calendar.midnight(receipt + timedelta(days=1))
    too_late = reckon(summons, late, calendar, suspensions=held).day
    assert on_time is not None
    assert too_late is not None
    assert on_time <= day < too_late
