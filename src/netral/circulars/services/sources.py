"""A first draft from an uploaded letter: its parts become clauses, bases and opening words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.circulars.models import Attachment, Circular
from netral.circulars.services.attachments import pdf_checked
from netral.circulars.services.drafts import DraftText, circular_draft
from netral.core.access import Actor
from netral.core.flow.circular import ClauseText, Election
from netral.core.kinds.errors import WrongInputError
from netral.core.law.grouping import ASN_GROUPS
from netral.core.text.letters import Kind, Part, letter_read
from netral.gateways.pdf_text import PdfReader, PdfText
from netral.vault.services.office_files import PDF, office_file_keep

READ_PAGES = 60
"""A circular has a few pages; a book of hundreds is another file picked by mistake."""
MOST_CLAUSES = 90
TITLE_LENGTH = 200


class NoTextError(WrongInputError):
    """The PDF holds pictures of pages, or letters that no machine can tell."""

    title = "Tidak ada teks yang terbaca"


def source_read(content: bytes, *, reader: PdfReader) -> PdfText:
    """Return the text of an uploaded letter, read outside of any transaction.

    Raises WrongInputError as ``pdf_checked`` does, NoTextError for a scanned one.
    """
    found = pdf_checked(content, reader=reader, most_pages=READ_PAGES)
    if not found.has_text:
        raise NoTextError(
            _(
                "PDF ini berisi gambar hasil pindaian, atau hurufnya tidak bisa dibaca mesin. "
                "Minta berkas PDF dari pengetiknya, atau ketik suratnya sendiri."
            )
        )
    return found


@transaction.atomic
def circular_from_source(
    *,
    actor: Actor,
    content: bytes,
    found: PdfText,
    election: Election,
    form_token: str,
    at: datetime,
) -> Circular:
    """Begin a circular from a letter that was read; the same form sent twice begins one.

    The letter itself is kept with it, with all that was read there. No act is accepted for
    anybody: the clauses point at none until a person says so. Raises as ``circular_draft`` does.
    """
    parts = letter_read(found.lines)
    circular = circular_draft(
        actor=actor, text=draft_of(parts, election), form_token=form_token, at=at
    )
    version = circular.versions.get(sequence=1)
    if version.attachments.filter(is_source=True).exists():
        return circular
    Attachment.objects.create(
        version=version,
        enclosure=office_file_keep(government=circular.government_id, kind=PDF, content=content),
        order=1,
        title=_("Naskah yang diunggah"),
        pages=found.pages,
        is_source=True,
        reading=[_kept(part) for part in parts],
    )
    return circular


def draft_of(parts: Sequence[Part], election: Election) -> DraftText:
    """Return the draft that the parts of a letter make; what it leaves out is still in them."""
    clauses = [part for part in parts if part.kind is Kind.CLAUSE]
    openings = [part for part in parts if part.kind is Kind.OPENING]
    if not clauses:
        clauses, openings = openings or list(parts), []
    return DraftText(
        title=_title(parts),
        election=election,
        opening="\n\n".join(part.text for part in openings),
        bases=tuple(dict.fromkeys(_bare(p.text) for p in parts if p.kind is Kind.BASIS)),
        clauses=tuple(
            ClauseText(place_key(part.page, part.line), part.heading, _bare(part.text))
            for part in clauses[:MOST_CLAUSES]
        ),
        groups=ASN_GROUPS,
    )


def place_key(page: int, line: int) -> str:
    """Return the key of a clause that was read at this place of the uploaded letter."""
    return f"h{page}-{line}"


def _title(parts: Sequence[Part]) -> str:
    about = next((part.text for part in parts if part.kind is Kind.ABOUT), "")
    words = about.partition(":")[2] if ":" in about[:10] else about[len("tentang") :]
    text = words.strip()
    if text == text.upper():
        text = text.capitalize()
    if len(text) > TITLE_LENGTH:
        text = text[:TITLE_LENGTH].rpartition(" ")[0]
    return text or _("Surat edaran tanpa judul")


def _bare(text: str) -> str:
    return text.strip().removesuffix(";").removesuffix("; dan").removesuffix("; dan/atau")


def _kept(part: Part) -> dict[str, str | int]:
    return {
        "kind": part.kind.value,
        "text": part.text,
        "page": part.page,
        "line": part.line,
        "count": part.count,
        "mark": part.mark,
        "heading": part.heading,
    }
