"""Minutes and result sheets: facts, a table whose rows add up to its last line, places to sign.

``papers`` knows no pledge and no meeting: it is handed every word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from netral.papers.services.documents import Letterhead
from netral.papers.services.press import pdf_make
from netral.papers.services.qr import qr_svg


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the sheet says: ``rows`` and ``total`` of four cells, ``signers`` as post and name.

    ``photos`` are JPEGs, each with its caption (may be empty).
    """

    head: Letterhead
    title: str
    below: str
    opening: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, str, str, str]
    rows: tuple[tuple[str, str, str, str], ...]
    total: tuple[str, str, str, str]
    note: str
    signers: tuple[tuple[str, str], ...]
    foot: str
    url: str
    photos: tuple[tuple[bytes, str], ...] = ()


def minutes_pdf(minutes: Minutes, *, at: datetime) -> bytes:
    """Return the sheet as PDF/A-2b, dated ``at``; its QR leads to ``url``."""
    head = minutes.head
    return pdf_make(
        "minutes",
        {
            "title": minutes.title,
            "office": head.office or head.government,
            "head": {
                "government": head.government,
                "office": head.office,
                "address": head.address,
            },
            "below": minutes.below,
            "opening": minutes.opening,
            "facts": [list(fact) for fact in minutes.facts],
            "columns": minutes.columns,
            "rows": [list(row) for row in minutes.rows],
            "total": minutes.total,
            "note": minutes.note,
            "signers": [list(signer) for signer in minutes.signers],
            "photos": [[list(jpeg), caption] for jpeg, caption in minutes.photos],
            "foot": minutes.foot,
            "url": minutes.url,
            "qr": qr_svg(minutes.url),
        },
        at=at,
    )
