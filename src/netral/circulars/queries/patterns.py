"""Units of which most was done within an hour from one browser: facts, for the level above."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from netral.circulars.models import CircularVersion, Reading
from netral.core.access import Actor, Assurance, Role, is_within
from netral.core.flow.pattern import KEPT_DAYS, BrowserAct, Pattern, pattern_of
from netral.people.access import PERSONAL_SESSION
from netral.people.models import BrowserMark, Unit

SEEN_BY = frozenset(
    {Role.SUPERIOR, Role.OPD_HEAD, Role.OFFICER, Role.HANDLER, Role.SEKDA, Role.PPK}
)
"""Who sees a pattern, of units strictly below their own: the level above, never the unit itself."""

Marks = Mapping[int, tuple[list[datetime], list[bytes]]]


@dataclass(frozen=True, slots=True)
class UnitPattern:
    """A unit and the pattern found there."""

    unit: Unit
    pattern: Pattern


def patterns_below(actor: Actor, version: CircularVersion, *, at: datetime) -> list[UnitPattern]:
    """Return the patterns of the units strictly below the actor's own, by path."""
    if actor.role not in SEEN_BY:
        return []
    found = _patterns(version, str(actor.unit), at)
    units = Unit.objects.filter(path__in=found).order_by("path")
    return [UnitPattern(unit, found[unit.path]) for unit in units]


def pattern_at(
    actor: Actor, version: CircularVersion, path: str, *, at: datetime
) -> Pattern | None:
    """Return the pattern of one unit strictly below the actor's own, or none."""
    if actor.role not in SEEN_BY or path == actor.unit or not is_within(path, actor.unit):
        return None
    return _patterns(version, path, at, is_one=True).get(path)


def _patterns(
    version: CircularVersion, scope: str, at: datetime, *, is_one: bool = False
) -> dict[str, Pattern]:
    """Return the pattern of each unit that has one. Two queries."""
    since = at - timedelta(days=KEPT_DAYS)
    readings = Reading.objects.filter(version=version, read_at__gt=since).exclude(
        assurance=Assurance.PAPER.value
    )
    where = {"unit_path": scope} if is_one else {"unit_path__startswith": f"{scope}."}
    acts = list(readings.filter(**where).values_list("unit_path", "person", "read_at"))
    marks = _marks(version, since)
    by_unit: dict[str, list[BrowserAct]] = defaultdict(list)
    for path, person, read_at in acts:
        if read_at is not None:
            by_unit[path].append(BrowserAct(read_at, _browser_of(marks, person, read_at)))
    found = ((path, pattern_of(told)) for path, told in by_unit.items())
    return {path: pattern for path, pattern in found if pattern is not None}


def _marks(version: CircularVersion, since: datetime) -> Marks:
    """Return when each reader of the version came in, and from which browser, in order."""
    readers = Reading.objects.filter(version=version, read_at__gt=since).values("person")
    rows = BrowserMark.objects.filter(person__in=readers, at__gt=since - PERSONAL_SESSION)
    by_person: dict[int, tuple[list[datetime], list[bytes]]] = defaultdict(lambda: ([], []))
    for person, moment, digest in rows.order_by("at", "pk").values_list("person", "at", "digest"):
        by_person[person][0].append(moment)
        by_person[person][1].append(bytes(digest))
    return by_person


def _browser_of(marks: Marks, person: int, acted_at: datetime) -> bytes:
    """Return the browser through which the person had come in when acting; empty if unknown."""
    moments, digests = marks.get(person, ([], []))
    place = bisect_right(moments, acted_at) - 1
    if place < 0 or acted_at - moments[place] > PERSONAL_SESSION:
        return b""
    return digests[place]
