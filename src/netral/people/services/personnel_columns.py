"""Which column of a personnel file is which: known headings, the header's row, the guess.

Headings are those of the national personnel system (SIASN), of rank lists (DUK, PP 15/1979) and of
nominative lists; they are matched without case, spaces, underscores and marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from netral.people.services.personnel_fields import FIELDS, NEVER_STORED, REQUIRED

HEADER_SEARCH_ROWS = 40
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_PARENT_ALONE = 2


def folded(text: str) -> str:
    """Return the letters and figures of a heading, in lower case."""
    return _NOT_LETTERS.sub("", text.lower())


_FIELD_BY_HEADING = {
    folded(heading): name for name, field in FIELDS.items() for heading in field.headings
}
_PRIVATE = frozenset(folded(name) for name in NEVER_STORED)


def is_private(heading: str) -> bool:
    """Tell whether a column is dropped at reading: the product needs none of these."""
    return folded(heading) in _PRIVATE


def field_of(heading: str) -> str | None:
    """Return the field that a heading names, or nothing."""
    return None if is_private(heading) else _FIELD_BY_HEADING.get(folded(heading))


@dataclass(frozen=True, slots=True)
class Header:
    """Where the headings stand: first row from 0, how many rows, and the headings themselves."""

    row: int
    rows: int
    headings: tuple[str, ...]
    score: int


def header_find(rows: Sequence[Sequence[str]]) -> Header | None:
    """Return the row (or two rows, merged) whose cells are most like headings we know."""
    best: Header | None = None
    for index, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        candidates = [Header(index, 1, tuple(row), _score(row))]
        if index + 1 < len(rows):
            merged = _merged(row, rows[index + 1])
            candidates.append(Header(index, 2, merged, _score(merged)))
        for found in candidates:
            if best is None or found.score > best.score:
                best = found
    return best if best is not None and best.score >= _PARENT_ALONE else None


def columns_guess(headings: Sequence[str]) -> dict[str, int]:
    """Return field -> column; of two columns for one field the first heading listed wins."""
    guess: dict[str, int] = {}
    for column, heading in enumerate(headings):
        name = _field_of_merged(heading)
        if name is None:
            continue
        if name not in guess or _rank(name, heading) < _rank(name, headings[guess[name]]):
            guess[name] = column
    return guess


def missing_fields(mapping: dict[str, int]) -> list[str]:
    """Return the fields without which no row can be read."""
    return [name for name in REQUIRED if name not in mapping]


def _score(cells: Sequence[str]) -> int:
    found = {name for cell in cells if cell and (name := _field_of_merged(cell))}
    # A title above the table may hold "NIP" or "Nama" alone; the two together make a header.
    return len(found) if {"nip", "name"} <= found else 0


def _merged(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Return two header rows as one: a merged cell above belongs to all the cells below it."""
    width = max(len(upper), len(lower))
    top = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    parent, merged = "", []
    for head, sub in zip(top, below, strict=True):
        parent = head or (parent if sub else "")
        merged.append(f"{parent} | {sub}" if sub and parent else head or sub)
    return tuple(merged)


def _field_of_merged(heading: str) -> str | None:
    """Return the field of a heading, of two rows as a whole, else of the lower one."""
    upper, bar, lower = heading.partition(" | ")
    return field_of(heading) or (field_of(lower) or field_of(f"{upper} {lower}") if bar else None)


def _rank(name: str, heading: str) -> int:
    known = [folded(item) for item in FIELDS[name].headings]
    own = folded(heading)
    return known.index(own) if own in known else len(known)
