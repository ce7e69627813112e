"""Officers at work: a report read, a case decided, a meeting planned, a directive answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from netral.people.services.unlock import DEMO_PASS_PHRASE
from tests.e2e.conftest import Site, heading, links_new, menu, sign_in
from tests.e2e.test_citizen import picture

Desk = Callable[[str], Page]


def test_a_handler_unlocks_reads_takes_and_opens_a_case(page: Page, site: Site) -> None:
    sign_in(page, links_new(site)["penangan"])
    expect(heading(page)).to_have_text("Yang menunggu Anda")
    page.goto(f"{site.url}/kunci/")
    page.get_by_role("button", name="Kunci sekarang").click()
    page.goto(f"{site.url}/kunci/?next=/antrean/")
    page.get_by_label("Frasa sandi").fill(DEMO_PASS_PHRASE)
    page.get_by_role("button", name="Buka kunci").click()
    expect(heading(page)).to_have_text("Antrean laporan")
    page.get_by_role("row").filter(has_text="Masuk").last.get_by_role("link").click()
    page.get_by_role("button", name="Baca laporan").click()
    expect(page.get_by_role("heading", name="Menurut pelapor")).to_be_visible()
    page.get_by_role("link", name="Ambil").click()
    page.get_by_role("button", name="Ambil").click()
    page.get_by_role("link", name="Buka perkara").click()
    page.get_by_label("Perbuatan").select_option(index=1)
    page.get_by_label("Hari kejadian").fill("2024-11-08")
    page.get_by_label("Ringkasan untuk perkara").fill("Poster calon dibagikan di balai pertemuan.")
    page.get_by_role("button", name="Buka perkara").click()
    expect(page.get_by_text("Dibuka", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Batas waktu")).to_be_visible()


@pytest.mark.parametrize("context", [False], indirect=True, ids=["without script"])
def test_the_ppk_sees_the_overview_and_decides_a_case(desk_of: Desk) -> None:
    page = desk_of("ppk")
    menu(page, "Pengawasan")
    expect(heading(page)).to_have_text("Keadaan hari ini")
    menu(page, "Perkara")
    page.get_by_role("row").filter(has_text="Menunggu keputusan").first.get_by_role("link").click()
    page.get_by_role("link", name="Putuskan").click()
    page.get_by_role("radio", name="Tidak terbukti").check()
    page.get_by_label("Mengapa tidak terbukti").select_option(index=1)
    page.get_by_label("Pertimbangan").fill(
        "Bukti yang ada tidak cukup untuk memastikan perbuatannya."
    )
    page.get_by_role("button", name="Putuskan").click()
    expect(page.get_by_role("heading", name="Keputusan", exact=True)).to_be_visible()
    expect(page.get_by_text("Tidak terbukti:", exact=False)).to_be_visible()


def test_the_desk_gives_a_directive_and_the_agency_answers_with_a_file(desk_of: Desk) -> None:
    page = desk_of("desk")
    menu(page, "Desk Pilkada")
    page.get_by_role("link", name="Rencanakan rapat").click()
    page.get_by_role("button", name="Simpan rencana").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Judul rapat").fill("Rapat menjelang masa tenang")
    page.get_by_label("Hari").fill("2024-11-20")
    page.get_by_label("Pukul").fill("09:00")
    page.get_by_label("Tempat").fill("Aula kantor bupati")
    page.get_by_label("Pemimpin rapat").fill("Sekretaris daerah")
    page.get_by_role("button", name="Simpan rencana").click()
    expect(heading(page)).to_have_text("Rapat menjelang masa tenang")
    page.get_by_role("link", name="Tambah arahan").click()
    page.get_by_label("Apa yang harus terjadi").fill("Apel netralitas di semua puskesmas")
    page.get_by_label("Pemilik").select_option("Dinas Kesehatan")
    page.get_by_label("Paling lambat").fill("2024-11-22")
    page.get_by_role("button", name="Tambah arahan").click()
    page = desk_of("kepala_opd")
    page.get_by_role("link", name="Apel netralitas di semua puskesmas").first.click()
    page.get_by_role("link", name="Mulai").click()
    page.get_by_label("Keterangan").fill("Jadwal apel sudah dikirim ke puskesmas.")
    page.get_by_role("button", name="Mulai").click()
    page.get_by_role("link", name="Kirim bukti").click()
    page.get_by_label("Keterangan").fill("Apel sudah dilaksanakan, fotonya terlampir.")
    page.get_by_label("Bukti").set_input_files(picture())
    page.get_by_role("button", name="Kirim bukti").click()
    expect(page.get_by_role("link", name="poster.png")).to_be_visible()


@pytest.mark.parametrize("context", [True], indirect=True, ids=["with script"])
def test_a_superior_never_sees_the_queue(desk_of: Desk, site: Site) -> None:
    page = desk_of("atasan")
    expect(page.get_by_role("link", name="Antrean", exact=True)).to_have_count(0)
    answer = page.goto(f"{site.url}/antrean/")
    assert answer is not None
    assert answer.status in {403, 404}
