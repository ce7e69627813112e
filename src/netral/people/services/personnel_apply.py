"""Applies a checked personnel file: units, persons, posts and what changed, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import models

from netral.people.models import (
    Instansi,
    Person,
    PersonnelChange,
    PersonnelImport,
    Posting,
    Unit,
)
from netral.people.services.handles import handles_new
from netral.people.services.personnel_check import RosterRow
from netral.people.services.personnel_plan import Change, Plan
from netral.people.services.personnel_units import Place
from netral.people.services.unit_names import is_head_title

BATCH = 2_000
ONE_DAY = timedelta(days=1)
PERSON_FIELDS = (
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
Item = TypeVar("Item")
Row = TypeVar("Row", bound=models.Model)
Posts = dict[int, list[tuple[int, str | None]]]


@dataclass(slots=True)
class Work:
    """One application of a plan on one day, with the progress told on the way."""

    entry: PersonnelImport
    plan: Plan
    on: date
    left_on: date
    tell: Callable[[int], None]
    done: int = 0
    heads: dict[tuple[str, str], bool] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return how many persons are touched."""
        return len(self.plan.new) + len(self.plan.changes) + len(self.plan.left)

    def step(self, count: int) -> None:
        """Tell how far the work is, in percent."""
        self.done += count
        self.tell(self.done * 100 // max(self.total, 1))

    def is_head(self, title: str, place: str) -> bool:
        """Tell whether a post leads its unit; asked once for each pair."""
        key = (title, place)
        if key not in self.heads:
            self.heads[key] = is_head_title(title, place)
        return self.heads[key]


def plan_apply(work: Work) -> None:
    """Write what the plan says; the caller holds the transaction."""
    _open_units(work)
    for part in _batches(work.plan.new):
        _enter(work, part)
        work.step(len(part))
    for changed in _batches(work.plan.changes):
        _alter(work, changed)
        work.step(len(changed))
    for gone in _batches(work.plan.left):
        _end(work, [pk for pk, _ in gone])
        work.step(len(gone))


def _open_units(work: Work) -> None:
    """Open the planned units, those above first, and note the codes that known units got."""
    tree = work.plan.tree
    government = work.entry.government
    for place in sorted(tree.planned, key=lambda item: item.path.count(".")):
        place.pk = _unit(place, tree.places[place.parent].pk, government, work.on).pk
    for place in tree.adopted:
        if place not in tree.planned:
            Unit.objects.filter(pk=place.pk).update(external_id=place.external_id)


def _unit(place: Place, parent: int | None, government: Instansi, on: date) -> Unit:
    return Unit.objects.create(
        path=place.path,
        government=government,
        parent_id=parent,
        name=place.name,
        kind=place.kind,
        external_id=place.external_id,
        valid_from=on,
    )


def _enter(work: Work, part: Sequence[tuple[RosterRow, Place]]) -> None:
    handles = handles_new(len(part))
    people = [
        Person(
            ref=handle,
            government_id=work.entry.government_id,
            unit_id=place.pk,
            nip=row.nip,
            valid_from=work.on,
            **{name: getattr(row, name) for name in PERSON_FIELDS},
        )
        for handle, (row, place) in zip(handles, part, strict=True)
    ]
    _insert(Person.objects, people)
    places = [place.name for _, place in part]
    _insert(Posting.objects, [_post(work, p, name) for p, name in zip(people, places, strict=True)])
    _insert(
        PersonnelChange.objects,
        [
            PersonnelChange(entry=work.entry, person=person, act=PersonnelChange.Act.NEW)
            for person in people
        ],
    )


def _post(work: Work, person: Person, place: str) -> Posting:
    return Posting(
        person=person,
        unit_id=person.unit_id,
        title=person.post_title or "Staf",
        is_head=work.is_head(person.post_title, place),
        valid_from=work.on,
    )


def _alter(work: Work, part: Sequence[Change]) -> None:
    people = Person.objects.in_bulk([change.pk for change in part])
    reposted: list[tuple[Person, str, Change]] = []
    for change in part:
        person = people[change.pk]
        for name, value in change.values.items():
            setattr(person, name, value)
        if change.act == PersonnelChange.Act.MOVED:
            person.unit_id = change.place.pk or person.unit_id
        if "valid_to" in change.before:
            change.before["valid_from"] = person.valid_from.isoformat()
            person.valid_to = None
            person.valid_from = work.on
        if change.before.keys() & {"post_title", "unit_id", "valid_to"}:
            reposted.append((person, change.place.name, change))
    _update(people.values())
    _repost(work, reposted)
    _insert(
        PersonnelChange.objects,
        [
            PersonnelChange(
                entry=work.entry, person_id=change.pk, act=change.act, before=change.before
            )
            for change in part
        ],
    )


def _repost(work: Work, part: Sequence[tuple[Person, str, Change]]) -> None:
    """End the definitive post held until now and begin the one the file names."""
    held = _live_posts([person.pk for person, _, _ in part], work.on)
    for person, _, change in part:
        change.before["postings"] = held.get(person.pk, [])
    ended = [post[0] for posts in held.values() for post in posts]
    Posting.objects.filter(pk__in=ended).update(valid_to=work.on - ONE_DAY)
    _insert(Posting.objects, [_post(work, person, place) for person, place, _ in part])


def _end(work: Work, pks: Sequence[int]) -> None:
    """End the service of persons who left, and their posts, on the chosen day."""
    before = dict(Person.objects.filter(pk__in=pks).values_list("pk", "valid_to"))
    Person.objects.filter(pk__in=pks).update(valid_to=work.left_on)
    posts = Posting.objects.filter(person__in=pks).exclude(valid_to__lte=work.left_on)
    ended = _held(posts)
    posts.update(valid_to=work.left_on)
    _insert(
        PersonnelChange.objects,
        [
            PersonnelChange(
                entry=work.entry,
                person_id=pk,
                act=PersonnelChange.Act.LEFT,
                before={"valid_to": _iso(before[pk]), "postings": ended.get(pk, [])},
            )
            for pk in pks
        ],
    )


def _live_posts(people: Sequence[int], on: date) -> Posts:
    return _held(Posting.objects.live_on(on).filter(person__in=people, kind="definitif"))


def _held(posts: models.QuerySet[Posting]) -> Posts:
    """Return each person's posts with the last day they had, so that they can be restored."""
    held: Posts = {}
    for pk, person, valid_to in posts.values_list("pk", "person_id", "valid_to"):
        held.setdefault(person, []).append((pk, _iso(valid_to)))
    return held


def _insert(manager: models.Manager[Row], rows: Sequence[Row]) -> None:
    manager.bulk_create(rows, batch_size=BATCH)


def _update(people: Iterable[Person]) -> None:
    """Write many persons at once, as one insert that meets its own rows (both databases)."""
    Person.objects.bulk_create(
        list(people),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*PERSON_FIELDS, "unit", "valid_from", "valid_to"],
    )


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    walker = iter(items)
    while part := list(islice(walker, BATCH)):
        yield part


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def summary_of(work: Work) -> dict[str, Any]:
    """Return the body of the journal's entry: counts and the file's hash, no names."""
    return {
        "counts": work.plan.counts(),
        "file": work.entry.file_hash,
        "mode": work.entry.mode,
        "valid_from": work.on.isoformat(),
        "left_on": work.left_on.isoformat(),
        "units": [place.path for place in work.plan.tree.planned],
    }
