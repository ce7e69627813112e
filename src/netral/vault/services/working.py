"""Working copies: made in memory, freed of what a camera or a writing program added unseen."""

from __future__ import annotations

import io

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from netral.core.kinds.errors import WrongInputError
from netral.vault.services.content import IMAGES
from netral.vault.services.store import file_open
from netral.vault.services.stream import sealed_read

MAX_PIXELS = 60_000_000
QUALITY = 85
ACTIVE = ("/OpenAction", "/AA", "/Metadata", "/Names", "/AcroForm")


class NoWorkingCopyError(WrongInputError):
    """The file cannot be cleaned; only its sealed original can be taken out, with a reason."""

    title = "Salinan kerja tidak bisa dibuat"


def working_copy(kind: str, content: bytes) -> tuple[str, bytes]:
    """Return (media type, bytes) of a cleaned copy.

    Images are drawn anew without EXIF, place or thumbnail; a PDF loses its properties, scripts and
    attachments. Raises NoWorkingCopyError for what we cannot clean (video, sound, HEIC, a broken
    file).
    """
    if kind in IMAGES:
        return _image(content)
    if kind == "application/pdf":
        return kind, _pdf(content)
    raise NoWorkingCopyError(
        _("Berkas jenis ini belum bisa dibersihkan. Ambil aslinya dengan alasan tertulis.")
    )


def is_locked_pdf(path: str, key: bytes) -> bool:
    """Tell whether a sealed PDF cannot be opened: a pass word, or broken. Read in memory only."""
    with file_open(path) as source:
        content = b"".join(sealed_read(source, key))
    try:
        with pikepdf.open(io.BytesIO(content)):
            return False
    except (pikepdf.PasswordError, pikepdf.PdfError):
        return True


def _image(content: bytes) -> tuple[str, bytes]:
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise NoWorkingCopyError(_("Gambar ini terlalu besar untuk dibersihkan."))
            upright = ImageOps.exif_transpose(opened)
            has_alpha = upright.mode in {"RGBA", "LA", "P"}
            drawn = upright.convert("RGBA" if has_alpha else "RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise NoWorkingCopyError(
            _("Gambar ini tidak terbaca, mungkin rusak. Ambil aslinya dengan alasan tertulis.")
        ) from error
    # A new image carries pixels alone: what Pillow read beside them stays behind.
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    target = io.BytesIO()
    if has_alpha:
        clean.save(target, "PNG")
        return "image/png", target.getvalue()
    clean.save(target, "JPEG", quality=QUALITY)
    return "image/jpeg", target.getvalue()


def _pdf(content: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as opened:
            if "/Info" in opened.trailer:
                del opened.trailer["/Info"]
            for name in ACTIVE:
                if name in opened.Root:
                    del opened.Root[name]
            target = io.BytesIO()
            opened.save(target, static_id=True)
    except (pikepdf.PasswordError, pikepdf.PdfError) as error:
        raise NoWorkingCopyError(
            _("PDF ini tidak terbaca atau terkunci. Ambil aslinya dengan alasan tertulis.")
        ) from error
    return target.getvalue()
