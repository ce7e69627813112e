"""Tiles, bundles and proofs, as outsiders get them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from netral.core.kinds.errors import NotVisibleError
from netral.core.ledger.checkpoint import head_parse
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import HASH_SIZE
from netral.core.ledger.note import note_parse
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
from netral.journal.models import Leaf, Log, Tile
from netral.journal.queries.logs import checkpoint_text, entries_of, log_of, size_of


class NotSealedError(NotVisibleError):
    """The entry waits for the next checkpoint, or is not known."""

    title = "Belum tercatat di Jejak"


def tiles_read(log: Log, keys: Collection[TileKey]) -> dict[TileKey, bytes]:
    """Return the named tiles in one query."""
    if not keys:
        return {}
    wanted = Q(pk__in=[])
    for key in keys:
        wanted |= Q(level=key.level, number=key.number)
    rows = Tile.objects.filter(wanted, log=log).values_list("level", "number", "data")
    return {TileKey(level, number): bytes(data) for level, number, data in rows}


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
    return tiles_read(log, [key])[key][: path.width * HASH_SIZE]


def _bundle(log: Log, path: TilePath) -> bytes:
    first = path.number * WIDTH
    rows = Leaf.objects.filter(log=log, position__gte=first, position__lt=first + path.width)
    leaves = rows.order_by("position").values_list("entry__leaf", flat=True)
    return bundle([leaf.encode() for leaf in leaves])


def entry_proof(*, government: str, matter: str, leaf: str = "") -> str:
    """Return the tlog-proof of the matter's first entry, or of that with the leaf hash in hex.

    Raises NotSealedError until a checkpoint covers it.
    """
    entries = entries_of(government=government, matter=matter).select_related("place")
    found = [entry for entry in entries if leaf in ("", entry.leaf_hash.hex())]
    text = checkpoint_text(government)
    if not found or not hasattr(found[0], "place") or text is None:
        raise NotSealedError(_("Menunggu masuk Jejak, paling lama 60 detik. Coba lagi sebentar."))
    return str(proof_at(log_of(government), found[0].place.position, text))


def proof_at(log: Log, position: int, checkpoint: str) -> Proof:
    """Prove the entry at ``position`` under a checkpoint of the log."""
    size = head_parse(note_parse(checkpoint).text).size
    ranges = inclusion_ranges(position, size)
    path = range_roots(ranges, tiles_read(log, tiles_for(ranges, size)))
    return Proof(position, tuple(path), checkpoint)


def consistency(*, government: str, old: int, new: int) -> list[bytes]:
    """Return the hashes by which a witness sees that size ``new`` goes on from size ``old``."""
    ranges = consistency_ranges(old, new)
    return range_roots(ranges, tiles_read(log_of(government), tiles_for(ranges, new)))
