"""Asking before acting, on a phone: typed, chosen, asked of a person; read without a network."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from netral.core.kinds.phrase import phrase_words
from tests.e2e.conftest import Site, heading, menu
from tests.e2e.test_every_page import Watched

PLAN = "boleh gak saya like fb nya calon bupati, teman sekolah saya"
WORDS = "Boleh tidak saya menjadi panitia lomba voli desa yang hadiahnya dari bakal calon?"
STORY = "Pak camat bagi sembako dan pose dua jari di kantor"
with_script = pytest.mark.parametrize("context", [True], indirect=True, ids=["with script"])


def axe_finds_nothing(page: Page, site: Site) -> None:
    """Look at the page as it stands: answers to a POST are reached by no link."""
    watched = Watched(page, site)
    watched.measure()
    watched.axe()
    assert not watched.told()


def typed(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/boleh/")
    page.get_by_label("Tulis yang ingin Anda lakukan").fill(PLAN)
    page.get_by_role("button", name="Boleh tidak?").click()


def worker_is_ready(page: Page) -> None:
    """Wait until the worker runs; unlike the browser's own promise this ends."""
    page.wait_for_function(
        "async () => Boolean((await navigator.serviceWorker.getRegistration('/boleh/'))?.active)"
    )


def asked(page: Page, site: Site) -> str:
    """Ask a person; return the eight words."""
    page.goto(f"{site.url}/boleh/tanya/?ke=kab-batanghari")
    page.get_by_label("Tulis keadaan Anda").fill(WORDS)
    page.get_by_role("button", name="Tanyakan", exact=True).click()
    expect(heading(page)).to_have_text("Pertanyaan Anda sudah masuk")
    return " ".join(page.locator(".phrase li").all_inner_texts())


def test_a_typed_plan_is_answered_with_its_article(page: Page, site: Site) -> None:
    typed(page, site)
    expect(page.locator(".verdict.no")).to_contain_text("Tidak boleh")
    expect(page.get_by_text("tabel disiplin butir 6").first).to_be_visible()
    page.get_by_role("button", name="Tanya orang").click()
    expect(page.get_by_label("Tulis keadaan Anda")).to_have_value(PLAN)


@with_script
def test_what_no_link_reaches_is_readable_by_everyone(page: Page, site: Site) -> None:
    typed(page, site)
    axe_finds_nothing(page, site)
    page.goto(f"{site.url}/boleh/kenali/")
    page.get_by_label("Ceritakan dengan kata sendiri").fill(STORY)
    page.get_by_role("button", name="Cari aturannya").click()
    expect(page.locator("mark").first).to_be_visible()
    axe_finds_nothing(page, site)
    words = asked(page, site)
    axe_finds_nothing(page, site)
    page.goto(f"{site.url}/boleh/tanya/ikuti/")
    page.get_by_role("textbox", name="8 kata rahasia").fill(words)
    page.get_by_role("button", name="Buka").click()
    axe_finds_nothing(page, site)


def test_a_few_presses_lead_to_an_answer_and_back_takes_one_back(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/boleh/")
    page.get_by_role("link", name="PNS atau calon PNS").click()
    expect(heading(page)).to_have_text("Ini tentang apa?")
    page.locator(".picks a").first.click()
    expect(heading(page)).to_have_text("Mau melakukan apa?")
    page.go_back()
    expect(heading(page)).to_have_text("Ini tentang apa?")
    page.go_forward()
    for _ in range(4):
        if page.locator(".verdict").count():
            break
        page.locator(".picks a").first.click()
    expect(page.locator(".verdict")).to_be_visible()
    assert "/boleh/" in page.url


def test_a_story_is_carried_into_the_report(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/boleh/kenali/")
    page.get_by_label("Ceritakan dengan kata sendiri").fill(STORY)
    page.get_by_role("button", name="Cari aturannya").click()
    page.get_by_role("button", name="Lanjut ke Lapor").click()
    expect(page.get_by_label("Cerita Anda")).to_have_value(STORY)
    assert STORY not in page.url


def test_a_person_answers_and_the_words_open_the_answer(
    page: Page, site: Site, desk_of: Callable[[str], Page]
) -> None:
    words = asked(page, site)
    desk = desk_of("penangan")
    menu(desk, "Pertanyaan")
    desk.locator("tbody th a").last.click()
    desk.get_by_role("button", name="Baca pertanyaan").click()
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.get_by_label("Tergantung").check()
    desk.get_by_label("Jawaban Anda").fill("Boleh tanpa atribut bakal calon.")
    desk.get_by_label("Pasal", exact=True).select_option(index=1)
    desk.get_by_role("button", name="Kirim jawaban").click()
    expect(desk.get_by_text("Jawaban terkirim.")).to_be_visible()
    page.context.clear_cookies()
    page.goto(f"{site.url}/boleh/tanya/ikuti/")
    page.get_by_role("textbox", name="8 kata rahasia").fill(words)
    page.get_by_role("button", name="Buka").click()
    expect(page.get_by_text("Boleh tanpa atribut bakal calon.")).to_be_visible()


@with_script
def test_what_was_opened_is_read_without_a_network(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/boleh/suka-calon/")
    worker_is_ready(page)
    page.wait_for_function(
        "async () => Boolean(await caches.match('/boleh/suka-calon/', { ignoreVary: true }))"
    )
    page.goto(f"{site.url}/aturan/perbuatan/S-FOTO/")
    title = heading(page).inner_text()
    page.context.set_offline(True)
    page.reload()
    expect(heading(page)).to_have_text(title)
    page.goto(f"{site.url}/boleh/suka-calon/")
    expect(page.locator(".verdict.no")).to_be_visible()
    expect(page.get_by_text("Ini salinan yang tersimpan")).to_be_visible()
    page.goto(f"{site.url}/boleh/memilih/")
    expect(heading(page)).to_have_text("Tidak ada jaringan")
    page.context.set_offline(False)


@with_script
def test_forms_and_reports_are_never_kept(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/boleh/memilih/")
    worker_is_ready(page)
    for path in ("boleh/tanya/", "boleh/tanya/ikuti/", "boleh/kenali/", "lapor/", "saya/"):
        page.goto(f"{site.url}/{path}")
    page.goto(f"{site.url}/boleh/memilih/")
    kept = page.evaluate(
        "async () => { const found = []; for (const name of await caches.keys())"
        " for (const one of await (await caches.open(name)).keys()) found.push(one.url);"
        " return found; }"
    )
    assert [one for one in kept if one.endswith("/boleh/luring/")]
    assert not [one for one in kept if any(w in one for w in ("tanya", "kenali", "lapor", "saya"))]


@with_script
def test_what_a_phone_keeps_can_be_forgotten(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/boleh/")
    worker_is_ready(page)
    page.get_by_role("button", name="Hapus simpanan").click()
    expect(page.get_by_text("Sudah dihapus dari HP ini.")).to_be_visible()
    assert page.evaluate("async () => (await caches.keys()).length") == 0


@with_script
@pytest.mark.parametrize("width", [320, 360, 660, 1280])
def test_no_secret_word_is_cut_on_any_screen(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    asked(page, site)
    widest = [word for word in phrase_words() if len(word) == max(map(len, phrase_words()))]
    cut = page.evaluate(
        """(words) => words.filter((word) => {
          const place = document.querySelector(".phrase li");
          place.textContent = word;
          const text = document.createRange();
          text.selectNodeContents(place);
          return text.getBoundingClientRect().right > place.getBoundingClientRect().right;
        })""",
        widest,
    )
    assert not cut
