"""Identifiers of the house: a reference has a type, so that it cannot be swapped for another."""

from __future__ import annotations

from typing import NewType

GovernmentKey = NewType("GovernmentKey", str)
"""Slug of an appointing authority, e.g. ``kab-batanghari``; also the name of its journal."""
UnitPath = NewType("UnitPath", str)
"""Dotted path of a unit, beginning with its government's key."""
AccountRef = NewType("AccountRef", str)
PersonRef = NewType("PersonRef", str)
CircularRef = NewType("CircularRef", str)
SessionRef = NewType("SessionRef", str)
PledgeRef = NewType("PledgeRef", str)
ReportRef = NewType("ReportRef", str)
CaseRef = NewType("CaseRef", str)
MeetingRef = NewType("MeetingRef", str)
DirectiveRef = NewType("DirectiveRef", str)
QuestionRef = NewType("QuestionRef", str)
AdviceRef = NewType("AdviceRef", str)
EvidenceRef = NewType("EvidenceRef", str)
PaperRef = NewType("PaperRef", str)

HANDLE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a handle survives being read aloud."""


_LETTERS = bytes(ord(HANDLE_ALPHABET[byte % 32]) for byte in range(256))


def handle_from(entropy: bytes, *, length: int = 10) -> str:
    """Return a handle of ``length`` letters (5 bits each) from at least ``length`` random bytes."""
    if len(entropy) < length:
        raise ValueError("a handle needs one random byte for each of its letters")
    return entropy[:length].translate(_LETTERS).decode("ascii")


def handle_shown(handle: str) -> str:
    """Return the handle in groups of four, as printed under a QR code: ``7K2M-94QD``."""
    return "-".join(handle[i : i + 4] for i in range(0, len(handle), 4))


def handle_read(text: str) -> str:
    """Return the handle a person typed: case, spaces, dashes and look-alike letters forgiven."""
    cleaned = text.upper().translate(str.maketrans("ILO", "110", " -"))
    return "".join(letter for letter in cleaned if letter in HANDLE_ALPHABET)
