"""The sheet for a group, pressed from words that no law has: long, few, strange, many."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from netral.papers.services.group_sheets import (
    Consequence,
    Forbidden,
    GroupSheet,
    SheetKind,
    SheetWords,
    group_sheet_pdf,
)
from tests.apps.papers.build import AT
from tests.apps.papers.reading import has_qr, pages_of, words_of

URL = "https://netral.example/aturan/kelompok/contoh/"
WORDS = SheetWords(
    kicker="Netralitas dalam pemilihan",
    law_day="Aturan yang berlaku hari ini",
    forbidden="Tidak boleh",
    allowed="Boleh",
    sanctions="Akibatnya",
    disputed="Masih diperdebatkan",
    safer="Lebih aman tidak.",
    who="Siapa menangani",
    ask="Tanya dan lapor",
    code="Kode QR",
    foot="Kata-kata kami sendiri.",
)


def item(number: int) -> Forbidden:
    return Forbidden(
        text=f"Larangan nomor {number} ditulis dengan satu kalimat yang wajar panjangnya.",
        when="Masa kampanye",
        basis=f"Peraturan contoh Pasal {number} ayat (1) huruf a",
        sanction="Hukuman disiplin sedang",
    )


def sheet(kind: SheetKind = SheetKind.LEAFLET, forbidden: int = 4) -> GroupSheet:
    return GroupSheet(
        kind=kind,
        language="id",
        office="Netral",
        heading="Kelompok contoh",
        plain="Orang-orang contoh.",
        rule="Aturan contoh berlaku bagi mereka.",
        basis="Peraturan contoh Pasal 1",
        forbidden=tuple(item(number) for number in range(1, forbidden + 1)),
        allowed=(("Memilih.", "Pilihan Anda rahasia."),),
        sanctions=(Consequence("Ringan", "Teguran lisan; teguran tertulis", "Pasal 8"),),
        disputes=("Apakah hadir saja melanggar?",),
        who="Atasan langsung.",
        ask=(("Baca aturan", "https://netral.example/aturan/"),),
        url=URL,
        words=WORDS,
    )


def millimetres(pdf: bytes) -> tuple[int, int]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        _left, _bottom, width, height = (float(side) for side in file.pages[0].mediabox)
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


@pytest.mark.parametrize(
    ("kind", "size"), [(SheetKind.POSTER, (297, 420)), (SheetKind.LEAFLET, (210, 297))]
)
def test_a_poster_is_a3_and_a_leaflet_a4(kind: SheetKind, size: tuple[int, int]) -> None:
    assert millimetres(group_sheet_pdf(sheet(kind), at=AT)) == size


@pytest.mark.parametrize("kind", SheetKind)
@pytest.mark.parametrize("count", [0, 1, 3, 25, 45])
def test_few_and_many_prohibitions_fit_one_page(kind: SheetKind, count: int) -> None:
    pdf = group_sheet_pdf(sheet(kind, count), at=AT)
    words = words_of(pdf)
    assert pages_of(pdf) == 1
    assert all(f"Larangan nomor {n} " in words for n in range(1, count + 1))
    assert "Kata-kata kami sendiri." in words


def test_every_word_handed_in_is_on_the_sheet() -> None:
    words = "".join(words_of(group_sheet_pdf(sheet(), at=AT)).split())
    for text in (
        "Kelompok contoh", "Orang-orang contoh.", "Peraturan contoh Pasal 1", "Masa kampanye",
        "Pilihan Anda rahasia.", "Teguran lisan", "Apakah hadir saja melanggar?",
        "Atasan langsung.", "https://netral.example/aturan/", "Lebih aman tidak.",
    ):  # fmt: skip
        assert "".join(text.split()) in words


def test_a_poster_leaves_the_stages_out() -> None:
    assert "Masa kampanye" not in words_of(group_sheet_pdf(sheet(SheetKind.POSTER), at=AT))


def test_a_group_without_menus_and_disputes_shows_no_empty_part() -> None:
    bare = replace(sheet(), sanctions=(), disputes=(), allowed=())
    words = words_of(group_sheet_pdf(bare, at=AT))
    assert "Akibatnya" not in words
    assert "Masih diperdebatkan" not in words


def test_the_code_leads_to_the_group_s_page() -> None:
    assert has_qr(group_sheet_pdf(sheet(), at=AT), URL)


def test_words_are_set_as_words_and_never_read_as_markup() -> None:
    strange = '#include($x$) *tebal* <label> @rujuk \\ "kutip"'
    words = words_of(group_sheet_pdf(replace(sheet(), rule=strange), at=AT))
    assert "#include($x$) *tebal* <label>" in words


def test_a_very_long_heading_stays_on_the_page() -> None:
    long = replace(sheet(), heading="Pegawai pemerintah dengan nama kelompok panjang " * 3)
    assert pages_of(group_sheet_pdf(long, at=AT)) == 1


def test_the_sheet_says_its_language_to_a_screen_reader() -> None:
    for language in ("id", "en"):
        pdf = group_sheet_pdf(replace(sheet(), language=language), at=AT)
        with pikepdf.open(io.BytesIO(pdf)) as file:
            assert str(file.Root.Lang).startswith(language)
