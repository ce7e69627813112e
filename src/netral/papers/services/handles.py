"""Draws the random handles of papers: the code under the QR, and the journal's own."""

from __future__ import annotations

import secrets

from netral.core.kinds.refs import PaperRef, handle_from
from netral.papers.models import Paper

CODE_LETTERS = 8
MATTER_LETTERS = 10


def paper_ref_draw() -> PaperRef:
    """Return a code that no paper carries yet."""
    while True:
        ref = handle_from(secrets.token_bytes(CODE_LETTERS), length=CODE_LETTERS)
        if not Paper.objects.filter(ref=ref).exists():
            return PaperRef(ref)


def paper_refs_draw(count: int) -> list[PaperRef]:
    """Return so many codes that no paper carries yet, in one look at the papers."""
    drawn: set[str] = set()
    while len(drawn) < count:
        tries = {
            handle_from(secrets.token_bytes(CODE_LETTERS), length=CODE_LETTERS)
            for _ in range(count - len(drawn))
        }
        taken = Paper.objects.filter(ref__in=tries).values_list("ref", flat=True)
        drawn |= tries.difference(taken)
    return [PaperRef(ref) for ref in drawn]


def matter_draw() -> str:
    """Return a handle for the journal's public header.

    It is not the code under the QR: the journal is public, and whoever reads it must not be able
    to walk through all certificates.
    """
    return handle_from(secrets.token_bytes(MATTER_LETTERS), length=MATTER_LETTERS)
