from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.clock import Calendar
from netral.core.clock.workdays import EveryDay, Workdays, earlier, joined, later
from tests.core.clock.build import calendars, days

MONDAY = date(2024, 11, 4).toordinal()
WEEK = Workdays({5, 6}, [])
stretches = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=6)


def test_no_days_lead_nowhere() -> None:
    assert later(MONDAY + 5, 0, WEEK, []) == MONDAY + 5
    assert earlier(MONDAY + 5, 0, WEEK, []) == MONDAY + 5


def test_a_count_that_begins_inside_a_pause_begins_at_its_edge() -> None:
    week = [(MONDAY, MONDAY + 4)]
    assert later(MONDAY + 2, 1, EveryDay(), week) == MONDAY + 5
    assert earlier(MONDAY + 2, 1, EveryDay(), week) == MONDAY - 1
    assert later(MONDAY + 2, 1, WEEK, week) == MONDAY + 7
    assert earlier(MONDAY + 2, 1, WEEK, week) == MONDAY - 3


def test_days_before_a_monday_are_those_of_the_week_before() -> None:
    assert earlier(MONDAY, 1, WEEK, []) == MONDAY - 3
    assert earlier(MONDAY, 6, WEEK, []) == MONDAY - 10


@pytest.mark.parametrize("back", [3, 2, 1])
def test_the_working_day_after_a_friday_or_a_weekend_is_monday(back: int) -> None:
    assert later(MONDAY - back, 1, WEEK, []) == MONDAY


@given(calendars(), days)
def test_what_is_counted_up_to_a_day_is_what_is_open(calendar: Calendar, day: date) -> None:
    line, ordinal = calendar.workdays, day.toordinal()
    assert line.upto(ordinal) - line.upto(ordinal - 1) == calendar.is_workday(day)
    if calendar.is_workday(day):
        assert line.nth(line.upto(ordinal)) == ordinal


@given(calendars(), days, st.integers(1, 300))
def test_the_nth_working_day_is_open_and_is_the_nth(
    calendar: Calendar, start: date, n: int
) -> None:
    line = calendar.workdays
    number = line.upto(start.toordinal()) + n
    day = line.nth(number)
    assert calendar.is_workday(date.fromordinal(day))
    assert line.upto(day) == number


@given(stretches)
def test_joined_stretches_hold_the_same_days_and_never_touch(found: list[tuple[int, int]]) -> None:
    given_days = [(first, first + length) for first, length in found]
    whole = joined(given_days)
    inside = {day for first, last in given_days for day in range(first, last + 1)}
    assert {day for first, last in whole for day in range(first, last + 1)} == inside
    assert all(before[1] + 1 < after[0] for before, after in pairwise(whole))


@given(st.integers(700_000, 800_000), st.integers(1, 60), stretches)
def test_later_and_earlier_undo_one_another_on_days_that_count(
    start: int, n: int, found: list[tuple[int, int]]
) -> None:
    pauses = joined((start + first, start + first + length) for first, length in found)
    end = later(start, n, EveryDay(), pauses)
    assert earlier(end + 1, n + 1, EveryDay(), pauses) <= start
    assert earlier(end + 1, n, EveryDay(), pauses) > start
