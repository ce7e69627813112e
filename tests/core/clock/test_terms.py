from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from netral.core.clock import (
    Calendar,
    ClockError,
    Setting,
    Suspension,
    Zone,
    calendar_of,
    latest_receipt,
    reckon,
)
from netral.core.kinds.terms import ClockRule, Direction, Holiday, TermKind, TermUnit

MAULID = Holiday(date(2024, 9, 16), "Maulid Nabi Muhammad", "libur_nasional", "SKB 855/2023")
NEW_YEAR = Holiday(date(2025, 1, 1), "Tahun Baru Masehi", "libur_nasional", "SKB 1017/2024")
JAMBI = calendar_of("15.04", [MAULID], [2024])
FRIDAY = datetime(2024, 10, 4, 10, 0, tzinfo=Zone.WIB.tz)


def rule(n: int | None = 15, **given: object) -> ClockRule:
    made = ClockRule(
        code="DIS-BERLAKU",
        n=n,
        unit=TermUnit.WORKDAYS,
        kind=TermKind.IN_FORCE,
        basis=("Peraturan BKN 6/2022 Pasal 50 ayat (1)",),
        confirmed=True,
        title_id="Mulai berlaku",
        title_en="In force",
    )
    return replace(made, **given)  # type: ignore[arg-type]


LATEST = rule(7, code="DIS-PANGGIL-2", kind=TermKind.LATEST)
SUMMONS = rule(7, code="DIS-PANGGIL-1", kind=TermKind.NOT_BEFORE)
UNKNOWN = rule(14, code="PPK-TINDAK", kind=TermKind.LATEST, confirmed=False)
HOURS = rule(24, code="JAM", kind=TermKind.LATEST, unit=TermUnit.HOURS)


def test_a_decision_holds_from_the_fifteenth_working_day_after_receipt() -> None:
    term = reckon(rule(), FRIDAY, JAMBI)
    assert term.day == date(2024, 10, 25)
    assert term.ends_at == datetime(2024, 10, 25, tzinfo=Zone.WIB.tz)
    assert term.basis == ("Peraturan BKN 6/2022 Pasal 50 ayat (1)",)
    assert not term.unconfirmed


def test_every_date_shows_how_it_was_counted() -> None:
    assert reckon(rule(), FRIDAY, JAMBI).counted == (
        "Mulai Jumat, 4 Oktober 2024; hari itu hari 0, tidak dihitung.",
        "Ditambah 15 hari kerja.",
        "Hari kerja ke-1: Senin, 7 Oktober 2024.",
        "Akhir pekan yang dilewati: 6 hari.",
        "Libur di antaranya: tidak ada.",
        "Hari kerja ke-15: Jumat, 25 Oktober 2024.",
        "Mulai berlaku Jumat, 25 Oktober 2024 pukul 00.00 WIB.",
    )


def test_a_latest_day_ends_at_midnight_local_time() -> None:
    term = reckon(LATEST, datetime(2024, 9, 12, 23, 59, tzinfo=Zone.WIB.tz), JAMBI)
    assert term.day == date(2024, 9, 24)
    assert term.ends_at == datetime(2024, 9, 24, 17, 0, tzinfo=UTC)
    assert term.counted[-1] == "Berakhir Selasa, 24 September 2024 pukul 24.00 WIB."
    assert "Senin, 16 September 2024 (Maulid Nabi Muhammad, SKB 855/2023)" in term.counted[4]


def test_several_holidays_are_all_named() -> None:
    calendar = calendar_of("15", [MAULID, replace(MAULID, day=date(2024, 9, 17), name="Libur B")])
    term = reckon(LATEST, datetime(2024, 9, 12, 9, 0, tzinfo=Zone.WIB.tz), calendar)
    assert "; dan Selasa, 17 September 2024 (Libur B" in term.counted[4]


def test_a_summons_sets_the_earliest_day_of_the_examination() -> None:
    term = reckon(SUMMONS, datetime(2024, 10, 3, 9, 0, tzinfo=Zone.WIB.tz), JAMBI)
    assert term.day == date(2024, 10, 14)
    assert term.counted[-1] == "Paling cepat Senin, 14 Oktober 2024."


def test_the_start_is_read_in_the_regions_own_zone() -> None:
    late = datetime(2024, 10, 7, 16, 0, tzinfo=UTC)
    assert reckon(LATEST, late, calendar_of("15", [])).day == date(2024, 10, 16)
    assert reckon(LATEST, late, calendar_of("91", [])).day == date(2024, 10, 17)


def test_calendar_days_do_not_skip_and_name_no_weekend() -> None:
    report = rule(7, kind=TermKind.LATEST, unit=TermUnit.DAYS)
    term = reckon(report, FRIDAY, JAMBI)
    assert term.day == date(2024, 10, 11)
    assert "Ditambah 7 hari kalender." in term.counted
    assert not any("Akhir pekan" in step for step in term.counted)


def test_a_suspension_moves_the_day_and_is_told() -> None:
    held = [Suspension(date(2024, 10, 9), date(2024, 10, 10), "sakit")]
    term = reckon(LATEST, FRIDAY, JAMBI, suspensions=held)
    assert term.day == date(2024, 10, 17)
    assert (
        "Dijeda Rabu, 9 Oktober 2024 sampai Kamis, 10 Oktober 2024 (sakit); "
        "hari-hari itu tidak dihitung."
    ) in term.counted


def test_the_same_suspension_twice_lengthens_once() -> None:
    held = Suspension(date(2024, 10, 9), date(2024, 10, 10))
    once = reckon(LATEST, FRIDAY, JAMBI, suspensions=[held])
    assert reckon(LATEST, FRIDAY, JAMBI, suspensions=[held, held]).day == once.day
    assert "sampai Kamis, 10 Oktober 2024;" in once.counted[5]


def test_an_extension_adds_to_the_number() -> None:
    term = reckon(LATEST, FRIDAY, JAMBI, extend_n=3)
    assert (term.n, term.day) == (10, date(2024, 10, 18))
    assert "Diperpanjang 3 hari kerja, menjadi 10." in term.counted


def test_a_negative_extension_is_refused() -> None:
    with pytest.raises(ClockError, match="Perpanjangan -1"):
        reckon(LATEST, FRIDAY, JAMBI, extend_n=-1)


def test_an_unconfirmed_number_has_no_default() -> None:
    term = reckon(UNKNOWN, FRIDAY, JAMBI)
    assert term.unconfirmed
    assert term.day is None
    assert term.ends_at is None
    assert "Belum terkonfirmasi" in term.counted[0]


def test_a_regions_own_number_counts_and_names_its_source() -> None:
    term = reckon(UNKNOWN, FRIDAY, JAMBI, setting=Setting(5, "Perbup 12/2024 Pasal 3"))
    assert (term.day, term.unconfirmed) == (date(2024, 10, 11), False)
    assert "Angka 5 diisi daerah. Sumber: Perbup 12/2024 Pasal 3." in term.counted
    assert term.basis[0] == "Perbup 12/2024 Pasal 3"
    assert term.setting == Setting(5, "Perbup 12/2024 Pasal 3")


def test_a_regions_number_cannot_replace_a_confirmed_one() -> None:
    term = reckon(LATEST, FRIDAY, JAMBI, setting=Setting(5, "Perbup 12/2024"))
    assert term.day == date(2024, 10, 15)
    assert term.setting is None
    assert any("tidak dipakai" in step for step in term.counted)


@pytest.mark.parametrize(("n", "source"), [(0, "Perbup"), (14, "  "), (9999, "Perbup")])
def test_a_setting_without_number_or_source_is_refused(n: int, source: str) -> None:
    with pytest.raises(ClockError, match="Angka daerah"):
        Setting(n, source)


def test_hours_run_hour_by_hour_through_the_weekend() -> None:
    term = reckon(HOURS, FRIDAY, JAMBI)
    assert term.ends_at == datetime(2024, 10, 5, 10, 0, tzinfo=Zone.WIB.tz)
    assert term.day == date(2024, 10, 5)
    assert term.counted[-1] == "Jam ke-24: Sabtu, 5 Oktober 2024 pukul 10.00 WIB."


def test_hours_stand_still_on_a_suspended_day() -> None:
    first = Suspension(date(2024, 10, 4), date(2024, 10, 5), "cuti")
    twice = [first, Suspension(date(2024, 10, 5), date(2024, 10, 5))]
    # Friday's 14 hours that were left and the whole Saturday do not count.
    assert reckon(HOURS, FRIDAY, JAMBI, suspensions=twice).ends_at == datetime(
        2024, 10, 7, 0, 0, tzinfo=Zone.WIB.tz
    )


def test_hours_without_a_confirmed_number_are_not_counted() -> None:
    assert reckon(replace(HOURS, confirmed=False), FRIDAY, JAMBI).day is None


def test_a_year_whose_holidays_are_not_decreed_is_said() -> None:
    term = reckon(LATEST, datetime(2024, 12, 27, 9, 0, tzinfo=Zone.WIB.tz), JAMBI)
    assert "Hari libur tahun 2025 belum pasti di sini" in term.counted[-1]
    known = Calendar(holidays={NEW_YEAR.day: NEW_YEAR})
    assert "belum" not in reckon(LATEST, FRIDAY, known).counted[-1]


def test_backward_gives_the_last_day_of_receipt_that_still_allows_the_day() -> None:
    term = latest_receipt(SUMMONS, date(2024, 10, 14), JAMBI)
    assert term.kind is TermKind.LATEST_RECEIPT
    assert term.day == date(2024, 10, 3)
    assert term.ends_at == datetime(2024, 10, 4, tzinfo=Zone.WIB.tz)
    assert term.counted[0] == "Dihitung mundur dari Senin, 14 Oktober 2024."
    assert "Paling lambat diterima Kamis, 3 Oktober 2024" in term.counted[-1]


def test_backward_may_be_received_on_a_sunday() -> None:
    one = replace(SUMMONS, n=1)
    assert latest_receipt(one, date(2024, 10, 14), JAMBI).day == date(2024, 10, 13)


def test_backward_needs_a_confirmed_number_too() -> None:
    assert latest_receipt(UNKNOWN, date(2024, 10, 14), JAMBI).unconfirmed
    own = latest_receipt(UNKNOWN, date(2024, 10, 14), JAMBI, setting=Setting(7, "Perbup 1/2024"))
    assert own.day == date(2024, 10, 3)


def test_hours_are_not_counted_backward() -> None:
    with pytest.raises(ClockError, match="hanya dihitung maju"):
        latest_receipt(HOURS, date(2024, 10, 14), JAMBI)


def test_a_rule_that_only_looks_back_is_refused() -> None:
    with pytest.raises(ClockError, match="tidak punya arah maju"):
        reckon(replace(LATEST, kind=TermKind.LATEST_RECEIPT), FRIDAY, JAMBI)


def test_a_term_of_months_counted_backward_is_told_without_a_first_day() -> None:
    month = rule(1, code="BULAN", kind=TermKind.LATEST, unit=TermUnit.MONTHS)
    term = latest_receipt(month, date(2024, 2, 29), JAMBI)
    assert term.day == date(2024, 1, 31)
    assert term.counted == (
        "Dihitung mundur dari Kamis, 29 Februari 2024.",
        "Ditambah 1 bulan.",
        "Paling lambat diterima Rabu, 31 Januari 2024; hari diterima tidak dihitung.",
    )


def test_a_rule_that_counts_back_itself_has_no_last_day_of_receipt() -> None:
    back = replace(LATEST, direction=Direction.BACKWARD)
    with pytest.raises(ClockError, match="sudah dihitung mundur"):
        latest_receipt(back, date(2024, 10, 14), JAMBI)


def test_backward_through_more_than_ten_years_of_pause_is_refused() -> None:
    forever = [Suspension(date(2010, 1, 1), date(2060, 1, 1))]
    with pytest.raises(ClockError, match="sepuluh tahun"):
        latest_receipt(LATEST, date(2024, 10, 14), JAMBI, suspensions=forever)


def test_a_year_that_no_case_can_have_is_refused() -> None:
    with pytest.raises(ClockError, match="tahun 9999"):
        reckon(HOURS, datetime(9999, 12, 31, tzinfo=Zone.WIB.tz), JAMBI)
