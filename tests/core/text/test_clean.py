"""Words out of a text, each with its place in the text as given."""

from __future__ import annotations

import pytest

from netral.core.text.clean import ASKED, END, NUMBER, PAUSE, pieces


def words(text: str) -> list[str]:
    return [piece.word for piece in pieces(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pak CAMAT", ["pak", "camat"]),
        ("kampanyeeee", ["kampanye"]),
        ("bagi-bagi", ["bagi", "bagi"]),
        ("PPPK p3k P3K", ["pppk", "pppk", "pppk"]),
        ("no.2", ["no", NUMBER]),
        ("no2 paslon1 paslon12", ["no", NUMBER, "paslon", NUMBER, "paslon", NUMBER]),
        ("tim2 jari2", ["tim", "jari"]),
        ("jam 12 tgl 6/10/2024", ["jam", NUMBER, "tgl", "6/10/2024"]),
        ("satu, dua; tiga: x", ["satu", PAUSE, "dua", PAUSE, "tiga", PAUSE, "x"]),
        ("apa?! Ya.\nLagi", ["apa", ASKED, "ya", END, END, "lagi"]),
        ("kec. muara", ["kec", "muara"]),
        ("bkn camat, rekomendasi bkn BKN", ["bukan", "camat", PAUSE, "rekomendasi", "bkn", "bkn"]),
        ("𝗸𝗮𝗺𝗽𝗮𝗻𝘆𝗲 café", ["kampanye", "cafe"]),
        ("🔥 😀", []),
    ],
)
def test_a_text_is_cut_into_plain_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_places_count_code_points_of_the_text_as_given() -> None:
    text = "😀 Çamat kam\u200bpanye"
    assert [text[piece.start : piece.end] for piece in pieces(text)] == [
        "Çamat",
        "kam\u200bpanye",
    ]
    assert words(text) == ["camat", "kampanye"]


def test_an_invisible_character_does_not_hide_a_word() -> None:
    assert words("kam\u00adpa\u200dnye") == ["kampanye"]
