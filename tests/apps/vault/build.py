"""Files for tests, sealed as the site seals them."""

from __future__ import annotations

import io
import os
from datetime import datetime
from zoneinfo import ZoneInfo

import pikepdf
from PIL import Image

from netral.vault.services.content import kind_of
from netral.vault.services.store import file_create, name_draw
from netral.vault.services.stream import SealedWriter
from netral.vault.services.uploads import SealedUpload

AT = datetime(2024, 10, 7, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
EXIF_MARK = "KAMERA-CONTOH-123"


def photo(size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a JPEG whose EXIF names a camera and a place."""
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[0x0110] = EXIF_MARK
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


def pdf(*, title: str = "Judul rahasia", password: str = "") -> bytes:
    """Return a one-page PDF with properties and a script, locked when a password is given."""
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = title
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    target = io.BytesIO()
    if password:
        document.save(target, encryption=pikepdf.Encryption(owner=password, user=password))
    else:
        document.save(target)
    return target.getvalue()


def sealed_upload(content: bytes = b"", name: str = "foto kampanye.jpg") -> SealedUpload:
    """Return an upload sealed in the store."""
    content = content or photo()
    path, key = name_draw(), os.urandom(32)
    with file_create(path) as target:
        writer = SealedWriter(target, key)
        writer.write(content)
        done = writer.finish()
    kind = kind_of(content[:4096]) or "application/octet-stream"
    return SealedUpload(path, key, name, kind, done.size, done.sha256, done.sealed_sha256)
