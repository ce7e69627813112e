"""When a limit may stand still or be extended: the house's guards, rule by rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.access import Role
from netral.core.clock import Suspension
from netral.core.flow.pauses import (
    LONGEST_PAUSE_DAYS,
    PAUSE_LABELS,
    TIMERS,
    PauseReason,
    Running,
    extension_check,
    pause_check,
    timer_check,
)
from netral.core.kinds.errors import WrongInputError

TODAY = date(2024, 10, 7)
DUE = date(2024, 10, 17)
LIMIT = Running(is_limit=True, due_on=DUE, n=7)
DAYS = st.integers(min_value=-30, max_value=90).map(lambda days: TODAY + timedelta(days=days))


def wish(first: int, last: int) -> Suspension:
    return Suspension(TODAY + timedelta(days=first), TODAY + timedelta(days=last))


@pytest.mark.parametrize("role", TIMERS)
def test_nobody_moves_the_limit_of_their_own_step(role: Role) -> None:
    with pytest.raises(WrongInputError):
        timer_check(role, role.value)
    timer_check(role, Role.HANDLER.value)


@pytest.mark.parametrize(
    "clock",
    [
        Running(is_limit=False, due_on=DUE, n=15),
        Running(is_limit=True, due_on=None, n=None),
        Running(is_limit=True, due_on=TODAY - timedelta(days=1), n=3),
    ],
    ids=["a day from which something holds", "not confirmed", "over"],
)
def test_only_a_limit_that_runs_and_is_not_over_is_moved(clock: Running) -> None:
    with pytest.raises(WrongInputError):
        pause_check(clock, wish(0, 1), (), TODAY)
    with pytest.raises(WrongInputError):
        extension_check(clock, 1, TODAY)


def test_a_pause_begins_from_today_up_to_the_limit() -> None:
    pause_check(LIMIT, wish(0, 0), (), TODAY)
    pause_check(LIMIT, wish(10, 12), (), TODAY)
    for days in (wish(-1, 2), wish(11, 12)):
        with pytest.raises(WrongInputError):
            pause_check(LIMIT, days, (), TODAY)


def test_a_pause_has_a_longest_length() -> None:
    pause_check(LIMIT, wish(0, LONGEST_PAUSE_DAYS - 1), (), TODAY)
    with pytest.raises(WrongInputError):
        pause_check(LIMIT, wish(0, LONGEST_PAUSE_DAYS), (), TODAY)


@given(first=DAYS, length=st.integers(0, 40), other=DAYS, other_length=st.integers(0, 40))
def test_no_day_is_ever_paused_twice(
    first: date, length: int, other: date, other_length: int
) -> None:
    held = Suspension(other, other + timedelta(days=other_length))
    days = Suspension(first, first + timedelta(days=length))
    shared = any(held.covers(first + timedelta(days=step)) for step in range(length + 1))
    open_ended = Running(is_limit=True, due_on=date(2030, 1, 1), n=7)
    if shared:
        with pytest.raises(WrongInputError):
            pause_check(open_ended, days, (held,), TODAY)
    elif first >= TODAY:
        pause_check(open_ended, days, (held,), TODAY)


@pytest.mark.parametrize("n", [0, -1, 8])
def test_an_extension_is_at_most_as_long_as_the_limit_itself(n: int) -> None:
    extension_check(LIMIT, 7, TODAY)
    with pytest.raises(WrongInputError):
        extension_check(LIMIT, n, TODAY)
    with pytest.raises(WrongInputError):
        extension_check(Running(is_limit=True, due_on=DUE, n=None), 1, TODAY)


def test_every_reason_has_its_words() -> None:
    assert set(PAUSE_LABELS) == set(PauseReason)
