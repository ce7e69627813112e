"""Integrity pacts as PDF: one person's, or those of a whole unit in one file, one a page.

``papers`` knows no round and no person: it is handed every word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from netral.core.kinds.refs import handle_shown
from netral.core.ledger.canonical import Json
from netral.papers.services.documents import Letterhead, Mark, check_url
from netral.papers.services.press import pdf_make
from netral.papers.services.qr import qr_svg


@dataclass(frozen=True, slots=True)
class Hand:
    """One place to sign: the line above, the post, the name, the NIP, and how it was signed.

    An empty ``signed`` leaves room for ink.
    """

    above: str
    post: str
    name: str
    nip: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class PactPage:
    """One pact: whose, what it states, who signed and who knows of it."""

    head: Letterhead
    below: str
    facts: tuple[tuple[str, str], ...]
    points: tuple[str, ...]
    wording_note: str
    signed: Hand
    known: Hand
    mark: Mark
    note: str = ""


def pacts_pdf(pages: Sequence[PactPage], *, title: str, at: datetime) -> bytes:
    """Return the pacts as one PDF/A-2b, dated ``at``, one a page in their order."""
    data: dict[str, Json] = {
        "title": title,
        "office": pages[0].head.office or pages[0].head.government,
        "pacts": [_page(page) for page in pages],
    }
    return pdf_make("pact", data, at=at)


def _page(page: PactPage) -> Json:
    head, mark = page.head, page.mark
    url = check_url(mark.ref)
    return {
        "head": {"government": head.government, "office": head.office, "address": head.address},
        "below": page.below,
        "facts": [list(fact) for fact in page.facts],
        "points": page.points,
        "wording_note": page.wording_note,
        "signed": _hand(page.signed),
        "known": _hand(page.known),
        "mark": {
            "shown": handle_shown(mark.ref),
            "url": url,
            "qr": qr_svg(url),
            "facts": [list(fact) for fact in mark.facts],
        },
        "note": page.note,
    }


def _hand(hand: Hand) -> Json:
    return {name: getattr(hand, name) for name in Hand.__slots__}
