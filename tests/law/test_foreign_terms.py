"""Rules of other legal orders, in the same form: what the rules of time can say.

The files are read by the same code as our own law data. Each day stands in a published example
or was reckoned by hand, and each option is shown to be needed: without it the day is another.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from netral.core.clock import Calendar, due_day, place_zone, reckon
from netral.core.kinds.terms import ClockRule, Direction, Ending, TermUnit
from netral.core.law.builders import build_decree
from netral.core.law.reading import Record, Spot
from netral.core.law.timing import build_clock

FOLDER = Path(__file__).parent / "terms" / "foreign"
FILES = {path.name: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
CASES = [(name, case) for name, table in sorted(FILES.items()) for case in table["case"]]
PLAIN: dict[str, Any] = {
    "ending": Ending.STAYS,
    "direction": Direction.FORWARD,
    "unit": TermUnit.DAYS,
    "added": (),
}


def records(name: str, kind: str) -> list[Record]:
    return Record(Spot(name), FILES[name]).children(kind)


def rules(name: str) -> dict[str, ClockRule]:
    found = {}
    for record in records(name, "clock"):
        rule = build_clock(record).rule
        record.done()
        found[rule.code] = rule
    return found


def calendar(name: str) -> Calendar:
    closed = [day for record in records(name, "decree") for day in build_decree(record)]
    return Calendar(place_zone(FILES[name]["zone"]), {item.day: item for item in closed})


def started(case: dict[str, Any]) -> datetime:
    start = case["start"]
    return start if isinstance(start, datetime) else datetime.combine(start, time(10))


def named(value: object) -> str:
    return f"{value['code']} {value['start']}" if isinstance(value, dict) else str(value)


@pytest.mark.parametrize(("name", "case"), CASES, ids=named)
def test_a_rule_of_another_legal_order_ends_when_its_law_says(
    name: str, case: dict[str, Any]
) -> None:
    rule = rules(name)[case["code"]].given(case.get("facts", ()))
    term = reckon(rule, started(case), calendar(name))
    assert term.day == due_day(rule, started(case), calendar(name))
    if "at" in case:
        assert term.ends_at == case["at"]
    else:
        assert term.day == case["day"]
    assert term.basis


@pytest.mark.parametrize(
    ("name", "case"), [pair for pair in CASES if "needs" in pair[1]], ids=named
)
def test_without_its_option_the_rule_would_end_on_another_day(
    name: str, case: dict[str, Any]
) -> None:
    rule = rules(name)[case["code"]].given(case.get("facts", ()))
    poorer = replace(rule, **{case["needs"]: PLAIN[case["needs"]]})
    expected = case.get("day") or case["at"].date()
    assert due_day(poorer, started(case), calendar(name)) != expected


def test_every_foreign_rule_has_a_case_and_every_option_is_needed_somewhere() -> None:
    for name, table in FILES.items():
        assert {case["code"] for case in table["case"]} == set(rules(name))
    assert {case["needs"] for _name, case in CASES if "needs" in case} == set(PLAIN)


def test_at_least_three_published_rules_stand_beside_a_published_day() -> None:
    published = {case["code"] for _name, case in CASES if "example" in case}
    assert len(published) >= 3


def test_the_federal_last_day_ends_at_midnight_of_the_courts_own_zone() -> None:
    term = reckon(rules("us.toml")["US-15A3"], datetime(2024, 10, 7, 10), calendar("us.toml"))  # noqa: DTZ001
    assert term.day == date(2024, 10, 21)
    assert term.ends_at == datetime.fromisoformat("2024-10-22T00:00-04:00")
