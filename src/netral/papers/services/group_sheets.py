"""What the law says to one group of people on one page: a poster to hang up, a leaflet to hand out.

``papers`` knows no law: it is handed every word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from netral.core.ledger.canonical import Json
from netral.papers.services.press import pdf_make
from netral.papers.services.qr import qr_svg


class SheetKind(StrEnum):
    """How the page is used: A3 on a wall, or A4 in a hand."""

    POSTER = "poster"
    LEAFLET = "selebaran"


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One thing that is not allowed: plain words, when, its articles, what it leads to."""

    text: str
    when: str
    basis: str
    sanction: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """One level of sanction: its title, what it holds, its article."""

    title: str
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The fixed words of a sheet in its language."""

    kicker: str
    law_day: str
    forbidden: str
    allowed: str
    sanctions: str
    disputed: str
    safer: str
    who: str
    ask: str
    code: str
    foot: str


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """A whole sheet; ``allowed`` are pairs of words and limit, ``ask`` of words and address."""

    kind: SheetKind
    language: str
    office: str
    heading: str
    plain: str
    rule: str
    basis: str
    forbidden: tuple[Forbidden, ...]
    allowed: tuple[tuple[str, str], ...]
    sanctions: tuple[Consequence, ...]
    disputes: tuple[str, ...]
    who: str
    ask: tuple[tuple[str, str], ...]
    url: str
    words: SheetWords


def group_sheet_pdf(sheet: GroupSheet, *, at: datetime) -> bytes:
    """Return the sheet as PDF/A-2b, dated ``at``."""
    words = sheet.words
    data: dict[str, Json] = {
        "kind": sheet.kind.value,
        "lang": sheet.language,
        "title": sheet.heading,
        "office": sheet.office,
        "heading": sheet.heading,
        "plain": sheet.plain,
        "rule": sheet.rule,
        "basis": sheet.basis,
        "forbidden": [
            {"text": item.text, "when": item.when, "basis": item.basis, "sanction": item.sanction}
            for item in sheet.forbidden
        ],
        "allowed": [{"text": text, "limit": limit} for text, limit in sheet.allowed],
        "sanctions": [
            {"title": item.title, "text": item.text, "basis": item.basis}
            for item in sheet.sanctions
        ],
        "disputes": sheet.disputes,
        "who": sheet.who,
        "ask": [[label, address] for label, address in sheet.ask],
        "qr": qr_svg(sheet.url),
        "words": {name: getattr(words, name) for name in SheetWords.__slots__},
    }
    return pdf_make("group_sheet", data, at=at)
