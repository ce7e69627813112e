"""A correction on its way: drafted, sent back by the Sekda with a reason, approved, signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import SIZES, Site, heading, menu
from tests.e2e.test_asn import personal_page

Desk = Callable[[str], Page]
TITLE = "Netralitas ASN dalam Pilkada serentak 2024"
CLAUSES = {
    "with script": (
        "Akun keluarga",
        "Meminta suami atau istri menyukai unggahan calon sama dengan menyukainya sendiri.",
    ),
    "without script": (
        "Siaran langsung",
        "Menonton siaran langsung calon tidak dilarang; memberi tanda suka di sana dilarang.",
    ),
}
REASON = "Sebut juga grup percakapan keluarga, karena pertanyaan terbanyak soal itu."
ACT = "S-MEDSOS-INTERAKSI"
READERS = {"with script": "asn-batanghari-1", "without script": "asn-batanghari-2"}
MENDED = "Ini berlaku juga di grup percakapan keluarga."


def test_a_correction_is_returned_approved_and_signed_and_readers_see_only_what_is_new(
    desk_of: Desk, site: Site, reader: Page, clause: tuple[str, str]
) -> None:
    _title, words = clause
    correction_drafted(desk_of("pengelola"), *clause)
    returned_by_the_sekda(desk_of("sekda"), words)
    corrected_again(desk_of("pengelola"), words)
    approved_by_the_sekda(desk_of("sekda"), words)
    signed_by_the_head(desk_of("ppk"))
    reader.goto(f"{site.url}/saya/")
    expect(reader.get_by_text("Ini versi baru.")).to_be_visible()
    reader.get_by_role("link", name="Baca surat").click()
    reader.get_by_role("button", name="Buka perubahan").click()
    expect(reader.get_by_text("Butir baru")).to_have_count(1)
    expect(reader.get_by_text(f"{words} {MENDED}").first).to_be_visible()
    reader.get_by_role("button", name="Saya sudah membaca").click()
    expect(reader.get_by_role("heading", name="Sudah tercatat")).to_be_visible()


@pytest.fixture
def clause(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Return the title and words of the clause that this correction adds."""
    return CLAUSES[request.node.callspec.id]


@pytest.fixture
def reader(
    browser: Browser, cast: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Return the phone of someone who read the version in force."""
    with browser.new_context(viewport=SIZES["phone"], locale="id-ID") as context:
        page = context.new_page()
        personal_page(page, cast[READERS[request.node.callspec.id]])
        page.get_by_role("link", name="Baca surat").first.click()
        page.get_by_role("button", name="Buka surat").click()
        page.get_by_role("button", name="Saya sudah membaca").click()
        yield page


def from_the_table(desk: Page, state: str) -> None:
    """Open the letter that waits on the officer's table."""
    row = desk.get_by_role("row").filter(has_text=state)
    row.get_by_role("link", name=TITLE).click()
    expect(heading(desk)).to_contain_text(TITLE)


def correction_drafted(desk: Page, title: str, words: str) -> None:
    """Make the next version with one more clause, and hand it to the Sekda."""
    menu(desk, "Surat edaran")
    desk.get_by_role("link", name=TITLE).first.click()
    desk.get_by_role("button", name="Buat versi baru").click()
    desk.get_by_label("Judul butir baru").fill(title)
    desk.get_by_label("Isi butir baru").fill(words)
    desk.get_by_label("Perbuatan yang ditunjuk").select_option(ACT)
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.get_by_text("Naskah tersimpan.")).to_be_visible()
    submitted(desk)


def submitted(desk: Page) -> None:
    desk.get_by_role("main").get_by_role("link", name="Kembali").click()
    desk.get_by_role("link", name="Ajukan ke Sekda").click()
    desk.get_by_role("button", name="Ajukan").click()
    expect(desk.get_by_text("Naskah diajukan. Sekda akan membacanya.")).to_be_visible()
    expect(desk.get_by_role("link", name="Sunting")).to_have_count(0)


def returned_by_the_sekda(desk: Page, words: str) -> None:
    from_the_table(desk, "Menunggu persetujuan")
    desk.get_by_role("link", name="Lihat suratnya").click()
    expect(desk.get_by_text(words)).to_be_visible()
    desk.get_by_role("link", name="Kembali ke surat edaran").click()
    desk.get_by_role("link", name="Kembalikan").click()
    desk.get_by_role("button", name="Kembalikan").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    desk.get_by_label("Alasan").fill(REASON)
    desk.get_by_role("button", name="Kembalikan").click()
    expect(desk.get_by_text("Naskah dikembalikan kepada penulis.")).to_be_visible()


def corrected_again(desk: Page, words: str) -> None:
    """Read the Sekda's reason, mend the clause, hand the text in again."""
    from_the_table(desk, "Rancangan")
    desk.get_by_role("link", name="Sunting").click()
    expect(desk.get_by_text(REASON)).to_be_visible()
    clause = desk.get_by_label("Isi butir", exact=True).last
    clause.fill(f"{words} {MENDED}")
    desk.get_by_role("button", name="Simpan").click()
    submitted(desk)


def approved_by_the_sekda(desk: Page, words: str) -> None:
    from_the_table(desk, "Menunggu persetujuan")
    expect(desk.get_by_text(f"{words} {MENDED}")).to_be_visible()
    desk.get_by_role("link", name="Setujui").click()
    desk.get_by_role("button", name="Setujui").click()
    expect(desk.get_by_text("Naskah disetujui dan menunggu tanda tangan.")).to_be_visible()
    expect(desk.get_by_role("link", name="Tanda tangani")).to_have_count(0)


def signed_by_the_head(desk: Page) -> None:
    from_the_table(desk, "Menunggu tanda tangan")
    desk.get_by_role("link", name="Tanda tangani").click()
    desk.get_by_role("button", name="Tanda tangani").click()
    expect(desk.get_by_text("Surat edaran terbit.")).to_be_visible()
    expect(desk.get_by_text("Terbit", exact=True)).to_be_visible()
