"""Counting by arithmetic, against a count of one day after the other."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.clock import (
    Calendar,
    ClockError,
    PlaceZone,
    Setting,
    Suspension,
    Zone,
    add_days,
    add_workdays,
    due_day,
    place_zone,
    reckon,
)
from netral.core.clock.counting import months_on
from netral.core.kinds.terms import Addition, ClockRule, Direction, Ending, TermKind, TermUnit
from tests.core.clock.build import calendars, days, holiday, moments, numbers, rule, rules
from tests.core.clock.build import suspensions as pauses

DAY = timedelta(days=1)
PLAIN = Calendar()
MAIL = Addition("pos", 3, TermUnit.DAYS, ("Pasal 6(d)",))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def one_by_one(
    start: date,
    n: int,
    unit: TermUnit,
    calendar: Calendar,
    held: list[Suspension],
    step: int,
) -> date:
    """Count a term as a clerk does, with a finger on the calendar."""
    if unit is TermUnit.MONTHS:
        n = abs((in_months(start, n * step) - start).days)
    elif unit is TermUnit.WEEKS:
        n *= 7
    day = start
    while n:
        day += DAY * step
        closed = unit is TermUnit.WORKDAYS and not calendar.is_workday(day)
        n -= not closed and not any(pause.covers(day) for pause in held)
    return day


def in_months(day: date, months: int) -> date:
    year, month = day.year, day.month + months
    while month < 1:
        year, month = year - 1, month + 12
    while month > 12:
        year, month = year + 1, month - 12
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def clerk(made: ClockRule, start: date, calendar: Calendar, held: list[Suspension]) -> date:
    """Count a rule with all its options, one day after the other."""
    step = -1 if made.direction is Direction.BACKWARD else 1

    def opened(day: date) -> date:
        while made.ending is Ending.OPEN and not calendar.is_workday(day):
            day += DAY * step
        return day

    assert made.n
    day = opened(one_by_one(start, made.n, made.unit, calendar, held, step))
    for more in made.added:
        day = opened(one_by_one(day, more.n, more.unit, calendar, held, step))
    return day


@given(moments, rules(), calendars(), pauses())
def test_every_rule_ends_on_the_day_counted_one_by_one(
    start: datetime, made: ClockRule, calendar: Calendar, held: list[Suspension]
) -> None:
    expected = clerk(made, start.date(), calendar, held)
    assert reckon(made, start, calendar, suspensions=held).day == expected


@given(moments, rules(list(TermUnit)), calendars(), pauses(), st.integers(0, 5))
def test_the_day_alone_is_the_day_of_the_term(
    start: datetime, made: ClockRule, calendar: Calendar, held: list[Suspension], more: int
) -> None:
    term = reckon(made, start, calendar, suspensions=held, extend_n=more)
    assert due_day(made, start, calendar, suspensions=held, extend_n=more) == term.day


def test_the_day_alone_of_an_unconfirmed_rule_is_the_regions_or_none() -> None:
    start = at("2024-10-07T10:00")
    assert due_day(rule(None), start, PLAIN) is None
    assert due_day(rule(None), start, PLAIN, setting=Setting(2, "Perbup 1/2024")) == date(
        2024, 10, 9
    )


def test_the_day_alone_refuses_what_the_term_refuses() -> None:
    with pytest.raises(ClockError, match="Perpanjangan"):
        due_day(rule(3), at("2024-10-07T10:00"), PLAIN, extend_n=-1)
    forever = [Suspension(date(2024, 1, 1), date(2060, 1, 1))]
    with pytest.raises(ClockError, match="sepuluh tahun"):
        due_day(rule(3), at("2024-10-07T10:00"), PLAIN, suspensions=forever)


def test_a_moment_is_taken_in_the_calendars_own_zone() -> None:
    late = datetime(2024, 10, 7, 16, 30, tzinfo=UTC)
    assert due_day(rule(1), late, Calendar(Zone.WIB)) == date(2024, 10, 8)
    assert due_day(rule(1), late, Calendar(Zone.WIT)) == date(2024, 10, 9)


@given(days, st.integers(-60, 60))
def test_months_on_is_the_same_number_or_the_last_of_the_month(day: date, months: int) -> None:
    assert date.fromordinal(months_on(day.toordinal(), months)) == in_months(day, months)


@given(days, numbers, calendars(), pauses())
def test_plain_counting_is_the_clerks_too(
    start: date, n: int, calendar: Calendar, held: list[Suspension]
) -> None:
    one = one_by_one(start, n, TermUnit.WORKDAYS, calendar, held, 1)
    assert add_workdays(start, n, calendar, held) == one
    assert add_days(start, n, held) == one_by_one(start, n, TermUnit.DAYS, calendar, held, 1)


@pytest.mark.parametrize(
    ("unit", "n"),
    [
        (TermUnit.MONTHS, 131),
        (TermUnit.WEEKS, 523),
        (TermUnit.DAYS, 3660),
        (TermUnit.WORKDAYS, 3600),
    ],
)
def test_a_term_of_more_than_ten_years_is_refused(unit: TermUnit, n: int) -> None:
    with pytest.raises(ClockError, match=r"sepuluh tahun|tidak bisa dihitung"):
        reckon(rule(n, unit), at("2024-10-07T10:00"), PLAIN)


def test_an_addition_of_more_than_ten_years_is_refused() -> None:
    made = rule(1, additions=(Addition("pos", 10**6, TermUnit.MONTHS, ("x",)),))
    assert due_day(made, at("2024-10-07T10:00"), PLAIN) == date(2024, 10, 8)
    with pytest.raises(ClockError, match="tidak bisa dihitung"):
        due_day(made.given(["pos"]), at("2024-10-07T10:00"), PLAIN)


def test_a_fact_that_the_rule_does_not_know_adds_nothing() -> None:
    made = rule(14, TermUnit.DAYS, ending=Ending.OPEN, additions=(MAIL,))
    plain = due_day(made, at("2024-10-07T10:00"), PLAIN)
    assert due_day(made.given(["kurir"]), at("2024-10-07T10:00"), PLAIN) == plain
    assert due_day(made.given(["pos", "kurir"]), at("2024-10-07T10:00"), PLAIN) == date(
        2024, 10, 24
    )


def test_a_term_that_runs_on_tells_each_step() -> None:
    made = rule(14, TermUnit.DAYS, ending=Ending.OPEN, additions=(MAIL,)).given(["pos"])
    term = reckon(made, at("2024-10-12T10:00"), PLAIN)
    assert term.counted == (
        "Mulai Sabtu, 12 Oktober 2024; hari itu hari 0, tidak dihitung.",
        "Ditambah 14 hari kalender.",
        "Hari kalender ke-1: Minggu, 13 Oktober 2024.",
        "Hari kalender ke-14: Sabtu, 26 Oktober 2024.",
        "Hari itu bukan hari kerja, jadi jatuh pada hari kerja berikutnya: Senin, 28 Oktober 2024.",
        "Ditambah 3 hari kalender karena pos (Pasal 6(d)): Kamis, 31 Oktober 2024.",
        "Berakhir Kamis, 31 Oktober 2024 pukul 24.00 WIB.",
    )


def test_a_term_counted_back_tells_so() -> None:
    made = rule(10, TermUnit.DAYS, direction=Direction.BACKWARD, ending=Ending.OPEN)
    assert reckon(made, at("2024-10-30T10:00"), PLAIN).counted == (
        "Dihitung mundur dari Rabu, 30 Oktober 2024; hari itu tidak dihitung.",
        "Dikurangi 10 hari kalender.",
        "Hari kalender ke-1: Selasa, 29 Oktober 2024.",
        "Hari kalender ke-10: Minggu, 20 Oktober 2024.",
        "Hari itu bukan hari kerja, jadi jatuh pada hari kerja sebelumnya: Jumat, 18 Oktober 2024.",
        "Berakhir Jumat, 18 Oktober 2024 pukul 24.00 WIB.",
    )


def test_a_term_of_working_days_counted_back_tells_the_weekend_and_the_holidays() -> None:
    made = rule(3, direction=Direction.BACKWARD)
    told = reckon(made, at("2024-10-21T10:00"), PLAIN.with_days([holiday(date(2024, 10, 17))]))
    assert told.day == date(2024, 10, 15)
    assert told.counted[3:5] == (
        "Akhir pekan yang dilewati: 2 hari.",
        "Libur di antaranya: Kamis, 17 Oktober 2024 (Libur, SKB).",
    )


def test_a_term_of_months_is_told_by_the_calendar() -> None:
    term = reckon(rule(1, TermUnit.MONTHS), at("2024-01-31T10:00"), PLAIN)
    assert term.day == date(2024, 2, 29)
    assert term.counted[1:3] == ("Ditambah 1 bulan.", "1 bulan kemudian: Kamis, 29 Februari 2024.")


def test_suspended_days_move_a_term_of_months_by_as_many_days() -> None:
    held = [
        Suspension(date(2024, 2, 5), date(2024, 2, 9)),
        Suspension(date(2024, 2, 7), date(2024, 2, 10)),
    ]
    term = reckon(rule(1, TermUnit.MONTHS), at("2024-02-01T10:00"), PLAIN, suspensions=held)
    assert term.day == date(2024, 3, 7)


BERLIN = Calendar(PlaceZone("Europe/Berlin"))


def test_hours_are_real_hours_when_summer_time_ends() -> None:
    term = reckon(rule(24, TermUnit.HOURS), at("2024-10-26T12:00"), BERLIN)
    assert term.ends_at == at("2024-10-27T11:00+01:00")
    assert term.counted[-1] == "Jam ke-24: Minggu, 27 Oktober 2024 pukul 11.00 Europe/Berlin."


def test_hours_that_end_at_midnight_do_not_wait_for_the_pause_after_it() -> None:
    held = [Suspension(date(2024, 10, 26), date(2024, 10, 30))]
    term = reckon(rule(14, TermUnit.HOURS), at("2024-10-25T10:00"), PLAIN, suspensions=held)
    assert term.ends_at == at("2024-10-26T00:00+07:00")


def test_hours_of_working_days_stand_still_on_the_weekend() -> None:
    term = reckon(rule(24, TermUnit.WORKDAY_HOURS), at("2024-10-25T12:00"), BERLIN)
    assert term.ends_at == at("2024-10-28T12:00+01:00")
    assert term.counted[0].endswith("dihitung jam demi jam, hanya pada hari kerja.")


def test_hours_that_run_on_keep_their_time_of_day() -> None:
    term = reckon(rule(24, TermUnit.HOURS, ending=Ending.OPEN), at("2024-10-25T12:00"), BERLIN)
    assert term.ends_at == at("2024-10-28T12:00+01:00")


def test_hours_that_never_end_are_refused() -> None:
    forever = [Suspension(date(2024, 1, 1), date(2060, 1, 1))]
    with pytest.raises(ClockError, match="sepuluh tahun"):
        reckon(rule(24, TermUnit.HOURS), at("2024-10-25T12:00"), PLAIN, suspensions=forever)


@given(st.sampled_from(["Europe/Berlin", "Asia/Jakarta", "WITA", "Pacific/Chatham"]))
def test_a_place_has_its_own_time(name: str) -> None:
    zone = place_zone(name)
    assert zone.tz.utcoffset(datetime(2024, 1, 1)) is not None  # noqa: DTZ001
    assert isinstance(zone, Zone) is name.startswith(("Asia", "WITA"))


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "", "Asia", "A" * 5000, "\x00"])
def test_a_place_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ClockError, match="tidak dikenal"):
        place_zone(name)


def test_kinds_of_a_day_that_opens_hold_from_its_first_moment() -> None:
    term = reckon(rule(1, TermUnit.MONTHS, TermKind.IN_FORCE), at("2024-01-31T10:00"), BERLIN)
    assert term.ends_at == at("2024-02-29T00:00+01:00")
