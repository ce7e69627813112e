"""Names and bytes of the C2SP tlog-tiles layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import HASH_SIZE

WIDTH = 256
HEIGHT = 8
ENTRIES = "entries"
HIGHEST = 63

_PATH = re.compile(
    r"(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)


class TileKey(NamedTuple):
    """A tile of hashes, whatever its width: ``number`` counts from the left of its level."""

    level: int
    number: int


class TilePath(NamedTuple):
    """What a reader asks for; ``level`` is None for a bundle of entries."""

    level: int | None
    number: int
    width: int

    def __str__(self) -> str:
        level = ENTRIES if self.level is None else self.level
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{index_path(self.number)}{part}"


def index_path(index: int) -> str:
    """Write 1234067 as ``x001/x234/067``."""
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03d}")
    return "/".join(reversed(groups))


def tile_path(text: str) -> TilePath:
    """Read what stands after ``tile/``; raise LedgerError for any other spelling than the one."""
    match = _PATH.fullmatch(text)
    if match is None:
        raise LedgerError(f"{text!r} bukan alamat petak Jejak.")
    name, digits, part = match.groups()
    index = int(digits.replace("/", "").replace("x", ""))
    found = TilePath(None if name == ENTRIES else int(name), index, int(part or WIDTH))
    if (
        str(found) != f"tile/{text}"
        or (found.level or 0) > HIGHEST
        or (part and found.width >= WIDTH)
    ):
        raise LedgerError(f"{text!r} bukan alamat petak Jejak.")
    return found


def tile_width(level: int, index: int, size: int) -> int:
    """Return how many hashes the tile holds in a tree of ``size`` leaves; 0 when it is absent."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - index * WIDTH))


def tile_paths(size: int) -> Iterator[TilePath]:
    """Name each file that a published tree of ``size`` leaves consists of, bundles first."""
    for level in (None, *range(8)):
        index = 0
        while width := tile_width(level or 0, index, size):
            yield TilePath(level, index, width)
            index += 1


def bundle(entries: Sequence[bytes]) -> bytes:
    """Join entries, each after its length as a big-endian uint16."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def bundle_entries(data: bytes) -> list[bytes]:
    """Undo ``bundle``; raise LedgerError when the bytes end in the middle of an entry."""
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            raise LedgerError("Berkas catatan terpotong di tengah.")
        entries.append(data[at + 2 : end])
        at = end
    return entries


def hashes_in(data: bytes) -> list[bytes]:
    """Cut the bytes of a tile into its hashes."""
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]
