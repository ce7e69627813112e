"""Lists signed by hand: who belongs on them, an empty box for each, places for two officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from netral.papers.services.documents import Letterhead
from netral.papers.services.press import pdf_make
from netral.papers.services.qr import qr_svg


@dataclass(frozen=True, slots=True)
class SignatureList:
    """What the sheet says: ``rows`` of number, name and post; ``columns`` are four headings."""

    head: Letterhead
    title: str
    below: str
    said: str
    columns: tuple[str, str, str, str]
    rows: tuple[tuple[str, str, str], ...]
    note: str
    signers: tuple[str, str]
    foot: str
    url: str


def signature_list_pdf(sheet: SignatureList, *, at: datetime) -> bytes:
    """Return the list as PDF/A-2b, dated ``at``; its QR leads officers to ``url``."""
    return pdf_make(
        "signature_list",
        {
            "title": sheet.title,
            "office": sheet.head.office or sheet.head.government,
            "head": {
                "government": sheet.head.government,
                "office": sheet.head.office,
                "address": sheet.head.address,
            },
            "below": sheet.below,
            "said": sheet.said,
            "columns": sheet.columns,
            "rows": [list(row) for row in sheet.rows],
            "note": sheet.note,
            "signers": sheet.signers,
            "foot": sheet.foot,
            "url": sheet.url,
            "qr": qr_svg(sheet.url),
        },
        at=at,
    )
