"""The signed head of a journal (C2SP tlog-checkpoint) and its witnesses (tlog-cosignature)."""

from __future__ import annotations

from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.note import (
    COSIGNATURE,
    Note,
    Signature,
    VerifierKey,
    base64_text,
    hash_bytes,
    key_of,
    note_open,
    note_sign,
    whole_number,
)

HEAD_LINES = 3


class Head(NamedTuple):
    """What a checkpoint states: which journal, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Write the lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64_text(self.root)}\n"


class Cosigned(NamedTuple):
    """A witness saw this head, consistent with all before it, at ``seen_at`` (POSIX seconds)."""

    witness: str
    seen_at: int


def head_parse(text: str) -> Head:
    """Read the signed text; extension lines are allowed and ignored."""
    lines = text.split("\n")
    if len(lines) <= HEAD_LINES or not all(lines[:-1]):
        raise LedgerError("Titik periksa harus berisi asal, ukuran, dan sidik akar.")
    return Head(lines[0], whole_number(lines[1]), hash_bytes(lines[2]))


def checkpoint_sign(head: Head, private: Ed25519PrivateKey) -> str:
    """Return the checkpoint of ``head``; the key's name is the origin."""
    return str(note_sign(head.text, head.origin, private))


def checkpoint_open(text: str, key: VerifierKey) -> tuple[Head, Note]:
    """Return what ``key`` signed; raise LedgerError if it did not, or for another journal."""
    note = note_open(text, key)
    head = head_parse(note.text)
    if head.origin != key.name:
        raise LedgerError(f"Titik periksa ini milik {head.origin}, bukan {key.name}.")
    return head, note


def cosign(text: str, seen_at: int, name: str, private: Ed25519PrivateKey) -> Signature:
    """Let a witness sign the text of a checkpoint (cosignature/v1)."""
    key = key_of(name, private, COSIGNATURE)
    value = private.sign(_cosigned(text, seen_at))
    return Signature(name, key.key_id, seen_at.to_bytes(8, "big") + value)


def cosigned(note: Note, witness: VerifierKey) -> Cosigned | None:
    """Return the witness's statement, None if it made none; raise LedgerError if it is false."""
    for line in note.signatures:
        if witness.owns(line):
            seen_at = int.from_bytes(line.value[:8], "big")
            if not witness.signed(_cosigned(note.text, seen_at), line.value[8:]):
                raise LedgerError(f"Tanda tangan saksi Jejak {witness.name} tidak sah.")
            return Cosigned(witness.name, seen_at)
    return None


def _cosigned(text: str, seen_at: int) -> bytes:
    return f"cosignature/v1\ntime {seen_at}\n{text}".encode()
