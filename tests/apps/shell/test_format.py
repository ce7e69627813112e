"""Numbers, dates and times in the written forms of the two languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.shell import format as written

DAY = date(2024, 11, 27)


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "0", "0"),
        (1204, "1.204", "1,204"),
        (1_000_000, "1.000.000", "1,000,000"),
        (3.5, "3,5", "3.5"),
        (Decimal("79.50"), "79,5", "79.5"),
        (-1204, "-1.204", "-1,204"),
    ],
)
def test_a_number_takes_the_separators_of_its_language(
    value: written.Number, indonesian: str, english: str
) -> None:
    assert written.number(value) == indonesian
    assert written.number(value, "en") == english


def test_fixed_places_round_half_up_and_keep_their_zeros() -> None:
    assert written.number(2.345, places=2) == "2,35"
    assert written.number(2, places=1) == "2,0"


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_whole_number_can_be_read_back(value: int) -> None:
    assert int(written.number(value).replace(".", "")) == value


def test_a_percentage_has_one_decimal_at_most_and_no_space() -> None:
    assert written.percent(79.46) == "79,5%"
    assert written.percent(65) == "65%"
    assert written.percent(79.46, "en-gb") == "79.5%"


def test_a_share_stands_with_its_counts() -> None:
    assert written.share(4756, 5982) == "79,5% (4.756 dari 5.982)"
    assert written.share(4756, 5982, "en") == "79.5% (4,756 of 5,982)"


def test_a_share_of_a_small_group_is_whole() -> None:
    assert written.share(12, 40) == "30% (12 dari 40)"
    assert written.share(1, 3) == "33% (1 dari 3)"


def test_all_is_said_only_when_it_is_all_and_none_only_when_it_is_none() -> None:
    assert written.share(5981, 5982).startswith("99,9%")
    assert written.share(5982, 5982).startswith("100%")
    assert written.share(1, 5982).startswith("0,1%")
    assert written.share(0, 5982).startswith("0%")


@given(st.integers(1, 10**7), st.data())
def test_no_share_claims_a_whole_that_is_not_there(total: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, total))
    value = written.share_of(count, total)
    assert value is not None
    assert (value == 100) == (count == total)
    assert (value == 0) == (count == 0)


def test_a_share_without_a_denominator_says_that_there_is_no_data() -> None:
    assert written.share_of(0, 0) is None
    assert written.share(0, 0) == "belum ada data"
    assert written.share(0, 0, "en") == "no data yet"


def test_a_count_that_could_point_at_a_person_is_not_shown() -> None:
    assert [written.small_cell(n) for n in (0, 1, 4, 5)] == [
        "0",
        "kurang dari 5",
        "kurang dari 5",
        "5",
    ]
    assert written.small_cell(2, "en") == "fewer than 5"


def test_money_is_written_without_a_space() -> None:
    assert written.rupiah(600_000) == "Rp600.000"
    assert written.rupiah(600_000, "en") == "Rp600,000"


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (0, "0 KB"),
        (1, "1 KB"),
        (831_488, "812 KB"),
        (1_572_864, "1,5 MB"),
        (500 * 2**20, "500,0 MB"),
        (3 * 2**30, "3,0 GB"),
        (2**52, "4.096,0 TB"),
    ],
)
def test_a_size_is_told_in_the_largest_unit_that_fits(octets: int, words: str) -> None:
    assert written.file_size(octets) == words


def test_dates_in_full_plain_and_short() -> None:
    assert written.long_date(DAY) == "Rabu, 27 November 2024"
    assert written.plain_date(DAY) == "27 November 2024"
    assert written.short_date(date(2024, 8, 1)) == "1 Agu 2024"
    assert written.long_date(DAY, "en") == "Wednesday, 27 November 2024"
    assert written.short_date(date(2024, 8, 1), "en") == "1 Aug 2024"


def test_every_weekday_and_month_has_its_own_name_in_both_languages() -> None:
    week = [date(2024, 11, 4) + timedelta(days=n) for n in range(7)]
    year = [date(2024, month, 1) for month in range(1, 13)]
    for lang in ("id", "en"):
        assert len({written.long_date(day, lang).split(",")[0] for day in week}) == 7
        assert len({written.plain_date(day, lang) for day in year}) == 12
        assert len({written.short_date(day, lang) for day in year}) == 12


def test_a_period_says_a_shared_year_once() -> None:
    start, end = date(2024, 9, 25), date(2024, 11, 23)
    assert written.period(start, end) == "25 September sampai 23 November 2024"
    assert written.period(start, end, "en") == "25 September to 23 November 2024"
    assert written.period(date(2023, 12, 1), end) == "1 Desember 2023 sampai 23 November 2024"


@pytest.mark.parametrize(
    ("hours", "name"),
    [(7, "WIB"), (8, "WITA"), (9, "WIT"), (3, "UTC+3"), (-8, "UTC-8"), (5.5, "UTC+5.30")],
)
def test_the_zone_is_told_by_the_offset_of_the_moment(hours: float, name: str) -> None:
    at = datetime(2024, 11, 27, 14, 5, tzinfo=timezone(timedelta(hours=hours)))
    assert written.clock_time(at) == f"14.05 {name}"


def test_a_moment_in_utc_or_without_zone_does_not_pretend_to_be_local() -> None:
    assert written.clock_time(datetime(2024, 1, 1, 0, 0, tzinfo=UTC)) == "00.00 UTC"
    assert written.zone(datetime(2024, 1, 1)) == "UTC"  # noqa: DTZ001 (the case under test)


def test_moments_join_day_and_time() -> None:
    at = datetime(2024, 11, 27, 14, 5, tzinfo=timezone(timedelta(hours=8)))
    assert written.short_moment(at) == "27 Nov 2024 pukul 14.05 WITA"
    assert written.short_moment(at, "en") == "27 Nov 2024, 14.05 WITA"
    assert written.long_moment(at) == "Rabu, 27 November 2024 pukul 14.05 WITA"
    assert written.long_moment(at, "en") == "Wednesday, 27 November 2024, 14.05 WITA"


def test_working_days_are_named_as_such() -> None:
    assert written.workdays(3) == "3 hari kerja"
    assert written.workdays(1, "en") == "1 working day"
    assert written.workdays(3, "en") == "3 working days"
