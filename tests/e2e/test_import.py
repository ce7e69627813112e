"""The personnel officer brings a small file in: columns, difference, saved, taken back."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO

from playwright.sync_api import FilePayload, Page, expect

from netral.ops.synthetic import UnitSpec, personnel_rows
from tests.e2e.conftest import Site, heading, menu

UNITS = (UnitSpec("Dinas Kesehatan", "Dinas Kesehatan", 6, "Kepala Dinas", "II.b"),)


def file_of(seed: int) -> FilePayload:
    """Return six invented people as the national export writes them."""
    rows = list(personnel_rows("15.04", 6, seed=seed, units=UNITS).rows)
    held = StringIO()
    writer = csv.DictWriter(held, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    content = held.getvalue().encode()
    return {"name": f"pegawai-{seed}.csv", "mimeType": "text/csv", "buffer": content}


def test_a_small_file_is_matched_compared_saved_and_taken_back(
    desk_of: Callable[[str], Page], site: Site
) -> None:
    page = desk_of("pengelola")
    menu(page, "Pegawai")
    page.goto(f"{site.url}/pegawai/impor/")
    page.get_by_label("Berkas pegawai").set_input_files(file_of(77))
    page.get_by_role("button", name="Kirim berkas").click()
    expect(heading(page)).to_have_text("Cocokkan kolom")
    page.get_by_role("button", name="Baca berkas").click()
    expect(heading(page)).to_have_text("Periksa selisihnya")
    page.get_by_role("radio", name="tambah", exact=False).check()
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(heading(page)).to_have_text("Tersimpan")
    page.get_by_role("link", name="Batalkan impor ini").click()
    page.get_by_role("button", name="Batalkan").click()
    expect(heading(page)).to_have_text("Impor dibatalkan")
