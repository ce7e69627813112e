"""Step 5: a citizen reports with a photo, without a name or JavaScript; nothing is readable."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from PIL import Image

from netral.ops.thread.browser import ADDRESS, AGENT, Browser, Page
from netral.ops.thread.ledger import sealed
from netral.ops.thread.story import Story, on
from netral.reports.models import Report
from netral.shell.format import number

DAY = date(2024, 10, 7)
HAPPENED, KNOWN = "2024-10-05", "2024-10-06"
MARK = "TANDABACABENANG"
CAMERA = 0x0110
SIZE = (640, 480)
STEPS: tuple[dict[str, str], ...] = (
    {"cerita": f"Ia membagikan gambar calon di grup kantor pada jam kerja. {MARK}"},
    {"nama": f"Orang berkacamata {MARK}", "jabatan": "Staf", "tempat_kerja": "Dinas Kesehatan"},
    {"tempat": f"Grup percakapan {MARK}", "kejadian": HAPPENED, "tahu": KNOWN},
    {"tautan": f"https://contoh.example/{MARK}"},
    {"sebutan": "tanpa", "jalur": "kantor"},
)
PHOTO_STEP = 3


def citizen(story: Story) -> str:
    """Send two reports through the public form, the first with a photo; return what came back."""
    with on(DAY):
        browser, receipt = _sent(story, photo=photo())
        words = words_of(receipt)
        story.claim(len(words.split()) == 8, "tanda terima menampilkan 8 kata rahasia")  # noqa: PLR2004
        done = browser.press(receipt, "/kata/", kata=words.upper())
        story.claim("Catatan Anda benar" in done.text, "8 kata yang diketik ulang dikenali")
        promise = browser.press(receipt, "/tanda-terima/")
        story.claim(not browser.cookies - {"netral_csrf"}, "pelapor tidak diikuti kuki sesi")
        _sent(story)
    (story.work / "tanda-terima.txt").write_bytes(promise.body)
    story.claim(b"netral-promise/v1" in promise.body, "tanda terima memuat janji catat")
    story.refs |= {"report": Report.objects.order_by("pk")[0].ref, "words": words}
    sealed(story, DAY, "jejak-laporan")
    read = nothing_readable(story)
    return (
        "Dua warga melapor tanpa nama dan tanpa JavaScript, satu dengan foto; 8 kata rahasia "
        f"cocok, tanda terima memuat janji catat. {number(read)} nilai dan berkas diperiksa: "
        "tidak ada isi laporan, kata rahasia, atau alamat pelapor yang terbaca."
    )


def _sent(story: Story, photo: bytes = b"") -> tuple[Browser, Page]:
    """Walk through the form step by step and send it; return the browser and the receipt."""
    browser = Browser()
    page = browser.look("/lapor/")
    before = Report.objects.count()
    for place, typed in enumerate(STEPS):
        if photo and place == PHOTO_STEP:
            file = ("berkas", f"{MARK}.jpg", photo)
            page = browser.press(page, file=file, ke="tambah")
        page = browser.press(page, ke="lanjut", **typed)
    story.claim(Report.objects.count() == before, "mengisi formulir belum mengirim apa pun")
    receipt = browser.press(page, ke="kirim")
    for _again in range(2):
        browser.press(page, ke="kirim")
    story.claim(Report.objects.count() == before + 1, "formulir terkirim dua kali, laporan satu")
    return browser, receipt


def photo() -> bytes:
    """Return a JPEG whose camera's notes hold the mark."""
    exif = Image.Exif()
    exif[CAMERA] = MARK
    target = io.BytesIO()
    Image.new("RGB", SIZE, "teal").save(target, "JPEG", exif=exif)
    return target.getvalue()


def words_of(page: Page) -> str:
    """Return the eight words that a receipt shows."""
    listed = re.search(r'<ol class="phrase">(.*?)</ol>', page.text, re.DOTALL)
    return " ".join(re.findall(r"<li>([a-z]+)</li>", listed[1])) if listed else ""


def nothing_readable(story: Story) -> int:
    """Search all that is at rest for what must not be there; return how much was searched."""
    secrets = [text.encode() for text in (MARK, story.refs["words"], ADDRESS, AGENT)]
    searched = 0
    for where, value in at_rest(story):
        found = [secret for secret in secrets if secret in value]
        if found:
            story.claim(False, f"tidak ada isi laporan yang terbaca di {where}")
        searched += 1
    story.claim(searched, "isi laporan, kata rahasia, dan alamat pelapor tidak terbaca di mana pun")
    return searched


def at_rest(story: Story) -> Iterator[tuple[str, bytes]]:
    """Yield (place, bytes) of every value of every table, then of every file."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our tables
            for row in cursor:
                yield f"tabel {table}", b"\n".join(map(_octets, row))
    for path in story.folder.rglob("*"):
        if path.is_file():
            yield f"berkas {path.name}", path.read_bytes()


def _octets(value: Any) -> bytes:
    is_binary = isinstance(value, bytes | memoryview)
    return bytes(value) if is_binary else str(value).encode()
