"""Working copies: nothing of the camera, the place or the writer is left."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from netral.vault.services import working
from netral.vault.services.content import ACCEPTED, kind_of
from netral.vault.services.working import NoWorkingCopyError, working_copy
from tests.apps.vault.build import EXIF_MARK, pdf, photo


def test_a_photo_loses_its_exif_and_is_turned_upright() -> None:
    assert EXIF_MARK.encode() in photo()
    kind, cleaned = working_copy("image/jpeg", photo((64, 48)))
    with Image.open(io.BytesIO(cleaned)) as image:
        assert kind == "image/jpeg"
        assert dict(image.getexif()) == {}
        assert image.size == (48, 64)
    assert EXIF_MARK.encode() not in cleaned


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGBA"), ("GIF", "P"), ("WEBP", "RGB")])
def test_other_pictures_are_drawn_anew(form: str, mode: str) -> None:
    target = io.BytesIO()
    Image.new(mode, (9, 9)).save(target, form, comment=EXIF_MARK)
    kind, cleaned = working_copy(str(kind_of(target.getvalue())), target.getvalue())
    assert kind in {"image/png", "image/jpeg"}
    assert EXIF_MARK.encode() not in cleaned


def test_a_pdf_loses_its_properties_and_scripts() -> None:
    _, cleaned = working_copy("application/pdf", pdf(title="Judul rahasia"))
    with pikepdf.open(io.BytesIO(cleaned)) as opened:
        assert "/OpenAction" not in opened.Root
        assert "/Info" not in opened.trailer
        assert len(opened.pages) == 1
    assert b"Judul rahasia" not in cleaned


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("video/mp4", b"x"),
        ("image/jpeg", photo()[:60]),
        ("image/heif", b"\x00\x00\x00\x18ftypheic"),
        ("application/pdf", b"%PDF-1.7 rusak"),
    ],
)
def test_what_cannot_be_cleaned_says_so(kind: str, content: bytes) -> None:
    with pytest.raises(NoWorkingCopyError):
        working_copy(kind, content)


def test_a_picture_too_large_to_draw_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "MAX_PIXELS", 10)
    with pytest.raises(NoWorkingCopyError, match="terlalu besar"):
        working_copy("image/jpeg", photo())


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(99), "video/mp4"),
        (b"\x00\x00\x00\x18ftyp3gp4\x00\x00\x00\x00" + bytes(99), "video/3gpp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(99), "image/heif"),
        (b"ID3\x03\0\0\0\0\0\0" + bytes(99), "audio/mpeg"),
        (b"OggS\0\x02" + bytes(99), "application/ogg"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + bytes(99), "video/webm"),
    ],
)
def test_a_phone_s_files_are_known_by_their_first_bytes(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind
    assert kind in ACCEPTED
