"""Figures of items and clauses: how hard, how telling, and where a unit should look again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

FEWEST_ANSWERS = 30
"""An item's figures are shown from this many first answers on; below, chance speaks."""
SMALL_CELL = 5
"""Fewer people than this are never shown by themselves."""
TOO_HARD, TOO_EASY, TELLS_LITTLE = 0.4, 0.97, 0.1


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over first answers: x is 1 for right, y the person's share right of the other slots."""

    answers: int
    right: int
    rest: float = 0.0
    rest_squared: float = 0.0
    right_rest: float = 0.0


@dataclass(frozen=True, slots=True)
class ItemFigure:
    """An item's figures; none where too few answered or nothing varied."""

    answers: int
    share_right: float | None
    telling: float | None

    @property
    def remark(self) -> str:
        """Return the code of what an editor should look at, or nothing."""
        if self.share_right is None:
            return ""
        if self.share_right < TOO_HARD:
            return "sukar"
        if self.telling is not None and self.telling < TELLS_LITTLE:
            return "kurang_membedakan"
        return "mudah" if self.share_right > TOO_EASY else ""


def item_figure(sums: Sums, *, fewest: int = FEWEST_ANSWERS) -> ItemFigure:
    """Return difficulty (share right) and discrimination (point-biserial with the rest)."""
    if sums.answers < max(1, fewest):
        return ItemFigure(sums.answers, None, None)
    return ItemFigure(sums.answers, sums.right / sums.answers, point_biserial(sums))


def point_biserial(sums: Sums) -> float | None:
    """Return the correlation of being right here with being right elsewhere, from -1 to 1.

    None when everyone answered alike, or all did equally well elsewhere.
    """
    many = sums.answers
    spread_x = many * sums.right - sums.right**2
    spread_y = many * sums.rest_squared - sums.rest**2
    # Rounding leaves crumbs where nothing varies.
    if many == 0 or spread_x <= 0 or spread_y <= 1e-9 * many * many:
        return None
    shared = many * sums.right_rest - sums.right * sums.rest
    return max(-1.0, min(1.0, shared / sqrt(spread_x * spread_y)))


@dataclass(frozen=True, slots=True)
class ClauseFigure:
    """One clause in one unit: of how many people, how many were right at once; or hidden."""

    clause: str
    people: int
    right: int
    is_hidden: bool = False

    @property
    def share_right(self) -> float:
        """Return the share right at once; 0 where nobody answered."""
        return self.right / self.people if self.people else 0.0


def clauses_weakest_first(figures: Iterable[ClauseFigure]) -> tuple[ClauseFigure, ...]:
    """Return the clauses, the weakest first; those of too few people are hidden, at the end."""
    marked = [
        ClauseFigure(each.clause, each.people, each.right, is_hidden=each.people < SMALL_CELL)
        for each in figures
    ]
    return tuple(sorted(marked, key=lambda each: (each.is_hidden, each.share_right, each.clause)))


def weakest(figures: Iterable[ClauseFigure]) -> ClauseFigure | None:
    """Return the clause that most missed, or none when nothing may be shown or all were right."""
    first = next(iter(clauses_weakest_first(figures)), None)
    is_shown = first is not None and not first.is_hidden and first.right < first.people
    return first if is_shown else None


def cells_hidden(people: Mapping[str, int]) -> frozenset[str]:
    """Return the parts of a shown whole that must not be shown.

    Those of fewer than five people; and when that is one alone, the next smallest too, since the
    one could be found by subtraction.
    """
    small = {name for name, count in people.items() if 0 < count < SMALL_CELL}
    if len(small) == 1:
        others = [name for name, count in people.items() if count >= SMALL_CELL]
        small |= set(sorted(others, key=lambda name: (people[name], name))[:1])
    return frozenset(small)
