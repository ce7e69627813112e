"""The promise given with a receipt: this leaf will be in the journal within the merge delay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import HASH_SIZE, inclusion_holds, row_above
from netral.core.ledger.note import (
    VerifierKey,
    base64_text,
    hash_bytes,
    lines_of,
    note_open,
    note_sign,
    whole_number,
)

DELAY_SECONDS = 60
FIRST_LINE = "netral-promise/v1"
BATCH_LINE = "netral-promise-batch/v1"
ROOT_LINE = "netral-promise-root/v1"


class Promise(NamedTuple):
    """Signed ``text`` (store it on the receipt), and what it says; ``given_at`` in POSIX seconds.

    The second line of the text is no number, so a promise can never pass for a checkpoint.
    """

    origin: str
    leaf: bytes
    given_at: int
    text: str


def promise_sign(origin: str, leaf: bytes, given_at: int, private: Ed25519PrivateKey) -> Promise:
    """Promise that the leaf hash will be in the journal ``origin``."""
    text = (
        f"{FIRST_LINE}\norigin {origin}\nleaf {base64_text(leaf)}\n"
        f"time {given_at}\ndelay {DELAY_SECONDS}\n"
    )
    return Promise(origin, leaf, given_at, str(note_sign(text, origin, private)))


def promises_sign(
    origin: str, leaves: Sequence[bytes], given_at: int, private: Ed25519PrivateKey
) -> list[Promise]:
    """Promise all the leaf hashes by one signature, each with its own text, in their order.

    What is signed is the root of a small tree (RFC 9162) over the leaves. Each text begins with
    its leaf's path to that root: who holds one promise learns nothing of the others.
    """
    if len(leaves) < 2:  # noqa: PLR2004 - a tree of one is its leaf
        return [promise_sign(origin, leaf, given_at, private) for leaf in leaves]
    rows = [b"".join(leaves)]
    while len(rows[-1]) > HASH_SIZE:
        rows.append(row_above(rows[-1]))
    head = (
        f"{ROOT_LINE}\norigin {origin}\nroot {base64_text(rows[-1])}\nsize {len(leaves)}\n"
        f"time {given_at}\ndelay {DELAY_SECONDS}\n"
    )
    signed = str(note_sign(head, origin, private))
    lines = [_node_lines(row) for row in rows[:-1]]
    return [
        Promise(
            *(origin, leaf, given_at),
            f"{BATCH_LINE}\nleaf {base64_text(leaf)}\nindex {index}\n{path}\n{signed}",
        )
        for index, (leaf, path) in enumerate(zip(leaves, _paths(lines), strict=True))
    ]


def promise_open(text: str, key: VerifierKey) -> Promise:
    """Return the promise if ``key`` gave it; raise LedgerError if not, or when it is none."""
    if text.startswith(f"{BATCH_LINE}\n"):
        return _batch_open(text, key)
    note = note_open(text, key)
    names = [FIRST_LINE, "origin ", "leaf ", "time ", "delay "]
    first, origin, leaf, given_at, delay = lines_of(note.text, names)
    if first or origin != key.name or whole_number(delay) != DELAY_SECONDS:
        raise LedgerError("Janji ini bukan milik Jejak ini.")
    return Promise(origin, hash_bytes(leaf), whole_number(given_at), text)


def _node_lines(row: bytes) -> list[str]:
    """Return each hash of a row as the line that a path names it by: written once for all paths."""
    ends = range(HASH_SIZE, len(row) + 1, HASH_SIZE)
    return [f"node {base64_text(row[end - HASH_SIZE : end])}\n" for end in ends]


def _paths(lines: Sequence[Sequence[str]]) -> list[str]:
    """Return the path of each leaf, from the root down: what two leaves share is written once."""
    paths = [""]
    for row in reversed(lines):
        # The last of an odd row stands alone and goes up as it is.
        paths = [
            (row[index ^ 1] if index ^ 1 < len(row) else "") + paths[index >> 1]
            for index in range(len(row))
        ]
    return paths


def _batch_open(text: str, key: VerifierKey) -> Promise:
    """Return one promise of a batch if ``key`` signed its root and the path leads there."""
    before, _, signed = text.partition("\n\n")
    note = note_open(signed, key)
    names = [ROOT_LINE, "origin ", "root ", "size ", "time ", "delay "]
    first, origin, root, size, given_at, delay = lines_of(note.text, names)
    nodes = before.count("\nnode ")
    line, leaf, index, *path = lines_of(
        f"{before}\n", [BATCH_LINE, "leaf ", "index ", *["node "] * nodes]
    )
    leads = inclusion_holds(
        index=whole_number(index),
        size=whole_number(size),
        leaf=hash_bytes(leaf),
        path=[hash_bytes(node) for node in path],
        root=hash_bytes(root),
    )
    if first or line or origin != key.name or whole_number(delay) != DELAY_SECONDS or not leads:
        raise LedgerError("Janji ini bukan milik Jejak ini.")
    return Promise(origin, hash_bytes(leaf), whole_number(given_at), text)
