"""Each clock of the law over the real calendar, reckoned by hand in ``terms/terms.toml``."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from netral.core import law
from netral.core.clock import (
    Calendar,
    Setting,
    Suspension,
    Term,
    Zone,
    calendar_of,
    chain,
    due_day,
    followers,
    latest_receipt,
    reckon,
)
from netral.core.kinds.terms import ClockRule, Holiday, TermUnit

FILE = Path(__file__).parent / "terms" / "terms.toml"
TERMS = tomllib.loads(FILE.read_text(encoding="utf-8"))["term"]
JAMBI = calendar_of("15.04", law.holidays(), law.holiday_years())
RULES = [item.rule for item in law.the_law().clocks]


def calendar(given: dict[str, Any]) -> Calendar:
    region, six_days = given.get("region", "15.04"), given.get("six_days", False)
    known = calendar_of(region, law.holidays(), law.holiday_years(), six_days=six_days)
    closed = given.get("local", ())
    return known.with_days(Holiday(day, "Libur setempat", "libur_lokal", "SK") for day in closed)


def options(given: dict[str, Any]) -> dict[str, Any]:
    number = given.get("setting")
    return {
        "suspensions": [Suspension(*pair) for pair in given.get("suspend", ())],
        "extend_n": given.get("extend", 0),
        "setting": Setting(number, "Perbup 1/2024") if number else None,
    }


def started(given: dict[str, Any]) -> datetime:
    start = given["start"]
    return start if isinstance(start, datetime) else datetime.combine(start, time(10))


def counted(given: dict[str, Any]) -> Term:
    rule = law.clock_rule(given["code"])
    if "before" in given:
        return latest_receipt(rule, given["before"], calendar(given), **options(given))
    return reckon(rule, started(given), calendar(given), **options(given))


def named(given: dict[str, Any]) -> str:
    beside = sorted(given.keys() - {"code", "start", "before", "day", "note"})
    return " ".join([given["code"], str(given.get("start") or given["before"]), *beside])


@pytest.mark.parametrize("given", TERMS, ids=named)
def test_a_term_of_law_ends_on_the_day_reckoned_by_hand(given: dict[str, Any]) -> None:
    term = counted(given)
    assert term.day == given.get("day")
    assert term.unconfirmed is ("day" not in given)
    assert term.basis
    if "start" in given:
        rule = law.clock_rule(given["code"])
        assert due_day(rule, started(given), calendar(given), **options(given)) == term.day


def test_every_clock_of_the_law_is_reckoned() -> None:
    assert {given["code"] for given in TERMS} == {rule.code for rule in RULES}


def test_a_day_after_the_known_years_warns_that_it_may_move() -> None:
    start = datetime(2027, 12, 30, 10, tzinfo=Zone.WIB.tz)
    term = reckon(law.clock_rule("DIS-SAMPAI"), start, JAMBI)
    assert term.day is not None
    assert term.day > start.date() + timedelta(days=14)
    assert "2028" in term.counted[-1]


def test_a_year_of_which_some_days_are_estimates_warns_too() -> None:
    start = datetime(2027, 3, 1, 10, tzinfo=Zone.WIB.tz)
    term = reckon(law.clock_rule("DIS-SAMPAI"), start, JAMBI)
    assert term.counted[-1].startswith("Hari libur tahun 2027 belum pasti")
    assert "Idul Fitri" in " ".join(term.counted)


def line(code: str, start: date) -> list[tuple[str, date | None]]:
    found = chain(followers(law.clock_rule(code), RULES), JAMBI.midnight(start), JAMBI)
    return [(term.code, term.day) for term in found]


def test_the_chain_of_gakkumdu_runs_from_the_report_to_the_high_court() -> None:
    assert line("GKD-SIDIK", date(2024, 10, 7)) == [
        ("GKD-SIDIK", date(2024, 10, 25)),
        ("GKD-P19", date(2024, 10, 30)),
        ("GKD-P19", date(2024, 11, 4)),
        ("GKD-LIMPAH", date(2024, 11, 11)),
        ("GKD-PN", date(2024, 11, 18)),
        ("GKD-BANDING", date(2024, 11, 21)),
        ("GKD-PT", date(2024, 11, 28)),
    ]


def test_bawaslu_has_three_days_and_two_more_in_a_pilkada() -> None:
    assert line("BWS-PILKADA-TANGANI", date(2024, 10, 4)) == [
        ("BWS-PILKADA-TANGANI", date(2024, 10, 7)),
        ("BWS-PILKADA-TAMBAHAN", date(2024, 10, 9)),
    ]


def test_bawaslu_has_seven_days_or_fourteen_working_days_in_all_in_a_pemilu() -> None:
    registered = datetime(2024, 1, 29, 9, tzinfo=Zone.WIB.tz)
    assert due_day(law.clock_rule("BWS-PEMILU-TANGANI"), registered, JAMBI) == date(2024, 2, 5)
    assert due_day(law.clock_rule("BWS-PEMILU-MAKS"), registered, JAMBI) == date(2024, 2, 21)
    assert law.clock_rule("BWS-PEMILU-MAKS").after == ""


def test_the_flow_of_bkn_is_seven_days_and_three_working_days() -> None:
    assert line("SBT-SATGAS", date(2024, 10, 14)) == [
        ("SBT-SATGAS", date(2024, 10, 21)),
        ("SBT-BAWASLU", date(2024, 10, 24)),
    ]


def test_the_day_of_receipt_is_not_counted_and_a_decision_holds_on_the_fifteenth() -> None:
    received = datetime(2024, 10, 4, 8, tzinfo=Zone.WIB.tz)
    term = reckon(law.clock_rule("DIS-BERLAKU"), received, JAMBI)
    assert term.counted[0].endswith("hari itu hari 0, tidak dihitung.")
    assert term.ends_at == JAMBI.midnight(date(2024, 10, 25))


@pytest.mark.parametrize("code", [rule.code for rule in RULES if rule.twin])
def test_twins_name_one_another_and_belong_to_the_two_elections(code: str) -> None:
    rule = law.clock_rule(code)
    twin = law.clock_rule(rule.twin)
    assert twin.twin == rule.code
    assert {rule.regime, twin.regime} == {"pilkada", "pemilu"}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.dispute], ids=lambda r: r.code)
def test_a_dispute_counts_its_first_reading_and_names_its_sources(rule: ClockRule) -> None:
    assert rule.dispute is not None
    first, *others = rule.dispute.readings
    assert (first.n, first.unit) == (None, None)
    assert "dipakai di sini" in first.who
    assert others
    assert all(reading.sources for reading in rule.dispute.readings)


def test_the_first_summons_is_disputed_and_counted_from_receipt() -> None:
    dispute = law.clock_rule("DIS-PANGGIL-1").dispute
    assert dispute is not None
    assert dispute.readings[0].says_id.startswith("Sejak panggilan diterima")


def test_the_other_reading_of_a_dispute_gives_its_own_day() -> None:
    rule = law.clock_rule("BWS-PEMILU-LAPOR")
    assert rule.dispute is not None
    known = datetime(2024, 1, 29, 9, tzinfo=Zone.WIB.tz)
    assert due_day(rule, known, JAMBI) == date(2024, 2, 7)
    assert due_day(rule.read_as(rule.dispute.readings[1]), known, JAMBI) == date(2024, 2, 5)


def test_the_hours_of_one_citys_counter_are_kept_but_never_confirmed() -> None:
    counters = law.the_law().counters
    assert {item.place for item in counters} == {"Bawaslu Kota Batu"}
    assert not any(item.standing.confirmed for item in counters)
    friday = next(item for item in counters if item.weekdays == {4})
    assert (friday.opens, friday.closes) == (time(8), time(16, 30))
    quiet = next(item for item in counters if "masa_tenang" in item.stages)
    assert (quiet.opens, quiet.closes, len(quiet.weekdays)) == (None, None, 7)


def test_no_clock_that_one_place_tells_of_is_a_default() -> None:
    for code, number, unit in (
        ("GKD-BANDING-BAHAS", 24, TermUnit.HOURS),
        ("GKD-BAHAS-2", 5, TermUnit.DAYS),
    ):
        clock = next(item for item in law.the_law().clocks if item.rule.code == code)
        assert (clock.rule.n, clock.rule.unit, clock.reported_n) == (None, unit, number)
        assert not clock.rule.confirmed
