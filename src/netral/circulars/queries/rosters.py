"""Whom a version addresses, and the roster of the day on which it was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from netral.circulars.models import CircularVersion, RosterSnapshot
from netral.core.law.grouping import ASN_GROUPS, OTHER_GROUPS, staff_group
from netral.core.ledger.roster import roster_root
from netral.journal.models import Entry
from netral.people.models import Person, Unit
from netral.people.models.persons import PersonQuerySet

STATUS_OF_GROUP = {
    "pns": (Person.Status.PNS,),
    "cpns": (Person.Status.CPNS,),
    "pppk": (Person.Status.PPPK, Person.Status.PPPK_PART),
}
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class RosterCheck:
    """What recounting a snapshot gave: its version, and in one word what is wrong ("" if nothing).

    ``wrong``: ``garam`` a line does not give its leaf, ``akar`` the leaves not the root, ``jumlah``
    another count, ``jejak`` the journal's entry names another root.
    """

    version: CircularVersion
    wrong: str


def addressed(version: CircularVersion) -> Q:
    """Return the condition on Person that the version's addressees make; true for "all".

    One query more where of those who are not ASN some groups are meant and others not: their
    group is told by the post alone.
    """
    return _in_units(version.units) & _in_groups(version.government_id, version.groups)


def persons_addressed(version: CircularVersion, *, on: date) -> PersonQuerySet:
    """Return the people in service on the day whom the version addresses."""
    people = Person.objects.live_on(on).filter(government_id=version.government_id)
    return people.filter(addressed(version))


def is_addressed(version: CircularVersion, person: Person) -> bool:
    """Tell whether the version asks this person, by unit and group of now; without a query."""
    path = person.unit.path
    has_unit = not version.units or any(
        path == unit or path.startswith(f"{unit}.") for unit in version.units
    )
    group = staff_group(person.status, person.post_title)
    return has_unit and (not version.groups or group in version.groups)


def opds_on(government: str, on: date) -> list[tuple[str, str]]:
    """Return path and name of the OPD that a letter can address on the day, by name."""
    alive = Unit.objects.live_on(on).filter(government_id=government, kind=Unit.Kind.OPD)
    return list(alive.order_by("name", "path").values_list("path", "name"))


def roster_figures(snapshot: RosterSnapshot) -> Counter[tuple[str, str]]:
    """Return how many were counted in each (unit path, group). One query."""
    rows = snapshot.members.values("unit_path", "group").annotate(n=Count("pk"))
    return Counter({(row["unit_path"], row["group"]): row["n"] for row in rows})


def rosters_checked(*, newest: int | None = None) -> Iterator[RosterCheck]:
    """Recount snapshots, the newest first, all of them without a limit."""
    snapshots = RosterSnapshot.objects.select_related("version__circular").order_by("-pk")
    for snapshot in snapshots[:newest] if newest else snapshots:
        yield RosterCheck(snapshot.version, _wrong(snapshot))


def _wrong(snapshot: RosterSnapshot) -> str:
    leaves: list[bytes] = []
    members = snapshot.members.select_related("person").order_by("pk")
    for member in members.iterator(chunk_size=ROWS_AT_ONCE):
        leaf = bytes(member.leaf)
        if member.leaf_again(member.person.ref if member.person else "") != leaf:
            return "garam"
        leaves.append(leaf)
    if roster_root(leaves).hex() != snapshot.root:
        return "akar"
    if len(leaves) != snapshot.count:
        return "jumlah"
    return "" if _is_entered(snapshot) else "jejak"


def _is_entered(snapshot: RosterSnapshot) -> bool:
    """Tell whether the entry of the publication names this root; an erased one names none."""
    version = snapshot.version
    entries = Entry.objects.filter(
        log__government=version.government_id,
        kind="circular.publish",
        matter=version.circular.ref,
        at=snapshot.taken_at,
    )
    bodies = list(entries.values_list("body", flat=True))
    return any(body is None or f'"root":"{snapshot.root}"' in body for body in bodies)


def _in_units(units: Iterable[str]) -> Q:
    condition = Q()
    for path in units:
        condition |= Q(unit__path=path) | Q(unit__path__startswith=f"{path}.")
    return condition


def _in_groups(government: str, groups: Iterable[str]) -> Q:
    wanted = set(groups)
    if not wanted:
        return Q()
    statuses = [one for each in ASN_GROUPS if each in wanted for one in STATUS_OF_GROUP[each]]
    condition = Q(status__in=statuses)
    others = wanted.intersection(OTHER_GROUPS)
    if others == set(OTHER_GROUPS):
        return condition | Q(status=Person.Status.NON_ASN)
    if others:
        titles = _titles_of(government, others)
        condition |= Q(status=Person.Status.NON_ASN, post_title__in=titles)
    return condition


def _titles_of(government: str, groups: set[str]) -> list[str]:
    """Return the posts of those who are not ASN that belong to these groups."""
    status = Person.Status.NON_ASN
    found = Person.objects.filter(government_id=government, status=status)
    titles = found.values_list("post_title", flat=True).distinct()
    return [title for title in titles if staff_group(status, title) in groups]
