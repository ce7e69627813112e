"""Files of a version: PDFs that go with the letter, added and taken out while it is a draft."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from netral.circulars.models import Attachment
from netral.circulars.services.drafts import draft_locked, revision_check
from netral.core.access import Actor
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.kinds.refs import CircularRef
from netral.gateways.pdf_text import PdfReader, PdfRefusedError, PdfText
from netral.vault.services.content import HEAD, kind_of
from netral.vault.services.office_files import OFFICE_FILE_LIMIT, PDF, office_file_keep

PAGES_LIMIT = 300
ATTACHMENTS_LIMIT = 10


def pdf_checked(content: bytes, *, reader: PdfReader, most_pages: int = PAGES_LIMIT) -> PdfText:
    """Return what is in an uploaded PDF, read outside of any transaction.

    Raises WrongInputError that says what is wrong and what to do: no PDF by its content, too
    large, locked, broken, too many pages, or one that carries scripts or other files.
    """
    if kind_of(content[:HEAD]) != PDF:
        raise WrongInputError(_("Berkas ini bukan PDF. Simpan suratnya sebagai PDF, lalu unggah."))
    if len(content) > OFFICE_FILE_LIMIT:
        raise WrongInputError(_("Berkas ini lebih dari 10 MB. Perkecil PDF-nya, lalu unggah."))
    try:
        found = reader.read(content, most_pages=most_pages)
    except PdfRefusedError as error:
        raise WrongInputError(_refusal(error.why)) from error
    if found.pages > most_pages:
        raise WrongInputError(
            _(
                "PDF ini %(pages)s halaman; yang bisa kami terima paling banyak %(most)s. Pisahkan "
                "dulu bagian yang diperlukan."
            )
            % {"pages": found.pages, "most": most_pages}
        )
    if found.active:
        raise WrongInputError(
            _(
                "PDF ini memuat program atau berkas lain di dalamnya. Cetak ulang ke PDF, lalu "
                "unggah hasilnya."
            )
        )
    return found


def _refusal(why: str) -> str:
    return {
        "locked": _(
            "PDF ini terkunci kata sandi. Buka kuncinya di komputer Anda, simpan, lalu unggah lagi."
        ),
        "heavy": _("PDF ini terlalu berat untuk dibaca. Cetak ulang ke PDF, lalu unggah hasilnya."),
    }.get(why) or _("PDF ini rusak atau tidak lengkap. Simpan ulang dari aplikasi asalnya.")


@transaction.atomic
def attachment_add(
    *,
    actor: Actor,
    ref: CircularRef,
    title: str,
    content: bytes,
    found: PdfText,
    revision: int,
) -> Attachment:
    """Add a checked PDF to the draft, as the last one; the draft's revision moves on.

    Raises what keeps a draft from being edited, WrongInputError for one file too many or the
    same file twice.
    """
    version = draft_locked(actor, ref)
    revision_check(version, revision)
    held = list(version.attachments.select_related("enclosure"))
    if len(held) >= ATTACHMENTS_LIMIT:
        raise WrongInputError(
            _("Paling banyak %(most)s lampiran. Gabungkan beberapa berkas menjadi satu PDF.")
            % {"most": ATTACHMENTS_LIMIT}
        )
    enclosure = office_file_keep(government=version.government_id, kind=PDF, content=content)
    if any(each.enclosure.sha256 == enclosure.sha256 and not each.is_source for each in held):
        raise WrongInputError(_("Berkas ini sudah menjadi lampiran. Pilih berkas yang lain."))
    version.revision += 1
    version.save(update_fields=["revision"])
    return Attachment.objects.create(
        version=version,
        enclosure=enclosure,
        order=max((each.order for each in held), default=0) + 1,
        title=title,
        pages=found.pages,
    )


@transaction.atomic
def attachment_remove(*, actor: Actor, ref: CircularRef, order: int) -> None:
    """Take a file out of the draft; what an earlier version carries stays there.

    Raises NotVisibleError for a place that holds none; the uploaded letter itself stays.
    """
    version = draft_locked(actor, ref)
    removed, _kinds = version.attachments.filter(order=order, is_source=False).delete()
    if not removed:
        raise NotVisibleError(_("Lampiran ini tidak ada, atau sudah dikeluarkan."))
    version.revision += 1
    version.save(update_fields=["revision"])
