"""The sealer: gives places to waiting entries, grows the tree, signs its head. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from netral.core.ledger.checkpoint import Head, checkpoint_sign
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import leaf_hashes
from netral.core.ledger.tiles import TileKey
from netral.core.ledger.tree import edge_keys, grown, root
from netral.journal.models import Checkpoint, Log, Tile
from netral.journal.queries.logs import log_of, size_of
from netral.journal.queries.tiles import tiles_read
from netral.journal.services.keys import key_read
from netral.shell.database import lock_for_transaction, rows_insert

BATCH = 50_000
# Advisory locks share one space of numbers: the letters "JEJAK" keep ours apart.
LOCK = 0x4A_45_4A_41_4B << 20

# Both ends of the batch stand in each query: from the first row of a table of millions, the
# planner would walk past all that was sealed before, again for every batch.
_BATCH = """
    SELECT MIN(entry_id), MAX(entry_id) FROM (
        SELECT entry_id FROM journal_pending WHERE log_id = %s ORDER BY entry_id LIMIT %s
    ) AS batch
"""
_WAITING = """
    SELECT e.leaf FROM journal_pending p JOIN journal_entry e ON e.id = p.entry_id
    WHERE p.log_id = %s AND p.entry_id BETWEEN %s AND %s AND e.id BETWEEN %s AND %s
    ORDER BY p.entry_id
"""
_PLACES = """
    INSERT INTO journal_leaf (entry_id, log_id, position)
    SELECT entry_id, log_id, %s + ROW_NUMBER() OVER (ORDER BY entry_id) - 1
    FROM journal_pending WHERE log_id = %s AND entry_id BETWEEN %s AND %s
"""
_TAKEN = "DELETE FROM journal_pending WHERE log_id = %s AND entry_id BETWEEN %s AND %s"


class LateEntryError(LedgerError):
    """An entry with an earlier number was committed meanwhile; nothing was sealed, try again."""

    status = 503


def log_seal(*, government: str, at: datetime, limit: int = BATCH) -> Checkpoint | None:
    """Seal up to ``limit`` waiting entries; return the new checkpoint, None if nothing waits.

    Raises LateEntryError when the outbox changed under the sealer's hands; nothing is written.
    """
    log = log_of(government)
    with transaction.atomic():
        lock_for_transaction(LOCK + log.pk)
        ((first, last),) = _rows(_BATCH, log.pk, limit)
        if first is None:
            return None
        waiting = _rows(_WAITING, log.pk, first, last, first, last)
        size = size_of(log)
        # Hashing needs no database: it goes on while that one is busy with the places.
        with ThreadPoolExecutor(max_workers=1) as beside:
            hashing = beside.submit(_hashed, waiting)
            _place(log, size, between=(first, last), count=len(waiting))
            leaves = hashing.result()
        edge = tiles_read(log.pk, edge_keys(size))
        changed = grown(size, edge, leaves)
        _keep(log, edge, changed)
        return _signed(log, size + len(leaves), {**edge, **changed}, at)


def _hashed(waiting: Sequence[tuple[Any, ...]]) -> list[bytes]:
    return leaf_hashes([leaf.encode() for (leaf,) in waiting])


def _rows(sql: str, *values: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _place(log: Log, size: int, *, between: tuple[int, int], count: int) -> None:
    """Move the batch from the outbox into the tree: set by set, not one by one."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [size, log.pk, *between])
        placed = cursor.rowcount
        cursor.execute(_TAKEN, [log.pk, *between])
        if not placed == cursor.rowcount == count:
            raise LateEntryError("Ada catatan yang baru masuk; penyegelan diulang.")


def _keep(log: Log, edge: Mapping[TileKey, bytes], changed: Mapping[TileKey, bytes]) -> None:
    """Write the tiles that grew, one for each level, and those that are new, in one go."""
    for key in edge.keys() & changed.keys():
        tile = Tile.objects.filter(log=log, level=key.level, number=key.number)
        tile.update(data=changed[key])
    new = [(log.pk, *key, data) for key, data in changed.items() if key not in edge]
    rows_insert("journal_tile", ("log_id", "level", "number", "data"), new)


def _signed(log: Log, size: int, tiles: Mapping[TileKey, bytes], at: datetime) -> Checkpoint:
    head = Head(log.origin, size, root(size, tiles))
    text = checkpoint_sign(head, key_read(log.government))
    return Checkpoint.objects.create(log=log, size=size, root=head.root, text=text, at=at)
