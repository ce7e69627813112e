"""Letterheads: the words and the picture over a government's letters, from a day on."""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image, UnidentifiedImageError

from netral.core.access import Actor
from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.refs import handle_from
from netral.journal.services import entry_append
from netral.papers.access import withdrawer_required
from netral.papers.models import Letterhead as LetterheadRow
from netral.papers.queries import letterhead_on
from netral.papers.services.documents import Letter, Letterhead, Signer, letter_pdf
from netral.people.models import Unit
from netral.shell.format import plain_date

PICTURE_LIMIT = 2 * 2**20
MOST_PIXELS = 16_000_000
SHORTEST_SIDE = 200
"""A picture of 22 mm needs about so many points to be printed without steps."""
LONGEST_SIDE = 800


@dataclass(frozen=True, slots=True)
class LetterheadText:
    """What a letterhead says; ``unit`` is empty for the government head's own.

    ``picture`` is a cleaned PNG, empty for none; with ``keeps_picture`` it is that of the head in
    force.
    """

    unit: str
    name: str
    office: str
    address: str
    contacts: str
    place: str
    valid_from: date
    picture: bytes = field(default=b"", repr=False)
    keeps_picture: bool = False


def picture_cleaned(content: bytes) -> bytes:
    """Return an uploaded PNG or JPEG drawn anew as PNG: pixels alone, no larger than needed.

    Raises WrongInputError for any other file, one too large to be drawn or too small to print.
    """
    if len(content) > PICTURE_LIMIT:
        raise WrongInputError(_("Gambar ini lebih dari 2 MB. Perkecil, lalu unggah lagi."))
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise WrongInputError(
                    _("Gambar ini terlalu besar. Paling besar 4000 x 4000 titik.")
                )
            drawn = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise WrongInputError(
            _("Gambar ini tidak terbaca. Unggah berkas PNG atau JPEG yang utuh.")
        ) from error
    if min(drawn.size) < SHORTEST_SIDE:
        raise WrongInputError(
            _("Gambar ini terlalu kecil untuk dicetak. Paling kecil %(least)s x %(least)s titik.")
            % {"least": SHORTEST_SIDE}
        )
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    target = io.BytesIO()
    clean.save(target, "PNG", optimize=True)
    return target.getvalue()


@transaction.atomic
def letterhead_set(*, actor: Actor, text: LetterheadText, at: datetime) -> LetterheadRow:
    """Let a letterhead begin; letters that were signed keep the one of their day.

    Raises NotVisibleError or NotAllowedError without the authority over the whole government,
    WrongInputError for a day that is past or an office that does not exist on the day.
    """
    withdrawer_required(actor, actor.government)
    if text.valid_from < at.date():
        raise WrongInputError(
            _("Kop surat tidak bisa berlaku mundur. Pilih hari ini atau sesudahnya.")
        )
    row = _row(actor, text, at)
    row.save()
    entry_append(
        government=actor.government,
        kind="letterhead.set",
        matter=row.ref,
        actor=actor.account,
        body={
            "unit": text.unit,
            "from": text.valid_from.isoformat(),
            "lines": [text.name, text.office, text.address, text.contacts, text.place],
            "picture": hashlib.sha256(row.picture).hexdigest() if row.picture else "",
        },
        at=at,
    )
    return row


def letterhead_sample_pdf(
    *,
    actor: Actor,
    at: datetime,
    text: LetterheadText | None = None,
    row: LetterheadRow | None = None,
) -> bytes:
    """Return a letter of sample words under a head that is typed, or one that is entered.

    Keeps nothing. It has no number, no signatory and no code, and says that it is a sample.
    """
    withdrawer_required(actor, actor.government)
    if text is not None:
        row = _row(actor, text, at)
    return letter_pdf(_sample(head_of(row, government=actor.government), row, at), at=at)


@override("id")
def _sample(head: Letterhead, row: LetterheadRow | None, at: datetime) -> Letter:
    day = plain_date(at.date())
    return Letter(
        head=head,
        title=_("Contoh surat"),
        number="",
        about=_("Contoh kop surat, bukan surat resmi"),
        place_and_day=f"{row.place}, {day}" if row and row.place else day,
        to=(_("Nama tujuan"),),
        opening=(_("Halaman ini hanya menunjukkan kop surat."),),
        clauses=(),
        closing=(),
        signer=Signer(post=_("Jabatan"), name=_("Nama")),
    )


def head_of(row: LetterheadRow | None, *, government: str) -> Letterhead:
    """Return the head of a letter: as entered, or the government's name alone."""
    if row is None:
        return Letterhead(government=government)
    return Letterhead(
        government=row.name,
        office=row.office,
        address=tuple(filter(None, (row.address, row.contacts))),
        picture=bytes(row.picture),
        is_above=row.unit_id is None,
    )


def _row(actor: Actor, text: LetterheadText, at: datetime) -> LetterheadRow:
    """Return the head as it would be kept."""
    return LetterheadRow(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=actor.government,
        unit=_office(actor, text),
        name=text.name,
        office=text.office,
        address=text.address,
        contacts=text.contacts,
        place=text.place,
        picture=_picture(actor, text),
        valid_from=text.valid_from,
        entered_by=actor.account,
        entered_at=at,
    )


def _picture(actor: Actor, text: LetterheadText) -> bytes:
    """Return the picture that goes with the new head: the one sent, or the one in force."""
    if not text.keeps_picture:
        return text.picture
    held = letterhead_on(government=actor.government, on=text.valid_from, unit=text.unit)
    is_own = held is not None and (held.unit.path if held.unit else "") == text.unit
    return bytes(held.picture) if held is not None and is_own else b""


def _office(actor: Actor, text: LetterheadText) -> Unit | None:
    if not text.unit:
        return None
    found = Unit.objects.live_on(text.valid_from).filter(
        path=text.unit, government_id=actor.government, kind=Unit.Kind.OPD
    )
    office = found.first()
    if office is None:
        raise WrongInputError(_("Perangkat daerah ini tidak ada pada hari itu. Pilih lagi."))
    return office
