"""Each clock of the law over the real calendar, reckoned by hand in ``terms/terms.toml``."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from netral.core import law
from netral.core.clock import Zone, calendar_of, reckon

FILE = Path(__file__).parent / "terms" / "terms.toml"
TERMS = tomllib.loads(FILE.read_text(encoding="utf-8"))["term"]
JAMBI = calendar_of("15.04", law.holidays(), law.holiday_years())


@pytest.mark.parametrize("given", TERMS, ids=lambda given: f"{given['code']} {given['start']}")
def test_a_term_of_law_ends_on_the_day_reckoned_by_hand(given: dict[str, Any]) -> None:
    start = datetime.combine(given["start"], time(10), Zone.WIB.tz)
    term = reckon(law.clock_rule(given["code"]), start, JAMBI)
    assert term.day == given.get("day")
    assert term.unconfirmed is ("day" not in given)
    assert term.basis


def test_every_clock_of_the_law_is_reckoned() -> None:
    assert {given["code"] for given in TERMS} == {item.rule.code for item in law.the_law().clocks}


def test_a_day_after_the_known_years_warns_that_it_may_move() -> None:
    start = datetime(2027, 12, 30, 10, tzinfo=Zone.WIB.tz)
    term = reckon(law.clock_rule("DIS-SAMPAI"), start, JAMBI)
    assert term.day is not None
    assert term.day > start.date() + timedelta(days=14)
    assert "2028" in term.counted[-1]
