"""Applies a checked personnel file: units, persons, posts and what changed, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import models

from netral.core.access import PostKind
from netral.people.models import (
    Person,
    PersonnelChange,
    PersonnelImport,
    Posting,
    Unit,
)
from netral.people.services.handles import handles_new
from netral.people.services.personnel_plan import Change, Plan
from netral.people.services.personnel_units import Place
from netral.people.services.unit_names import is_head_title
from netral.shell.database import rows_insert

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
PERSON_COLUMNS = ("ref", "government_id", "unit_id", "nip", "valid_from", *PERSON_FIELDS)
POSTING_COLUMNS = ("person_id", "unit_id", "title", "kind", "is_head", "valid_from")
UNTITLED = "Staf"
Item = TypeVar("Item")
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
    _enter(work)
    for changed in _batches(work.plan.changes):
        _alter(work, changed)
        work.step(len(changed))
    for gone in _batches(work.plan.left):
        _end(work, [pk for pk, _ in gone])
        work.step(len(gone))


def last_key(rows: models.QuerySet[Any]) -> int:
    """Return the highest key in use, or 0."""
    return rows.aggregate(last=models.Max("pk"))["last"] or 0


def _open_units(work: Work) -> None:
    """Open the planned units, those above first, and note the codes that known units got."""
    tree = work.plan.tree
    levels: dict[int, list[Place]] = {}
    for place in tree.planned:
        levels.setdefault(place.path.count("."), []).append(place)
    for _depth, places in sorted(levels.items()):
        units = [_unit(work, place, tree.places[place.parent].pk) for place in places]
        opened = Unit.objects.bulk_create(units, batch_size=BATCH)
        for place, unit in zip(places, opened, strict=True):
            place.pk = unit.pk
    for place in tree.adopted:
        if place not in tree.planned:
            Unit.objects.filter(path=place.path).update(external_id=place.external_id)


def _unit(work: Work, place: Place, parent: int | None) -> Unit:
    return Unit(
        path=place.path,
        government=work.entry.government,
        parent_id=parent,
        name=place.name,
        kind=place.kind,
        external_id=place.external_id,
        valid_from=work.on,
    )


def _enter(work: Work) -> None:
    """Enter everyone who is new: two tables, each in one go."""
    key, on, before = work.entry.government_id, work.on, last_key(Person.objects.all())
    handles = handles_new(len(work.plan.new))
    people = (
        (handle, key, place.pk, row.nip, on, *(getattr(row, name) for name in PERSON_FIELDS))
        for handle, (row, place) in zip(handles, work.plan.new, strict=True)
    )
    rows_insert("people_person", PERSON_COLUMNS, people)
    work.step(len(handles) // 2)
    found = Person.objects.filter(government=key, pk__gt=before).values_list("nip", "pk")
    pk_by_nip = dict(found.iterator(chunk_size=BATCH))
    posts = (
        (pk_by_nip[row.nip], place.pk, *_post(work, row.post_title, place.name))
        for row, place in work.plan.new
    )
    rows_insert("people_posting", POSTING_COLUMNS, posts)
    work.step(len(handles) - len(handles) // 2)


def _post(work: Work, title: str, place: str) -> tuple[str, str, bool, date]:
    """Return title, kind, whether it leads the unit, and the first day."""
    return title or UNTITLED, str(PostKind.DEFINITIVE), work.is_head(title, place), work.on


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
    PersonnelChange.objects.bulk_create(
        [
            PersonnelChange(
                entry=work.entry, person_id=change.pk, act=change.act, before=change.before
            )
            for change in part
        ],
        batch_size=BATCH,
    )


def _repost(work: Work, part: Sequence[tuple[Person, str, Change]]) -> None:
    """End the definitive post held until now and begin the one the file names."""
    held = _live_posts([person.pk for person, _, _ in part], work.on)
    for person, _, change in part:
        change.before["postings"] = held.get(person.pk, [])
    ended = [post[0] for posts in held.values() for post in posts]
    Posting.objects.filter(pk__in=ended).update(valid_to=work.on - ONE_DAY)
    begun = (
        (person.pk, person.unit_id, *_post(work, person.post_title, place))
        for person, place, _ in part
    )
    rows_insert("people_posting", POSTING_COLUMNS, begun)


def _end(work: Work, pks: Sequence[int]) -> None:
    """End the service of persons who left, and their posts, on the chosen day."""
    before = dict(Person.objects.filter(pk__in=pks).values_list("pk", "valid_to"))
    Person.objects.filter(pk__in=pks).update(valid_to=work.left_on)
    posts = Posting.objects.filter(person__in=pks).exclude(valid_to__lte=work.left_on)
    ended = _held(posts)
    posts.update(valid_to=work.left_on)
    PersonnelChange.objects.bulk_create(
        [
            PersonnelChange(
                entry=work.entry,
                person_id=pk,
                act=PersonnelChange.Act.LEFT,
                before={"valid_to": _iso(before[pk]), "postings": ended.get(pk, [])},
            )
            for pk in pks
        ],
        batch_size=BATCH,
    )


def _live_posts(people: Sequence[int], on: date) -> Posts:
    return _held(Posting.objects.live_on(on).filter(person__in=people, kind="definitif"))


def _held(posts: models.QuerySet[Posting]) -> Posts:
    """Return each person's posts with the last day they had, so that they can be restored."""
    held: Posts = {}
    for pk, person, valid_to in posts.values_list("pk", "person_id", "valid_to"):
        held.setdefault(person, []).append((pk, _iso(valid_to)))
    return held


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
