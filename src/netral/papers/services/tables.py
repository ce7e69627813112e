"""A table of figures as PDF: a head, rows that add up to the last one, where to check them.

``papers`` knows no coverage: it is handed every word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from netral.papers.services.documents import Letterhead
from netral.papers.services.press import pdf_make
from netral.papers.services.qr import qr_svg


@dataclass(frozen=True, slots=True)
class Table:
    """What the sheet says: every row and ``total`` have a cell for each of ``columns``."""

    head: Letterhead
    title: str
    below: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    note: str
    foot: str
    url: str


def table_pdf(table: Table, *, at: datetime) -> bytes:
    """Return the table as PDF/A-2b, dated ``at``, lying; its QR leads to ``url``."""
    head = table.head
    return pdf_make(
        "table",
        {
            "title": table.title,
            "office": head.office or head.government,
            "head": {
                "government": head.government,
                "office": head.office,
                "address": head.address,
            },
            "below": table.below,
            "columns": table.columns,
            "rows": [list(row) for row in table.rows],
            "total": table.total,
            "note": table.note,
            "foot": table.foot,
            "url": table.url,
            "qr": qr_svg(table.url),
        },
        at=at,
    )
