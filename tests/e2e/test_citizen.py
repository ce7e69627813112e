"""A citizen's way: report without a name, keep the eight words, come back and write."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import Site, heading

STORY = "Sabtu sore seorang lurah membagikan poster calon di balai pertemuan, memakai seragam."


def picture() -> FilePayload:
    """Return a small photograph's stand-in."""
    held = BytesIO()
    Image.new("RGB", (64, 48), "seagreen").save(held, "PNG")
    return {"name": "poster.png", "mimeType": "image/png", "buffer": held.getvalue()}


def report_send(page: Page, site: Site, story: str = STORY) -> str:
    """Fill the form step by step, send, and return the eight words."""
    page.goto(f"{site.url}/lapor/?ke=kab-batanghari")
    page.get_by_label("Cerita Anda").fill(story)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Jabatan").fill("lurah")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Kabupaten, kota, atau instansi").select_option("Kabupaten Batang Hari")
    page.get_by_label("Tempat (boleh kosong)").fill("balai pertemuan")
    page.get_by_label("Sejak kapan Anda tahu?").fill("2024-11-09")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Pilih berkas").set_input_files(picture())
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_text("poster.png")).to_be_visible()
    page.get_by_role("button", name="Kirim laporan").click()
    expect(heading(page)).to_have_text("Laporan Anda sudah masuk")
    return " ".join(page.locator(".phrase li").all_inner_texts())


def test_a_report_without_a_name_is_followed_with_the_eight_words(page: Page, site: Site) -> None:
    words = report_send(page, site)
    assert len(words.split()) == 8
    page.get_by_role("textbox", name="8 kata rahasia").fill(words)
    page.get_by_role("button", name="Sudah saya catat").click()
    expect(heading(page)).to_have_text("Catatan Anda benar")
    page.get_by_role("link", name="Ikuti laporan").first.click()
    page.get_by_role("textbox", name="8 kata rahasia").fill(words.upper())
    page.get_by_role("button", name="Buka").click()
    expect(page.get_by_text("Belum ada pesan.")).to_be_visible()
    page.get_by_label("Pesan Anda").fill("Ada satu saksi lain di sana.")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Ada satu saksi lain di sana.")).to_be_visible()


def test_words_that_fit_no_report_are_refused_and_stay_typed(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/lapor/ikuti/")
    page.get_by_role("textbox", name="8 kata rahasia").fill(
        "satu dua tiga empat lima enam tujuh delapan"
    )
    page.get_by_role("button", name="Buka").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("textbox", name="8 kata rahasia")).to_have_value(
        "satu dua tiga empat lima enam tujuh delapan"
    )


@pytest.mark.parametrize("context", [True], indirect=True, ids=["with script"])
def test_the_form_is_filled_with_the_keyboard_alone(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/lapor/?ke=kab-batanghari")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Cerita Anda")).to_be_focused()
    page.keyboard.type(STORY)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Mana yang paling mirip?")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Lanjut")).to_be_focused()
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Siapa yang dilaporkan?")


@pytest.mark.parametrize("context", [True], indirect=True, ids=["with script"])
def test_a_failed_step_puts_the_focus_on_the_summary(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/lapor/?ke=kab-batanghari")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Cerita Anda")).to_be_focused()


def test_the_language_changes_and_the_page_stays(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/tentang/")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(f"{site.url}/tentang/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.locator("html")).to_have_attribute("lang", "id")
