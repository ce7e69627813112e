"""Letterheads: by day and office, pictures drawn anew, old letters keep theirs."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, PngImagePlugin

from netral.circulars.services.letter import circular_pdf
from netral.core.access import Role
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.journal.models import Entry
from netral.papers.models import Letterhead as LetterheadRow
from netral.papers.models import NumberPattern
from netral.papers.queries import letterhead_on, letterheads_listed
from netral.papers.services import (
    Letterhead,
    LetterheadText,
    head_of,
    letterhead_sample_pdf,
    letterhead_set,
    picture_cleaned,
)
from tests.apps.circulars.build import approved_build, publish, renewed_build
from tests.apps.papers.reading import words_of
from tests.apps.people.build import account_build, actor_build, staff_client, unit_build

pytestmark = pytest.mark.django_db
AT = datetime(2024, 9, 12, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
TODAY = AT.date()
KEY = "kab-batanghari"
DINKES = f"{KEY}.dinkes"


def picture(size: tuple[int, int] = (300, 320), kind: str = "PNG", **options: Any) -> bytes:
    target = io.BytesIO()
    mode = "RGB" if kind == "JPEG" else "RGBA"
    Image.new(mode, size, "#1a4f5a").save(target, kind, **options)
    return target.getvalue()


def text(**changes: Any) -> LetterheadText:
    options: dict[str, Any] = {
        "unit": "",
        "name": "Bupati Batang Hari",
        "office": "",
        "address": "Jalan Contoh 1",
        "contacts": "Telepon (0743) 21001",
        "place": "Muara Bulian",
        "valid_from": TODAY,
        **changes,
    }
    return LetterheadText(**options)


def head(*, at: datetime = AT, role: Role = Role.OFFICER, **changes: Any) -> LetterheadRow:
    unit_build(DINKES)
    return letterhead_set(actor=actor_build(role, KEY), text=text(**changes), at=at)


def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it() -> None:
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("Author", "Nama Pembuat")
    clean = picture_cleaned(picture(pnginfo=hidden))
    assert b"Nama Pembuat" not in clean
    with Image.open(io.BytesIO(clean)) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (300, 320))


def test_a_large_picture_is_made_small_and_a_jpeg_becomes_a_png() -> None:
    with Image.open(io.BytesIO(picture_cleaned(picture((2000, 1000), "JPEG")))) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (800, 400))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "tidak terbaca"),
        (picture()[:200], "tidak terbaca"),
        (picture(kind="GIF"), "tidak terbaca"),
        (picture((120, 400)), "terlalu kecil"),
        (picture((4100, 4000)), "terlalu besar"),
        (bytes(2 * 2**20 + 1), "lebih dari 2 MB"),
    ],
)
def test_any_other_picture_is_refused_by_name(content: bytes, words: str) -> None:
    with pytest.raises(WrongInputError, match=words):
        picture_cleaned(content)


def test_a_head_begins_with_one_entry_that_binds_its_picture() -> None:
    row = head(picture=picture_cleaned(picture()))
    entry = Entry.objects.get(kind="letterhead.set")
    assert (entry.matter, row.valid_from) == (row.ref, TODAY)
    assert "Bupati Batang Hari" in (entry.body or "")


@pytest.mark.parametrize(
    ("role", "unit", "error"),
    [(Role.DESK, KEY, NotAllowedError), (Role.OFFICER, DINKES, NotVisibleError)],
)
def test_who_does_not_look_after_letters_sets_no_head(
    role: Role, unit: str, error: type[Exception]
) -> None:
    unit_build(DINKES)
    with pytest.raises(error):
        letterhead_set(actor=actor_build(role, unit), text=text(), at=AT)
    assert not LetterheadRow.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": TODAY - timedelta(days=1)},
        {"unit": f"{KEY}.tidak-ada"},
        {"unit": "kab-samosir.dinkes"},
    ],
)
def test_a_head_of_yesterday_or_of_no_office_is_refused(changes: dict[str, Any]) -> None:
    unit_build("kab-samosir.dinkes")
    with pytest.raises(WrongInputError):
        head(**changes)


def test_the_head_of_a_day_is_the_newest_that_has_begun_the_later_entered_of_two() -> None:
    head(name="Pertama")
    head(name="Kedua")
    head(name="Nanti", valid_from=TODAY + timedelta(days=5))
    names = {
        day: found.name
        for day in (TODAY, TODAY + timedelta(days=5))
        if (found := letterhead_on(government=KEY, on=day))
    }
    assert names == {TODAY: "Kedua", TODAY + timedelta(days=5): "Nanti"}
    assert letterhead_on(government=KEY, on=TODAY - timedelta(days=1)) is None
    states = [line.state for line in letterheads_listed(actor=actor_build(), on=TODAY)]
    assert states == ["akan", "berlaku", "lama"]


def test_a_unit_writes_under_the_head_of_the_office_above_and_never_under_the_heads_own() -> None:
    head()
    assert letterhead_on(government=KEY, on=TODAY, unit=f"{DINKES}.pkm") is None
    row = head(unit=DINKES, name="Pemerintah Kabupaten", office="Dinas Kesehatan")
    assert letterhead_on(government=KEY, on=TODAY, unit=f"{DINKES}.pkm") == row


def test_the_emblem_stands_above_on_the_heads_letter_and_beside_on_an_offices() -> None:
    own = picture_cleaned(picture())
    assert head_of(head(picture=own), government="X") == Letterhead(
        "Bupati Batang Hari", "", ("Jalan Contoh 1", "Telepon (0743) 21001"), own, is_above=True
    )
    assert not head_of(head(unit=DINKES, picture=own), government="X").is_above
    assert head_of(None, government="Kabupaten X") == Letterhead("Kabupaten X")


def test_a_new_head_may_keep_the_picture_of_the_one_in_force_and_only_that_offices() -> None:
    own = picture_cleaned(picture())
    head(picture=own)
    assert bytes(head(name="Baru", keeps_picture=True).picture) == own
    assert bytes(head(unit=DINKES, keeps_picture=True).picture) == b""


def test_a_letter_keeps_the_head_of_its_day_byte_by_byte_when_another_begins() -> None:
    head(picture=picture_cleaned(picture()))
    version = publish(approved_build(), "1/SE/2024")
    before = circular_pdf(version=version)
    head(name="Penjabat Bupati Batang Hari")
    assert circular_pdf(version=version) == before
    assert "BUPATI BATANG HARI" in words_of(before)
    assert "Muara Bulian, 12 September 2024" in words_of(before)
    later = renewed_build(version, [])
    assert "PENJABAT BUPATI" in words_of(circular_pdf(version=later))


def test_a_letter_without_a_head_carries_the_governments_name_and_no_emblem() -> None:
    pdf = circular_pdf(version=publish(approved_build(), "1/SE/2024"))
    assert "KABUPATEN BATANG HARI" in words_of(pdf)
    assert b"/Subtype /Image" not in pdf


def test_a_sample_says_that_it_is_one_and_keeps_nothing() -> None:
    unit_build(KEY)
    pdf = letterhead_sample_pdf(
        actor=actor_build(Role.OFFICER, KEY),
        text=text(picture=picture_cleaned(picture())),
        at=AT,
    )
    words = words_of(pdf)
    assert "BUPATI BATANG HARI" in words
    assert "BUKAN SURAT RESMI" in words
    assert not LetterheadRow.objects.exists()
    assert not Entry.objects.filter(kind="letterhead.set").exists()


def form(**changes: Any) -> dict[str, Any]:
    return {
        "unit": "kepala",
        "name": "Bupati Batang Hari",
        "valid_from": date.max.isoformat(),
        "place": "Muara Bulian",
        **changes,
    }


def test_the_page_looks_first_then_keeps_then_lists() -> None:
    unit_build(DINKES)
    client = staff_client(account_build(Role.OFFICER, KEY))
    page = client.get(reverse("letterheads")).content.decode()
    assert "Belum ada kop surat" in page
    target = reverse("letterhead-new")
    page = client.get(target).content.decode()
    assert '<label for="id_unit">Kop untuk surat siapa?</label>' in page
    assert 'value="kepala" selected' in page
    assert "Jika kosong, kop dicetak tanpa baris alamat." in page
    emblem = SimpleUploadedFile("garuda.png", picture(), content_type="image/png")
    looked = client.post(target, form(contoh="1", berkas=emblem))
    assert looked["Content-Type"] == "application/pdf"
    assert not LetterheadRow.objects.exists()
    emblem.seek(0)
    assert client.post(target, form(berkas=emblem)).status_code == 302
    row = LetterheadRow.objects.get()
    assert row.unit is None
    page = client.get(reverse("letterheads")).content.decode()
    assert "Akan berlaku" in page
    sample = client.get(reverse("letterhead-sample", args=[row.ref]))
    assert sample["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Baris pertama"),
        ({"unit": ""}, "Pilih surat siapa yang memakai kop ini."),
        ({"valid_from": "2020-01-01"}, "tidak bisa berlaku mundur"),
        ({"berkas": SimpleUploadedFile("a.png", b"bukan gambar")}, "Gambar ini tidak terbaca"),
    ],
)
def test_a_wrong_head_is_refused_by_name_and_keeps_what_was_typed(
    changes: dict[str, Any], words: str
) -> None:
    unit_build(DINKES)
    client = staff_client(account_build(Role.OFFICER, KEY))
    got = client.post(reverse("letterhead-new"), form(address="Jalan Panjang 7", **changes))
    assert got.status_code == 422
    assert words in got.content.decode()
    assert "Jalan Panjang 7" in got.content.decode()


def test_the_number_pattern_is_set_on_its_page_and_a_risky_one_is_refused() -> None:
    unit_build(DINKES)
    client = staff_client(account_build(Role.OFFICER, KEY))
    target = reverse("number-pattern")
    assert client.post(target, {"pattern": "800/{nomor}"}).status_code == 422
    assert not Entry.objects.filter(kind="number_pattern.set").exists()
    assert client.post(target, {"pattern": "800/{nomor:3}/{seri}/{tahun}"}).status_code == 302
    assert "800/001/SE/" in client.get(reverse("letterheads")).content.decode()


def test_a_clerk_reads_what_each_part_means_and_sees_examples_without_keeping_anything() -> None:
    unit_build(DINKES)
    client = staff_client(account_build(Role.OFFICER, KEY))
    target = reverse("number-pattern")
    page = client.get(target).content.decode()
    assert "Contoh pola yang berlaku sekarang" in page
    assert "<dd>SE/1/" in page
    assert "Bulan surat terbit, dengan angka Romawi." in page
    got = client.post(target, {"pattern": "800/{nomor:3}/{bulan}/{tahun}", "contoh": "1"})
    page = got.content.decode()
    assert got.status_code == 200
    assert "belum disimpan" in page
    assert "<dd>800/001/" in page
    assert "<dd>800/012/XII/" in page
    assert 'value="800/{nomor:3}/{bulan}/{tahun}"' in page
    assert not NumberPattern.objects.exists()


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("800/{nomer}/{tahun}", "Bagian {nomer} tidak kami kenal"),
        ("800/{nomor/{tahun}", "Bagian {nomor/ tidak kami kenal"),
        ("800/{nomor:9}/{tahun}", "Bagian {nomor:9} tidak kami kenal"),
        ("800/{nomor}", "belum memuat {tahun}, jadi"),
        ("SE", "belum memuat {nomor}, {tahun}, jadi"),
        ("", "Tulis polanya"),
    ],
)
@pytest.mark.parametrize("button", [{}, {"contoh": "1"}])
def test_a_wrong_pattern_is_told_in_plain_words_and_stays_typed(
    pattern: str, words: str, button: dict[str, str]
) -> None:
    unit_build(DINKES)
    client = staff_client(account_build(Role.OFFICER, KEY))
    got = client.post(reverse("number-pattern"), {"pattern": pattern, **button})
    page = got.content.decode()
    assert got.status_code == 422
    assert words in page
    assert f'value="{pattern}"' in page or not pattern
    assert "Contoh pola yang berlaku sekarang" in page
    assert not NumberPattern.objects.exists()
