"""The records of "Boleh tidak?": what each must hold, and what is refused."""

from __future__ import annotations

import copy
import tomllib
from collections import Counter
from importlib import resources
from typing import Any

import pytest

from netral.core import law
from netral.core.text.may import MayDataError, Verdict, may, may_situation, situations, topics
from netral.core.text.may.book import book_build, pattern_read, stripped, the_book
from netral.core.text.may.records import Pattern, Situation
from netral.core.text.may.telling import cited

LONG = "SKB 22 September 2022, Lampiran II, tabel"
ANSWERING = (Verdict.BOLEH, Verdict.TIDAK, Verdict.TERGANTUNG)


def files() -> dict[str, Any]:
    folder = resources.files("netral.core.text.may") / "data"
    return {
        item.name: tomllib.loads(item.read_text(encoding="utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".toml")
    }


def with_first(**changes: object) -> dict[str, Any]:
    data = copy.deepcopy(files())
    data["01-memilih.toml"]["situation"][0].update(changes)
    return data


def test_there_are_enough_situations_in_every_topic_and_for_every_answer() -> None:
    verdicts = Counter(made.verdict for made in situations())
    assert len(situations()) >= 150
    assert min(verdicts[name] for name in ANSWERING) >= 35
    listed = Counter(made.topic for made in situations() if made.listed)
    assert all(listed[topic.id] >= 2 for topic in topics())


@pytest.mark.parametrize("made", situations(), ids=lambda made: made.id)
def test_every_situation_has_its_article_and_both_languages(made: Situation) -> None:
    status = "KEPALA_DAERAH" if made.acts == ("H-71-2",) else "PNS"
    answer = may_situation(made.id, status=status, stage="kampanye")
    assert answer.title_id
    assert answer.title_en
    assert "{" not in answer.text_id + answer.text_en
    if made.verdict in ANSWERING:
        assert answer.basis
        assert answer.example_yes_id
        assert answer.example_no_en
    if made.verdict is Verdict.TIDAK:
        assert answer.acts
        assert cited(answer.basis) in answer.text_id
    if made.verdict is Verdict.TERGANTUNG:
        assert answer.if_yes_id in answer.text_id
        assert answer.if_no_id in answer.text_id


@pytest.mark.parametrize(
    ("articles", "shown"),
    [
        (
            [
                "SKB 22 September 2022, Lampiran II, tabel kode etik butir 4",
                "PP 1",
                "PP 2",
            ],
            "SKB 22 September 2022, Lampiran II, tabel kode etik butir 4; PP 1",
        ),
        (["PP 1", "PP 13 (huruf belum terkonfirmasi)"], "PP 1"),
        (
            [f"{LONG} disiplin (nomor butir belum terkonfirmasi)"],
            "SKB 22 September 2022, Lampiran II, tabel disiplin (nomor butir belum terkonfirmasi)",
        ),
        ([], ""),
    ],
)
def test_articles_are_cited_as_a_reader_knows_them(articles: list[str], shown: str) -> None:
    assert cited(articles) == shown


@pytest.mark.parametrize("made", situations(), ids=lambda made: made.id)
def test_no_sentence_is_too_long_and_none_ends_twice(made: Situation) -> None:
    for text in (made.why_id, made.if_yes_id, made.if_no_id, made.instead_id, made.example_yes_id):
        assert len(text.split()) <= 26, text
        assert ".." not in text
    assert made.why_id.endswith(".")
    assert made.why_en.endswith(".")
    for clause in (made.if_yes_id, made.if_no_id, made.instead_id):
        assert not clause.endswith(".")


def test_examples_show_no_number_party_or_count_of_fingers() -> None:
    for made in situations():
        for text in (made.example_yes_id, made.example_no_id, made.why_id):
            assert "nomor 1" not in text
            assert "dua jari" not in text


def test_an_allowed_situation_names_no_breach() -> None:
    breaches = {act.code for act in law.the_law().acts if act.is_breach}
    for made in situations():
        if made.verdict is Verdict.BOLEH:
            assert not breaches & set(made.acts)
            assert not made.concept


def test_a_pattern_is_read_with_its_denials_bonus_and_exclusions() -> None:
    pattern = pattern_read("suka calon|bakal -hadir !kpu +0.5")
    assert pattern.slots == (
        frozenset({"suka"}),
        frozenset({"calon", "bakal"}),
        frozenset({"-hadir"}),
    )
    assert pattern.none == {"kpu"}
    assert pattern.weight == 3.5
    assert pattern.denies
    assert pattern.classes == {"suka", "calon", "bakal", "-hadir", "kpu"}
    assert not Pattern((frozenset({"suka"}),)).denies


@pytest.mark.parametrize(
    ("verb", "bare"),
    [
        ("menghambat", ["hambat"]),
        ("mengikuti", ["ikuti", "kikuti"]),
        ("menyebarkan", ["sebarkan"]),
        ("menuliskan", ["tuliskan"]),
        ("memindahkan", ["pindahkan"]),
        ("membagikan", ["bagikan"]),
        ("melayani", ["layani"]),
        ("menang", []),
        ("kampanye", []),
    ],
)
def test_an_active_verb_stands_for_its_passive(verb: str, bare: list[str]) -> None:
    assert stripped(verb) == bare


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"match": ["tidakada calon"]}, "tidakada"),
        ({"covers": "tidakada"}, "tidakada"),
        ({"limits": ["X-1"]}, "X-1"),
        ({"acts": ["X-2"]}, "X-2"),
        ({"concept": "apa"}, "apa"),
        ({"contested": ["apa-saja"]}, "apa-saja"),
        ({"basis": ["UU 99/2099 Pasal 1"]}, "UU 99/2099"),
        ({"limits": []}, "limits"),
        ({"limits": [], "concept": ""}, "limits"),
        ({"verdict": "mungkin"}, "verdict"),
        ({"title_en": ""}, "title_en"),
        ({"instead_id": "pulang"}, "dua bahasa"),
        ({"stages": ["kampanye=entah"]}, "stages"),
        ({"groups": ["RAJA=boleh"]}, "groups"),
        ({"salah_ketik": "x"}, "salah_ketik"),
        ({"id": "ajak-ke-tps"}, "ajak-ke-tps"),
        ({"fact": [{"text_id": "?", "text_en": "?", "options": [
            {"key": "a", "text_id": "a", "text_en": "a", "to": "entah"}]}]}, "entah"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_is_refused_by_name(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(MayDataError) as refused:
        book_build(with_first(**changes))
    assert word in str(refused.value)


def test_a_gate_of_an_unknown_class_is_refused() -> None:
    data = copy.deepcopy(files())
    data["words.toml"]["gate"][0]["risk"].append("entah")
    with pytest.raises(MayDataError, match="entah"):
        book_build(data)


def test_a_situation_may_turn_on_the_stage_and_on_the_group() -> None:
    data = with_first(stages=["pasca=tergantung"], groups=["KADES=tak_tentu"])
    made = book_build(data).situations["memilih"]
    assert made.verdict_for(kind="ASN", stage="kampanye") is Verdict.BOLEH
    assert made.verdict_for(kind="ASN", stage="pasca") is Verdict.TERGANTUNG
    assert made.verdict_for(kind="KADES", stage="pasca") is Verdict.TAK_TENTU


def test_the_book_is_read_once() -> None:
    assert the_book() is the_book()


def test_a_situation_that_is_not_there_is_refused() -> None:
    with pytest.raises(MayDataError, match="entah"):
        may_situation("entah")


def test_every_word_of_an_english_class_belongs_to_an_indonesian_one() -> None:
    data = files()
    ours = {item["id"] for item in data["words.toml"]["class"]}
    assert {item["id"] for item in data["english.toml"]["class"]} <= ours


def test_a_situation_that_turns_on_the_stage_says_so_without_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = book_build(with_first(stages=["pasca=tergantung"]))
    monkeypatch.setattr("netral.core.text.may.answering.the_book", lambda: book)
    answer = may_situation("memilih", status="PNS")
    assert answer.verdict is Verdict.TERGANTUNG
    assert answer.text_id.startswith("Tergantung tahapnya. ")
    assert len(answer.stages_id) == 2


def test_a_citation_alone_can_carry_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    book = book_build(
        with_first(verdict="tidak", limits=[], basis=["SE MenPANRB 18/2023"], if_no_id="",
                   if_no_en="")
    )  # fmt: skip
    monkeypatch.setattr("netral.core.text.may.answering.the_book", lambda: book)
    answer = may("Bolehkah memilih?", status="PNS", stage="kampanye")
    assert answer.verdict is Verdict.TIDAK
    assert answer.basis == ("SE MenPANRB 18/2023",)
    assert answer.acts == ()
