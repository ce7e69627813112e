"""Uploaded letters for tests: a PDF that opens, and what a reader finds in it."""

from __future__ import annotations

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from netral.gateways.pdf_text import PdfText


def _blank() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(target, static_id=True)
    return target.getvalue()


PDF = _blank()
LETTER = (
    "PEMERINTAH KABUPATEN BATANG HARI",
    "SURAT EDARAN",
    "NOMOR : 800/123/SE/2024",
    "TENTANG",
    "NETRALITAS ASN DALAM PILKADA 2024",
    "Dalam rangka menjaga netralitas pegawai, disampaikan hal berikut:",
    "1. Dasar hukum:",
    "a. Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara;",
    "2. Pegawai ASN dilarang:",
    "a. ikut kampanye dengan atribut partai;",
    "b. memakai kendaraan dinas untuk kampanye.",
    "3. Kepala dinas melapor tiap bulan.",
    "Demikian disampaikan untuk dilaksanakan.",
)
READ = PdfText(pages=1, lines=(LETTER,))


def file_build(content: bytes = PDF, name: str = "surat.pdf") -> SimpleUploadedFile:
    """Return an uploaded file of these bytes."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def pdf_build(mark: str) -> bytes:
    """Return a PDF that no other mark gives: the mark stands behind its end."""
    return PDF + b"%" + mark.encode()
