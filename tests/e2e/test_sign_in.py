"""An invited officer's way in: a password, the second step, then both again."""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site, heading

PASSWORD = "kopi pagi di tepi danau toba"
STEP_SECONDS = 30


def code_of(secret: str, at: float) -> str:
    """Return the six digits of RFC 6238 for a moment."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(at // STEP_SECONDS).to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def test_the_code_follows_the_standard() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code_of(secret, 59) == "287082"


def invited(desk_of: Callable[[str], Page], site: Site, username: str) -> str:
    """Invite someone as the personnel officer; return the one-time address."""
    page = desk_of("pengelola")
    page.goto(f"{site.url}/pengaturan/akun/undang/")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Nama", exact=False).nth(1).fill("Sinta Nasution")
    page.get_by_label("Peran").select_option("Pengelola desk")
    page.get_by_label("Unit").select_option("Pemerintah Kabupaten Batang Hari")
    page.get_by_label("Mulai").fill("2024-11-10")
    page.get_by_role("button", name="Buat undangan").click()
    expect(heading(page)).to_have_text("Serahkan tautan ini")
    return page.get_by_text("/undangan/").inner_text()


def test_an_invited_officer_signs_in_with_password_and_code(
    desk_of: Callable[[str], Page], site: Site
) -> None:
    username = f"sinta.{time.time_ns() % 10**9}"
    address = invited(desk_of, site, username)
    page = desk_of("pengelola")
    page.context.clear_cookies()
    page.goto(address)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_label("Kata sandi, sekali lagi").fill(PASSWORD)
    page.get_by_role("button", name="Simpan").click()
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(heading(page)).to_have_text("Aktifkan langkah masuk kedua")
    secret = page.get_by_text("Kunci:").locator("code, .code").inner_text().replace(" ", "")
    page.get_by_label("6 angka dari aplikasi").fill(code_of(secret, time.time()))
    page.get_by_role("button", name="Aktifkan").click()
    expect(heading(page)).to_contain_text("pemulihan")
