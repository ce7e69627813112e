"""Tiles, bundles and proofs, as outsiders get them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from netral.core.kinds.errors import NotVisibleError
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import HASH_SIZE, leaf_hash
from netral.core.ledger.proof import Proof
from netral.core.ledger.tiles import (
    WIDTH,
    TileKey,
    TilePath,
    bundle,
    tile_path,
    tile_width,
)
from netral.core.ledger.tree import (
    consistency_ranges,
    inclusion_ranges,
    range_roots,
    tiles_for,
)
from netral.journal.models import Leaf, Log
from netral.journal.queries.logs import log_of, size_of

# A join, for with "(level, number) IN (...)" SQLite would walk over all tiles of the journal.
_TILES = """
    WITH wanted (level, number) AS (VALUES {})
    SELECT t.level, t.number, t.data FROM wanted w
    JOIN journal_tile t ON t.log_id = %s AND t.level = w.level AND t.number = w.number
"""
_PLACED = """
    SELECT p.position, p.log_id, e.leaf FROM journal_log g
    JOIN journal_entry e ON e.log_id = g.id LEFT JOIN journal_leaf p ON p.entry_id = e.id
    WHERE g.government = %s AND e.matter = %s ORDER BY e.id
"""
_HEAD = """
    SELECT c.size, c.text, w.line FROM journal_checkpoint c
    LEFT JOIN journal_cosignature w ON w.checkpoint_id = c.id
    WHERE c.log_id = %s AND c.size = (SELECT MAX(size) FROM journal_checkpoint WHERE log_id = %s)
    ORDER BY w.witness
"""


class NotSealedError(NotVisibleError):
    """The entry waits for the next checkpoint, or is not known."""

    title = "Belum tercatat di Jejak"


def tiles_read(log_id: int, keys: Collection[TileKey]) -> dict[TileKey, bytes]:
    """Return the named tiles in one query."""
    if not keys:
        return {}
    places = ", ".join(["(%s, %s)"] * len(keys))
    found = _rows(_TILES.format(places), *chain.from_iterable(keys), log_id)
    return {TileKey(level, number): bytes(data) for level, number, data in found}


def _rows(sql: str, *values: int | str) -> list[tuple[Any, ...]]:
    """Run a query by hand: building it anew by the ORM would cost most of a proof's time."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def tile_bytes(government: str, text: str) -> bytes:
    """Return the exact bytes of what stands after ``tile/``; raise NotVisibleError if absent."""
    log = log_of(government)
    try:
        path = tile_path(text)
    except LedgerError as error:
        raise NotVisibleError(str(error)) from error
    if path.width > tile_width(path.level or 0, path.number, size_of(log)):
        raise NotVisibleError(_("Petak ini belum ada di Jejak."))
    return _bundle(log, path) if path.level is None else _tile(log, path, path.level)


def _tile(log: Log, path: TilePath, level: int) -> bytes:
    key = TileKey(level, path.number)
    return tiles_read(log.pk, [key])[key][: path.width * HASH_SIZE]


def _bundle(log: Log, path: TilePath) -> bytes:
    first = path.number * WIDTH
    rows = Leaf.objects.filter(log=log, position__gte=first, position__lt=first + path.width)
    leaves = rows.order_by("position").values_list("entry__leaf", flat=True)
    return bundle([leaf.encode() for leaf in leaves])


def entry_proof(*, government: str, matter: str, leaf: str = "") -> str:
    """Return the tlog-proof of the matter's first entry, or of that with the leaf hash in hex.

    Raises NotSealedError until a checkpoint covers it.
    """
    for position, log_id, text in _rows(_PLACED, government, matter):
        if position is not None and leaf in ("", leaf_hash(text.encode()).hex()):
            return str(_proof(log_id, position))
    raise NotSealedError(_("Menunggu masuk Jejak, paling lama 60 detik. Coba lagi sebentar."))


def _proof(log_id: int, position: int) -> Proof:
    signed = _rows(_HEAD, log_id, log_id)
    size, text, _line = signed[0]
    lines = "".join(line for _size, _text, line in signed if line)
    ranges = inclusion_ranges(position, size)
    path = range_roots(ranges, tiles_read(log_id, tiles_for(ranges, size)))
    return Proof(position, tuple(path), text + lines)


def consistency(*, government: str, old: int, new: int) -> list[bytes]:
    """Return the hashes by which a witness sees that size ``new`` goes on from size ``old``."""
    ranges = consistency_ranges(old, new)
    return range_roots(ranges, tiles_read(log_of(government).pk, tiles_for(ranges, new)))
