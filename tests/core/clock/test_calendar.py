from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from netral.core.clock import (
    Calendar,
    ClockError,
    Suspension,
    Zone,
    add_days,
    add_workdays,
    calendar_of,
    workdays_between,
    zone_of,
)
from netral.core.kinds.terms import Holiday

MAULID = Holiday(date(2024, 9, 16), "Maulid Nabi Muhammad", "libur_nasional", "SKB 855/2023")
PLAIN = Calendar()
SEPTEMBER = calendar_of("15.04", [MAULID], [2024])


def test_a_term_skips_the_weekend() -> None:
    assert add_workdays(date(2024, 11, 1), 1, PLAIN) == date(2024, 11, 4)


def test_a_term_of_no_days_ends_where_it_starts() -> None:
    assert add_workdays(date(2024, 11, 2), 0, PLAIN) == date(2024, 11, 2)


def test_a_term_skips_a_holiday() -> None:
    assert add_workdays(date(2024, 9, 13), 1, SEPTEMBER) == date(2024, 9, 17)


def test_calendar_days_take_every_day_even_to_a_sunday() -> None:
    assert add_days(date(2024, 11, 1), 2) == date(2024, 11, 3)


def test_a_suspended_day_is_not_counted_and_both_ends_are_included() -> None:
    held = [Suspension(date(2024, 11, 4), date(2024, 11, 5))]
    assert add_workdays(date(2024, 11, 1), 1, PLAIN, held) == date(2024, 11, 6)
    assert add_days(date(2024, 11, 3), 1, held) == date(2024, 11, 6)


def test_a_suspension_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ClockError, match="Jeda tidak bisa dihitung"):
        Suspension(date(2024, 11, 5), date(2024, 11, 4))


def test_a_local_day_of_a_repeated_vote_closes_the_office_there_only() -> None:
    vote = Holiday(date(2025, 4, 16), "Pemungutan suara ulang", "libur_lokal", "Keputusan daerah")
    assert not PLAIN.with_days([vote]).is_workday(vote.day)
    assert PLAIN.is_workday(vote.day)


def test_a_six_day_week_works_on_saturday() -> None:
    assert add_workdays(date(2024, 11, 1), 1, calendar_of("15", [], six_days=True)) == date(
        2024, 11, 2
    )


def test_a_holiday_on_a_weekend_is_told_as_weekend() -> None:
    sunday = Holiday(date(2024, 7, 7), "Tahun Baru Islam", "libur_nasional", "SKB 855/2023")
    assert calendar_of("15", [sunday]).closed_by(sunday.day) is None
    assert SEPTEMBER.closed_by(MAULID.day) == MAULID


@pytest.mark.parametrize("weekend", [frozenset(range(7)), frozenset({9})])
def test_a_week_without_a_working_day_is_refused(weekend: frozenset[int]) -> None:
    with pytest.raises(ClockError, match="Hari libur sepekan"):
        Calendar(weekend=weekend)


def test_equal_calendars_hash_alike() -> None:
    assert hash(SEPTEMBER) == hash(calendar_of("15.04", [MAULID], [2024]))


@pytest.mark.parametrize(
    ("region", "zone"),
    [
        ("15.04", Zone.WIB),
        ("12", Zone.WIB),
        ("21.71", Zone.WIB),
        ("62.08", Zone.WIB),
        ("63.01", Zone.WITA),
        ("51", Zone.WITA),
        ("76.04", Zone.WITA),
        ("81.01", Zone.WIT),
        ("96.71", Zone.WIT),
        ("Asia/Jakarta", Zone.WIB),
        ("Asia/Makassar", Zone.WITA),
        ("WIT", Zone.WIT),
    ],
)
def test_a_region_has_the_zone_of_its_province(region: str, zone: Zone) -> None:
    assert zone_of(region) is zone


def test_an_unknown_region_is_refused_by_name() -> None:
    with pytest.raises(ClockError, match=r"'99\.01'"):
        zone_of("99.01")


def test_one_moment_is_two_days_in_two_zones() -> None:
    moment = datetime(2024, 10, 7, 16, 30, tzinfo=UTC)
    assert calendar_of("15", []).local(moment).date() == date(2024, 10, 7)
    assert calendar_of("91", []).local(moment).date() == date(2024, 10, 8)


def test_a_moment_without_a_zone_is_local() -> None:
    naive = datetime.fromisoformat("2024-10-07T10:00")
    assert calendar_of("81", []).local(naive).utcoffset() == timedelta(hours=9)


def test_working_days_between_count_the_end_and_not_the_start() -> None:
    assert workdays_between(date(2024, 11, 1), date(2024, 11, 5), PLAIN) == 2
    assert workdays_between(date(2024, 11, 5), date(2024, 11, 1), PLAIN) == 0


@pytest.mark.parametrize(
    ("start", "days"),
    [(date(2024, 1, 1), -1), (date(2024, 1, 1), 3661), (date(9999, 1, 1), 1), (date(5, 1, 1), 1)],
)
def test_a_term_that_no_law_can_have_is_refused(start: date, days: int) -> None:
    with pytest.raises(ClockError, match="tidak bisa dihitung"):
        add_workdays(start, days, PLAIN)


def test_a_term_that_never_ends_is_refused() -> None:
    forever = [Suspension(date(2024, 1, 1), date(2060, 1, 1))]
    with pytest.raises(ClockError, match="sepuluh tahun"):
        add_days(date(2024, 1, 1), 1, forever)
