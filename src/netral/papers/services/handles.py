"""Draws the random handles of papers: the code under the QR, and the journal's own."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from django.db import connection

from netral.core.kinds.refs import PaperRef, handle_from
from netral.papers.models import Paper
from netral.shell.database import listed

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
        tries = set(handles_draw(count - len(drawn), CODE_LETTERS))
        drawn |= tries.difference(_taken(tries))
    return [PaperRef(ref) for ref in drawn]


def handles_draw(count: int, letters: int = MATTER_LETTERS) -> list[str]:
    """Return so many random handles: as ``matter_draw``, in one go.

    Whether one is taken is not asked; the row's own key refuses it then. With 8 letters and five
    million papers that is one batch of 256 in a thousand.
    """
    drawn = handle_from(secrets.token_bytes(count * letters), length=count * letters)
    return [drawn[at : at + letters] for at in range(0, len(drawn), letters)]


def _taken(refs: Collection[str]) -> set[str]:
    """Return those of the codes that a paper carries; by hand, for each batch of pledges asks."""
    named, wanted = listed(refs)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ref FROM papers_paper WHERE ref {named}", [wanted])  # noqa: S608
        return {ref for (ref,) in cursor.fetchall()}


def matter_draw() -> str:
    """Return a handle for the journal's public header.

    It is not the code under the QR: the journal is public, and whoever reads it must not be able
    to walk through all certificates.
    """
    return handle_from(secrets.token_bytes(MATTER_LETTERS), length=MATTER_LETTERS)
