"""A camat with paper: the pledge in a room, its roll written down by one, confirmed by another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import heading, menu

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
