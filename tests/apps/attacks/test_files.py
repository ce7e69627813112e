"""Files as weapons: bombs, disguises, and what a file tells of the one who sent it."""

from __future__ import annotations

import io
import zlib
from typing import Any, cast

import pikepdf
import pytest
from django.test import Client

from netral.vault.services.content import kind_of
from netral.vault.services.working import NoWorkingCopyError, working_copy
from tests.apps.vault.build import EXIF_MARK, photo

AUTHOR = "Guru Ketakutan"
MIB = 2**20


def bomb(unpacked: int) -> bytes:
    """Return a small PDF whose table of objects unpacks to ``unpacked`` MiB of zeros."""
    packer = zlib.compressobj(9)
    table = b"".join(packer.compress(bytes(MIB)) for _ in range(unpacked)) + packer.flush()
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    head += b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    stream = (
        b"3 0 obj<</Type/XRef/Size 4/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n"
    )
    end = b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(head)
    return head + stream % len(table) + table + end


def telling_pdf() -> bytes:
    """Return a PDF with a photo's EXIF, a note signed by its author, and their writing program."""
    document = pikepdf.new()
    page = document.add_blank_page()
    image = pikepdf.Stream(document, photo())
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 64, 48, 8
    image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    image.Metadata = pikepdf.Stream(document, f"<x>{AUTHOR}</x>".encode())
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=document.make_indirect(image)))
    page.PieceInfo = pikepdf.Dictionary(Writer=pikepdf.String(AUTHOR))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="Lihat ini"
    )
    note.T = AUTHOR
    page.Annots = pikepdf.Array([note])
    target = io.BytesIO()
    document.save(target, compress_streams=False)
    return target.getvalue()


def test_a_pdf_that_unpacks_to_gigabytes_is_stopped_early() -> None:
    with pytest.raises(NoWorkingCopyError):
        working_copy("application/pdf", bomb(300))
    limits = pikepdf.settings.get_qpdf_limits()
    assert 0 < limits["flate_max_memory"] <= 128 * MIB


def test_a_working_copy_of_a_pdf_does_not_tell_who_made_it() -> None:
    assert AUTHOR.encode() in telling_pdf()
    assert EXIF_MARK.encode() in telling_pdf()
    _kind, cleaned = working_copy("application/pdf", telling_pdf())
    with pikepdf.open(io.BytesIO(cleaned)) as opened:
        image = opened.pages[0].Resources.XObject.I
        assert image.read_raw_bytes().startswith(b"\xff\xd8")
        assert pikepdf.PdfImage(cast(Any, image)).as_pil_image().size == (64, 48)
        plain = io.BytesIO()
        opened.save(plain, compress_streams=False)
        assert str(opened.pages[0].Annots[0].Contents) == "Lihat ini"
    assert AUTHOR.encode() not in plain.getvalue()
    assert EXIF_MARK.encode() not in plain.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<?xml version='1.0'?><html/>",
        b"MZ\x90\x00" + bytes(60),
        b"PK\x03\x04" + bytes(60),
        b"#!/bin/sh\nrm -rf /\n",
    ],
)
def test_a_hacker_cannot_upload_what_a_browser_or_a_machine_would_run(content: bytes) -> None:
    assert kind_of(content) is None


@pytest.mark.django_db
@pytest.mark.parametrize("ref", ["../../etc/passwd", "..%2F..%2Fsecret", "%2e%2e/%2e%2e/secret"])
def test_a_hacker_cannot_walk_out_of_the_folder_by_an_address(ref: str) -> None:
    for address in (f"/jejak/kab-batanghari/tile/{ref}", f"/static/{ref}", f"/periksa/{ref}/"):
        assert Client().get(address).status_code in {301, 404}
