"""One node of the coverage tree: its figures by state and way, and the units right below it.

Read from the kept figures where they are of the day that is asked about, else counted from the
persons: the answer is the same, only slower. A day of the past is counted with the acts of its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from netral.core.access import government_of, is_within
from netral.core.flow.coverage import STATES, TAUGHT, State
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.oversight.models import CoverageBook, CoverageCell
from netral.oversight.queries.tally import Topic, tallies, topic_of
from netral.people.models import Instansi, Unit


@dataclass(slots=True)
class Figures:
    """How many people, and how many of them reached each state in each way."""

    total: int = 0
    ways: dict[str, Counter[str]] = field(
        default_factory=lambda: {s.value: Counter() for s in STATES}
    )

    def add(self, state: str, way: str, number: int) -> None:
        """Add a number: to the people where there is no state."""
        if state:
            self.ways[state][way] += number
        else:
            self.total += number

    def reached(self, state: str) -> int:
        """Return how many reached a state, in whatever way."""
        return self.ways[state].total()

    @property
    def states(self) -> tuple[int, ...]:
        """Return how many reached each state, in their order."""
        return tuple(self.reached(state) for state in STATES)

    @property
    def by_state(self) -> list[tuple[str, int]]:
        """Return each state with how many reached it, in their order."""
        return [(state.value, self.reached(state)) for state in STATES]

    @property
    def sums(self) -> tuple[int, ...]:
        """Return the people, then the states."""
        return (self.total, *self.states)

    @property
    def taught(self) -> int:
        """Return how many understood in a taught session, who are among the understood."""
        return self.ways[State.UNDERSTOOD][TAUGHT]

    @property
    def share_missing(self) -> float:
        """Return the share that has not pledged: lists begin with the largest."""
        return (self.total - self.reached(State.PLEDGED)) / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A unit right below a node with all that lies below it; ``is_own``: the node's own people.

    ``published`` is where a whole government's totals stand for anyone, empty before the first.
    """

    path: str
    name: str
    figures: Figures
    is_own: bool = False
    published: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A unit with its figures: of all, of each group, and of each unit right below."""

    unit: Unit
    figures: Figures
    groups: dict[str, Figures]
    rows: list[NodeRow]
    own: Figures
    topic: Topic
    counted_at: datetime | None


def node_of(*, path: str, scope: str, on: date, today: date, group: str = "") -> Node:
    """Return a node within ``scope``; ``group`` keeps one group of staff.

    Raises NotVisibleError for a unit that is not there or lies outside, WrongInputError for a day
    to come.
    """
    unit = unit_of_node(path=path, scope=scope)
    if on > today:
        raise WrongInputError(_("Hari itu belum tiba. Pilih hari ini atau sebelumnya."))
    book = CoverageBook.objects.filter(pk=government_of(path), day=on).first()
    topic = topic_of(unit.government_id)
    if book is not None and book.keys == topic.keys:
        return _folded(_Asked(unit, topic, on, group), _kept(unit), book.counted_at)
    return _folded(_Asked(unit, topic, on, group), _counted(unit, topic, on, today), None)


def unit_of_node(*, path: str, scope: str) -> Unit:
    """Return a unit within ``scope``; raise NotVisibleError when it is not there or outside."""
    unit = Unit.objects.filter(path=path).first() if is_within(path, scope) else None
    if unit is None:
        raise NotVisibleError(_("Unit ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    return unit


Row: TypeAlias = tuple[str, str, str, str, int]


def _kept(unit: Unit) -> Iterable[Row]:
    """Return what the projection holds of a unit and all below, by path."""
    cells = CoverageCell.objects.filter(government=unit.government_id)
    if "." in unit.path:
        cells = cells.filter(Q(unit__path=unit.path) | Q(unit__path__startswith=f"{unit.path}."))
    return cells.values_list("unit__path", "group", "state", "way", "number").iterator(2_000)


def _counted(unit: Unit, topic: Topic, on: date, today: date) -> Iterator[Row]:
    """Count the same from the persons; a day of the past by the acts until its end."""
    units = Unit.objects.filter(government=unit.government_id)
    paths = dict(units.visible_to(unit.path).values_list("pk", "path"))
    until = None
    if on < today:
        zone = ZoneInfo(Instansi.objects.get(pk=unit.government_id).timezone)
        until = datetime.combine(on + timedelta(days=1), time(), zone)
    keys = None if "." not in unit.path else set(paths)
    counts = tallies(topic=topic, on=on, units=keys, until=until)
    for key, number in counts.items():
        yield paths[key.unit], key.group, key.state, key.way, number


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a reader asked for."""

    unit: Unit
    topic: Topic
    on: date
    group: str


def _folded(asked: _Asked, rows: Iterable[Row], counted_at: datetime | None) -> Node:
    """Add the numbers up for the node, its groups and the units right below it.

    A unit without people is a row as well; one that ended is, while people are counted in it.
    """
    unit, group = asked.unit, asked.group
    whole, own = Figures(), Figures()
    groups: dict[str, Figures] = {}
    below: dict[str, Figures] = {}
    start = len(unit.path) + 1
    for path, of_group, state, way, number in rows:
        groups.setdefault(of_group, Figures()).add(state, way, number)
        if group and of_group != group:
            continue
        whole.add(state, way, number)
        if path == unit.path:
            own.add(state, way, number)
        else:
            part = f"{unit.path}.{path[start:].partition('.')[0]}"
            below.setdefault(part, Figures()).add(state, way, number)
    parts = Unit.objects.filter(parent=unit)
    found = [
        NodeRow(part.path, part.name, below.get(part.path, Figures()))
        for part in parts.only("path", "name", "valid_from", "valid_to")
        if part.path in below or _is_live(part, asked.on)
    ]
    found.sort(key=lambda row: (-row.figures.share_missing, row.name))
    if own.total and found:
        found.append(NodeRow(unit.path, unit.name, own, is_own=True))
    return Node(unit, whole, groups, found, own, asked.topic, counted_at)


def _is_live(unit: Unit, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_to is None or unit.valid_to >= on)


def rows_named(rows: list[NodeRow], text: str) -> list[NodeRow]:
    """Keep the rows whose name holds every word, whatever the case."""
    words = text.casefold().split()
    return [row for row in rows if all(word in row.name.casefold() for word in words)]


def ways_counted(figures: Figures) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return for each state how many reached it in which way, the most common first."""
    return [(state.value, figures.ways[state].most_common()) for state in STATES]
