from __future__ import annotations

from datetime import date, datetime

import pytest

from netral.core.clock import (
    Mark,
    Setting,
    Standing,
    Suspension,
    Term,
    Zone,
    calendar_of,
    latest_receipt,
    progress,
    reckon,
)
from netral.core.kinds.terms import ClockRule, Direction, Holiday, TermKind, TermUnit

VOTE = Holiday(date(2024, 11, 27), "Hari Pemilihan Kepala Daerah", "libur", "Keppres 33/2024")
JAMBI = calendar_of("15.04", [VOTE], [2024])
TUESDAY = datetime(2024, 10, 29, 9, 0, tzinfo=Zone.WIB.tz)


def term(
    n: int = 14,
    kind: TermKind = TermKind.LATEST,
    unit: TermUnit = TermUnit.WORKDAYS,
    start: datetime = TUESDAY,
    held: tuple[Suspension, ...] = (),
) -> Term:
    rule = ClockRule("PPK-TINDAK", n, unit, kind, ("Perbup",), True, "Tindak lanjut", "Follow-up")
    return reckon(rule, start, JAMBI, suspensions=held)


def test_the_sentence_tells_the_working_day_and_what_is_left() -> None:
    seen = progress(term(), date(2024, 11, 11), JAMBI)
    assert seen.sentence == "Hari kerja ke-9 dari 14. Tersisa 5 hari kerja."
    assert (seen.standing, seen.nth, seen.total, seen.left) == (Standing.RUNNING, 9, 14, 5)


def test_each_day_has_a_square() -> None:
    seen = progress(term(), date(2024, 11, 11), JAMBI)
    marks = [square.mark for square in seen.squares]
    assert len(marks) == 20
    assert (marks.count(Mark.PAST), marks.count(Mark.OFF), marks.count(Mark.NEXT)) == (8, 6, 5)
    assert [square.day for square in seen.squares if square.is_today] == [date(2024, 11, 11)]
    assert [square.mark for square in seen.squares if square.is_today] == [Mark.NOW]
    assert [square.day for square in seen.squares if square.is_last] == [date(2024, 11, 18)]


def test_a_holiday_square_carries_its_name_and_a_pause_is_seen() -> None:
    held = (Suspension(date(2024, 11, 28), date(2024, 11, 28)),)
    start = datetime(2024, 11, 26, 9, 0, tzinfo=Zone.WIB.tz)
    seen = progress(term(1, start=start, held=held), date(2024, 11, 26), JAMBI)
    assert [(square.mark, square.name) for square in seen.squares] == [
        (Mark.OFF, VOTE.name),
        (Mark.PAUSED, ""),
        (Mark.NEXT, ""),
    ]


def test_the_first_day_is_day_zero() -> None:
    seen = progress(term(), TUESDAY.date(), JAMBI)
    assert seen.sentence == "Belum ada hari kerja yang terhitung. Tersisa 14 hari kerja."


def test_the_last_day_says_until_when() -> None:
    seen = progress(term(), date(2024, 11, 18), JAMBI)
    assert seen.standing is Standing.LAST_DAY
    assert seen.sentence == "Hari terakhir: hari ini pukul 24.00 WIB."


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (date(2024, 11, 20), "Lewat batas 2 hari kerja."),
        (date(2024, 11, 27), "Lewat batas 6 hari kerja."),
    ],
)
def test_a_late_term_says_how_late(today: date, sentence: str) -> None:
    seen = progress(term(), today, JAMBI)
    assert (seen.standing, seen.sentence) == (Standing.OVER, sentence)


def test_the_weekend_after_a_last_friday_is_late_by_no_working_day() -> None:
    seen = progress(term(13), date(2024, 11, 16), JAMBI)
    assert (seen.standing, seen.over, seen.sentence) == (Standing.OVER, 0, "Lewat batas.")


def test_calendar_days_are_told_as_days() -> None:
    week = term(7, unit=TermUnit.DAYS)
    assert progress(week, date(2024, 11, 2), JAMBI).sentence == (
        "Hari kalender ke-4 dari 7. Tersisa 3 hari kalender."
    )
    assert progress(week, date(2024, 11, 9), JAMBI).sentence == "Lewat batas 4 hari kalender."
    assert {square.mark for square in progress(week, date(2024, 11, 9), JAMBI).squares} == {
        Mark.PAST
    }


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (TermKind.IN_FORCE, "Sudah berlaku sejak Senin, 18 November 2024."),
        (TermKind.NOT_BEFORE, "Sudah boleh sejak Senin, 18 November 2024."),
    ],
)
def test_a_day_that_opens_something_is_reached_and_never_late(
    kind: TermKind, sentence: str
) -> None:
    assert progress(term(kind=kind), date(2024, 11, 17), JAMBI).standing is Standing.RUNNING
    seen = progress(term(kind=kind), date(2024, 11, 30), JAMBI)
    assert (seen.standing, seen.over, seen.sentence) == (Standing.REACHED, 0, sentence)


def test_a_last_day_of_receipt_tells_what_is_left() -> None:
    rule = ClockRule(
        "DIS-PANGGIL-1",
        7,
        TermUnit.WORKDAYS,
        TermKind.NOT_BEFORE,
        ("PP 94/2021 Pasal 26 ayat (2)",),
        True,
        "Panggilan",
        "Summons",
    )
    back = latest_receipt(rule, date(2024, 10, 14), JAMBI)
    seen = progress(back, date(2024, 10, 1), JAMBI)
    assert seen.sentence == "Paling lambat diterima Kamis, 3 Oktober 2024. Tersisa 2 hari kerja."
    assert seen.squares == ()
    assert progress(back, date(2024, 10, 7), JAMBI).standing is Standing.OVER


def test_a_term_counted_back_tells_what_is_left_and_draws_no_squares() -> None:
    rule = ClockRule(
        "SEBELUM",
        5,
        TermUnit.WORKDAYS,
        TermKind.LATEST,
        ("Pasal",),
        True,
        "Sebelum sidang",
        "Before the hearing",
        direction=Direction.BACKWARD,
    )
    before = reckon(rule, TUESDAY, JAMBI)
    seen = progress(before, date(2024, 10, 17), JAMBI)
    assert before.day == date(2024, 10, 22)
    assert (seen.standing, seen.nth, seen.left, seen.squares) == (Standing.RUNNING, 0, 3, ())
    assert progress(before, date(2024, 10, 22), JAMBI).standing is Standing.LAST_DAY
    assert progress(before, date(2024, 10, 24), JAMBI).sentence == "Lewat batas 2 hari kerja."


def test_a_term_of_months_is_followed_in_days() -> None:
    seen = progress(term(1, unit=TermUnit.MONTHS), date(2024, 11, 2), JAMBI)
    assert seen.sentence == "Hari kalender ke-4 dari 31. Tersisa 27 hari kalender."
    assert len(seen.squares) == 31


def test_an_unconfirmed_term_shows_no_squares() -> None:
    rule = ClockRule(
        "UPAYA-KEBERATAN", 14, TermUnit.WORKDAYS, TermKind.LATEST, ("PP 79/2021",), False, "", ""
    )
    seen = progress(reckon(rule, TUESDAY, JAMBI), TUESDAY.date(), JAMBI)
    assert (seen.standing, seen.squares) == (Standing.UNCONFIRMED, ())
    own = reckon(rule, TUESDAY, JAMBI, setting=Setting(2, "Perbup 12/2024"))
    assert progress(own, TUESDAY.date(), JAMBI).left == 2
