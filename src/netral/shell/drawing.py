"""Measures of what the server draws: days of a clock, bars, dots. Pure; no markup here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MAX_SQUARES = 45  # more days than this are said in words; the squares would be too small to count
STEP = 18  # width of one day in the drawing
DOT_STEP = 18


class DayMark(StrEnum):
    """What one day of a running clock is."""

    PAST = "past"
    NOW = "now"
    LEFT = "left"
    END = "end"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Square:
    """One day of a clock: what it is and where its left edge stands."""

    mark: DayMark
    x: float

    @property
    def dash(self) -> str:
        """Return the SVG path of a day that does not count."""
        return f"M{self.x + 4.5:g} 13h4"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFace:
    """One legal date as a page shows it. Give words for ``says`` in the reader's language.

    ``label`` tells what must be done and which kind of clock it is ("Keputusan, paling lambat");
    ``due`` is none when the number is not confirmed (then ``is_unsure``) or the clock has not
    begun (then ``instead`` stands in its place: "14 hari kerja"). ``state`` is one of open, run,
    soon, late, done, unsure, shut. ``counted`` are the lines of "Cara hitung".
    """

    label: str
    due: date | None = None
    instead: str = ""
    state: str = "run"
    says: str = ""
    days: Sequence[DayMark] = ()
    days_label: str = ""
    counted: Sequence[str] = ()
    basis: str = ""
    is_unsure: bool = False
    unsure_note: str = ""

    @property
    def squares(self) -> list[Square]:
        """Return the days as squares from left to right; none when they are too many."""
        if len(self.days) > MAX_SQUARES:
            return []
        return [Square(mark, 1.5 + STEP * i) for i, mark in enumerate(self.days)]

    @property
    def width(self) -> int:
        """Return the width of the drawing, in its own units."""
        return STEP * len(self.days) + 1


def day_marks(
    start: date, due: date, today: date, is_counted: Callable[[date], bool]
) -> tuple[DayMark, ...]:
    """Return the mark of each day after ``start`` (day 0) up to and including ``due``."""
    span = (due - start).days
    return tuple(
        _mark(start + timedelta(days=n), due, today, is_counted) for n in range(1, span + 1)
    )


def _mark(day: date, due: date, today: date, is_counted: Callable[[date], bool]) -> DayMark:
    if day == today:
        return DayMark.NOW
    if day == due:
        return DayMark.END
    if not is_counted(day):
        return DayMark.OFF
    return DayMark.PAST if day < today else DayMark.LEFT


def bar_width(count: int, total: int) -> str:
    """Return the width of a bar in percent of its track, as an SVG attribute."""
    if total <= 0:
        return "0"
    return f"{min(max(count / total, 0), 1) * 100:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One row of like cases: an outcome, how many ended so, is it in the law's range.

    ``is_this`` marks the row in which the case before the reader would fall.
    """

    label: str
    count: int
    is_usual: bool = False
    is_this: bool = False

    @property
    def dots(self) -> list[int]:
        """Return the x of each dot; this case's own ring comes after them."""
        return [8 + DOT_STEP * i for i in range(self.count)]

    @property
    def ring(self) -> int:
        """Return the x of this case's ring."""
        return 8 + DOT_STEP * self.count

    @property
    def width(self) -> int:
        """Return the width of the drawing: ten places, or more if needed."""
        return DOT_STEP * max(10, self.count + 1)
