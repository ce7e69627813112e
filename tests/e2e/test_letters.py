"""A circular begun from a PDF: read, checked clause by clause, enclosed, handed to the Sekda."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect

from netral.papers.services import Clause, Letter, Letterhead, Signer, letter_pdf
from netral.shell.moment import moment
from tests.e2e.conftest import SIZES, heading

Desk = Callable[[str], Page]


def letter(name: str) -> FilePayload:
    """Return a circular as another office would have written it."""
    pdf = letter_pdf(
        Letter(
            head=Letterhead("Kabupaten Batang Hari"),
            title="Surat edaran",
            number="800/77/SE/2024",
            about="Netralitas pegawai",
            place_and_day="12 September 2024",
            to=("Seluruh ASN",),
            opening=("Dalam rangka menjaga netralitas pegawai pada Pilkada 2024.",),
            clauses=(
                Clause(("Pegawai dilarang ikut kampanye dengan atribut partai.",)),
                Clause(("Pegawai dilarang memakai kendaraan dinas untuk kampanye.",)),
            ),
            closing=("Demikian disampaikan.",),
            signer=Signer("Bupati", "Nama Contoh"),
        ),
        at=moment(),
    )
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf}


def is_sound(page: Page) -> bool:
    """Tell whether the page fits a phone and axe finds nothing."""
    page.set_viewport_size(SIZES["phone"])
    wide = page.locator("html").bounding_box()
    found = Axe().run(page).response["violations"]
    return not found and wide is not None and wide["width"] <= SIZES["phone"]["width"]


@pytest.mark.parametrize("context", [False], indirect=True, ids=["without script"])
def test_an_officer_begins_from_a_pdf_accepts_an_act_and_hands_it_on(desk_of: Desk) -> None:
    page = desk_of("pengelola")
    page.get_by_role("link", name="Surat edaran").first.click()
    page.get_by_role("link", name="Mulai dari PDF").click()
    page.get_by_label("Surat edaran dalam PDF").set_input_files(
        {"name": "foto.pdf", "mimeType": "application/pdf", "buffer": b"bukan pdf"}
    )
    page.get_by_role("button", name="Baca PDF").click()
    expect(page.get_by_role("alert").first).to_contain_text("bukan PDF")
    page.get_by_label("Surat edaran dalam PDF").set_input_files(letter("surat.pdf"))
    page.get_by_role("button", name="Baca PDF").click()
    expect(heading(page)).to_have_text("Sunting versi 1")
    expect(page.get_by_text("NOMOR 800/77/SE/2024", exact=False).first).to_be_visible()
    page.get_by_label("Tentang apa").fill("Netralitas pegawai, dari PDF")
    page.get_by_role("checkbox", name="D-N2").first.check()
    page.get_by_label("Dasar hukum lain").fill("UU 20/2023\nUU 10/2016")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("checkbox", name="D-N2").first).to_be_checked()
    page.get_by_text("Pilih dari daftar perbuatan").first.click()
    page.get_by_role("checkbox", name="D-N1").first.check()
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("checkbox", name="D-N1").first).to_be_checked()
    page.get_by_role("link", name="Lampiran", exact=True).click()
    page.get_by_label("Nama lampiran").fill("Daftar larangan")
    page.get_by_label("Berkas PDF").set_input_files(letter("lampiran.pdf"))
    page.get_by_role("button", name="Tambah lampiran").click()
    expect(page.get_by_role("link", name="Daftar larangan", exact=True)).to_be_visible()
    page.get_by_role("link", name="Kembali", exact=True).click()
    page.get_by_role("link", name="Ajukan ke Sekda").click()
    page.get_by_role("button", name="Ajukan", exact=True).click()
    expect(page.get_by_text("Menunggu persetujuan").first).to_be_visible()


@pytest.mark.parametrize("context", [True], indirect=True, ids=["with script"])
def test_the_pages_of_letters_fit_a_phone_and_axe_finds_nothing(desk_of: Desk) -> None:
    page = desk_of("pengelola")
    address = page.url.partition("/meja/")[0]
    for path in ("/edaran/unggah/", "/dokumen/kop/", "/dokumen/kop/baru/", "/dokumen/nomor/"):
        page.goto(f"{address}{path}")
        assert is_sound(page), path
    page.goto(f"{address}/edaran/unggah/")
    page.get_by_label("Surat edaran dalam PDF").set_input_files(letter("surat.pdf"))
    page.get_by_role("button", name="Baca PDF").click()
    assert is_sound(page)
