"""The bank is held against the law data: what the data does not say, no item says."""

from __future__ import annotations

from datetime import date

import pytest

from netral.core.flow.lesson.bank import (
    bank_load,
    citations,
    is_unconfirmed,
    item_problems,
    scenes_alike,
)
from netral.core.flow.lesson.items import HOAX, VOTE, Item, Verdict, Words
from netral.core.law import LawDataError, the_book
from tests.core.flow.lesson.build import LIKE, choice_build, item_build

BOOK = the_book()
CITED = citations(BOOK)
TOML = """
[[item]]
id = "suka"
topic = "medsos"
verdict = "tidak"
status = "PNS"
acts = ["S-MEDSOS-INTERAKSI"]
on = 2024-10-08
scene_id = "Unggahan calon lewat di HP Anda malam ini."
scene_en = "A post passes on your phone."
right_id = "Melewatinya."
right_en = "Scroll past."
why_id = "Suka memperlihatkan dukungan."
why_en = "A like shows support."
wrong = [
  { id = "Menyukai.", en = "Like it.", why_id = "Itu dukungan.", why_en = "It is support." },
  { id = "Berkomentar.", en = "Comment.", why_id = "Itu juga.", why_en = "So is that." },
]
basis = ["SKB 22 September 2022, Lampiran II, tabel disiplin butir 6"]
"""
SECOND = TOML.replace('id = "suka"', 'id = "lain"').replace("Unggahan calon lewat", "Spanduk tua")


def told(item: Item) -> str:
    return " ".join(item_problems(item, BOOK, CITED))


def loaded(*texts: str) -> tuple[Item, ...]:
    files = {f"{at}.toml": text.encode() for at, text in enumerate(texts)}
    return bank_load(files, BOOK).items


def test_a_sound_item_has_no_problem_and_loads() -> None:
    assert told(item_build(contested=("suka-saja",))) == ""
    (item,) = loaded(TOML)
    assert (item.name, item.right.text.en, item.basis) == ("suka", "Scroll past.", (LIKE,))


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (item_build(basis=()), "dasar hukumnya kosong"),
        (item_build(basis=("UU 1/1900 Pasal 1",)), "tidak ada dalam data hukum"),
        (item_build(acts=()), "tidak menyebut satu pun perbuatan"),
        (item_build(acts=("X-TIDAK-ADA",)), "tidak dikenal"),
        (item_build(on=date(2023, 5, 1)), "tidak punya tahap"),
        (item_build(on=date(2024, 8, 1)), "tidak ada larangan yang disebut berlaku bagi PNS"),
        (item_build(status="PERANGKAT_DESA"), "bagi PERANGKAT_DESA"),
        (item_build(basis=("PP 94/2021 Pasal 3 huruf f",)), "tidak satu pun dasarnya"),
        (item_build(contested=("hadir-pasif",)), "bukan tentang perbuatan ini"),
        (item_build(contested=("tidak-ada",)), "tidak dikenal"),
        (item_build(scene=Words(" ", "")), "ceritanya kosong"),
        (item_build(choices=tuple(map(choice_build, ("a", "b")))), "tepat tiga pilihan"),
        (item_build(choices=tuple(map(choice_build, ("a", "b", "A.")))), "yang berbeda"),
        (item_build(choices=tuple(map(choice_build, ("a", "b", " ")))), "teks dan alasannya"),
    ],
)
def test_what_a_careful_legal_office_would_strike_is_refused(item: Item, words: str) -> None:
    assert words in told(item)


def test_an_allowed_thing_may_be_told_at_a_stage_where_nothing_forbids_it() -> None:
    early = item_build(verdict=Verdict.ALLOWED, on=date(2024, 8, 1))
    assert told(early) == ""


def test_a_file_that_is_no_toml_is_named() -> None:
    with pytest.raises(LawDataError, match=r"0\.toml tidak bisa dibaca"):
        loaded("[[item]")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('basis = ["', 'basiss = ["', "'basis'"),
        ('verdict = "tidak"', 'verdict = "kadang"', "kadang"),
        ('topic = "medsos"', 'topic = "medsos"\nposition = 1', "isian tidak dikenal"),
        ('why_id = "Itu juga."', 'why_id = "Itu juga.", benar = true', "isian tidak dikenal"),
        ('why_en = "A like shows support."', 'why_en = ""', "why_en"),
        ("[[item]]", "lain = 1\n[[item]]", "isian tidak dikenal"),
    ],
)
def test_a_misspelt_or_missing_part_is_refused_with_its_line(
    before: str, after: str, words: str
) -> None:
    with pytest.raises(LawDataError, match=words) as refused:
        loaded(TOML.replace(before, after))
    assert "0.toml, baris" in str(refused.value)


def test_a_wrong_item_is_named_with_its_file_line_and_reason() -> None:
    with pytest.raises(LawDataError) as refused:
        loaded(SECOND + TOML.replace("2024-10-08", "2024-08-01"))
    assert "catatan 'item suka'" in str(refused.value)
    assert "tahap pra_penetapan" in str(refused.value)


def test_a_scene_told_twice_or_a_name_used_twice_is_refused() -> None:
    with pytest.raises(LawDataError, match="ceritanya sama dengan 'suka'"):
        loaded(TOML, TOML.replace('id = "suka"', 'id = "kembar"').replace("Anda malam", "malam"))
    with pytest.raises(LawDataError, match="dipakai dua kali"):
        loaded(TOML, SECOND.replace('id = "lain"', 'id = "suka"'))
    assert len(loaded(TOML, SECOND)) == 2


def test_scenes_are_alike_whatever_their_commas_and_capitals() -> None:
    assert scenes_alike("Anda guru, di desa.", "anda GURU di desa")
    assert not scenes_alike("Anda guru di desa.", "Anda bidan di kota besar.")


def test_the_version_changes_with_a_word_but_not_with_the_order_of_files() -> None:
    one, other = {"a": TOML.encode(), "b": SECOND.encode()}, {"b": TOML.encode()}
    other["a"] = SECOND.encode()
    assert bank_load(one, BOOK).version == bank_load(other, BOOK).version
    other["b"] = TOML.replace("malam ini", "pagi ini").encode()
    assert bank_load(one, BOOK).version != bank_load(other, BOOK).version


def test_a_clause_gets_the_items_about_its_acts_and_no_general_ones() -> None:
    general = SECOND.replace('topic = "medsos"', f'topic = "{VOTE}"')
    bank = bank_load({"a": TOML.encode(), "b": general.encode()}, BOOK)
    assert [item.name for item in bank.for_acts(["S-MEDSOS-INTERAKSI"])] == ["suka"]
    assert [item.name for item in bank.of_topic(VOTE)] == ["lain"]
    assert bank.for_acts(["D-N7"]) == bank.of_topic(HOAX) == ()


def test_what_is_not_confirmed_is_known_to_be_so() -> None:
    assert not is_unconfirmed(item_build(), BOOK)
    spouse = item_build(acts=("S-PASANGAN",), basis=("SE MenPANRB 18/2023",))
    assert is_unconfirmed(spouse, BOOK)
    team = "SKB 22 September 2022, Lampiran II, tabel disiplin"
    doubtful = item_build(
        verdict=Verdict.ALLOWED, basis=(f"{team} (nomor butir belum terkonfirmasi)",)
    )
    assert is_unconfirmed(doubtful, BOOK)
