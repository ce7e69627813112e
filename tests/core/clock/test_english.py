from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.clock import (
    Calendar,
    Setting,
    Suspension,
    in_english,
    latest_receipt,
    progress,
    reckon,
)
from netral.core.kinds.terms import ClockRule, Direction, TermUnit
from tests.core.clock.build import calendars, days, holiday, moments, rule, rules, suspensions

INDONESIAN = re.compile(
    r"\b(hari|kerja|kalender|jam|bulan|minggu|dari|dan|itu|tidak|sampai|pukul|ke|sejak|batas|"
    r"senin|selasa|rabu|kamis|jumat|sabtu|januari|februari|maret|mei|juni|juli|agustus|oktober|"
    r"desember|dihitung|ditambah|mulai|berakhir|paling|lewat|tersisa|belum|sudah)\b",
    re.IGNORECASE,
)
PLAIN = Calendar()
MONDAY = datetime.fromisoformat("2024-10-07T10:00")


def in_words(lines: tuple[str, ...]) -> str:
    """Return lines in English; names that were given from outside are left out."""
    told = "\n".join(map(in_english, lines))
    for name in ("Libur, SKB", "pos (Pasal)", "Perbup"):
        told = told.replace(name, "")
    return told


@given(moments, rules(list(TermUnit)), calendars(), suspensions(), st.integers(0, 3))
def test_every_step_of_every_count_is_told_in_english(
    start: datetime, made: ClockRule, calendar: Calendar, held: list[Suspension], more: int
) -> None:
    calendar = replace(calendar, years=frozenset({2024}))
    term = reckon(made, start, calendar, suspensions=held, extend_n=more)
    assert not INDONESIAN.search(in_words(term.counted))
    numbers = [re.findall(r"\d+", line) for line in term.counted]
    assert [re.findall(r"\d+", in_english(line)) for line in term.counted] == numbers


@given(days, rules(), days, suspensions())
def test_every_count_back_and_every_standing_is_told_in_english(
    day: date, made: ClockRule, today: date, held: list[Suspension]
) -> None:
    made = replace(made, direction=Direction.FORWARD)
    term = latest_receipt(made, day, PLAIN, suspensions=held)
    back = in_words((*term.counted, progress(term, today, PLAIN).sentence))
    there = reckon(made, PLAIN.midnight(day), PLAIN, suspensions=held)
    assert not INDONESIAN.search(back)
    assert not INDONESIAN.search(in_english(progress(there, today, PLAIN).sentence))


@pytest.mark.parametrize(
    ("sentence", "english"),
    [
        (
            "Mulai Jumat, 4 Oktober 2024; hari itu hari 0, tidak dihitung.",
            "From Friday, 4 October 2024; that day is day 0 and is not counted.",
        ),
        ("Hari kerja ke-1: Senin, 7 Oktober 2024.", "Working day 1: Monday, 7 October 2024."),
        ("Ditambah 1 hari kalender.", "Plus 1 calendar day."),
        ("Ditambah 24 jam pada hari kerja.", "Plus 24 hours of working days."),
        (
            "Hari kerja ke-9 dari 14. Tersisa 5 hari kerja.",
            "Working day 9 of 14. 5 working days left.",
        ),
        (
            "Berakhir Jumat, 25 Oktober 2024 pukul 24.00 WIB.",
            "Ends Friday, 25 October 2024, 24.00 WIB.",
        ),
        (
            (
                "Dijeda Rabu, 9 Oktober 2024 sampai Kamis, 10 Oktober 2024 (hari sakit); "
                "hari-hari itu tidak dihitung."
            ),
            (
                "Paused Wednesday, 9 October 2024 to Thursday, 10 October 2024 (hari sakit); "
                "those days are not counted."
            ),
        ),
    ],
)
def test_a_sentence_has_one_english_sentence(sentence: str, english: str) -> None:
    assert in_english(sentence) == english


def test_names_decrees_and_sources_are_left_as_they_are() -> None:
    calendar = PLAIN.with_days([holiday(date(2024, 10, 8)), holiday(date(2024, 10, 9))])
    told = reckon(rule(None), MONDAY, calendar, setting=Setting(2, "Perbup 1 dan 2/2024"))
    english = [in_english(line) for line in told.counted]
    assert "The number 2 was entered by the region. Source: Perbup 1 dan 2/2024." in english
    assert (
        "Holidays between: Tuesday, 8 October 2024 (Libur, SKB); and Wednesday, 9 October 2024 "
        "(Libur, SKB)."
    ) in english


def test_a_regions_number_that_is_not_used_and_a_number_that_is_not_known_are_told() -> None:
    confirmed = reckon(rule(3), MONDAY, PLAIN, setting=Setting(2, "Perbup"))
    assert any(
        "that of the regulation is certain" in in_english(line) for line in confirmed.counted
    )
    unknown = reckon(rule(None), MONDAY, PLAIN)
    assert in_english(unknown.counted[0]).startswith("Not confirmed:")
    standing = progress(unknown, MONDAY.date(), PLAIN)
    assert in_english(standing.sentence).startswith("Not confirmed:")


@given(st.text(max_size=80))
def test_a_sentence_that_is_not_ours_stays_whole(sentence: str) -> None:
    assert in_english(f"~{sentence}") == f"~{sentence}"
