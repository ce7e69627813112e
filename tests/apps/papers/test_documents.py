"""The pressed documents: what they say, that they are archival, and equal each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import typst
from django.conf import settings

from netral.core.ledger.canonical import Json
from netral.papers.services import (
    Mark,
    certificate_pdf,
    check_url,
    letter_pdf,
    qr_path,
    qr_png,
    qr_sheet_pdf,
    qr_svg,
    receipt_pdf,
)
from netral.papers.services.press import maker, pdf_make
from tests.apps.papers.build import AT, certificate, letter, qr_sheet, receipt
from tests.apps.papers.reading import has_qr, metadata_of, pages_of, words_of


def test_a_certificate_holds_the_name_the_points_and_the_qr() -> None:
    pdf = certificate_pdf(certificate(), at=AT)
    words = words_of(pdf)
    for part in ("Lasma Contoh, S.Pd.", "Guru Ahli Pertama", "Butir empat.", "7K2M-94QD"):
        assert part in words
    assert has_qr(pdf, f"{settings.NETRAL_ORIGIN}/periksa/7K2M94QD/")
    assert not has_qr(pdf, f"{settings.NETRAL_ORIGIN}/periksa/7K2M94QE/")
    assert pages_of(pdf) == 1


def test_every_document_says_that_it_is_pdf_a_2b() -> None:
    pressed = [
        certificate_pdf(certificate(), at=AT),
        letter_pdf(letter(), at=AT),
        qr_sheet_pdf(qr_sheet(2), at=AT),
        receipt_pdf(receipt(), at=AT),
    ]
    for pdf in pressed:
        known = metadata_of(pdf)
        assert [v for k, v in known.items() if k.endswith("part")] == ["2"]
        assert [v for k, v in known.items() if k.endswith("conformance")] == ["B"]


def test_the_same_facts_give_the_same_bytes_and_another_moment_others() -> None:
    first = certificate_pdf(certificate(), at=AT)
    assert certificate_pdf(certificate("Orang Lain"), at=AT) != first
    assert certificate_pdf(certificate(), at=AT) == first
    assert certificate_pdf(certificate(), at=AT + timedelta(seconds=1)) != first


@pytest.mark.parametrize(
    "name",
    [
        "#panic() *Nama* $x^2$ @rujukan <label>",
        '"kutip" \\ garis // komentar /* x */',
        "Nama ]} dengan `kode` dan = judul",
        "sys.inputs.data #{1+1} https://contoh",
        "Ñandú Œuvre \u2013 Ŝi \u2019n",
    ],
)
def test_a_name_is_set_as_it_stands_and_never_read_as_markup(name: str) -> None:
    assert name in words_of(certificate_pdf(certificate(name), at=AT))


def test_a_letter_without_a_glyph_is_shown_as_an_empty_square() -> None:
    words = words_of(certificate_pdf(certificate("Ani \U0001f600\x00 ꦲ"), at=AT))
    assert "Ani □□ □" in words


def test_parts_of_a_letter_written_in_pieces_are_joined() -> None:
    assert "Andr\u00e9" in words_of(certificate_pdf(certificate("Andre\u0301"), at=AT))


def test_a_circular_carries_number_clauses_signer_and_copies() -> None:
    pdf = letter_pdf(letter(mark=Mark("AAAA1111")), at=AT)
    words = words_of(pdf)
    for part in (
        "SURAT EDARAN",
        "Nomor SE/12/X/2024",
        "NETRALITAS PEGAWAI",
        "Isi butir 3.",
        "PP 94/2021 Pasal 5 huruf n",
        "NIP 197501012005011900",
        "1. Arsip",
    ):
        assert part in words
    assert has_qr(pdf, check_url("AAAA1111"))


def test_a_long_letter_runs_over_pages_and_loses_no_clause() -> None:
    pdf = letter_pdf(letter(60), at=AT)
    assert pages_of(pdf) > 1
    assert all(f"Isi butir {n}." in words_of(pdf) for n in range(1, 61))


def test_a_plain_letter_puts_number_and_subject_at_its_head() -> None:
    words = words_of(letter_pdf(letter(0, is_circular=False), at=AT))
    assert "Hal : Netralitas pegawai" in words
    assert "SURAT EDARAN" not in words


def test_a_letter_without_number_copies_or_nip_leaves_no_empty_label() -> None:
    bare = replace(letter(), number="", copies=(), signer=replace(letter().signer, nip=""))
    words = words_of(letter_pdf(bare, at=AT))
    assert "NIP" not in words
    assert "Tembusan" not in words
    assert "Nomor" not in words


@pytest.mark.parametrize(("cards", "pages"), [(1, 1), (8, 1), (9, 2), (17, 3)])
def test_a_qr_sheet_holds_eight_cards_a_page(cards: int, pages: int) -> None:
    pdf = qr_sheet_pdf(qr_sheet(cards), at=AT)
    assert pages_of(pdf) == pages
    words = words_of(pdf)
    assert all(f"Pegawai Contoh {n}" in words for n in range(1, cards + 1))
    assert all(has_qr(pdf, card.url) for card in qr_sheet(cards).cards)


def test_a_card_with_a_note_prints_it() -> None:
    sheet = qr_sheet(1)
    noted = replace(sheet, cards=(replace(sheet.cards[0], note="Berlaku sampai 27 November"),))
    assert "Berlaku sampai 27 November" in words_of(qr_sheet_pdf(noted, at=AT))


def test_a_receipt_carries_the_promise_only_when_there_is_one() -> None:
    assert "netral-promise/v1" in words_of(receipt_pdf(receipt(), at=AT))
    assert "Janji catat" not in words_of(receipt_pdf(replace(receipt(), promise=""), at=AT))


def test_values_that_a_template_does_not_ask_for_do_no_harm() -> None:
    data: dict[str, Json] = {"title": "x", "office": "x", "below": "", "instruction": ""}
    more: dict[str, Json] = {**data, "cards": [], "n": 3, "ya": True, "kosong": None}
    assert pages_of(pdf_make("qr_sheet", more, at=AT)) == 1
    with pytest.raises(typst.TypstError):
        pdf_make("qr_sheet", data, at=AT)


def test_the_maker_names_typst_and_the_templates() -> None:
    assert maker().startswith("typst ")
    assert len(maker()) <= 80


def test_a_code_is_drawn_alike_as_svg_png_and_path() -> None:
    path = qr_path("https://netral.example/periksa/7K2M94QD/")
    assert path.side == 29
    assert path.path.startswith("M0 0h1v1h-1zM1 0h1v1h-1z")
    assert "<svg" in qr_svg("x")
    assert qr_png("x").startswith(b"\x89PNG")
