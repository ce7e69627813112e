"""How far a letter and a pledge have come: states, ways, groups, and which figures may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from netral.core.access import Assurance
from netral.core.law.grouping import ASN_GROUPS, staff_group


class State(StrEnum):
    """The five states of a person; each is an act of its own or of an office, none is assumed."""

    SENT = "sampai"
    READ = "dibaca"
    UNDERSTOOD = "dipahami"
    PLEDGED = "berikrar"
    SIGNED = "bertanda_tangan"


STATES = tuple(State)
TAUGHT = "kelas"
"""The way of those who were told, or understood, in a taught session: always counted apart."""
OWN = "buka"
"""The way of those whom the letter reached by opening their own page."""
UNTOLD = "tidak_tercatat"
"""The way of an act whose assurance was not recorded."""
WAYS = (*(level.value for level in Assurance), TAUGHT, OWN, UNTOLD)
ASN = "asn"
"""The group of all ASN; every other group of staff is counted under its own id."""

SMALLEST_CELL = 5
"""One to four persons are never told apart, in what is done or in what is not."""
SMALLEST_NODE = 10
"""An office of fewer persons is told together with others."""
MANY = 100
"""Among so many, that one to four lag points at nobody."""


def group_of(status: str, post: str) -> str:
    """Return the group under which a person is counted: ASN in one, each other group apart."""
    group = staff_group(status, post)
    return ASN if group in ASN_GROUPS else group


@dataclass(frozen=True, slots=True)
class Office:
    """A unit with its figures (total first, then the states) and the units right below it.

    ``unit`` is the path whose own people are counted right here; empty where those who sit in an
    office itself are a part of it like the others.
    """

    path: str
    name: str
    sums: tuple[int, ...]
    unit: str
    parts: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A node that may be published: one unit or several merged, and what may be told below it.

    ``units`` are the paths whose own people lie right here, when nothing below is told.
    """

    path: str
    name: str
    sums: tuple[int, ...]
    units: tuple[str, ...]
    parts: tuple[Shown, ...] = ()


def is_safe(sums: Sequence[int]) -> bool:
    """Tell whether the figures of a group point at nobody.

    A cell is how many have come just so far and no further; it is safe when it is empty, holds
    at least five, or lies among a hundred. Of two safe groups the union is safe as well, so what
    remains of a whole when safe parts are taken away is never smaller than one of them.
    """
    total, states = sums[0], sums[1:]
    if total < SMALLEST_NODE:
        return False
    if total >= MANY:
        return True
    cells = [*states, *(total - state for state in states)]
    cells += [abs(far - near) for near, far in pairwise(states)]
    return all(cell == 0 or cell >= SMALLEST_CELL for cell in cells)


def shown(office: Office, *, merged: str) -> Shown:
    """Return what may be published of an office and all below it.

    Unsafe parts are told together under the name ``merged``; where even that points at somebody,
    the smallest safe neighbour goes in with them; in the end nothing below is told.
    """
    groups = _grouped(office.parts)
    if len(groups) in {0, 1}:
        return Shown(office.path, office.name, office.sums, units_of(office))
    parts = tuple(
        shown(group[0], merged=merged)
        if len(group) == 1
        else Shown(f"{office.path}.*", merged, _added(group), _units(group))
        for group in groups
    )
    return Shown(office.path, office.name, office.sums, (), parts)


def units_of(office: Office) -> tuple[str, ...]:
    """Return the path of every unit whose people are counted in an office."""
    own = (office.unit,) if office.unit else ()
    return (*own, *(path for part in office.parts for path in units_of(part)))


def _grouped(parts: Sequence[Office]) -> list[list[Office]]:
    """Return the parts alone where they are safe, and the rest as one safe group, last."""
    people = [part for part in parts if part.sums[0]]
    alone = sorted((part for part in people if is_safe(part.sums)), key=lambda p: -p.sums[0])
    rest = [part for part in people if not is_safe(part.sums)]
    while rest and alone and not is_safe(_added(rest)):
        rest.append(alone.pop())
    if rest and not is_safe(_added(rest)):
        return []
    told = sorted(alone, key=lambda part: part.path)
    return [*([part] for part in told), *([rest] if rest else [])]


def _added(group: Sequence[Office]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(part.sums for part in group), strict=True)))


def _units(group: Sequence[Office]) -> tuple[str, ...]:
    return tuple(path for part in group for path in units_of(part))
