"""A village teacher looks up the law on a phone, with and without script."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, heading


def test_a_teacher_finds_out_about_a_like_and_reads_the_article(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/aturan/?pada=2024-10-08")
    page.get_by_label("Cari aturan").first.fill("boleh nge-like postingan paslon?")
    page.get_by_role("button", name="Cari").first.click()
    page.locator(".rules a").first.click()
    expect(heading(page)).to_contain_text("menyukai")
    expect(page.get_by_text("Berlaku hari ini, Pilkada 2024")).to_be_visible()
    expect(page.get_by_text("Seorang guru menekan tanda suka")).to_be_visible()
    expect(page.get_by_role("heading", name="Masih diperdebatkan")).to_be_visible()


def test_the_same_day_in_english_keeps_the_day(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/aturan/perbuatan/S-FOTO/?pada=2024-09-10")
    page.get_by_role("button", name="English").click()
    assert page.url.endswith("?pada=2024-09-10")
    expect(heading(page)).to_contain_text("Publishing photos")


def test_another_day_is_chosen_with_the_form(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/aturan/perbuatan/P-188/?pada=2024-11-13")
    assert page.get_by_text("anggota TNI dan Polri").count() == 0
    page.get_by_label("Lihat hari lain").fill("2024-11-14")
    page.get_by_role("button", name="Lihat").click()
    expect(page.get_by_text("anggota TNI dan Polri").first).to_be_visible()


def test_what_changed_is_read_side_by_side(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/aturan/?pada=2024-10-08")
    page.get_by_role("link", name="Minggu, 22 September 2024").click()
    row = page.get_by_role("row").filter(has_text="alat peraga bakal calon").first
    expect(row).to_contain_text("sanksi moral")
    expect(row).to_contain_text("hukuman disiplin berat")


def test_a_leaflet_is_fetched_from_the_group_s_page(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/aturan/kelompok/kepala-desa/?pada=2024-10-08")
    link = page.get_by_role("link", name="Selebaran A4, bahasa Indonesia").get_attribute("href")
    answer = page.request.get(f"{site.url}{link}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
