"""The snapshot of the addressed staff, taken in the transaction that publishes a version."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from netral.circulars.models import CircularVersion, RosterSnapshot
from netral.circulars.queries.rosters import ROWS_AT_ONCE, persons_addressed
from netral.core.law.grouping import staff_group
from netral.core.ledger.roster import SALT_SIZE, RosterLine, roster_leaf, roster_root
from netral.shell.database import rows_insert

_COLUMNS = ("snapshot_id", "person_id", "unit_path", "group", "salt", "leaf")


def roster_take(version: CircularVersion, *, at: datetime) -> RosterSnapshot:
    """Keep who is addressed today, each with a salt of their own; return the snapshot.

    Called by the service that publishes, in its transaction; the root goes into that entry.
    """
    rows = list(_rows(version, at))
    snapshot = RosterSnapshot.objects.create(
        version=version,
        government_id=version.government_id,
        taken_on=at.date(),
        taken_at=at,
        count=len(rows),
        root=roster_root(row[-1] for row in rows).hex(),
    )
    rows_insert("circulars_rostermember", _COLUMNS, ((snapshot.pk, *row) for row in rows))
    return snapshot


def _rows(version: CircularVersion, at: datetime) -> Iterator[tuple[int, str, str, bytes, bytes]]:
    people = persons_addressed(version, on=at.date()).order_by("pk")
    facts = people.values_list("pk", "ref", "unit__path", "status", "post_title")
    group_of = cache(staff_group)
    for pk, ref, path, status, title in facts.iterator(chunk_size=ROWS_AT_ONCE):
        group = group_of(status, title)
        salt = secrets.token_bytes(SALT_SIZE)
        yield pk, path, group, salt, roster_leaf(RosterLine(ref, path, group), salt)
