"""What the server draws: a clock's face, bars, dots. Measures only; markup is in the templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from netral.core.clock import Mark, Progress, Square, Standing, Term
from netral.core.kinds.terms import Dispute

MAX_SQUARES = 45  # more days than this are said in words; the squares would be too small to count
SOON_WITHIN = 3  # days left, in the term's own unit, from which a clock asks for attention
STEP = 18  # width of one day, or of one dot, in its drawing
FIRST_DOT = 8
FEWEST_PLACES = 10
OFF_MARKS = frozenset({Mark.OFF, Mark.PAUSED})


@dataclass(frozen=True, slots=True)
class Drawn:
    """One day of a clock as drawn: its class and where its left edge stands."""

    css: str
    left: float

    @property
    def x(self) -> str:
        """Return the left edge as an SVG attribute."""
        return f"{self.left:g}"

    @property
    def dash(self) -> str:
        """Return the SVG path of a day that does not count."""
        return f"M{self.left + 4.5:g} 13h4"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFace:
    """One legal date as a page shows it.

    ``label`` tells what must be done and which kind of clock it is ("Keputusan, paling lambat").
    ``due`` is none when the number is not confirmed (then ``is_unsure``) or the clock has not
    begun (then ``instead`` stands in its place: "14 hari kerja"). ``state`` is one of open, run,
    soon, late, done, unsure. ``counted`` are the lines of "Cara hitung", ``basis`` the article;
    ``moves`` say how the day moved since, oldest first. ``dispute`` tells the ways to count it on
    which sources differ.
    """

    label: str
    due: date | None = None
    instead: str = ""
    state: str = "run"
    says: str = ""
    days: Sequence[Square] = ()
    counted: Sequence[str] = ()
    basis: str = ""
    is_unsure: bool = False
    unsure_note: str = ""
    moves: Sequence[str] = ()
    dispute: Dispute | None = None

    @property
    def squares(self) -> list[Drawn]:
        """Return the days as squares from left to right; none when they are too many."""
        if len(self.days) > MAX_SQUARES:
            return []
        return [Drawn(_css(day), 1.5 + STEP * i) for i, day in enumerate(self.days)]

    @property
    def width(self) -> int:
        """Return the width of the drawing, in its own units."""
        return STEP * len(self.days) + 1


def clock_face(
    label: str, term: Term, standing: Progress, *, is_done: bool = False, note: str = ""
) -> ClockFace:
    """Return the face of a reckoned term on the day for which ``standing`` was reckoned.

    A clock that is done keeps its day and how it was counted, and says nothing of days left.
    """
    return ClockFace(
        label=label,
        due=term.day,
        state="done" if is_done else _state(standing),
        says=note if is_done else standing.sentence,
        days=() if is_done else standing.squares,
        counted=term.counted,
        basis="; ".join(term.basis),
        is_unsure=term.unconfirmed,
        unsure_note=term.setting.source if term.setting else "",
    )


def _state(standing: Progress) -> str:
    if standing.standing is Standing.RUNNING:
        return "soon" if standing.left <= SOON_WITHIN else "run"
    return {
        Standing.UNCONFIRMED: "unsure",
        Standing.LAST_DAY: "soon",
        Standing.OVER: "late",
        Standing.REACHED: "done",
    }[standing.standing]


def _css(day: Square) -> str:
    if day.is_today:
        return "now"
    if day.is_last:
        return "end"
    return "off" if day.mark in OFF_MARKS else day.mark.value


def bar_width(count: int, total: int) -> str:
    """Return the width of a bar in percent of its track, as an SVG attribute."""
    if total <= 0:
        return "0"
    return f"{min(max(count / total, 0), 1) * 100:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One row of like cases: an outcome, how many ended so, whether the law's range holds it.

    ``is_this`` marks the row in which the case before the reader would fall.
    """

    label: str
    count: int
    is_usual: bool = False
    is_this: bool = False

    @property
    def dots(self) -> list[int]:
        """Return the x of each dot."""
        return [FIRST_DOT + STEP * i for i in range(self.count)]

    @property
    def ring(self) -> int:
        """Return the x of this case's ring, after the dots."""
        return FIRST_DOT + STEP * self.count

    @property
    def width(self) -> int:
        """Return the width of the drawing: ten places, or more if needed."""
        return STEP * max(FEWEST_PLACES, self.count + 1)
