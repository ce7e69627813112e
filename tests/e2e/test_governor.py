"""A governor's officer calls two kabupaten to one moment, and everybody sees it come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import SIZES, downloaded, heading, menu
from tests.e2e.test_asn import PIN

Desk = Callable[[str], Page]
WIB = ZoneInfo("Asia/Jakarta")
TO_OPENING, TO_LATE = timedelta(seconds=20), timedelta(seconds=15)
SOON = 60_000


@dataclass(frozen=True)
class Part:
    """What one mode works with: a call of its own name, and the links of three ASN.

    ``early`` and ``slow`` serve in Samosir, ``late`` in Simalungun.
    """

    title: str
    early: str
    slow: str
    late: str


PARTS = {
    "with script": Part("Ikrar pertama", "asn-samosir-1", "asn-samosir-2", "asn-simalungun-1"),
    "without script": Part("Ikrar kedua", "asn-samosir-2", "asn-samosir-1", "asn-simalungun-2"),
}
"""In Samosir almost all have pledged: who came too late in one call is early in the other."""


@pytest.fixture
def part(cast: dict[str, str], request: pytest.FixtureRequest) -> Part:
    """Return the mode's part, with links in the place of words."""
    told = PARTS[request.node.callspec.id]
    return replace(told, early=cast[told.early], slow=cast[told.slow], late=cast[told.late])


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[[bool], Page]]:
    """Return what gives another phone, with or without scripts."""
    made: list[BrowserContext] = []

    def page(has_script: bool) -> Page:
        made.append(
            browser.new_context(
                java_script_enabled=has_script, viewport=SIZES["phone"], locale="id-ID"
            )
        )
        made[-1].set_default_timeout(20_000)
        return made[-1].new_page()

    yield page
    for context in made:
        context.close()


def test_two_kabupaten_pledge_in_one_moment_that_a_governor_called(
    desk_of: Desk, part: Part, phone: Callable[[bool], Page]
) -> None:
    people = {link: phone(link == part.early) for link in (part.early, part.late, part.slow)}
    for link, page in people.items():
        own_page(page, link)
    title = part.title
    room, late = announced(desk_of("gubernur"), title)
    watchers = [phone(True), phone(False)]
    for watcher in watchers:
        watcher.goto(room)
        expect(watcher.get_by_text("Belum dibuka")).to_be_visible()
    for role in ("ppk-samosir", "ppk-simalungun"):
        joined(desk_of(role), title)
    opened(watchers)
    pledged(people[part.early])
    counted(watchers[1], done=1, late=0)
    seen_by_the_governor(desk_of("gubernur"), title)
    until(people[part.late], late)
    pledged(people[part.late])
    counted(watchers[1], done=2, late=1)
    closed(desk_of("gubernur"), title)
    too_late(desk_of("ppk-samosir"), people[part.slow], title)
    watchers[1].reload()
    expect(watchers[1].get_by_text("Ditutup", exact=True)).to_be_visible()
    result_sheet(watchers[1])


def own_page(page: Page, link: str) -> None:
    """Open a personal link: choose the PIN at its first use, type it at a later one."""
    page.goto(link)
    page.get_by_role("button", name="Buka").click()
    page.get_by_label("PIN 6 angka").fill(PIN)
    again = page.get_by_label("PIN, sekali lagi")
    if again.count():
        again.fill(PIN)
    page.get_by_role("button", name="Lanjut").click()
    expect(heading(page)).to_have_text("Netral itu melayani semua")


def announced(desk: Page, title: str) -> tuple[str, datetime]:
    """Call to a moment a few seconds away; return the waiting room and the late moment."""
    menu(desk, "Ikrar dan pakta")
    desk.get_by_role("link", name="Ikrar serentak", exact=True).click()
    desk.get_by_role("link", name="Ajak ikrar serentak").first.click()
    desk.get_by_label("Nama ikrar serentak").fill(title)
    desk.get_by_label("Pemimpin ikrar").fill("Pj. Gubernur Sumatera Utara")
    desk.get_by_label("Hari", exact=True).fill("2024-11-10")
    opens = datetime.now(WIB) + TO_OPENING
    for label, at in (
        ("Pukul dibuka", opens),
        ("Mulai dihitung susulan", opens + TO_LATE),
        ("Pukul ditutup", opens + timedelta(minutes=20)),
    ):
        desk.get_by_label(label).fill(f"{at:%H:%M:%S}")
    desk.get_by_role("button", name="Umumkan ajakan").click()
    expect(heading(desk)).to_have_text(title)
    expect(desk.get_by_text("Belum ada yang ikut")).to_be_visible()
    room = desk.get_by_role("link", name="Ruang tunggu untuk umum")
    address = f"{desk.url.partition('/ikrar/')[0]}{room.get_attribute('href')}"
    return address, opens + TO_LATE


def joined(desk: Page, title: str) -> None:
    """Let one's own government take part, as its officer."""
    menu(desk, "Ikrar dan pakta")
    desk.get_by_role("link", name="Ikrar serentak", exact=True).click()
    desk.get_by_role("link", name=title).click()
    desk.get_by_role("link", name="Ikut ikrar serentak").click()
    desk.get_by_label("Tempat").fill("Aula kantor bupati")
    desk.get_by_label("Pemimpin ikrar").fill("Sekretaris daerah")
    desk.get_by_label("Saksi").fill("Ketua Bawaslu kabupaten")
    desk.get_by_role("button", name="Ikut serentak").click()
    expect(desk.get_by_text("Pemerintah Anda ikut.")).to_be_visible()


def opened(watchers: list[Page]) -> None:
    """See it open: the script tells it by itself, without one the page is asked again."""
    with_script, without = watchers
    expect(with_script.get_by_text("Ikrar sudah dibuka.")).to_be_visible(timeout=SOON)
    asked_until(without, without.get_by_text("Sedang berlangsung"))


def asked_until(page: Page, shown: Locator) -> None:
    """Ask the page again until it shows what it should; the server holds its answer 5 seconds."""
    end = datetime.now(WIB) + timedelta(milliseconds=SOON)
    while not shown.count():
        assert datetime.now(WIB) < end, page.locator("main").inner_text()
        page.wait_for_timeout(300)
        page.reload()
    expect(shown.first).to_be_visible()


def pledged(page: Page) -> None:
    """Pledge from the own page."""
    page.get_by_role("link", name="Halaman saya").first.click()
    page.get_by_role("main").get_by_role("link", name="Buka ikrar").first.click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Saya berikrar").click()
    expect(heading(page)).to_have_text("Ikrar Anda tercatat")
    page.get_by_role("link", name="Buka sertifikat").click()
    expect(heading(page)).to_have_text("Sertifikat ikrar")


def counted(room: Page, *, done: int, late: int) -> None:
    """Count again, by the link."""
    asked_until(room, room.get_by_text(f"Di antaranya susulan: {late}."))
    room.get_by_role("link", name="Hitung lagi").click()
    asked_until(room, room.locator("[data-jumlah]", has_text=str(done)))


def seen_by_the_governor(desk: Page, title: str) -> None:
    """See both governments and their sums, and nobody by name."""
    call_opened(desk, title)
    for name in ("Kabupaten Samosir", "Kabupaten Simalungun"):
        expect(desk.get_by_role("row").filter(has_text=name)).to_be_visible()
    expect(desk.get_by_role("link", name="Yang belum berikrar")).to_have_count(0)


def call_opened(desk: Page, title: str) -> None:
    menu(desk, "Ikrar dan pakta")
    desk.get_by_role("link", name="Ikrar serentak", exact=True).click()
    desk.get_by_role("link", name=title).click()


def until(page: Page, moment: datetime) -> None:
    """Wait on a page until a moment that was announced."""
    page.wait_for_timeout(max(0, (moment - datetime.now(WIB)) / timedelta(milliseconds=1)))


def closed(desk: Page, title: str) -> None:
    """Close the call."""
    call_opened(desk, title)
    desk.get_by_role("link", name="Tutup ajakan").click()
    desk.get_by_role("button", name="Tutup ajakan").click()
    expect(desk.get_by_text("Ajakan ditutup.")).to_be_visible()


def too_late(desk: Page, page: Page, title: str) -> None:
    """Close the own government's session; whoever comes then is told what to do."""
    call_opened(desk, title)
    desk.get_by_role("link", name="Sesi pemerintah Anda").click()
    desk.get_by_role("link", name="Tutup sesi").click()
    desk.get_by_role("button", name="Tutup sesi").click()
    expect(desk.get_by_text("Sesi ditutup.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Sudah ditutup").first).to_be_visible()


def result_sheet(room: Page) -> None:
    """Take the result sheet home."""
    pdf = downloaded(room, room.get_by_role("link", name="Unduh lembar hasil"))
    assert pdf.startswith(b"%PDF-")
