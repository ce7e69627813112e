"""Slang, affixes and slips of the finger lead to the words of the lexicon; real words stay."""

from __future__ import annotations

import pytest

from netral.core.text import lexicon
from netral.core.text.clean import pieces
from netral.core.text.lexicon import Lexicon, lexicon_build, stems

SMALL = lexicon_build(
    {"melu": "ikut", "gaboleh": "tidak boleh", "dua": "#", "masang": "pasang"},
    {
        "IKUT": ["ikut"],
        "KAMPANYE": ["kampanye", "rapat umum"],
        "CALON": ["nomor #", "calon"],
        "LARANG": ["tidak boleh"],
        "PASANG": ["pasang", "dukung"],
        "DIAM": ["tidak dipanggil"],
        "AJAK": ["menyuruh"],
        "SURUH": ["suruh"],
        "PARTAI": ["partai"],
        "RAPAT": ["mengikut rapat"],
    },
    ["pantai"],
)


def classes(text: str, book: Lexicon = SMALL) -> list[set[str]]:
    return [set(item.classes) for item in book.mentions(book.words(pieces(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ikut", [{"IKUT"}]),
        ("melu", [{"IKUT"}]),
        ("meluu", [{"IKUT"}]),
        ("gaboleh", [{"LARANG"}]),
        ("mengampanyekan", [{"KAMPANYE"}]),
        ("kampanyekannya", [{"KAMPANYE"}]),
        ("kapanye", [{"KAMPANYE"}]),
        ("kampnaye", [{"KAMPANYE"}]),
        ("kampanyr", [{"KAMPANYE"}]),
        ("kammpanye", [{"KAMPANYE"}]),
        ("dukungin masangin", [{"PASANG"}, {"PASANG"}]),
        ("rapat umum", [{"KAMPANYE"}]),
        ("rapat", []),
        ("nomor dua", [{"CALON"}]),
        ("nomor", []),
        ("menyuruh", [{"AJAK", "SURUH"}]),
        ("mengikut rapat", [{"RAPAT"}]),
        ("tidak pernah dipanggil", [{"DIAM"}]),
        ("tidak juga", []),
        ("partay", [{"PARTAI"}]),
        ("pantai", []),
        ("santai", []),
        ("2024-10-06", []),
    ],
)
def test_a_word_is_known_however_it_is_written(text: str, expected: list[set[str]]) -> None:
    assert classes(text) == expected


def test_a_mention_keeps_its_place_and_knows_a_passive() -> None:
    text = "Ia disuruh ke rapat umum"
    found = SMALL.mentions(SMALL.words(pieces(text)))
    assert [text[item.start : item.end] for item in found] == ["disuruh", "rapat umum"]
    assert [item.is_passive for item in found] == [True, False]
    assert (found[1].first, found[1].last) == (3, 4)


def test_stems_take_the_least_away_first() -> None:
    found = list(stems("diikuti"))
    assert found[0] == "diikut"
    assert "ikut" in found


def test_words_from_outside_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    book = lexicon_build({}, {"IKUT": ["ikut"]}, [])
    monkeypatch.setattr(lexicon, "_MOST_SEEN", 2)
    assert classes("satu kata ikut lagi ikut", book) == [{"IKUT"}, {"IKUT"}]
    assert len(book.seen) == 2
