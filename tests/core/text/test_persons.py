"""What may point at a person: found by patterns, never by a list of people."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.text.persons import MarkKind, person_marks


def kinds(text: str) -> list[MarkKind]:
    return [mark.kind for mark in person_marks(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NIP 199001012015031001", MarkKind.NUMBER),
        ("NIP 19900101 201503 1 001", MarkKind.NUMBER),
        ("telepon 0812-3456-7890", MarkKind.NUMBER),
        ("hubungi +62 812 3456 7890", MarkKind.NUMBER),
        ("tulis ke seseorang@contoh.example", MarkKind.EMAIL),
        ("lihat https://contoh.example/a", MarkKind.LINK),
        ("akun @seseorang", MarkKind.ACCOUNT),
        ("mobil BH 1234 XY", MarkKind.PLATE),
        ("kata Pak Sukarni kepada kami", MarkKind.NAME),
        ("kata bu Wati Lestari", MarkKind.NAME),
        ("Sdr. Budi", MarkKind.NAME),
    ],
)
def test_what_points_at_a_person_is_found(text: str, kind: MarkKind) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "PP 94/2021 Pasal 5 huruf n angka 6",
        "SKB 22 September 2022, Lampiran II, tabel disiplin butir 6",
        "Mulai 22-09-2024 pukul 14.05",
        "uang Rp600.000.000 atau Rp 1.200.000.000",
        "Pak Camat meminta guru hadir",
        "bu guru dan bapak kepala dinas",
        "Bapak Kepala Dinas hadir",
        "calon A dan nomor urut 2",
        "",
    ],
)
def test_what_is_law_money_a_day_or_a_post_is_no_person(text: str) -> None:
    assert kinds(text) == []


def test_places_are_told_once_and_in_order() -> None:
    text = "Pak Sukarni (0812 3456 7890), surel a.b@contoh.example"
    found = person_marks(text)
    assert [text[mark.start : mark.end] for mark in found] == [mark.words for mark in found]
    assert [mark.kind for mark in found] == [MarkKind.NAME, MarkKind.NUMBER, MarkKind.EMAIL]


def test_a_number_and_an_address_are_sure_and_a_name_is_not() -> None:
    assert [mark.is_sure for mark in person_marks("Pak Sukarni 081234567890")] == [False, True]


@given(st.text(max_size=200))
def test_no_two_places_overlap(text: str) -> None:
    found = person_marks(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.integers(min_value=10**17, max_value=10**18 - 1), st.sampled_from([" ", ".", "-", ""]))
def test_eighteen_digits_are_found_however_they_are_grouped(number: int, sign: str) -> None:
    digits = str(number)
    grouped = sign.join([digits[:8], digits[8:14], digits[14:15], digits[15:]])
    assert MarkKind.NUMBER in kinds(f"nip {grouped} itu")


def test_a_number_inside_a_link_is_told_once_as_the_link() -> None:
    (mark,) = person_marks("lihat https://contoh.id/0812345678901")
    assert mark.kind is MarkKind.LINK
