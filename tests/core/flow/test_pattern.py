"""A unit done from one browser: what is worth telling, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from netral.core.flow.pattern import FEWEST, BrowserAct, Pattern, pattern_of

START = datetime(2024, 10, 7, 8, 0, tzinfo=UTC)


def acts(*minutes: float, browser: bytes = b"a") -> list[BrowserAct]:
    return [BrowserAct(START + timedelta(minutes=minute), browser) for minute in minutes]


def test_the_clerk_with_all_the_sheets_is_a_fact_with_figures() -> None:
    others = acts(1, 200, 900, browser=b"b")
    found = pattern_of([*acts(*[n * 6 / 26 for n in range(27)]), *others])
    assert found == Pattern(27, 30, START, START + timedelta(minutes=6))
    assert found.minutes == 6


def test_a_family_or_two_friends_are_no_pattern() -> None:
    assert pattern_of(acts(0, 1, 2, 3)) is None
    assert pattern_of([]) is None


def test_half_of_the_unit_is_needed() -> None:
    five = acts(0, 1, 2, 3, 4)
    many = [BrowserAct(START, bytes([n])) for n in range(2, 7)]
    assert pattern_of([*five, *many]) is not None
    assert pattern_of([*five, *many, *acts(9, browser=b"z")]) is None


def test_one_shared_computer_over_a_whole_day_is_no_run_of_an_hour() -> None:
    assert pattern_of(acts(0, 30, 90, 150, 210, 270)) is None
    assert pattern_of(acts(0, 15, 30, 45, 60)) is not None
    assert pattern_of(acts(0, 15, 30, 45, 60.1)) is None


def test_acts_whose_browser_is_unknown_count_in_the_whole_alone() -> None:
    unknown = acts(*range(6), browser=b"")
    assert pattern_of(unknown) is None
    assert pattern_of([*unknown, *acts(*range(5))]) is None


@given(st.lists(st.tuples(st.integers(0, 600), st.sampled_from([b"", b"a", b"b"])), max_size=40))
def test_a_pattern_never_tells_more_than_there_is(told: list[tuple[int, bytes]]) -> None:
    given_acts = [BrowserAct(START + timedelta(minutes=m), browser) for m, browser in told]
    found = pattern_of(given_acts)
    if found is None:
        return
    assert FEWEST <= found.count <= found.total == len(given_acts)
    same = max(sum(act.browser == browser for act in given_acts) for browser in (b"a", b"b"))
    assert found.count <= same
    assert found.last_at - found.first_at <= timedelta(hours=1)
