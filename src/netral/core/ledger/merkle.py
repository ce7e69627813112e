"""The Merkle tree of RFC 6962 (section 2.1) and RFC 9162 (section 2.1): hashes and checks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry as a leaf; the prefix keeps a leaf from passing for a node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into the node above them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Hash many entries; the loop is what the sealer's speed hangs on."""
    sha256 = hashlib.sha256
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def row_above(row: bytes) -> bytes:
    """Return the row of nodes over a row of hashes; a last one alone goes up as it is."""
    sha256 = hashlib.sha256
    paired = len(row) - len(row) % (2 * HASH_SIZE)
    nodes = [
        sha256(b"\x01" + row[at : at + 2 * HASH_SIZE]).digest()
        for at in range(0, paired, 2 * HASH_SIZE)
    ]
    return b"".join(nodes) + row[paired:]


def row_root(row: bytes) -> bytes:
    """Return the root over one row of joined hashes; of an empty row, the empty tree's root."""
    if not row:
        return EMPTY_ROOT
    while len(row) > HASH_SIZE:
        row = row_above(row)
    return row


def split(size: int) -> int:
    """Return the largest power of two smaller than ``size``: where RFC 9162 parts a tree."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_holds(
    *, index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes
) -> bool:
    """Say whether ``path`` leads from the leaf at ``index`` to ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, found = index, size - 1, leaf
    for step in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = node_hash(step, found)
            fn, sn = _climbed(fn, sn)
        else:
            found = node_hash(found, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root


def consistency_holds(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Say whether the smaller tree is the beginning of the larger one (RFC 9162, 2.1.4.2)."""
    if not 0 <= old_size <= new_size:
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    if old_size == 0:
        return not path and old_root == EMPTY_ROOT
    steps = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    return bool(steps) and _both_found(old_size, new_size, steps) == (old_root, new_root)


def _both_found(old_size: int, new_size: int, steps: list[bytes]) -> tuple[bytes, bytes] | None:
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            old, new = node_hash(step, old), node_hash(step, new)
            fn, sn = _climbed(fn, sn)
        else:
            new = node_hash(new, step)
        fn, sn = fn >> 1, sn >> 1
    return (old, new) if sn == 0 else None


def _climbed(fn: int, sn: int) -> tuple[int, int]:
    """Skip the levels at which the last node of an odd row has no left neighbour."""
    while fn and not fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return fn, sn
