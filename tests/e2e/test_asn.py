"""An ASN's way: the personal link, the PIN, the circular, the pledge, the certificate."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import Site, downloaded, heading
from tests.e2e.lessons import lesson_pass
from tests.e2e.reminders import outbox

PIN = "482915"
ADDED = b"\n% ditambah orang lain\n"


def personal_page(page: Page, link: str) -> None:
    """Open a new personal link: press, and choose the PIN."""
    pin_chosen(page, link)
    expect(heading(page)).to_have_text("Netral itu melayani semua")


def pin_chosen(page: Page, link: str) -> None:
    """Press on a new link, and choose the PIN."""
    page.goto(link)
    page.get_by_role("button", name="Buka").click()
    page.get_by_label("PIN 6 angka").fill(PIN)
    page.get_by_label("PIN, sekali lagi").fill(PIN)
    page.get_by_role("button", name="Lanjut").click()


@pytest.fixture
def links(cast: dict[str, str], request: pytest.FixtureRequest) -> list[str]:
    """Return the personal links of two who did nothing yet, other ones for each mode."""
    first = {"with script": 3, "without script": 5}[request.node.callspec.id]
    return [cast[f"asn-batanghari-{number}"] for number in (first, first + 1)]


def test_an_asn_reads_learns_pledges_and_keeps_the_papers(
    page: Page, site: Site, links: list[str]
) -> None:
    personal_page(page, links[0])
    page.get_by_role("link", name="Baca surat").first.click()
    page.get_by_role("button", name="Buka surat").click()
    page.get_by_role("button", name="Saya sudah membaca").click()
    expect(page.get_by_role("heading", name="Sudah tercatat")).to_be_visible()
    page.goto(f"{site.url}/saya/")
    page.get_by_role("link", name="Buka ikrar").first.click()
    expect(heading(page)).to_have_text("Latihan dulu, lalu ikrar")
    page.get_by_role("link", name="Buka latihan").first.click()
    lesson_pass(page, wrong=1)
    day = downloaded(page, page.get_by_role("link", name="Simpan ke kalender HP")).decode()
    assert "DTSTART;VALUE=DATE:20241127" in day
    page.get_by_role("link", name="Lanjut ke ikrar").click()
    page.get_by_role("link", name="Buka ikrar").first.click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Saya berikrar").click()
    expect(heading(page)).to_have_text("Ikrar Anda tercatat")
    page.get_by_role("link", name="Buka sertifikat").click()
    expect(heading(page)).to_have_text("Sertifikat ikrar")
    pdf = downloaded(page, page.get_by_role("button", name="Unduh PDF"))
    assert pdf.startswith(b"%PDF-")
    page.get_by_role("link", name="Yang dilihat orang lain").click()
    expect(page.get_by_text("Asli")).to_be_visible()
    compared(page, site, pdf)
    page.goto(f"{site.url}/saya/")
    expect(page.get_by_text("Semua sudah Anda lakukan.")).to_be_visible()
    page.get_by_role("link", name="Anda dalam hitungan yang terbit").click()
    expect(heading(page)).to_have_text("Anda terhitung")
    proof = json.loads(downloaded(page, page.get_by_role("link", name="Unduh bukti saya")))
    assert proof


def compared(page: Page, site: Site, pdf: bytes) -> None:
    """Hand the certificate in to the check page: as it is, and with something added to it."""
    for content, answer in ((pdf, "sama dengan yang terdaftar"), (pdf + ADDED, "dengan tambahan")):
        page.goto(f"{site.url}/periksa/pdf/")
        file = FilePayload(name="sertifikat.pdf", mimeType="application/pdf", buffer=content)
        page.get_by_label("Berkas PDF").set_input_files(file)
        page.get_by_role("button", name="Periksa berkas").click()
        expect(page.get_by_role("heading", name=f"Dokumen kami, {answer}")).to_be_visible()


def test_a_phone_on_file_confirms_the_first_use_by_a_code(
    page: Page, site: Site, cast: dict[str, str], request: pytest.FixtureRequest
) -> None:
    word = {"with script": "asn-hp-1", "without script": "asn-hp-2"}[request.node.callspec.id]
    before = set(outbox(site))
    pin_chosen(page, cast[word])
    expect(heading(page)).to_have_text("Kode ke HP Anda")
    page.get_by_role("button", name="Kirim kode").click()
    expect(page.get_by_text("Kode sedang dikirim.")).to_be_visible()
    code = code_received(page, site, before)
    for typed in (f"{(int(code) + 1) % 1_000_000:06}", code):
        page.get_by_label("Kode 6 angka").fill(typed)
        page.get_by_role("button", name="Periksa kode").click()
        if typed != code:
            expect(page.get_by_role("alert")).to_be_visible()
    expect(heading(page)).to_have_text("Netral itu melayani semua")


def code_received(page: Page, site: Site, before: set[str]) -> str:
    """Return the code as it lies in the outbox: the worker sends it within some seconds."""
    for _ in range(60):
        fresh = [message for key, message in outbox(site).items() if key not in before]
        found = [re.search(r"\b\d{6}\b", message["text"]) for message in fresh]
        if codes := [one[0] for one in found if one]:
            return codes[0]
        page.wait_for_timeout(250)
    raise AssertionError("no code was sent within 15 seconds")


def test_a_wrong_pin_is_refused_and_the_right_one_opens(page: Page, links: list[str]) -> None:
    link = links[1]
    personal_page(page, link)
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("button", name="Buka").click()
    page.get_by_label("PIN 6 angka").fill("159263")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("PIN 6 angka").fill(PIN)
    page.get_by_role("button", name="Lanjut").click()
    expect(heading(page)).to_have_text("Netral itu melayani semua")
