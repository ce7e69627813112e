"""Takes an applied import back by a second import that restores what stood before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.core.access import Actor
from netral.core.kinds.errors import AlreadyDoneError
from netral.journal.services import entry_append
from netral.people.models import Person, PersonnelImport, Posting, Unit
from netral.people.queries.imports import newcomers_of, revert_refusal
from netral.people.services.handles import handle_new
from netral.people.services.personnel_intake import entry_locked
from netral.people.services.personnel_plan import COMPARED

BATCH = 2_000
ONE_DAY = timedelta(days=1)
Phase = PersonnelImport.Phase


@transaction.atomic
def personnel_revert(*, actor: Actor, ref: str, at: datetime) -> PersonnelImport:
    """Restore what stood before an import and enter ``personnel.revert``.

    Nothing is deleted: who was new ends before the first day, the rest is as it was. Raises
    AlreadyDoneError, with the reason, when something newer stands on it.
    """
    entry = entry_locked(actor, ref, {Phase.APPLIED})
    refusal = revert_refusal(entry)
    if refusal:
        raise AlreadyDoneError(refusal)
    before_first = (entry.valid_from or at.date()) - ONE_DAY
    _restore(entry, before_first)
    entry.phase = Phase.REVERTED
    entry.save()
    back = _compensating(entry, actor, at)
    entry_append(
        government=entry.government_id,
        kind="personnel.revert",
        matter=back.ref,
        actor=actor.account,
        body={"reverts": entry.ref, "file": entry.file_hash, "counts": entry.counts},
        at=at,
    )
    return back


@override("id")
def _compensating(entry: PersonnelImport, actor: Actor, at: datetime) -> PersonnelImport:
    return PersonnelImport.objects.create(
        ref=handle_new(),
        government=entry.government,
        account=actor.account,
        file_name=_("Pembatalan: {name}").format(name=entry.file_name)[:120],
        file_hash=entry.file_hash,
        file_size=entry.file_size,
        phase=Phase.APPLIED,
        percent=100,
        mode=entry.mode,
        valid_from=entry.valid_from,
        counts=entry.counts,
        reverts=entry,
        created_at=at,
        applied_at=at,
    )


def _restore(entry: PersonnelImport, before_first: date) -> None:
    new = newcomers_of(entry)
    Posting.objects.filter(person__in=new).update(valid_to=before_first)
    new.update(valid_to=before_first)
    first, last = entry.counts["postings"]
    for changes in _parts(list(entry.changes.all())):
        people = [change.person_id for change in changes]
        made = Posting.objects.filter(person__in=people, pk__gt=first, pk__lte=last)
        made.update(valid_to=before_first)
        _restore_people({change.person_id: change.before or {} for change in changes})
        _restore_posts(
            post for change in changes for post in (change.before or {}).get("postings", [])
        )
    _end_units(entry, before_first)


def _restore_people(before: dict[int, dict[str, Any]]) -> None:
    people = Person.objects.in_bulk(list(before))
    for pk, person in people.items():
        for name, value in before[pk].items():
            if name in {"valid_to", "valid_from"}:
                setattr(person, name, _day(value))
            elif name != "postings":
                setattr(person, name, value)
    Person.objects.bulk_create(
        list(people.values()),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*COMPARED, "unit", "valid_from", "valid_to"],
    )


def _restore_posts(posts: Iterable[Sequence[Any]]) -> None:
    by_day: dict[date | None, list[int]] = {}
    for pk, valid_to in posts:
        by_day.setdefault(_day(valid_to), []).append(pk)
    for day, pks in by_day.items():
        Posting.objects.filter(pk__in=pks).update(valid_to=day)


def _end_units(entry: PersonnelImport, before_first: date) -> None:
    """End the units that the import opened and in which nobody serves."""
    opened = Unit.objects.filter(pk__in=entry.sheet.get("opened", []), valid_to=None)
    used = Person.objects.filter(unit__in=opened, valid_to=None).values("unit")
    opened.exclude(pk__in=list(used.values_list("unit", flat=True))).update(valid_to=before_first)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _parts(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[at : at + BATCH] for at in range(0, len(items), BATCH))
