"""The promise given with a receipt: this leaf will be in the journal within the merge delay."""

from __future__ import annotations

from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from netral.core.ledger.errors import LedgerError
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


def promise_open(text: str, key: VerifierKey) -> Promise:
    """Return the promise if ``key`` gave it; raise LedgerError if not, or when it is none."""
    note = note_open(text, key)
    names = [FIRST_LINE, "origin ", "leaf ", "time ", "delay "]
    first, origin, leaf, given_at, delay = lines_of(note.text, names)
    if first or origin != key.name or whole_number(delay) != DELAY_SECONDS:
        raise LedgerError("Janji ini bukan milik Jejak ini.")
    return Promise(origin, hash_bytes(leaf), whole_number(given_at), text)
