"""Keeps the figures of coverage: what changed is counted anew, never added to.

A number is always the result of a count over the persons of a unit, so reading an entry twice, in
another order or after a crash changes nothing. Why not in the writers' transaction:
docs/adr/0011-coverage-counted-anew.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet, Sum

from netral.core.flow.coverage import State
from netral.core.kinds.errors import AlreadyDoneError
from netral.journal.queries.logs import NoLogError, sealed_count
from netral.oversight.models import CoverageBook, CoverageCell, CoverageTotal
from netral.oversight.queries.changes import Act, acts_sealed, units_pledged, units_touched
from netral.oversight.queries.tally import (
    Key,
    Topic,
    pledged_tallies,
    roster_of,
    tallies,
    topic_of,
)
from netral.shell.database import rows_insert, write_turn

TRIES = 20
_CELL = ("government_id", "unit_id", "group", "state", "way", "number")


class CoverageBusyError(AlreadyDoneError):
    """Others kept counting the same government; the round after this one counts it."""


def coverage_rebuild(*, government: str, at: datetime) -> CoverageBook:
    """Count a whole government from its persons and keep it, whatever was kept before.

    Entries sealed up to here are counted with it; those after are read later.
    """
    for _number in range(TRIES):
        book = CoverageBook.objects.filter(pk=government).first()
        cursor = _sealed(government)
        topic = topic_of(government)
        counts = tallies(topic=topic, on=at.date())
        if _kept(book, topic, counts, _Place(), cursor=cursor, at=at):
            return CoverageBook.objects.get(pk=government)
    raise CoverageBusyError("Jangkauan sedang dihitung proses lain. Coba lagi sebentar.")


def coverage_count(*, government: str, acts: Collection[Act], at: datetime) -> None:
    """Count anew what some entries touched, whether they are sealed yet or not."""
    for _number in range(TRIES):
        book = CoverageBook.objects.filter(pk=government).first()
        topic = topic_of(government)
        if book is None or not _is_same(book, topic, at.date()):
            coverage_rebuild(government=government, at=at)
            return
        if _are_pledges(acts):
            # A crowd changes one state alone: the others need not be counted beside it.
            place = _Place(units_pledged(government=government, acts=acts), State.PLEDGED.value)
            counts = pledged_tallies(topic=topic, on=at.date(), units=place.units)
        else:
            place = _Place(units_touched(government=government, acts=acts))
            counts = tallies(topic=topic, on=at.date(), units=place.units)
        if _kept(book, topic, counts, place, cursor=book.cursor, at=at):
            if place.units is not None and not _foots(topic, acts, at.date()):
                coverage_rebuild(government=government, at=at)
            return
    raise CoverageBusyError("Jangkauan sedang dihitung proses lain. Coba lagi sebentar.")


def coverage_read(
    *, government: str, seen: Collection[int], at: datetime, waiting: Collection[Act] = ()
) -> set[int]:
    """Read the sealed entries after the cursor to the end; return the keys that were read.

    ``waiting`` are entries that are not sealed yet: counted with the first of the others, they
    cost no count of their own. ``seen`` were counted while they waited: they only move the cursor.
    """
    read: set[int] = set()
    if waiting and not CoverageBook.objects.filter(pk=government).exists():
        coverage_rebuild(government=government, at=at)
    while (book := CoverageBook.objects.filter(pk=government).first()) is not None:
        found = acts_sealed(government=government, cursor=book.cursor, seen=seen)
        if acts := [*waiting, *found.acts]:
            coverage_count(government=government, acts=acts, at=at)
        waiting = ()
        if found.cursor == book.cursor:
            break
        CoverageBook.objects.filter(pk=government, cursor__lt=found.cursor).update(
            cursor=found.cursor
        )
        read |= found.keys
    return read


def _foots(topic: Topic, acts: Collection[Act], today: date) -> bool:
    """After a move, compare the kept people with the roster: the unit left may be unknown."""
    if not any(act.kind.startswith("posting.") for act in acts):
        return True
    totals = CoverageTotal.objects.filter(government=topic.government, state="")
    return roster_of(topic, today).count() == (totals.aggregate(sum=Sum("number"))["sum"] or 0)


def _is_same(book: CoverageBook, topic: Topic, today: date) -> bool:
    return (book.keys, book.day) == (topic.keys, today)


def _sealed(government: str) -> int:
    try:
        return sealed_count(government)
    except NoLogError:
        return 0


class _Place(NamedTuple):
    """Which cells a count replaces: of some units or of all, of one state or of all."""

    units: Collection[int] | None = None
    state: str | None = None

    def cells(self, government: str) -> QuerySet[CoverageCell]:
        found = CoverageCell.objects.filter(government_id=government)
        found = found if self.units is None else found.filter(unit__in=self.units)
        return found if self.state is None else found.filter(state=self.state)


def _are_pledges(acts: Collection[Act]) -> bool:
    return all(act.kind == "pledge.make" for act in acts)


def _kept(
    book: CoverageBook | None,
    topic: Topic,
    counts: Counter[Key],
    place: _Place,
    *,
    cursor: int,
    at: datetime,
) -> bool:
    """Replace the cells of the place, and the sums; False if others came first."""
    with write_turn(), transaction.atomic():
        if not _turned(book, topic, cursor, at):
            return False
        place.cells(topic.government).delete()
        rows = ((topic.government, *key, number) for key, number in counts.items() if number)
        rows_insert("oversight_coveragecell", _CELL, rows)
        _sum_up(topic.government)
    return True


def _turned(book: CoverageBook | None, topic: Topic, cursor: int, at: datetime) -> bool:
    """Turn the book's page if nobody did since it was read."""
    facts = {
        "version_id": topic.version,
        "session_id": topic.session,
        "round_id": topic.round,
        "day": at.date(),
        "cursor": cursor,
        "counted_at": at,
    }
    if book is not None:
        same = CoverageBook.objects.filter(pk=book.pk, revision=book.revision)
        return same.update(revision=F("revision") + 1, **facts) == 1
    try:
        with transaction.atomic():
            CoverageBook.objects.create(government_id=topic.government, **facts)
    except IntegrityError:
        return False
    return True


def _sum_up(government: str) -> None:
    """Add up the government's cells anew."""
    CoverageTotal.objects.filter(government=government).delete()
    cells = CoverageCell.objects.filter(government=government)
    sums = cells.values_list("group", "state", "way").annotate(sum=Sum("number"))
    CoverageTotal.objects.bulk_create(
        CoverageTotal(government_id=government, group=group, state=state, way=way, number=number)
        for group, state, way, number in sums
    )
