"""A growing tree kept as tiles: adding leaves, the root, and proofs from the fewest tiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import EMPTY_ROOT, HASH_SIZE, node_hash, row_root, split
from netral.core.ledger.tiles import HEIGHT, WIDTH, TileKey, tile_width

Tiles = Mapping[TileKey, bytes]
TILE_SIZE = WIDTH * HASH_SIZE


class Range(NamedTuple):
    """The leaves from ``start`` up to ``end``, whose root is wanted."""

    start: int
    end: int


def edge_keys(size: int) -> list[TileKey]:
    """Name the partial tiles at the right edge of a tree: all that is needed to let it grow."""
    keys = []
    for level in range(8):
        whole = size >> HEIGHT * level
        if whole % WIDTH:
            keys.append(TileKey(level, whole // WIDTH))
    return keys


def grown(size: int, edge: Tiles, leaves: Sequence[bytes]) -> dict[TileKey, bytes]:
    """Add leaf hashes to a tree of ``size``; return each tile that is new or changed."""
    changed: dict[TileKey, bytes] = {}
    fresh = b"".join(leaves)
    for level in range(8):
        start = (size >> HEIGHT * level) % WIDTH
        first = (size >> HEIGHT * level) // WIDTH
        before = edge[TileKey(level, first)][: start * HASH_SIZE] if start else b""
        row = before + fresh
        tiles = [row[at : at + TILE_SIZE] for at in range(0, len(row), TILE_SIZE)]
        changed.update({TileKey(level, first + n): tile for n, tile in enumerate(tiles)})
        fresh = b"".join(row_root(tile) for tile in tiles if len(tile) == TILE_SIZE)
        if not fresh:
            return changed
    raise LedgerError("Jejak sudah penuh.")  # pragma: no cover - 2^64 leaves


def root(size: int, tiles: Tiles) -> bytes:
    """Return the root of the tree of ``size`` leaves from its right edge."""
    return range_root(Range(0, size), tiles) if size else EMPTY_ROOT


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the ranges whose roots are the inclusion proof of RFC 9162, 2.1.3.1, leaf first."""
    if not 0 <= index < size:
        raise LedgerError(f"Catatan nomor {index} tidak ada dalam Jejak berukuran {size}.")
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        ranges.append(Range(middle, end) if index < middle else Range(start, middle))
        start, end = (start, middle) if index < middle else (middle, end)
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Return the ranges whose roots are the consistency proof of RFC 9162, 2.1.4.1."""
    if not 0 <= old <= new:
        raise LedgerError(f"Jejak berukuran {new} tidak bisa melanjutkan ukuran {old}.")
    if old in (0, new):
        return []
    ranges, start, end, whole = [], 0, new, True
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            ranges.append(Range(middle, end))
            end = middle
        else:
            ranges.append(Range(start, middle))
            start, whole = middle, False
    return ([] if whole else [Range(start, end)]) + ranges[::-1]


def tiles_for(ranges: Iterable[Range], size: int) -> set[TileKey]:
    """Name the tiles of a tree of ``size`` leaves from which the roots of ``ranges`` follow."""
    keys = set()
    for part in ranges:
        for height, position in _nodes(part):
            level, offset = divmod(height, HEIGHT)
            keys.add(TileKey(level, (position << offset) // WIDTH))
    return {key for key in keys if tile_width(key.level, key.number, size)}


def range_root(part: Range, tiles: Tiles) -> bytes:
    """Return the root over one range, read from ``tiles``."""
    *left, last = [_node(height, position, tiles) for height, position in _nodes(part)]
    for node in reversed(left):
        last = node_hash(node, last)
    return last


def range_roots(ranges: Iterable[Range], tiles: Tiles) -> list[bytes]:
    """Return the hashes of a proof, in its order."""
    return [range_root(part, tiles) for part in ranges]


def _nodes(part: Range) -> list[tuple[int, int]]:
    """Part a range into whole subtrees, left to right: (height, position at that height)."""
    nodes, at = [], part.start
    while at < part.end:
        height = (part.end - at).bit_length() - 1
        nodes.append((height, at >> height))
        at += 1 << height
    return nodes


def _node(height: int, position: int, tiles: Tiles) -> bytes:
    level, offset = divmod(height, HEIGHT)
    index, first = divmod(position << offset, WIDTH)
    start, end = first * HASH_SIZE, (first + (1 << offset)) * HASH_SIZE
    row = tiles.get(TileKey(level, index), b"")[start:end]
    if len(row) != end - start:
        raise LedgerError(f"Petak {level}/{index} tidak lengkap: Jejak perlu disusun ulang.")
    return _kept_root(row) if level else row_root(row)


@lru_cache(maxsize=2048)
def _kept_root(row: bytes) -> bytes:
    """Hash above level 0 but once: every proof of a journal goes through the same few tiles."""
    return row_root(row)


@dataclass(slots=True)
class Peaks:
    """The roots of the whole subtrees so far, largest first: the root after each leaf, cheaply."""

    count: int = 0
    roots: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Take one more leaf hash."""
        count = self.count
        while count & 1:
            leaf, count = node_hash(self.roots.pop(), leaf), count >> 1
        self.roots.append(leaf)
        self.count += 1

    def root(self) -> bytes:
        """Return the root over the leaves so far."""
        *left, last = self.roots or [EMPTY_ROOT]
        for node in reversed(left):
            last = node_hash(node, last)
        return last
