"""Strategies that the clock's tests share: calendars, suspensions, rules, moments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from netral.core.clock import Calendar, PlaceZone, Suspension, Zone
from netral.core.kinds.terms import (
    Addition,
    ClockRule,
    Direction,
    Ending,
    Holiday,
    TermKind,
    TermUnit,
)

# Half a year, so that starts, pauses and holidays meet: with a leap day, short months, summer time.
FIRST, LAST = date(2024, 1, 1), date(2024, 7, 31)
DAY_UNITS = [TermUnit.WORKDAYS, TermUnit.DAYS, TermUnit.WEEKS, TermUnit.MONTHS]
WEEKENDS = [frozenset({5, 6}), frozenset({6}), frozenset({4, 5}), frozenset[int]()]

days = st.dates(FIRST, LAST)
numbers = st.integers(1, 40)
zones = st.sampled_from(
    [*Zone, PlaceZone("Europe/Berlin"), PlaceZone("America/New_York"), PlaceZone("Asia/Kathmandu")]
)
moments = st.datetimes(datetime.combine(FIRST, time.min), datetime.combine(LAST, time.min))


def holiday(day: date) -> Holiday:
    """Return a holiday on a day."""
    return Holiday(day, "Libur", "libur_nasional", "SKB")


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Draw a calendar: any zone, a week of five, six or seven working days, some holidays."""
    closed = draw(st.sets(days, max_size=30))
    start = draw(days)
    closed |= {start + timedelta(days=step) for step in range(draw(st.integers(0, 12)))}
    weekend = draw(st.sampled_from(WEEKENDS))
    return Calendar(draw(zones), {day: holiday(day) for day in closed}, weekend)


@st.composite
def suspensions(draw: st.DrawFn) -> list[Suspension]:
    """Draw suspensions that may overlap, touch, or repeat one another."""
    starts = draw(st.lists(st.tuples(days, st.integers(0, 20)), max_size=4))
    return [Suspension(day, day + timedelta(days=length)) for day, length in starts]


@st.composite
def rules(draw: st.DrawFn, units: Sequence[TermUnit] = DAY_UNITS) -> ClockRule:
    """Draw a rule with any of the options."""
    more = [
        Addition("pos", draw(st.integers(1, 9)), unit, ("Pasal",))
        for unit in draw(st.lists(st.sampled_from(DAY_UNITS), max_size=2))
    ]
    return rule(
        draw(numbers),
        draw(st.sampled_from(units)),
        draw(st.sampled_from([TermKind.LATEST, TermKind.NOT_BEFORE, TermKind.IN_FORCE])),
        direction=draw(st.sampled_from(Direction)),
        ending=draw(st.sampled_from(Ending)),
        additions=tuple(more),
    ).given(draw(st.sampled_from([(), ("pos",)])))


def rule(
    n: int | None,
    unit: TermUnit = TermUnit.WORKDAYS,
    kind: TermKind = TermKind.LATEST,
    *,
    direction: Direction = Direction.FORWARD,
    ending: Ending = Ending.STAYS,
    additions: tuple[Addition, ...] = (),
) -> ClockRule:
    """Return a rule; without a number it is not confirmed."""
    return ClockRule(
        code="C",
        n=n,
        unit=unit,
        kind=kind,
        basis=("Pasal",),
        confirmed=n is not None,
        title_id="",
        title_en="",
        direction=direction,
        ending=ending,
        additions=additions,
    )
