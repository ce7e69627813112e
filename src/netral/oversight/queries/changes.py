"""Which units an entry of the journal touches: those and no others are counted anew."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, Subquery

from netral.journal.models import Checkpoint, Log, Pending
from netral.journal.queries.logs import bodies_of, headers_after
from netral.people.models import Person, Posting, Unit

THINGS = (
    *("circular", "lesson", "pledge", "pledge_session", "pact", "pact_round"),
    *("posting", "personnel"),
)
"""What an entry must be about to touch a figure; the day and the roster's days do the rest."""
WHOLE = frozenset({"personnel.import", "personnel.revert"})
LARGEST_ROUND = 20_000
MANY_UNITS = 400
"""From so many touched units on, the whole government is counted: one query instead of lists."""


class Act(NamedTuple):
    """An entry as the projection reads it: its key, its kind and its private rest."""

    key: int
    kind: str
    body: str | None


class Touched(NamedTuple):
    """What a round of reading found: acts not seen before, the keys of all, where to go on."""

    acts: list[Act]
    keys: set[int]
    cursor: int


def _counts() -> Q:
    found = Q()
    for thing in THINGS:
        found |= Q(entry__kind__startswith=f"{thing}.")
    return found


def acts_waiting(*, seen: set[int]) -> dict[str, list[Act]]:
    """Return by government what waits to be sealed and was not counted yet.

    The outbox is short and an entry is in it as soon as its act is durable: reading it makes an
    act visible before its seal. Nothing hangs on it: ``acts_sealed`` finds all again, in order.
    """
    rows = Pending.objects.filter(_counts()).order_by("pk")[:LARGEST_ROUND]
    found: dict[str, list[Act]] = defaultdict(list)
    for key, government, kind, body in rows.values_list(
        "pk", "log__government", "entry__kind", "entry__body"
    ):
        if key not in seen:
            found[government].append(Act(key, kind, body))
    return found


def logs_sealed() -> dict[str, int]:
    """Return by government how many entries are sealed; one query, a look-up for each journal."""
    newest = Checkpoint.objects.filter(log=OuterRef("pk")).order_by("-size").values("size")[:1]
    rows = Log.objects.annotate(size=Subquery(newest)).values_list("government", "size")
    return {government: size or 0 for government, size in rows}


def acts_sealed(*, government: str, cursor: int, seen: Collection[int] = ()) -> Touched:
    """Return the next sealed entries that may touch a figure, and where to go on reading.

    Of those in ``seen`` only the keys are read: in a crowd they are nearly all.
    """
    rows = headers_after(government=government, cursor=cursor, limit=LARGEST_ROUND)
    kinds = {key: kind for _position, key, kind in rows if kind.partition(".")[0] in THINGS}
    bodies = bodies_of([key for key in kinds if key not in seen])
    acts = [Act(key, kinds[key], body) for key, body in sorted(bodies.items())]
    return Touched(acts, set(kinds), rows[-1][0] + 1 if rows else cursor)


def units_touched(*, government: str, acts: Iterable[Act]) -> set[int] | None:
    """Return the keys of the units whose figures the entries may change; None for all of them.

    An entry that names neither person nor unit, or whose rest was erased, touches all. Who moved
    touches every unit ever served in, so that none goes on counting them.
    """
    persons: set[str] = set()
    paths: set[str] = set()
    for act in acts:
        found = _named(act)
        if found is None:
            return None
        persons |= found[0]
        paths |= found[1]
    if len(paths) > MANY_UNITS:
        # Asked for one by one, they would be more than a condition of SQLite's holds.
        return None
    people = Person.objects.filter(government=government, ref__in=persons)
    units = set(people.values_list("unit_id", flat=True))
    units |= set(Posting.objects.filter(person__in=people).values_list("unit_id", flat=True))
    units |= _below(government, paths)
    return units if 0 < len(units) <= MANY_UNITS else None


def units_pledged(*, government: str, acts: Iterable[Act]) -> set[int] | None:
    """Return the keys of the units in which people pledged; None to count all.

    The entry names the unit of that moment, and who moves later touches both units by that: so
    the persons need not be looked up, of whom a crowd names thousands.
    """
    paths: set[str] = set()
    for act in acts:
        if act.body is None:
            return None
        paths.add(json.loads(act.body)["body"]["unit"])
    found = Unit.objects.filter(government=government, path__in=paths)
    units = set(found.values_list("pk", flat=True))
    return units if len(paths) == len(units) <= MANY_UNITS else None


def _named(act: Act) -> tuple[set[str], set[str]] | None:
    """Return the references of persons and the paths of units an entry names, None for neither."""
    if act.body is None or act.kind in WHOLE:
        return None
    told = json.loads(act.body)
    body: dict[str, Any] = told["body"]
    several = body.get("persons")
    persons = {told["actor"], body.get("person"), *(several if isinstance(several, list) else ())}
    refs = {one for one in persons if isinstance(one, str)}
    paths = {path for path in (body.get("unit"),) if isinstance(path, str)}
    if paths or body.get("person") or isinstance(several, list):
        return refs, paths
    return None


def _below(government: str, paths: Iterable[str]) -> set[int]:
    """Return the units at the paths and all below them."""
    found = Q()
    for path in paths:
        found |= Q(path=path) | Q(path__startswith=f"{path}.")
    if not found:
        return set()
    units = Unit.objects.filter(found, government=government)
    return set(units.values_list("pk", flat=True))
