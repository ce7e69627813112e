"""The public part of an entry: enough to balance the books, too little to find a person."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import NamedTuple

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import HASH_SIZE

VERSION = 1
SALT_SIZE = 32

# What moves the clock of an open case, or opens one, says until when it runs from then on.
MOVING = frozenset({"case.clocks", "case.suspend", "case.resume", "case.extend"})
TIMED = MOVING | {"case.open"}

_KIND = re.compile(r"[a-z][a-z_]{0,30}\.[a-z][a-z_]{0,30}")
_HANDLE = re.compile(r"[0-9A-HJKMNP-TV-Z]{8,40}")
_HASH = re.compile(r"[0-9a-f]{64}")
_REASON = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class Header(NamedTuple):
    """Class of act, random handle of the matter, the day; a due day, or the reason for closing.

    ``of`` ties the matter to another one by its handle (a case to its report), or names the
    entry that an erasure concerns by the hex of its leaf hash. Days only: no time, no unit.
    """

    kind: str
    matter: str
    day: date
    due: date | None = None
    close: str | None = None
    of: str | None = None

    @property
    def thing(self) -> str:
        """Return what the kind is about: ``case`` of ``case.decide``."""
        return self.kind.partition(".")[0]

    @property
    def act(self) -> str:
        """Return what was done: ``decide`` of ``case.decide``."""
        return self.kind.partition(".")[2]


def header_check(header: Header) -> Header:
    """Return the header if it has the form; raise LedgerError with the field that has not."""
    kind, matter, _day, due, close, of = header
    fits = (
        _KIND.fullmatch(kind),
        _HANDLE.fullmatch(matter),
        close is None or _REASON.fullmatch(close),
        of is None or _HANDLE.fullmatch(of) or _HASH.fullmatch(of),
        due is None or close is None,
    )
    if not all(fits):
        names = ("kind", "matter", "close", "of", "due")
        wrong = [name for name, match in zip(names, fits, strict=True) if not match]
        raise LedgerError(f"Kepala catatan {header.kind!r} salah pada: {', '.join(wrong)}.")
    if header.kind in TIMED and header.due is None:
        raise LedgerError(f"{header.kind}: perkara berjalan harus punya batas waktu (due_on).")
    return header


def commitment(salt: bytes, rest: bytes) -> bytes:
    """Bind the private rest without showing it: without the salt nobody can test a guess."""
    if len(salt) != SALT_SIZE:
        raise LedgerError(f"Garam harus {SALT_SIZE} bita.")
    return hashlib.sha256(salt + rest).digest()


def leaf_bytes(header: Header, committed: bytes) -> bytes:
    """Return the bytes that enter the tree: header and commitment, in canonical form."""
    # In the order of the names; no value that ``header_check`` lets pass needs an escape.
    kind, matter, day, due, close, of = header
    close_told = "" if close is None else f'"close":"{close}",'
    due_told = "" if due is None else f'"due":"{due.isoformat()}",'
    of_told = "" if of is None else f'"of":"{of}",'
    return (
        f'{{"c":"{committed.hex()}",{close_told}"day":"{day.isoformat()}",{due_told}"kind":"{kind}",'
        f'"matter":"{matter}",{of_told}"v":{VERSION}}}'
    ).encode()


def leaf_parse(entry: bytes) -> tuple[Header, bytes]:
    """Read header and commitment; raise LedgerError for bytes that we would not have written."""
    try:
        fields = json.loads(entry)
        header = Header(
            kind=fields["kind"],
            matter=fields["matter"],
            day=date.fromisoformat(fields["day"]),
            due=date.fromisoformat(fields["due"]) if "due" in fields else None,
            close=fields.get("close"),
            of=fields.get("of"),
        )
        committed = bytes.fromhex(fields["c"])
        same = leaf_bytes(header_check(header), committed) == entry
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LedgerError("Isi catatan tidak terbaca sebagai kepala dan ikatan.") from error
    if not same or len(committed) != HASH_SIZE:
        raise LedgerError("Isi catatan tidak ditulis dalam bentuk baku.")
    return header, committed
