"""The items that ship: enough for each prohibited act, in plain words, each with its basis.

A jurist reads ``src/netral/circulars/items/*.toml``; this file counts and listens.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from netral.circulars.queries.lesson_items import item_files, the_bank
from netral.core import law
from netral.core.flow.lesson.bank import ELECTION, is_unconfirmed
from netral.core.flow.lesson.drawing import Asked, lesson_draw
from netral.core.flow.lesson.items import GENERAL_TOPICS, Item, Verdict
from tests.house.test_translation import LOWER_ANDA, POSSESSIVE, REFUSED

CAMPAIGN = date(2024, 10, 8)
LONGEST_ID, LONGEST_EN = 18, 24
FEWEST_OF_AN_ACT = 5
BANK = the_bank()
CLAUSES = law.circular_clauses(CAMPAIGN)
SITUATIONS = {
    "like": r"menyukai|tanda suka",
    "comment": r"[Kk]omentar",
    "share": r"membagikan|meneruskan",
    "post": r"mengunggah",
    "follow": r"[Mm]engikuti akun|ikuti akun|Menangkan A",
    "pose": r"berfoto|swafoto",
    "chat group": r"[Gg]rup",
    "an account of the family": (
        r"akun media sosial istri|akun keponakan|Istri Anda bukan ASN|bergantian dengan anak|"
        r"akun warung milik suami|membuka kembali akunnya"
    ),
    "official vehicle": r"mobil dinas|truk sampah|bus sekolah|ambulans puskesmas",
    "attendance": r"dari tepi lapangan|lapangan kampanye|acara kampanye|hadir di",
    "spouse": r"(?:Suami|Istri) Anda (?:bakal )?calon",
    "election officials": r"akun KPU|unggahan KPU|KPU Peduli|KPU menyiarkan|Bawaslu kabupaten",
    "hand sign with another meaning": r"salam|isyarat|kelingking",
    "polling day": r"TPS",
    "secrecy": r"rahasia",
    "not voting": r"tidak memilih|tidak usah memilih",
    "hoax": r"[Pp]esan berantai|[Tt]anpa sumber|tidak jelas|palsu",
    "incitement": r"marah|sukunya|hasut",
}
LIVES = (
    r"guru|bidan|perawat|staf camat|camat|lurah|kepala (?:dinas|bidang|unit|sekolah)|sopir|satpam|"
)
LIVES += r"PPPK|CPNS|kontrak|kepala dusun|sekretaris desa|penyuluh|dosen|peneliti"


def texts(item: Item) -> Iterator[str]:
    yield item.scene.id
    for choice in item.choices:
        yield from (choice.text.id, choice.why.id)


def texts_en(item: Item) -> Iterator[str]:
    yield item.scene.en
    for choice in item.choices:
        yield from (choice.text.en, choice.why.en)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?:])\s|; ", text)


def whole() -> str:
    return "\n".join(text for item in BANK.items for text in texts(item))


def test_there_are_more_than_two_hundred_items() -> None:
    assert len(BANK.items) > 200
    assert sum(body.count(b"[[item]]") for body in item_files().values()) == len(BANK.items)


@pytest.mark.parametrize("code", sorted({code for clause in CLAUSES for code in clause.acts}))
def test_each_act_of_the_default_circular_has_five_items(code: str) -> None:
    assert sum(code in item.acts for item in BANK.items) >= FEWEST_OF_AN_ACT


@pytest.mark.parametrize("topic", GENERAL_TOPICS)
def test_each_general_topic_has_enough_for_several_tries(topic: str) -> None:
    assert len(BANK.of_topic(topic)) >= 10


@pytest.mark.parametrize("what", SITUATIONS)
def test_each_situation_of_daily_life_has_five_items(what: str) -> None:
    found = [item for item in BANK.items if re.search(SITUATIONS[what], " ".join(texts(item)))]
    assert len(found) >= FEWEST_OF_AN_ACT


def test_many_lives_appear() -> None:
    assert len(set(re.findall(LIVES, whole()))) >= 15
    assert len({item.status for item in BANK.items}) == 5


def test_a_default_circular_is_covered_whole() -> None:
    asked = [Asked(clause.id, BANK.for_acts(clause.acts)) for clause in CLAUSES]
    asked += [Asked(topic, BANK.of_topic(topic)) for topic in GENERAL_TOPICS]
    draw = lesson_draw(asked, seed="benih")
    assert draw.uncovered == ()
    assert len(draw.slots) == len(CLAUSES) + 2
    assert all(len(slot.items) >= FEWEST_OF_AN_ACT for slot in draw.slots)


def test_the_answer_is_often_yes_and_sometimes_ask() -> None:
    verdicts = Counter(item.verdict for item in BANK.items)
    assert verdicts[Verdict.ALLOWED] > len(BANK.items) / 4
    assert verdicts[Verdict.ASK] >= 15


@pytest.mark.parametrize("item", BANK.items, ids=lambda item: item.name)
def test_an_item_is_short_plain_and_kind(item: Item) -> None:
    for text in texts(item):
        assert max(len(sentence.split()) for sentence in sentences(text)) <= LONGEST_ID, text
        assert not re.search(REFUSED, text, re.IGNORECASE), text
        assert not POSSESSIVE.search(text), text
        assert not LOWER_ANDA.search(text), text
    for text in texts_en(item):
        assert max(len(sentence.split()) for sentence in sentences(text)) <= LONGEST_EN, text
        assert "!" not in text


def test_no_text_stands_twice_in_one_item_nor_a_scene_without_its_end() -> None:
    for item in BANK.items:
        assert len(set(texts(item))) == 7, item.name
        assert item.scene.id[-1] in '."?', item.name


def test_where_sources_differ_no_side_is_called_right() -> None:
    attendance = [item for item in BANK.items if "hadir-pasif" in item.contested]
    assert len(attendance) >= 4
    assert {item.verdict for item in attendance} == {Verdict.ASK}


def test_what_is_not_confirmed_is_marked_by_the_law_data() -> None:
    marked = {item.name for item in BANK.items if is_unconfirmed(item, law.the_book())}
    assert {"istri-panggung", "konsultan-malam"} <= marked
    assert "suka-malam" not in marked


def test_every_stage_of_the_calendar_has_items() -> None:
    stages = {
        stage.stage for item in BANK.items if (stage := law.stage_on(ELECTION, item.on)) is not None
    }
    assert {"pra_penetapan", "kampanye", "masa_tenang", "pemungutan", "pasca"} <= stages


def test_the_right_choice_is_not_given_away_by_its_length() -> None:
    longest = sum(
        len(item.right.text.id) == max(len(choice.text.id) for choice in item.choices)
        for item in BANK.items
    )
    assert longest / len(BANK.items) < 0.5
