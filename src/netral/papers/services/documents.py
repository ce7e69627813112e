"""The documents: what each one needs, and its PDF."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from netral.core.kinds.refs import handle_shown
from netral.core.ledger.canonical import Json
from netral.papers.services.press import pdf_make
from netral.papers.services.qr import qr_svg

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the government, its office (may be empty), address lines, the emblem.

    ``picture`` is a PNG that the region uploaded; without one the letter carries none. It stands
    above the words (``is_above``) on the government head's letter, beside them on an office's.
    """

    government: str
    office: str = ""
    address: tuple[str, ...] = ()
    picture: bytes = field(default=b"", repr=False)
    is_above: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of proof at the foot: the paper's handle and facts beside the QR code."""

    ref: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the post, the name with titles, the NIP (may be empty)."""

    post: str
    name: str
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered part of a letter: a heading (may be empty), paragraphs, the article."""

    text: tuple[str, ...]
    heading: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """An official letter; a circular carries its title and subject in the middle.

    ``enclosures`` are pairs of title and fingerprint.
    """

    head: Letterhead
    title: str
    number: str
    about: str
    place_and_day: str
    to: tuple[str, ...]
    opening: tuple[str, ...]
    clauses: tuple[Clause, ...]
    closing: tuple[str, ...]
    signer: Signer
    is_circular: bool = True
    copies: tuple[str, ...] = ()
    enclosures: tuple[tuple[str, str], ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A pledge certificate: everything as it stood on the day of the pledge."""

    government: str
    name: str
    post: str
    place_of_work: str
    said: str
    when: str
    points: tuple[str, ...]
    wording_note: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class QrCard:
    """One person's card: name, unit, personal address, a note (may be empty)."""

    name: str
    unit: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class QrSheet:
    """Cards of one unit, eight a page, with one instruction on each."""

    title: str
    below: str
    office: str
    instruction: str
    cards: tuple[QrCard, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt: facts as pairs, and the journal's signed promise (may be empty)."""

    head: Letterhead
    title: str
    opening: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    promise: str
    mark: Mark


def check_url(ref: str) -> str:
    """Return the public address at which a paper is checked."""
    return f"{settings.NETRAL_ORIGIN}/periksa/{ref}/"


def letter_pdf(letter: Letter, *, at: datetime) -> bytes:
    """Return an official letter or circular as PDF/A-2b, dated ``at``."""
    data: dict[str, Json] = {
        "title": letter.title,
        "office": letter.head.office or letter.head.government,
        "head": _head(letter.head),
        "number": letter.number,
        "about": letter.about,
        "facts": _rows([("Nomor", letter.number), ("Hal", letter.about)]),
        "place_and_day": letter.place_and_day,
        "to": letter.to,
        "opening": letter.opening,
        "clauses": [
            {"heading": part.heading, "text": part.text, "basis": part.basis}
            for part in letter.clauses
        ],
        "closing": letter.closing,
        "signer": {
            "post": letter.signer.post,
            "name": letter.signer.name,
            "nip": letter.signer.nip,
        },
        "is_circular": letter.is_circular,
        "copies": letter.copies,
        "enclosures": _rows(letter.enclosures),
        "mark": _mark(letter.mark) if letter.mark else None,
    }
    return pdf_make("letter", data, at=at)


def certificate_pdf(certificate: Certificate, *, at: datetime) -> bytes:
    """Return a pledge certificate as PDF/A-2b; ``at`` is the moment of the pledge."""
    data: dict[str, Json] = {
        "title": f"Sertifikat ikrar {handle_shown(certificate.mark.ref)}",
        "heading": "Sertifikat ikrar",
        "given_to": "Tanda telah berikrar",
        "office": certificate.government,
        "government": certificate.government,
        "name": certificate.name,
        "post": certificate.post,
        "place_of_work": certificate.place_of_work,
        "said": certificate.said,
        "when": certificate.when,
        "points": certificate.points,
        "wording_note": certificate.wording_note,
        "mark": _mark(certificate.mark),
    }
    return pdf_make("certificate", data, at=at)


def qr_sheet_pdf(sheet: QrSheet, *, at: datetime) -> bytes:
    """Return a sheet of personal QR cards as PDF/A-2b."""
    data: dict[str, Json] = {
        "title": sheet.title,
        "below": sheet.below,
        "office": sheet.office,
        "instruction": sheet.instruction,
        "cards": [
            {
                "name": card.name,
                "unit": card.unit,
                "url": card.url,
                "note": card.note,
                "qr": qr_svg(card.url),
            }
            for card in sheet.cards
        ],
    }
    return pdf_make("qr_sheet", data, at=at)


def receipt_pdf(receipt: Receipt, *, at: datetime) -> bytes:
    """Return a receipt as PDF/A-2b; ``at`` is the moment of receiving."""
    data: dict[str, Json] = {
        "title": receipt.title,
        "office": receipt.head.office or receipt.head.government,
        "head": _head(receipt.head),
        "opening": receipt.opening,
        "facts": _rows(receipt.facts),
        "closing": receipt.closing,
        "promise": receipt.promise,
        "promise_label": "Janji catat, bertanda tangan",
        "mark": _mark(receipt.mark),
    }
    return pdf_make("receipt", data, at=at)


def _head(head: Letterhead) -> Json:
    return {
        "government": head.government,
        "office": head.office,
        "address": head.address,
        "picture": picture_svg(head.picture),
        "is_above": head.is_above,
    }


def picture_svg(png: bytes) -> str:
    """Return a PNG as an SVG that holds it, a text that the templates can draw; empty for none."""
    if not png:
        return ""
    # IHDR stands first: width and height are the two numbers after its name (PNG, 11.2.1).
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{data}"/></svg>'
    )


def _mark(mark: Mark) -> Json:
    url = check_url(mark.ref)
    return {
        "shown": handle_shown(mark.ref),
        "url": url,
        "qr": qr_svg(url),
        "facts": _rows(mark.facts),
    }


def _rows(pairs: Pairs) -> Json:
    return [[name, value] for name, value in pairs]
