"""The item bank that ships with this release, and what one circular's lesson draws from it."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources

from django.db.models import Q

from netral.circulars.models import CircularVersion
from netral.circulars.models import Item as LessonItem
from netral.core.flow.circular import clause_changes
from netral.core.flow.lesson.bank import Bank, bank_load
from netral.core.flow.lesson.drawing import Asked
from netral.core.flow.lesson.editing import ItemState
from netral.core.flow.lesson.items import GENERAL_TOPICS, Item, item_read
from netral.core.law import the_book


def item_files() -> dict[str, bytes]:
    """Read the bytes of the item files that ship with this package."""
    folder = resources.files("netral.circulars") / "items"
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.name[-5:] == ".toml"}


@cache
def the_bank() -> Bank:
    """The bank of this release, read and held against the law data once."""
    return bank_load(item_files(), the_book())


def pool_of(*, government: str, today: date) -> tuple[Item, ...]:
    """Return what a government asks on a day: the bank without what it ended, and its own items.

    One query.
    """
    kept = LessonItem.objects.visible_to(government).filter(
        state__in=[ItemState.IN_FORCE.value, ItemState.ENDED.value]
    )
    ended: set[str] = set()
    own: list[Item] = []
    for row in kept.filter(~Q(source="bank") | Q(state=ItemState.ENDED.value)):
        if row.state == ItemState.ENDED and row.valid_to and row.valid_to <= today:
            ended.add(row.sha256)
        elif row.source != "bank" and row.valid_from and row.valid_from <= today:
            own.append(item_read(row.content))
    return (*(item for item in the_bank().items if item.fingerprint() not in ended), *own)


def asked_of(
    version: CircularVersion, *, since: CircularVersion | None, today: date
) -> list[Asked]:
    """Return what a lesson on the version covers: every clause, then the general topics.

    For someone who understood the version ``since``, only the clauses that were added or changed
    after it; the general topics were asked then.
    """
    pool = Bank("", pool_of(government=version.government_id, today=today))
    clauses = [clause.content() for clause in version.clauses.all()]
    if since is None:
        topics = [Asked(topic, pool.of_topic(topic)) for topic in GENERAL_TOPICS]
        return [*(Asked(each.key, pool.for_acts(each.acts)) for each in clauses), *topics]
    before = [clause.content() for clause in since.clauses.all()]
    changed = [change.new for change in clause_changes(before, clauses) if change.new]
    return [Asked(each.key, pool.for_acts(each.acts)) for each in changed]
