"""Takes a lesson in a browser: the scene is looked up in the bank, the right choice pressed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from netral.circulars.queries.lesson_items import the_bank
from tests.e2e.conftest import heading

RIGHT = {item.scene.id: item.right.text.id for item in the_bank().items}


def lesson_pass(page: Page, *, wrong: int = 0) -> None:
    """Press on from the start to the result; the first ``wrong`` answers are wrong."""
    page.get_by_role("button", name="Mulai latihan").click()
    while page.get_by_role("button", name="Kirim jawaban").count():
        scene = page.locator("form.read > p").first.inner_text()
        labels = page.locator("label.choice")
        texts = [text.strip() for text in labels.all_inner_texts()]
        place = texts.index(RIGHT[scene])
        if wrong > 0:
            place, wrong = (place + 1) % len(texts), wrong - 1
        labels.nth(place).click()
        page.get_by_role("button", name="Kirim jawaban").click()
        expect(page.get_by_role("heading", name="Mengapa bukan yang lain")).to_be_visible()
        page.get_by_role("main").locator("a.button").click()
    expect(heading(page)).to_have_text("Latihan selesai")
