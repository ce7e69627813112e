"""A reckoned term becomes the face of a clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from netral.core.clock import Mark, Progress, Setting, Square, Standing, Term
from netral.core.kinds.terms import TermKind, TermUnit
from netral.shell.drawing import MAX_SQUARES, ClockFace, Outcome, bar_width, clock_face

WIB = timezone(timedelta(hours=7))
DUE = date(2024, 11, 18)


def term(*, day: date | None = DUE, setting: Setting | None = None) -> Term:
    return Term(
        code="C-X",
        kind=TermKind.LATEST,
        start=datetime(2024, 10, 29, 10, 0, tzinfo=WIB),
        day=day,
        ends_at=None,
        unconfirmed=day is None or setting is not None,
        counted=("Hari 0.", "Hari 14."),
        basis=("PP 94/2021 Pasal 37", "Peraturan BKN 6/2022 Pasal 50"),
        unit=TermUnit.WORKDAYS,
        setting=setting,
    )


def standing(which: Standing, left: int = 0) -> Progress:
    return Progress(which, 9, 14, left, 0, "Tersisa.", (square(Mark.NEXT),))


def square(mark: Mark, *, is_today: bool = False, is_last: bool = False) -> Square:
    return Square(DUE, mark, is_today, is_last)


@pytest.mark.parametrize(
    ("which", "left", "state"),
    [
        (Standing.RUNNING, 9, "run"),
        (Standing.RUNNING, 3, "soon"),
        (Standing.LAST_DAY, 0, "soon"),
        (Standing.OVER, 0, "late"),
        (Standing.REACHED, 0, "done"),
        (Standing.UNCONFIRMED, 0, "unsure"),
    ],
)
def test_a_clock_asks_for_attention_when_few_days_are_left(
    which: Standing, left: int, state: str
) -> None:
    assert clock_face("x", term(), standing(which, left)).state == state


def test_a_face_carries_day_counting_and_every_article() -> None:
    face = clock_face("Keputusan, paling lambat", term(), standing(Standing.RUNNING, 9))
    assert face.due == DUE
    assert face.says == "Tersisa."
    assert list(face.counted) == ["Hari 0.", "Hari 14."]
    assert face.basis == "PP 94/2021 Pasal 37; Peraturan BKN 6/2022 Pasal 50"
    assert not face.is_unsure


def test_a_clock_that_is_done_says_its_note_and_no_days_left() -> None:
    face = clock_face("x", term(), standing(Standing.OVER), is_done=True, note="Selesai terlambat.")
    assert (face.state, face.says, list(face.days)) == ("done", "Selesai terlambat.", [])


def test_a_number_of_the_region_stays_unsure_and_names_its_source() -> None:
    face = clock_face("x", term(setting=Setting(14, "SK Bupati")), standing(Standing.RUNNING, 9))
    assert face.is_unsure
    assert face.unsure_note == "SK Bupati"


def test_each_day_is_drawn_by_what_it_is_and_today_before_all() -> None:
    days = [
        square(Mark.PAST),
        square(Mark.OFF, is_today=True),
        square(Mark.OFF),
        square(Mark.PAUSED),
        square(Mark.NEXT),
        square(Mark.NEXT, is_last=True),
    ]
    face = ClockFace(label="x", days=days)
    assert [day.css for day in face.squares] == ["past", "now", "off", "off", "next", "end"]
    assert [day.x for day in face.squares[:2]] == ["1.5", "19.5"]
    assert face.squares[2].dash == "M42 13h4"
    assert face.width == 109


def test_more_days_than_can_be_counted_are_not_drawn() -> None:
    assert ClockFace(label="x", days=[square(Mark.NEXT)] * (MAX_SQUARES + 1)).squares == []
    assert len(ClockFace(label="x", days=[square(Mark.NEXT)] * MAX_SQUARES).squares) == MAX_SQUARES


def test_a_bar_without_a_denominator_is_empty() -> None:
    assert bar_width(3, 0) == "0"
    assert bar_width(1, 3) == "33.33"
    assert bar_width(-1, 3) == "0"
    assert bar_width(9, 3) == "100"


def test_the_ring_stands_after_the_dots_and_the_drawing_grows_with_them() -> None:
    few, many = Outcome(label="x", count=2), Outcome(label="x", count=20)
    assert (few.dots, few.ring, few.width) == ([8, 26], 44, 180)
    assert many.width > many.ring
