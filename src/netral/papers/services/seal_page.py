"""The page that a government signs for a whole batch; always in Indonesian, as all letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from netral.core.kinds.refs import handle_shown
from netral.papers.services.documents import Letterhead, Mark, check_url
from netral.papers.services.press import pdf_make
from netral.papers.services.qr import qr_svg

FORM = "netral-segel/v1"
GROUP = 8
OPENING = (
    "Dengan satu tanda tangan elektronik pada lembar ini, instansi menyegel semua dokumen dalam "
    "berkas di bawah. Setiap dokumen membawa jalurnya sendiri menuju akar ini, sehingga bisa "
    "diperiksa satu per satu tanpa membuka yang lain."
)


@dataclass(frozen=True, slots=True)
class SealPage:
    """What it says: the batch's title, how many documents, their root, the day, its code."""

    head: Letterhead
    title: str
    size: int
    root: str
    day: str
    mark: Mark


def seal_page_pdf(page: SealPage, *, at: datetime) -> bytes:
    """Return the page as PDF/A-2b, dated ``at``; its keywords name the root for programs."""
    url = check_url(page.mark.ref)
    groups = [page.root[at : at + GROUP] for at in range(0, len(page.root), GROUP)]
    return pdf_make(
        "seal",
        {
            "title": f"Segel elektronik {handle_shown(page.mark.ref)}",
            "office": page.head.office or page.head.government,
            "keywords": [f"{FORM} {page.root} {page.size}"],
            "head": {
                "government": page.head.government,
                "office": page.head.office,
                "address": page.head.address,
            },
            "below": page.title,
            "opening": [OPENING],
            "facts": [
                ["Berkas", page.title],
                ["Banyak dokumen", str(page.size)],
                ["Tanggal", page.day],
            ],
            "root_label": "Akar pohon (RFC 9162, SHA-256) atas sidik setiap dokumen",
            "root_words": " ".join(groups),
            "mark": {
                "shown": handle_shown(page.mark.ref),
                "url": url,
                "qr": qr_svg(url),
                "facts": [list(fact) for fact in page.mark.facts],
            },
        },
        at=at,
    )
