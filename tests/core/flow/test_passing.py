"""The days of each level: counted in working or calendar days by the region's calendar."""

from __future__ import annotations

from datetime import date

import pytest

from netral.core.clock import Calendar
from netral.core.flow.passing import DEEPEST, READING, Terms, level_of
from netral.core.kinds.terms import Holiday

THURSDAY = date(2024, 9, 12)
MAULID = Holiday(date(2024, 9, 16), "Maulid Nabi", "libur_nasional", "SKB 3 Menteri")
CALENDAR = Calendar(holidays={MAULID.day: MAULID})
DAYS = {1: 2, 2: 3, DEEPEST: 4, READING: 14}


def test_working_days_pass_over_the_weekend_and_the_holiday() -> None:
    terms = Terms(DAYS, is_workdays=True)
    last = terms.last_day(1, THURSDAY, CALENDAR)
    assert last == date(2024, 9, 17)
    assert terms.days_left(last, THURSDAY, CALENDAR) == 2
    assert terms.days_over(last, date(2024, 9, 20), CALENDAR) == 3
    assert terms.days_over(last, last, CALENDAR) == 0
    assert terms.days_left(last, last, CALENDAR) == 0


def test_calendar_days_count_every_day() -> None:
    terms = Terms(DAYS, is_workdays=False)
    last = terms.last_day(1, THURSDAY, CALENDAR)
    assert last == date(2024, 9, 14)
    assert terms.days_over(last, date(2024, 9, 20), CALENDAR) == 6


@pytest.mark.parametrize(("level", "days"), [(0, 26), (2, 15), (4, 16), (9, 16), (3, None)])
def test_a_level_has_its_own_days_the_deepest_stands_for_those_below_it(
    level: int, days: int | None
) -> None:
    last = Terms(DAYS, is_workdays=False).last_day(level, THURSDAY, CALENDAR)
    assert last == (date(2024, 9, days) if days else None)


def test_the_level_of_a_unit_is_its_depth() -> None:
    assert [level_of(path) for path in ("kab", "kab.dinas", "kab.dinas.upt")] == [0, 1, 2]
