"""Published totals: what goes into an issue, the issues there are, and each person's own path."""

from __future__ import annotations

import json
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netral.circulars.models import CircularVersion, RosterSnapshot
from netral.core.flow.coverage import STATES, Office
from netral.core.flow.coverage_tree import (
    PROOF_FORMAT,
    Counted,
    salt_of,
    step_json,
    steps_of,
)
from netral.core.kinds.errors import NotVisibleError
from netral.core.ledger.canonical import Json, canonical
from netral.core.ledger.sums import FIGURES
from netral.oversight.models import CoverageIssue
from netral.oversight.queries.tally import WAY_FIELDS, Topic, people_with_ways, roster_of
from netral.people.models import Person, Unit
from netral.pledges.models import PactRound, PledgeSession

_LEAF = struct.Struct("<QHB")
KEYS = ("pk", "ref", "unit__path")


@dataclass(frozen=True, slots=True)
class Roster:
    """Everyone on a day's roster as counted, by unit, and the keys of the persons by handle."""

    people: Mapping[str, Sequence[Counted]]
    keys: Mapping[str, int]

    @property
    def steps(self) -> dict[int, tuple[bool, ...]]:
        """Return the states that each person reached, by the person's key."""
        everyone = (one for pool in self.people.values() for one in pool)
        return {self.keys[one.person]: one.steps for one in everyone}


def roster_counted(*, topic: Topic, on: date) -> Roster:
    """Return everyone on the roster of a day with the states they reached; one query."""
    people: dict[str, list[Counted]] = defaultdict(list)
    keys: dict[str, int] = {}
    live = people_with_ways(roster_of(topic, on), topic)
    rows = live.order_by("pk").values_list(*KEYS, *WAY_FIELDS)
    for pk, ref, path, *told in rows.iterator(chunk_size=2_000):
        people[path].append(Counted(ref, tuple(bool(way) for way in told)))
        keys[ref] = pk
    return Roster(people, keys)


def office_of(*, government: str, people: Mapping[str, Sequence[Counted]]) -> Office:
    """Return the tree of a government's units with the figures of the roster."""
    names = dict(Unit.objects.filter(government=government).values_list("path", "name"))
    below: dict[str, list[str]] = defaultdict(list)
    for path in sorted(names):
        below[path.rpartition(".")[0]].append(path)
    return _office(government, names, below, people)


def _office(
    path: str,
    names: Mapping[str, str],
    below: Mapping[str, Sequence[str]],
    people: Mapping[str, Sequence[Counted]],
) -> Office:
    own = _sums(people.get(path, ()))
    parts = [_office(one, names, below, people) for one in below.get(path, ())]
    parts = [part for part in parts if part.sums[0]]
    if not parts:
        return Office(path, names[path], own, path)
    if own[0]:
        parts.append(Office(f"{path}.-", names[path], own, path))
    sums = tuple(map(sum, zip(*(part.sums for part in parts), strict=True)))
    return Office(path, names[path], sums, "", tuple(parts))


def _sums(people: Sequence[Counted]) -> tuple[int, ...]:
    columns = zip(*(one.steps for one in people), strict=True) if people else ((),) * len(STATES)
    return (len(people), *(sum(column) for column in columns))


def about_json(topic: Topic) -> dict[str, Json]:
    """Return what the figures are of: letter, pledge and pact by name and fingerprint.

    With the letter, the roster that was fixed when it came out: how many, and its root. A pledge
    and a pact carry their handle in the journal: another one of the same words is another.
    """
    version = CircularVersion.objects.filter(pk=topic.version or 0).first()
    session = PledgeSession.objects.filter(pk=topic.session or 0).select_related("text").first()
    round_ = PactRound.objects.filter(pk=topic.round or 0).select_related("text").first()
    letter: dict[str, Json] | None = None
    if version:
        letter = {"number": version.number, "sha256": version.body_hash, "roster": _roster(version)}
    return {
        "letter": letter,
        "pledge": _told(session) if session else None,
        "pact": _told(round_) if round_ else None,
    }


def _told(held: PledgeSession | PactRound) -> dict[str, Json]:
    return {"ref": held.ref, "title": held.title, "sha256": held.text.sha256}


def _roster(version: CircularVersion) -> dict[str, Json] | None:
    fixed = RosterSnapshot.objects.filter(version=version).first()
    if fixed is None:
        return None
    return {"on": fixed.taken_on.isoformat(), "count": fixed.count, "root": fixed.root}


def leaves_packed(pools: Sequence[Sequence[Counted]], keys: Mapping[str, int]) -> bytes:
    """Return who was counted where and how, as kept for drawing paths."""
    rows = (
        _LEAF.pack(
            keys[one.person], number, sum(1 << at for at, is_so in enumerate(one.steps) if is_so)
        )
        for number, pool in enumerate(pools)
        for one in pool
    )
    return zlib.compress(b"".join(rows))


def leaves_unpacked(packed: bytes | memoryview) -> list[tuple[int, int, tuple[bool, ...]]]:
    """Return the key of each person, the number of the pool, and the states that were reached."""
    rows = _LEAF.iter_unpack(zlib.decompress(bytes(packed)))
    return [
        (pk, pool, tuple(bool(mask >> at & 1) for at in range(len(STATES))))
        for pk, pool, mask in rows
    ]


def issues_of(government: str) -> QuerySet[CoverageIssue]:
    """Return what a government has published, newest first, without what is private in it."""
    issues = CoverageIssue.objects.filter(government=government)
    return issues.defer("leaves", "seed").order_by("-sequence")


def issue_get(*, government: str, sequence: int) -> CoverageIssue:
    """Return one issue; raise NotVisibleError when there is none of this number."""
    issue = issues_of(government).filter(sequence=sequence).first()
    if issue is None:
        raise NotVisibleError(_("Belum ada jumlah jangkauan dengan nomor ini."))
    return issue


def issue_newest(government: str) -> CoverageIssue | None:
    """Return the last issue with all of it, or none."""
    issues = CoverageIssue.objects.filter(government=government)
    return issues.select_related("government").order_by("-sequence").first()


def proof_of(*, issue: CoverageIssue, person: Person) -> dict[str, Any] | None:
    """Return the person's own file: salt, states, and the path to the published root.

    None when the person was not on that day's roster, or the time of keeping is over.
    """
    if issue.leaves is None or issue.seed is None:
        return None
    rows = leaves_unpacked(issue.leaves)
    pool = next((number for pk, number, _steps in rows if pk == person.pk), None)
    if pool is None:
        return None
    steps_by_key = {pk: steps for pk, number, steps in rows if number == pool}
    refs = dict(Person.objects.filter(pk__in=steps_by_key).values_list("pk", "ref"))
    people = [Counted(refs[pk], steps) for pk, steps in steps_by_key.items()]
    seed, document = bytes(issue.seed), json.loads(issue.document)
    found = steps_of(document["tree"], pool, seed, people, person.ref)
    if found is None:
        return None
    steps, mine = found
    return {
        "format": PROOF_FORMAT,
        "government": issue.government_id,
        "sequence": issue.sequence,
        "day": issue.day.isoformat(),
        "person": person.ref,
        "salt": salt_of(seed, person.ref).hex(),
        "figures": list(FIGURES),
        "counted": [1, *(int(step) for step in mine.steps)],
        "steps": [step_json(step) for step in steps],
        "root": issue.root,
    }


def index_rows() -> list[dict[str, Any]]:
    """Return what ``index.json`` lists: each government with its newest issue and its root."""
    newest: dict[str, dict[str, Any]] = {}
    rows = CoverageIssue.objects.order_by("government", "sequence")
    for government, name, sequence, day, root in rows.values_list(
        "government", "government__name", "sequence", "day", "root"
    ):
        facts = {"newest": sequence, "day": day.isoformat(), "root": root}
        newest[government] = {"government": government, "name": name, **facts}
    return list(newest.values())


def files_published() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every published file, as the public door serves them."""
    for issue in CoverageIssue.objects.defer("leaves", "seed").order_by("pk").iterator():
        yield f"{issue.government_id}/{issue.sequence}.json", issue.document
    yield "index.json", canonical(index_rows()).decode()
