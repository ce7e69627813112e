"""The difference between a checked file and the people on the list: shown first, applied later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from netral.people.models import Instansi, Person, PersonnelChange, PersonnelImport
from netral.people.services.personnel_check import Remark, Roster, RosterRow, refused_lines
from netral.people.services.personnel_units import Place, Tree, UnclearUnitError, tree_of
from netral.people.services.personnel_words import RowFlaw

CHUNK = 5_000
COMPARED = (
    "name",
    "title_front",
    "title_back",
    "status",
    "grade",
    "post_title",
    "post_type",
    "eselon",
    "email",
    "phone",
    "standing",
)
# An empty cell here says that the file does not know, not that the person has none.
KEPT_WHEN_EMPTY = frozenset({"email", "phone", "eselon"})
_WIDEST = 60


@dataclass(slots=True)
class Change:
    """One person who stays on the list and is not as before."""

    pk: int
    act: str
    row: RosterRow
    place: Place
    values: dict[str, Any]
    before: dict[str, Any]


@dataclass(slots=True)
class Plan:
    """What applying the file would do."""

    roster: Roster
    tree: Tree
    new: list[tuple[RosterRow, Place]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)
    same: int = 0
    current: int = 0
    digest: str = ""

    def counts(self) -> dict[str, int]:
        """Return the figures that the page and the journal show."""
        moved = sum(change.act == PersonnelChange.Act.MOVED for change in self.changes)
        refused = refused_lines(self.roster.remarks)
        return {
            "read": self.roster.read,
            "new": len(self.new),
            "moved": moved,
            "changed": len(self.changes) - moved,
            "left": len(self.left),
            "same": self.same,
            "refused": len(refused),
            "unusual": len({r.line for r in self.roster.remarks} - refused),
            "units": len(self.tree.planned),
            "current": self.current,
        }


def plan_build(
    *,
    government: Instansi,
    roster: Roster,
    fields: Iterable[str],
    mode: str,
    on: date,
) -> Plan:
    """Return what applying the checked file on a day would change; nothing is written."""
    tree = tree_of(government, on)
    plan = Plan(roster=roster, tree=tree)
    by_nip = _placed(plan)
    mapped = set(fields)
    _compare(plan, by_nip, government=government, mapped=mapped, mode=mode, on=on)
    plan.digest = _digest(plan)
    return plan


def _placed(plan: Plan) -> dict[str, tuple[RosterRow, Place]]:
    """Return each clean row with its unit; rows whose unit is unclear are refused."""
    plan.tree.plan_opds(plan.roster.rows)
    placed: dict[str, tuple[RosterRow, Place]] = {}
    for row in plan.roster.rows:
        try:
            placed[row.nip] = (row, plan.tree.place(row))
        except UnclearUnitError as error:
            words = {"count": str(error.count), "name": error.name[:_WIDEST]}
            plan.roster.remarks.append(Remark(row.line, RowFlaw.UNIT, True, words))
            plan.roster.unsure.add(row.nip)
    if len(placed) < len(plan.roster.rows):
        plan.roster.rows = [row for row, _ in placed.values()]
        plan.roster.remarks.sort(key=lambda item: item.line)
    return placed


def _compare(
    plan: Plan,
    by_nip: dict[str, tuple[RosterRow, Place]],
    *,
    government: Instansi,
    mapped: set[str],
    mode: str,
    on: date,
) -> None:
    known: set[str] = set()
    columns = ("pk", "nip", "unit_id", "valid_to", *COMPARED)
    people = Person.objects.filter(government=government).order_by("pk").values_list(*columns)
    for pk, nip, unit_id, valid_to, *values in people.iterator(chunk_size=CHUNK):
        is_live = valid_to is None or valid_to >= on
        plan.current += is_live
        if nip in by_nip:
            known.add(nip)
            stands = dict(zip(COMPARED, values, strict=True))
            change = _change(pk, by_nip[nip], mapped, (unit_id, valid_to, stands))
            _note(plan, change, is_live=is_live)
        elif is_live and _has_left(nip, plan.roster, mode):
            plan.left.append((pk, nip))
    plan.new = [found for nip, found in by_nip.items() if nip not in known]


def _has_left(nip: str, roster: Roster, mode: str) -> bool:
    """Tell whether the file says, by a word or by silence, that the person no longer serves."""
    if nip in roster.gone:
        return True
    return mode == PersonnelImport.Mode.FULL and nip not in roster.unsure


def _change(
    pk: int,
    found: tuple[RosterRow, Place],
    mapped: set[str],
    stands: tuple[int, date | None, Mapping[str, Any]],
) -> Change:
    row, place = found
    unit_id, valid_to, old = stands
    values: dict[str, Any] = {}
    for name in COMPARED:
        new = getattr(row, name)
        is_silent = not new and name in KEPT_WHEN_EMPTY
        if name in mapped and not is_silent and new != old[name]:
            values[name] = new
    before = {name: old[name] for name in values}
    # A file without units says nothing about where people serve.
    moves = bool(mapped & {"unit_id", "unit_name", "opd_name"}) and place.pk != unit_id
    if moves:
        before["unit_id"] = unit_id
    if valid_to is not None:
        before["valid_to"] = valid_to.isoformat()
    act = PersonnelChange.Act.MOVED if moves else PersonnelChange.Act.CHANGED
    return Change(pk, act, row, place, values, before)


def _note(plan: Plan, change: Change, *, is_live: bool) -> None:
    if is_live:
        # The last day of someone who still serves is none of the file's business.
        change.before.pop("valid_to", None)
    if change.before:
        plan.changes.append(change)
    else:
        plan.same += 1


def _digest(plan: Plan) -> str:
    """Return a fingerprint of the difference, so that what is applied is what was shown."""
    digest = hashlib.sha256()
    for row, place in plan.new:
        digest.update(f"+{row.nip} {place.path} {row[2:13]}\n".encode())
    for change in plan.changes:
        digest.update(
            f"~{change.pk} {change.place.path} {sorted(change.values.items())}\n".encode()
        )
    for pk, _ in sorted(plan.left):
        digest.update(f"-{pk}\n".encode())
    return digest.hexdigest()
