"""A unit's head: reminded, passes the circular on, reminds the staff, makes the sheet, teaches."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import SIZES, Site, downloaded, heading, menu
from tests.e2e.reminders import (
    heads_reminded,
    let_go,
    list_says_when,
    pressed_again,
    quiet_hours,
    reminded_today,
    sent,
    staff_reminded,
    went,
)
from tests.e2e.test_asn import PIN, personal_page

Desk = Callable[[str], Page]
NOTE = "Mohon dibaca minggu ini. Yang bertugas di lapangan, ambil lembarnya di ruang saya."
PLACE = "Ruang rapat dinas"
UNITS = {
    "dinas-1": "Dinas Perikanan dan Ketahanan Pangan",
    "dinas-2": "Dinas Perpustakaan dan Kearsipan",
}


@pytest.fixture
def head(request: pytest.FixtureRequest) -> str:
    """Return an agency whose head has passed nothing on, another one for each mode."""
    return {"with script": "dinas-1", "without script": "dinas-2"}[request.node.callspec.id]


def test_a_late_head_is_reminded_passes_on_reminds_hands_out_sheets_and_teaches(
    desk_of: Desk, site: Site, head: str
) -> None:
    quiet_hours(desk_of("pengelola"), "00:00", "00:00")
    heads_reminded(desk_of("sekda"), site)
    desk = desk_of(head)
    passed_on(desk)
    missing = names_missing(desk)
    sheet_made(desk)
    staff_reminded_once(desk, site, UNITS[head])
    taught_by_the_head(desk, missing[:2])
    address = desk.url
    desk = desk_of("pengelola")
    desk.goto(address)
    countersigned(desk)


def staff_reminded_once(desk: Page, site: Site, agency: str) -> None:
    """Remind who has not read: one press is one message, and the page says who, when, how far."""
    count, already = staff_reminded(desk)
    pressed_again(desk)
    reminder = desk.url
    sent(let_go(site), "perlu Anda baca", count - already)
    desk.goto(reminder)
    went(desk, count - already, count)
    assert already  # the Sekda reminded the head, who has not read either: one a day
    list_says_when(desk, agency)
    desk.get_by_role("link", name="Ingatkan mereka").click()
    assert reminded_today(desk) == count


def passed_on(desk: Page) -> None:
    """Follow what waits on the table to the button, and write the cover note."""
    desk.get_by_role("link", name="Teruskan:").click()
    desk.get_by_role("link", name="Teruskan ke unit").click()
    desk.get_by_role("button", name="Teruskan ke unit").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    desk.get_by_label("Catatan pengantar").fill(NOTE)
    desk.get_by_role("button", name="Teruskan ke unit").click()
    expect(desk.get_by_text("Surat edaran diteruskan, dengan catatan Anda.")).to_be_visible()
    expect(desk.get_by_text(NOTE)).to_be_visible()
    expect(desk.get_by_role("link", name="Teruskan ke unit")).to_have_count(0)


def names_missing(desk: Page) -> list[str]:
    """Return the names of those who have not read, as the page lists them."""
    rows = desk.get_by_role("region", name="Belum membaca").locator("tbody th")
    assert rows.count()
    first = "rows => rows.map((row) => row.firstChild.textContent.trim())"
    names: list[str] = rows.evaluate_all(first)
    return names


def sheet_made(desk: Page) -> None:
    desk.get_by_role("link", name="Lembar QR").click()
    pdf = downloaded(desk, desk.get_by_role("button", name="Buat lembar"))
    assert pdf.startswith(b"%PDF-")
    desk.get_by_role("link", name="Kembali", exact=True).click()


def taught_by_the_head(desk: Page, names: list[str]) -> None:
    """Open a class, enter two papers: one passed, one not; the head cannot sign the result."""
    menu(desk, "Surat edaran")
    desk.get_by_role("table").get_by_role("link").first.click()
    desk.get_by_role("link", name="Belajar di kelas").click()
    desk.get_by_label("Tempat").fill(PLACE)
    desk.get_by_role("button", name="Buka kelas").click()
    expect(heading(desk)).to_have_text(PLACE)
    most = re.search(r"0 sampai (\d+)", desk.get_by_role("main").inner_text())
    assert most
    for name, right in zip(names, (most[1], "0"), strict=True):
        desk.get_by_label(name).first.fill(right)
    desk.get_by_role("button", name="Simpan hasil").click()
    expect(desk.get_by_text("2 kertas diisi, 1 lulus")).to_be_visible()
    expect(desk.get_by_role("link", name="Sahkan hasil")).to_have_count(0)


def countersigned(desk: Page) -> None:
    desk.get_by_role("link", name="Sahkan hasil").click()
    desk.get_by_role("button", name="Sahkan hasil").click()
    expect(desk.get_by_text("Hasil kelas disahkan.")).to_be_visible()
    expect(desk.get_by_role("button", name="Simpan hasil")).to_have_count(0)


def test_a_pact_goes_from_the_head_to_the_staff_and_back(
    desk_of: Desk, head: str, browser: Browser, cast: dict[str, str]
) -> None:
    title = f"Pakta netralitas {UNITS[head]}"
    round_opened(desk_of("pengelola"), title, UNITS[head])
    with browser.new_context(viewport=SIZES["phone"], locale="id-ID") as context:
        phone = context.new_page()
        personal_page(phone, cast[f"asn-{head}"])
        phone.get_by_role("link", name="Buka pakta").click()
        expect(phone.get_by_role("heading", name="Belum giliran Anda")).to_be_visible()
        signed_by_the_head_first(desk_of(head), title)
        signed_by_staff(phone)
        acknowledged(desk_of(head), title)
        phone.reload()
        expect(phone.get_by_text("Diketahui atasan")).to_be_visible()
        pdf = downloaded(phone, phone.get_by_role("button", name="Unduh PDF"))
        assert pdf.startswith(b"%PDF-")


def round_opened(desk: Page, title: str, unit: str) -> None:
    menu(desk, "Ikrar dan pakta")
    desk.get_by_role("link", name="Pakta integritas").click()
    desk.get_by_role("link", name="Buka putaran").click()
    desk.get_by_label("Nama putaran").fill(title)
    desk.get_by_label("Unit", exact=True).select_option(label=unit)
    desk.get_by_label("Paling lambat").fill("2024-11-20")
    desk.get_by_role("button", name="Buka putaran").click()
    expect(heading(desk)).to_have_text(title)


def pact_of(desk: Page, title: str) -> None:
    menu(desk, "Ikrar dan pakta")
    desk.get_by_role("link", name="Pakta integritas").click()
    desk.get_by_role("link", name=title).click()


def signed_by_the_head_first(desk: Page, title: str) -> None:
    """Sign one's own; nobody below can before."""
    pact_of(desk, title)
    desk.get_by_role("link", name="Tandatangani pakta Anda sendiri").click()
    desk.get_by_label("Saya sudah membaca semua butir di atas").check()
    desk.get_by_role("button", name="Tandatangani").click()
    expect(desk.get_by_text("Belum diketahui atasan langsung")).to_be_visible()


def signed_by_staff(phone: Page) -> None:
    """Sign on the phone: a wrong PIN signs nothing."""
    phone.reload()
    phone.get_by_label("Saya sudah membaca semua butir di atas").check()
    phone.get_by_label("PIN Anda, sekali lagi").fill("159263")
    phone.get_by_role("button", name="Tandatangani").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    phone.get_by_label("PIN Anda, sekali lagi").fill(PIN)
    phone.get_by_role("button", name="Tandatangani").click()
    expect(phone.get_by_text("Belum diketahui atasan langsung")).to_be_visible()


def acknowledged(desk: Page, title: str) -> None:
    """Acknowledge what waits, and see it counted."""
    pact_of(desk, title)
    desk.get_by_role("link", name="1 pakta bawahan langsung perlu Anda ketahui").click()
    desk.get_by_role("button", name="Saya mengetahui").click()
    pact_of(desk, title)
    expect(desk.get_by_role("link", name="perlu Anda ketahui")).to_have_count(0)
