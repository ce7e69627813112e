"""What holds of every term, whatever the rule, the calendar and the zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from netral.core.clock import (
    Calendar,
    Suspension,
    add_workdays,
    latest_receipt,
    reckon,
    workdays_between,
)
from netral.core.clock.counting import HOURS
from netral.core.kinds.terms import ClockRule, Direction, Ending, TermKind, TermUnit
from tests.core.clock.build import (
    DAY_UNITS,
    calendars,
    days,
    holiday,
    moments,
    numbers,
    rule,
    rules,
    suspensions,
)

DAY = timedelta(days=1)
forward = rules().filter(lambda made: made.direction is Direction.FORWARD)
# Hours that run on to the same time of the next open day (FRCP 6(a)(2)(C)) are left out: there
# the law itself lets an hour more on Saturday end before an hour less, on the Monday.
any_unit = rules(list(TermUnit)).filter(
    lambda made: (
        made.direction is Direction.FORWARD
        and (made.unit not in HOURS or made.ending is Ending.STAYS)
    )
)


@given(moments, forward, calendars(), suspensions())
def test_a_term_never_ends_before_midnight_of_its_last_day(
    start: datetime, made: ClockRule, calendar: Calendar, held: list[Suspension]
) -> None:
    term = reckon(made, start, calendar, suspensions=held)
    assert term.day is not None
    opens = term.day + DAY if made.kind is TermKind.LATEST else term.day
    assert term.ends_at == calendar.midnight(opens)
    assert term.ends_at.hour == term.ends_at.minute == 0
    assert term.day > start.date()


@given(moments, forward, calendars(), days)
def test_a_holiday_added_never_shortens(
    start: datetime, made: ClockRule, calendar: Calendar, closed: date
) -> None:
    before = reckon(made, start, calendar).day
    after = reckon(made, start, calendar.with_days([holiday(closed)])).day
    assert before is not None
    assert after is not None
    assert after >= before


@given(moments, rules(), calendars(), days)
def test_a_holiday_added_never_gives_more_time_to_a_term_counted_back(
    start: datetime, made: ClockRule, calendar: Calendar, closed: date
) -> None:
    assume(made.direction is Direction.BACKWARD)
    before = reckon(made, start, calendar).day
    after = reckon(made, start, calendar.with_days([holiday(closed)])).day
    assert before is not None
    assert after is not None
    assert after <= before < start.date()


@given(moments, any_unit, calendars(), suspensions())
def test_a_suspension_never_lengthens_twice(
    start: datetime, made: ClockRule, calendar: Calendar, held: list[Suspension]
) -> None:
    once = reckon(made, start, calendar, suspensions=held)
    twice = reckon(made, start, calendar, suspensions=held * 2)
    none = reckon(made, start, calendar)
    assert once.ends_at == twice.ends_at
    assert none.ends_at is not None
    assert once.ends_at is not None
    assert once.ends_at >= none.ends_at


@given(moments, any_unit, calendars(), days, st.tuples(*[st.integers(0, 9)] * 3))
def test_overlapping_suspensions_count_as_the_one_that_covers_them(
    start: datetime,
    made: ClockRule,
    calendar: Calendar,
    first: date,
    lengths: tuple[int, int, int],
) -> None:
    one, shared, other = (timedelta(days=length) for length in lengths)
    pair = [
        Suspension(first, first + one + shared),
        Suspension(first + one, first + one + shared + other),
    ]
    whole = [Suspension(first, first + one + shared + other)]
    apart = reckon(made, start, calendar, suspensions=pair)
    assert apart.ends_at == reckon(made, start, calendar, suspensions=whole).ends_at
    assert apart.ends_at == reckon(made, start, calendar, suspensions=pair[::-1]).ends_at


@given(moments, numbers, calendars(), suspensions())
def test_a_suspension_takes_out_its_own_days_and_no_more(
    start: datetime, n: int, calendar: Calendar, held: list[Suspension]
) -> None:
    none = reckon(rule(n, TermUnit.DAYS), start, calendar).day
    end = reckon(rule(n, TermUnit.DAYS), start, calendar, suspensions=held).day
    assert none is not None
    assert end is not None
    between = [start.date() + DAY * step for step in range(1, (end - start.date()).days + 1)]
    paused = sum(any(item.covers(day) for item in held) for day in between)
    assert (end - none).days == paused


@given(moments, any_unit, calendars(), suspensions(), st.tuples(*[st.integers(0, 30)] * 2))
def test_an_extension_never_shortens(
    start: datetime,
    made: ClockRule,
    calendar: Calendar,
    held: list[Suspension],
    lengths: tuple[int, int],
) -> None:
    less, more = lengths
    short = reckon(made, start, calendar, suspensions=held, extend_n=less).ends_at
    long = reckon(made, start, calendar, suspensions=held, extend_n=less + more).ends_at
    assert short is not None
    assert long is not None
    assert long >= short


@given(days, numbers, calendars())
def test_the_end_is_the_first_day_with_that_many_working_days(
    start: date, n: int, calendar: Calendar
) -> None:
    end = add_workdays(start, n, calendar)
    assert workdays_between(start, end, calendar) == n
    assert workdays_between(start, end - DAY, calendar) == n - 1


@given(days, forward, calendars(), suspensions())
def test_backward_is_the_last_receipt_for_which_forward_has_run(
    day: date, made: ClockRule, calendar: Calendar, held: list[Suspension]
) -> None:
    back = latest_receipt(made, day, calendar, suspensions=held)
    assert back.day is not None
    assert back.ends_at == calendar.midnight(back.day + DAY)
    on_time = reckon(made, calendar.midnight(back.day), calendar, suspensions=held).day
    too_late = reckon(made, calendar.midnight(back.day + DAY), calendar, suspensions=held).day
    assert on_time is not None
    assert too_late is not None
    assert on_time <= day < too_late


@given(days, numbers, st.sampled_from(DAY_UNITS), calendars())
def test_a_term_that_stays_counted_back_from_its_end_comes_to_its_start_or_a_later_one(
    start: date, n: int, unit: TermUnit, calendar: Calendar
) -> None:
    made = rule(n, unit)
    end = reckon(made, calendar.midnight(start), calendar).day
    assert end is not None
    back = latest_receipt(made, end, calendar).day
    assert back is not None
    assert back >= start
    assert all(
        reckon(made, calendar.midnight(start + DAY * step), calendar).day == end
        for step in range((back - start).days + 1)
    )


@given(moments, rules(), calendars(), suspensions())
def test_a_term_that_runs_on_ends_on_a_day_that_is_open(
    start: datetime, made: ClockRule, calendar: Calendar, held: list[Suspension]
) -> None:
    assume(made.ending is Ending.OPEN)
    day = reckon(made, start, calendar, suspensions=held).day
    assert day is not None
    assert calendar.is_workday(day)


@given(moments, any_unit, calendars())
def test_the_same_start_given_by_the_clock_of_another_zone_gives_the_same_term(
    start: datetime, made: ClockRule, calendar: Calendar
) -> None:
    local = calendar.local(start)
    elsewhere = local.astimezone(UTC)
    assert reckon(made, elsewhere, calendar).ends_at == reckon(made, local, calendar).ends_at
