"""The units that a personnel file names: found in the tree, or planned to be opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from netral.people.models import Instansi, Unit
from netral.people.services.personnel_check import RosterRow
from netral.people.services.unit_names import (
    is_government_name,
    is_opd_name,
    name_folded,
    opd_word,
    segment_of,
)

MAX_PATH = 240


@dataclass(slots=True)
class Place:
    """A unit of the tree; ``pk`` is none while it is only planned."""

    path: str
    name: str
    kind: str
    external_id: str = ""
    pk: int | None = None

    @property
    def parent(self) -> str:
        """Return the path of the unit above."""
        return self.path.rpartition(".")[0]


class UnclearUnitError(Exception):
    """The name fits several units; ``count`` says how many."""

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name)
        self.name = name
        self.count = count


@dataclass(slots=True)
class Tree:
    """The units of one government on one day, with those that a file would open."""

    root: Place
    government: str
    places: dict[str, Place] = field(default_factory=dict)
    planned: list[Place] = field(default_factory=list)
    adopted: list[Place] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    by_id: dict[str, Place] = field(default_factory=dict)
    by_name: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    cache: dict[tuple[str, str, str], Place] = field(default_factory=dict)

    def plan_opds(self, rows: Iterable[RosterRow]) -> None:
        """Plan the OPDs that the file names, so that schools and health centres find theirs."""
        keys = {(row.unit_id, row.unit_name, row.opd_name) for row in rows}
        for external_id, name, opd_name in sorted(keys, key=lambda key: (key[1], key[0], key[2])):
            stands_alone = not opd_name or is_government_name(opd_name, self.government)
            if is_opd_name(name) and stands_alone and " - " not in name:
                key = (external_id, name, opd_name)
                self.cache[key] = self._find(*key)

    def place(self, row: RosterRow) -> Place:
        """Return the unit of a row, planned if need be. Raises UnclearUnitError."""
        key = (row.unit_id, row.unit_name, row.opd_name)
        found = self.cache.get(key)
        if found is None:
            found = self.cache[key] = self._find(*key)
        return found

    def _find(self, external_id: str, name: str, opd_name: str) -> Place:
        if external_id and external_id in self.by_id:
            return self.by_id[external_id]
        opd = "" if is_government_name(opd_name, self.government) else opd_name
        name, opd = _split(name, opd)
        if opd:
            return self._under_opd(name, opd, external_id)
        return self._by_own_name(name, external_id) if name else self.root

    def _under_opd(self, name: str, opd: str, external_id: str) -> Place:
        if not name or name_folded(name) == name_folded(opd):
            return self._named(opd, self.root, Unit.Kind.OPD, external_id)
        above = self._named(opd, self.root, Unit.Kind.OPD)
        return self._named(name, above, Unit.Kind.UNIT, external_id)

    def _by_own_name(self, name: str, external_id: str) -> Place:
        known = [] if external_id else self.by_name.get(name_folded(name), [])
        if len(known) > 1:
            raise UnclearUnitError(name, len(known))
        if known:
            return known[0]
        above = self._above(name)
        kind = Unit.Kind.OPD if above is self.root else Unit.Kind.UNIT
        return self._named(name, above, kind, external_id)

    def _above(self, name: str) -> Place:
        """Return the OPD that the words of a name point at, else the government."""
        word = "" if is_opd_name(name) else opd_word(name)
        if not word:
            return self.root
        found = [
            place
            for place in self.places.values()
            if place.parent == self.root.path and word in name_folded(place.name)
        ]
        return found[0] if len(found) == 1 else self.root

    def _named(self, name: str, above: Place, kind: str, external_id: str = "") -> Place:
        for known in self.by_name.get(name_folded(name), []):
            if known.parent != above.path:
                continue
            if external_id in {known.external_id, ""}:
                return known
            if not known.external_id:
                known.external_id = external_id
                self.by_id[external_id] = known
                self.adopted.append(known)
                return known
        path = f"{above.path}.{segment_of(name, self.taken, above.path)}"[:MAX_PATH]
        place = Place(path, name, kind, external_id)
        self.planned.append(place)
        self.add(place)
        return place

    def add(self, place: Place) -> None:
        """Make a unit findable."""
        self.places[place.path] = place
        self.taken.add(place.path)
        self.by_name[name_folded(place.name)].append(place)
        if place.external_id:
            self.by_id[place.external_id] = place


def tree_of(government: Instansi, on: date) -> Tree:
    """Return the government's units on a day."""
    units = Unit.objects.filter(government=government)
    taken = set(units.values_list("path", flat=True))
    live = units.live_on(on).values_list("path", "name", "kind", "external_id", "pk")
    places = [Place(*row) for row in live]
    root = next(place for place in places if place.path == government.key)
    tree = Tree(root=root, government=government.name, taken=taken)
    for place in places:
        tree.add(place)
    return tree


def _split(name: str, opd: str) -> tuple[str, str]:
    """Return unit and OPD of a name that carries its own way up: "Seksi A - Dinas B"."""
    parts = [part.strip() for part in name.split(" - ") if part.strip()]
    if not opd and len(parts) > 1 and is_opd_name(parts[-1]):
        return parts[0], parts[-1]
    return name.strip(), opd.strip()
