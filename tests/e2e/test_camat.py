"""A camat with paper: a list signed, a roll called; entered by one, confirmed by another."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import downloaded, heading, menu
from tests.e2e.reminders import asked_for, gaps_opened, pressed_again, quiet_hours
from tests.e2e.test_citizen import picture

Desk = Callable[[str], Page]
UNIT = "Kecamatan Muara Bulian"


@pytest.fixture
def title(request: pytest.FixtureRequest) -> str:
    """Return the name of this mode's session."""
    return f"Ikrar di aula kecamatan, {request.node.callspec.id}"


def test_a_roll_in_a_room_takes_two_and_never_the_same(desk_of: Desk, title: str) -> None:
    session_opened(desk_of("pengelola"), title)
    desk = desk_of("camat")
    roll_of(desk, title)
    present = ticked(desk)
    expect(desk.get_by_role("link", name="Periksa dan sahkan")).to_have_count(0)
    desk = desk_of("pengelola")
    roll_of(desk, title)
    desk.get_by_role("link", name="Periksa dan sahkan").click()
    for name in present:
        expect(desk.get_by_role("row").filter(has_text=name)).to_be_visible()
    desk.get_by_role("button", name="Sahkan yang bertanda").click()
    expect(desk.get_by_text("2 ikrar disahkan.")).to_be_visible()
    for name in present:
        row = desk.get_by_role("row").filter(has_text=name)
        expect(row.get_by_text("Sudah berikrar")).to_be_visible()


def test_where_a_reminder_must_wait_a_list_on_paper_is_signed_and_counted_by_two(
    desk_of: Desk,
) -> None:
    quiet_hours(desk_of("pengelola"), "00:00", "23:59")
    desk = desk_of("camat")
    before = read_on_paper(desk)
    waiting = reminder_that_waits(desk)
    list_printed(desk)
    photographed(desk)
    signed = entered(desk, waiting)
    address = desk.url
    desk = desk_of("pengelola")
    desk.goto(address)
    countersigned(desk, signed)
    counted_on_paper(desk_of("camat"), before + 1)


def read_on_paper(desk: Page) -> int:
    """Return of how many the coverage says that they have read on paper."""
    menu(desk, "Pengawasan")
    desk.get_by_role("link", name="Jangkauan unit Anda sendiri").click()
    told = desk.locator("dt:text-is('Dibaca') + dd").inner_text()
    found = re.search(r"kertas, disahkan orang kedua: (\d+)", told)
    return int(found[1]) if found else 0


def counted_on_paper(desk: Page, wanted: int) -> None:
    """Look until the worker has counted it: within seconds."""
    for _ in range(20):
        if read_on_paper(desk) == wanted:
            return
        desk.wait_for_timeout(500)
    assert read_on_paper(desk) == wanted


def reminder_that_waits(desk: Page) -> str:
    """Remind in quiet hours, see that it waits and why, take it back; return who has not read."""
    gaps_opened(desk)
    first = desk.get_by_role("rowheader").first.evaluate("(cell) => cell.firstChild.textContent")
    desk.get_by_role("link", name="Ingatkan mereka").click()
    asked_for(desk)
    expect(desk.get_by_text("10 Nov 2024 pukul 23.59 WIB sesudah jam tenang")).to_be_visible()
    pressed_again(desk)
    desk.get_by_role("link", name="Hentikan").click()
    desk.get_by_role("button", name="Hentikan").click()
    expect(desk.get_by_text("Dihentikan", exact=True)).to_be_visible()
    return str(first).strip()


def list_printed(desk: Page) -> None:
    """Make the list of who sits here, and take its sheet to the printer."""
    gaps_opened(desk)
    desk.get_by_role("link", name="Daftar tanda tangan").click()
    desk.get_by_role("button", name="Buat daftar").click()
    expect(desk.get_by_text("Daftar siap dicetak.")).to_be_visible()
    pdf = downloaded(desk, desk.get_by_role("link", name="Unduh untuk dicetak"))
    assert pdf.startswith(b"%PDF-")


def photographed(desk: Page) -> None:
    """Bring in the photo of the signed sheet; what is no picture is refused, with the reason."""
    address = desk.url
    photo = desk.get_by_label("Tambah foto atau pindaian")
    photo.set_input_files({"name": "daftar.png", "mimeType": "image/png", "buffer": b"bukan foto"})
    desk.get_by_role("button", name="Simpan foto").click()
    expect(heading(desk)).not_to_contain_text(UNIT)
    desk.goto(address)
    expect(desk.get_by_text("Belum ada foto.")).to_be_visible()
    photo.set_input_files(picture())
    desk.get_by_role("button", name="Simpan foto").click()
    expect(desk.get_by_text("Foto tersimpan, tersegel.")).to_be_visible()
    expect(desk.get_by_role("button", name="Lihat 1")).to_be_visible()


def entered(desk: Page, waiting: str) -> list[str]:
    """Tick who signed: the one who had not read, and two more; nobody counts by one hand."""
    boxes = desk.get_by_role("checkbox", name=re.compile("^ada "))
    everybody = [
        boxes.nth(at).evaluate("(box) => box.parentElement.querySelector('span').textContent")
        for at in range(boxes.count())
    ]
    others = [name.strip() for name in everybody if name.strip() != waiting]
    signed = [waiting, *others[:2]]
    for name in signed:
        tick(desk, name).check()
    desk.get_by_role("button", name="Simpan isian").click()
    expect(desk.get_by_text("3 dari", exact=False).first).to_be_visible()
    expect(desk.get_by_text("Anda yang mengisi daftar ini.")).to_be_visible()
    expect(desk.get_by_role("link", name="Sahkan daftar")).to_have_count(0)
    return signed


def tick(desk: Page, name: str) -> Locator:
    return desk.get_by_role("checkbox", name=f"ada {name}", exact=True)


def countersigned(desk: Page, signed: list[str]) -> None:
    """Compare with the photo, untick who did not sign after all, and countersign the rest."""
    expect(desk.get_by_role("button", name="Lihat 1")).to_be_visible()
    for name in signed:
        expect(tick(desk, name)).to_be_checked()
    tick(desk, signed[-1]).uncheck()
    desk.get_by_role("button", name="Simpan isian").click()
    desk.get_by_role("link", name="Sahkan daftar").click()
    desk.get_by_role("button", name="Sahkan daftar").click()
    expect(desk.get_by_text("2 orang dihitung membaca.")).to_be_visible()
    expect(desk.get_by_text("disahkan", exact=True)).to_have_count(2)
    left = desk.get_by_role("row").filter(has_text=signed[-1])
    expect(left.get_by_text("tidak ada")).to_be_visible()


def session_opened(desk: Page, title: str) -> None:
    """Prepare a session in a room that began this morning, and open it."""
    menu(desk, "Ikrar dan pakta")
    desk.get_by_role("link", name="Siapkan sesi").click()
    desk.get_by_label("Nama sesi").fill(title)
    desk.get_by_label("Unit yang diundang").select_option(label=UNIT)
    desk.get_by_label("Tatap muka, dengan daftar hadir").check()
    desk.get_by_label("Tempat").fill("Aula kantor camat")
    desk.get_by_label("Pemimpin ikrar").fill("Camat Muara Bulian")
    for label, day, time in (("dibuka", "2024-11-10", "00:00"), ("ditutup", "2024-11-11", "16:00")):
        desk.get_by_label(f"Hari {label}").fill(day)
        desk.get_by_label(f"Pukul {label}").fill(time)
    desk.get_by_role("button", name="Simpan sesi").click()
    desk.get_by_role("link", name="Buka sesi").click()
    desk.get_by_role("button", name="Buka sesi").click()
    expect(desk.get_by_text("Sesi dibuka.")).to_be_visible()


def roll_of(desk: Page, title: str) -> None:
    """Open the roll of a session from the menu."""
    menu(desk, "Ikrar dan pakta")
    desk.get_by_role("link", name=title).click()
    desk.get_by_role("link", name="Daftar hadir").click()
    expect(heading(desk)).to_have_text("Daftar hadir")


def ticked(desk: Page) -> list[str]:
    """Tick two who are there; return their names."""
    boxes = desk.get_by_role("checkbox", name="Hadir")
    names = [boxes.nth(at).get_attribute("value") or "" for at in (0, 1)]
    people = desk.locator("tbody th").all_inner_texts()[:2]
    for at, _ref in enumerate(names):
        boxes.nth(at).check()
    desk.get_by_role("button", name="Catat yang hadir").click()
    expect(desk.get_by_text("2 orang dicatat hadir.")).to_be_visible()
    return [name.splitlines()[0] for name in people]
