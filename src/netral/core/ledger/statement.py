"""What one government states to another: one value of a kind, signed with its journal's key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from netral.core.ledger.canonical import Json, canonical
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.note import VerifierKey, key_parse, lines_of, note_open, note_sign

FIRST_LINE = "netral-statement/v1"


class Stated(NamedTuple):
    """A statement on its way: the line of the key that signed it, and the signed note.

    The key is a claim: who takes the statement compares it with the key that they know.
    """

    key: str
    note: str

    def envelope(self) -> str:
        """Return both as the one line of JSON that is sent, or kept as a file."""
        return json.dumps(self._asdict(), ensure_ascii=False) + "\n"


def statement_sign(
    *, origin: str, kind: str, value: Mapping[str, Json], private: Ed25519PrivateKey
) -> str:
    """Return the signed note that states ``value``; ``kind`` says what the value means.

    The second line of the text is no number, so a statement can never pass for a checkpoint, and
    the first is not a promise's.
    """
    body = canonical(value).decode()
    text = f"{FIRST_LINE}\norigin {origin}\nkind {kind}\n{body}\n"
    return str(note_sign(text, origin, private))


def statement_open(text: str, *, key: VerifierKey, kind: str) -> dict[str, Any]:
    """Return the value of a statement of ``kind`` that ``key`` signed.

    Raises LedgerError when another key signed it, it is of another kind, or its value is not
    written in the one form (RFC 8785): two readers could else take it for two things.
    """
    note = note_open(text, key)
    first, origin, said, body = lines_of(note.text, [FIRST_LINE, "origin ", "kind ", ""])
    if first or (origin, said) != (key.name, kind):
        raise LedgerError(f"Pernyataan ini bukan {kind} dari {key.name}.")
    value = _object(body)
    if canonical(value).decode() != body:
        raise LedgerError("Isi pernyataan ini bukan ejaan bakunya.")
    return value


def envelope_read(text: str) -> Stated:
    """Return what an envelope holds, unbelieved; raise LedgerError when it has not the form."""
    value = _object(text)
    key, note = value.get("key"), value.get("note")
    if not isinstance(key, str) or not isinstance(note, str):
        raise LedgerError("Kiriman harus memuat kunci dan pernyataan.")
    return Stated(str(key_parse(key)), note)


def _object(body: str) -> dict[str, Any]:
    try:
        value = json.loads(body, parse_float=_no_fraction, parse_constant=_no_fraction)
    except (ValueError, RecursionError) as error:
        raise LedgerError("Isi pernyataan ini bukan JSON.") from error
    if not isinstance(value, dict):
        raise LedgerError("Isi pernyataan ini harus satu objek.")
    return value


def _no_fraction(text: str) -> None:
    raise ValueError(text)
