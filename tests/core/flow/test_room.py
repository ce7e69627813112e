"""When those who wait ask again: none misses the opening, none floods the door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from netral.core.flow.room import LONGEST, SHARE, SHORTEST, SPREAD, interval, pace

OPENS = datetime(2024, 10, 23, 2, 0, tzinfo=UTC)
EVERY = st.floats(SHORTEST, LONGEST)


@given(left=st.floats(0.001, 7200), every=EVERY, chance=st.floats(0, 1))
def test_whoever_waits_asks_before_the_opening_or_within_the_spread_after_it(
    left: float, every: float, chance: float
) -> None:
    told = pace(opens_at=OPENS, at=OPENS - timedelta(seconds=left), every=every)
    asks = told.wait + told.spread * chance - left
    assert asks <= SPREAD + 0.001
    if told.spread != SPREAD:
        assert asks <= 0.001, "the next question still comes before the opening"


@given(ago=st.floats(0, 7200), every=EVERY)
def test_after_the_opening_the_pause_is_the_doors_own(ago: float, every: float) -> None:
    told = pace(opens_at=OPENS, at=OPENS + timedelta(seconds=ago), every=every)
    assert (told.wait, told.spread) == (every, every * SHARE)


@given(rate=st.floats(0, 1e6), last=EVERY, most=st.floats(1, 1e5))
def test_the_pause_stays_in_its_bounds_and_keeps_the_door_at_its_measure(
    rate: float, last: float, most: float
) -> None:
    every = interval(rate=rate, last=last, most=most)
    assert SHORTEST <= every <= LONGEST
    if SHORTEST < every < LONGEST:
        waiting = rate * last
        assert abs(waiting / every - most) < most * 1e-6


def test_more_who_wait_means_longer_pauses() -> None:
    few, many = (interval(rate=rate, last=10, most=200) for rate in (100, 400))
    assert (few, many) == (SHORTEST, 20)
