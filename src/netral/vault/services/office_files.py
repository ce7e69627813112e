"""Files that an office keeps itself: scans of signed sheets, photos of an occasion.

They lie sealed in the store. Each file's key is wrapped under the site's secret, which is no
database's: whoever takes the disk or a backup reads none of them.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets

import pikepdf
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from nacl.secret import SecretBox
from PIL import Image

from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.refs import handle_from
from netral.vault.models import OfficeFile
from netral.vault.services.content import HEAD, IMAGES, kind_of
from netral.vault.services.sealing import SealError
from netral.vault.services.store import file_create, file_open, file_remove, name_draw
from netral.vault.services.stream import KEY, SealedWriter, sealed_read
from netral.vault.services.working import working_copy

OFFICE_FILE_LIMIT = 10 * 2**20
LONGEST_SIDE, QUALITY = 1_280, 80
"""Of a photo that is printed, in pixels: sharp at half a page's width."""
PICTURES = IMAGES - {"image/heif", "image/gif"}
"""Images that can be cleaned and printed."""
PDF = "application/pdf"


def scan_checked(content: bytes) -> str:
    """Return the media type of a scan: a picture or a PDF that opens, by its content.

    Raises WrongInputError, in words, for anything else, for a locked PDF, and past the limit.
    """
    kind = _kind(content)
    if kind != PDF and kind not in PICTURES:
        raise WrongInputError(
            _("Berkas ini bukan foto (JPG, PNG, WebP) atau PDF. Simpan ulang dalam bentuk itu.")
        )
    pages_of(kind, content)
    return kind


def picture_cleaned(content: bytes) -> tuple[str, bytes]:
    """Return (media type, bytes) of a photo drawn anew, small enough to print, as a JPEG.

    Place, camera and thumbnail stay behind. Raises WrongInputError, in words, for what is no photo
    or cannot be read.
    """
    kind = _kind(content)
    if kind not in PICTURES:
        raise WrongInputError(
            _("Berkas ini bukan foto JPG, PNG, atau WebP. Simpan ulang sebagai JPG, lalu coba.")
        )
    _kind_drawn, drawn = working_copy(kind, content)
    with Image.open(io.BytesIO(drawn)) as opened:
        opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        white = Image.new("RGB", opened.size, "white")
        white.paste(opened, mask=opened.getchannel("A") if opened.mode == "RGBA" else None)
    target = io.BytesIO()
    white.save(target, "JPEG", quality=QUALITY)
    return "image/jpeg", target.getvalue()


def pages_of(kind: str, content: bytes) -> int:
    """Return how many pages a scan holds; a picture is one page."""
    if kind != PDF:
        return 1
    try:
        with pikepdf.open(io.BytesIO(content)) as opened:
            return len(opened.pages)
    except (pikepdf.PasswordError, pikepdf.PdfError) as error:
        raise WrongInputError(
            _("PDF ini terkunci kata sandi atau rusak. Simpan ulang tanpa kata sandi.")
        ) from error


def office_file_keep(*, government: str, kind: str, content: bytes) -> OfficeFile:
    """Seal a file into the store and return its row, in the caller's transaction.

    The caller has checked the content; who kept it and why stands with the thing it belongs to.
    """
    path, key = name_draw(), os.urandom(KEY)
    with file_create(path) as target:
        writer = SealedWriter(target, key)
        writer.write(content)
        done = writer.finish()
    return OfficeFile.objects.create(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=government,
        path=path,
        sealed_key=bytes(_box().encrypt(key)),
        kind=kind,
        pages=pages_of(kind, content),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        sealed_sha256=done.sealed_sha256,
    )


def office_file_read(file: OfficeFile) -> bytes:
    """Return what was kept, checked against its fingerprint; raise SealError if it is another."""
    key = _box().decrypt(bytes(file.sealed_key))
    with file_open(file.path) as source:
        content = b"".join(sealed_read(source, key))
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise SealError(_("Isi berkas tidak sama dengan sidiknya. Pulihkan dari cadangan."))
    return content


def office_file_shown(file: OfficeFile) -> tuple[str, bytes]:
    """Return (media type, bytes) of a cleaned copy, to be looked at."""
    return working_copy(file.kind, office_file_read(file))


def office_file_drop(file: OfficeFile) -> None:
    """Remove a file's content; its row stays, with the fingerprint of what was there."""
    file_remove(file.path)


def _kind(content: bytes) -> str:
    if not content:
        raise WrongInputError(_("Berkas ini kosong. Pilih lagi berkasnya."))
    if len(content) > OFFICE_FILE_LIMIT:
        raise WrongInputError(
            _("Berkas ini lebih dari 10 MB. Perkecil fotonya, atau pindai per beberapa lembar.")
        )
    return kind_of(content[:HEAD]) or ""


def _box() -> SecretBox:
    return SecretBox(salted_hmac("netral.office_file", b"", algorithm="sha256").digest())
