"""Working copies: made in memory, freed of what a camera or a writing program added unseen."""

from __future__ import annotations

import io
from typing import Any, cast

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from netral.core.kinds.errors import WrongInputError
from netral.vault.services.content import IMAGES
from netral.vault.services.store import file_open
from netral.vault.services.stream import sealed_read

MAX_PIXELS = 60_000_000
QUALITY = 85
ACTIVE = ("/OpenAction", "/AA", "/Metadata", "/Names", "/AcroForm", "/AF")
UNSEEN = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF")
"""What any part of a PDF may carry beside what is seen: properties of a program, scripts."""
SIGNED = ("/T", "/M", "/CreationDate", "/NM", "/A", "/FS")
"""What a note on a page tells of its author, what it starts, the file it holds."""
UNPACKED = 64 * 2**20
# A few kilobytes of PDF can unpack to gigabytes; the limit is the process's, so it is set once.
pikepdf.settings.set_qpdf_limits(flate_max_memory=UNPACKED, run_length_max_memory=UNPACKED)
# Segments that programs and cameras add, and comments; the two others say how to draw.
_ADDED = frozenset({*range(0xE1, 0xF0), 0xFE}) - {0xEE}


class NoWorkingCopyError(WrongInputError):
    """The file cannot be cleaned; only its sealed original can be taken out, with a reason."""

    title = "Salinan kerja tidak bisa dibuat"


def working_copy(kind: str, content: bytes) -> tuple[str, bytes]:
    """Return (media type, bytes) of a cleaned copy.

    Images are drawn anew without EXIF, place or thumbnail; a PDF loses its properties, scripts,
    attachments, the names on its notes and the EXIF of its photos. Raises NoWorkingCopyError for
    what we cannot clean (video, sound, HEIC, a broken file).
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
            _scrub(opened)
            target = io.BytesIO()
            opened.save(target, static_id=True)
    except (pikepdf.PasswordError, pikepdf.PdfError) as error:
        raise NoWorkingCopyError(
            _("PDF ini tidak terbaca atau terkunci. Ambil aslinya dengan alasan tertulis.")
        ) from error
    return target.getvalue()


def _scrub(document: pikepdf.Pdf) -> None:
    for part in document.objects:
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            _drop(part, UNSEEN)
        if isinstance(part, pikepdf.Stream) and part.get("/Filter") == pikepdf.Name.DCTDecode:
            bare = _bare_jpeg(part.read_raw_bytes())
            parameters = cast(Any, part.get("/DecodeParms"))
            part.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
    for page in document.pages:
        for note in page.get("/Annots", ()):
            _drop(note, SIGNED)


def _drop(part: pikepdf.Object, names: tuple[str, ...]) -> None:
    for name in names:
        if name in part:
            del part[name]


def _bare_jpeg(content: bytes) -> bytes:
    """Return a JPEG without EXIF, comments and what programs add; the picture stays as it is."""
    kept, at = bytearray(content[:2]), 2
    while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] not in (b"\xda", b""):
        marker = content[at + 1]
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker not in _ADDED:
            kept += content[at:end]
        at = end
    return bytes(kept) + content[at:]
