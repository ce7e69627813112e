"""Reminding in a browser: what is pressed, what lies in the outbox, what the pages say of it."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, heading, manage, menu

TITLE = "Netralitas ASN dalam Pilkada serentak 2024"
TODAY = "10 Nov 2024"
STILL_WAITS = "Badan Penanggulangan Bencana Daerah"
ASKED = re.compile(r"^Ingatkan ([\d.]+) orang$")


def quiet_hours(desk: Page, start: str, end: str) -> None:
    """Set from when to when no reminder goes out; the same hour twice: never quiet."""
    menu(desk, "Pengaturan")
    desk.get_by_role("link", name="Pesan dan pengingat").click()
    desk.get_by_label("Jam tenang mulai").fill(start)
    desk.get_by_label("Jam tenang sampai").fill(end)
    desk.get_by_role("button", name="Simpan").click()
    expect(heading(desk)).to_have_text("Pesan dan pengingat")
    expect(desk.get_by_role("alert")).to_have_count(0)


def outbox(site: Site) -> dict[str, dict[str, Any]]:
    """Return what lies in the folder that stands in place of a provider, by its file."""
    files = (site.folder / "kotak-keluar").glob("*/[!.]*.json")
    return {f"{file.parent.name}/{file.name}": json.loads(file.read_text()) for file in files}


def let_go(site: Site) -> list[dict[str, Any]]:
    """Let the worker send what waits; return the messages that came into the outbox by it."""
    before = set(outbox(site))
    manage(site, "shell", "-c", "from tests.e2e.post import gone; gone()")
    return [message for key, message in outbox(site).items() if key not in before]


def asked_for(desk: Page) -> int:
    """Press the button that says how many; return the number."""
    button = desk.get_by_role("button", name=ASKED)
    found = ASKED.match(button.inner_text())
    assert found
    button.click()
    return int(found[1].replace(".", ""))


def heads_reminded(desk: Page, site: Site) -> None:
    """See who is late in passing it on, remind their heads: each is told once."""
    menu(desk, "Surat edaran")
    desk.get_by_role("link", name="Yang belum diteruskan").click()
    row = desk.get_by_role("row").filter(has_text=STILL_WAITS)
    expect(row.get_by_text(re.compile(r"(lewat|sisa) \d+ hari kerja"))).to_be_visible()
    desk.get_by_role("link", name="Ingatkan kepala unit").first.click()
    asked_for(desk)
    expect(desk.get_by_text("Diminta", exact=True)).to_be_visible()
    let_go(site)
    messages = outbox(site).values()
    told = [one["to"] for one in messages if "perlu Anda teruskan ke unit" in one["text"]]
    assert told
    assert len(set(told)) == len(told)


def staff_reminded(desk: Page) -> tuple[int, int]:
    """See who has not read and how each is reached, and remind them in one press.

    Return how many that are, and how many of them were reminded before on the same day.
    """
    gaps_opened(desk)
    expect(desk.get_by_text("belum pernah").first).to_be_visible()
    desk.get_by_role("link", name="Ingatkan mereka").click()
    expect(desk.get_by_text("mendapat giliran di hari berikutnya")).to_be_visible()
    already = reminded_today(desk)
    count = asked_for(desk)
    expect(desk.get_by_text("Diminta", exact=True)).to_be_visible()
    return count, already


def reminded_today(desk: Page) -> int:
    """Return of how many the page says that they were reminded today."""
    return int(desk.get_by_role("definition").nth(3).inner_text())


def gaps_opened(desk: Page) -> None:
    menu(desk, "Surat edaran")
    desk.get_by_role("link", name=TITLE).first.click()
    desk.get_by_role("link", name="Siapa yang belum membaca").click()
    desk.get_by_role("link", name="Ingatkan yang belum").click()
    expect(heading(desk)).to_have_text("Daftar yang belum")


def pressed_again(desk: Page) -> None:
    """Press again at once: it is the same reminder, and the page says so."""
    first = desk.url
    gaps_opened(desk)
    desk.get_by_role("link", name="Ingatkan mereka").click()
    asked_for(desk)
    expect(desk.get_by_text("Tidak dibuat lagi: pengingat ini sudah diminta")).to_be_visible()
    assert desk.url == first


def sent(messages: list[dict[str, Any]], words: str, count: int) -> None:
    """Look at what went out: one plain message to each, by phone and by mail."""
    assert [words in message["text"] for message in messages] == [True] * count
    assert len({message["to"] for message in messages}) == count
    assert all("*" not in message["to"] and message["to"] for message in messages)


def list_says_when(desk: Page, agency: str) -> None:
    """See in the list when each was reminded, and by whom it was asked."""
    gaps_opened(desk)
    reached = desk.get_by_role("row").filter(has_text="@contoh.example").first
    expect(reached.get_by_text(TODAY)).to_be_visible()
    asked = desk.get_by_role("region", name="Pengingat").get_by_role("listitem").first
    expect(asked).to_contain_text(TODAY)
    expect(asked).to_contain_text(agency)


def went(desk: Page, done: int, asked: int) -> None:
    """See how far it went, and that whoever was reminded before today waits for tomorrow."""
    desk.reload()
    expect(desk.get_by_text(f"({done} dari {asked})").first).to_be_visible()
    if done < asked:
        expect(desk.get_by_text("Paling cepat 11 Nov 2024")).to_be_visible()
        expect(desk.get_by_text("paling banyak satu pengingat sehari")).to_be_visible()
