"""An answer stored with its law is given again byte for byte, whatever the law is by then."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netral.core import law
from netral.core.kinds.errors import WrongInputError
from netral.core.law import LawDataError, Question, answer_to
from netral.core.law.book import data_files
from netral.core.law.editions import (
    ENGINE,
    compare_replay,
    edition_version,
    first_difference,
    open_edition,
    pack,
    replay,
    unpack,
)

KEPT = Path(__file__).parent / "kept"
FILES = data_files()
EDITION = pack(FILES)
CAMAT = Question("D-N5", "PNS", "camat", "15.04", date(2024, 10, 10))


def corrected(file: str, old: str, new: str) -> bytes:
    text = FILES[file].decode()
    assert old in text
    return pack(FILES | {file: text.replace(old, new).encode()})


def test_an_edition_holds_the_files_to_the_byte() -> None:
    assert unpack(EDITION) == FILES
    assert edition_version(EDITION) == law.LAW_VERSION


def test_equal_files_give_equal_bytes_in_whatever_order() -> None:
    assert pack(dict(reversed(FILES.items()))) == EDITION


def test_an_edition_opens_as_a_book_that_answers_the_same() -> None:
    assert answer_to(CAMAT, open_edition(EDITION)) == answer_to(CAMAT, law.the_book())


QUESTIONS = st.builds(
    Question,
    act=st.sampled_from(sorted({act.code for act in law.the_law().acts})),
    status=st.sampled_from(["", "PNS", "CPNS", "PPPK", "PPNPN", "KADES", "PASLON", "TNI_POLRI"]),
    post=st.sampled_from(["", "camat", "guru", "lurah", "bupati", "juru kunci"]),
    region=st.sampled_from(["", "15", "15.04", "12.09.01.2003"]),
    on=st.integers(0, 4200).map(lambda days: date(2014, 1, 1) + timedelta(days=days)),
    facts=st.lists(
        st.sampled_from(["keaktifan:pasif", "tahap:kampanye", "subjek:PPK", "cuaca:hujan"]),
        unique=True,
    ).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(QUESTIONS)
def test_any_answer_is_replayed_byte_for_byte(question: Question) -> None:
    stored = answer_to(question, law.the_book()).to_json()
    assert replay(question.to_json(), EDITION) == stored
    assert compare_replay(question.to_json(), EDITION, stored).is_equal


@given(QUESTIONS)
def test_a_question_survives_being_written_down(question: Question) -> None:
    assert Question.of(json.loads(question.to_json())) == question


def test_an_old_answer_keeps_the_law_of_its_edition() -> None:
    old = corrected("acts-pp-94-2021.toml", 'levels = ["berat"]', 'levels = ["sedang"]')
    stored = replay(CAMAT.to_json(), old)
    assert compare_replay(CAMAT.to_json(), old, stored).is_equal
    today = compare_replay(CAMAT.to_json(), EDITION, stored)
    assert not today.is_equal
    assert today.difference.startswith("clocks[")


def test_the_first_difference_is_named_with_both_values() -> None:
    was, now = json.dumps({"a": [1, {"b": 2}]}), json.dumps({"a": [1, {"b": 3}]})
    assert first_difference(was, now) == "a[1].b: disimpan 2, dihitung ulang 3"
    assert first_difference("[1]", "[1, 2]") == "[1]: disimpan null, dihitung ulang 2"
    assert first_difference("1", "2") == "(seluruhnya): disimpan 1, dihitung ulang 2"
    assert first_difference('{"a": 1}', '{"a":1}') == "hanya penulisannya yang berbeda"
    assert first_difference("rusak", "{}") == "jawaban yang disimpan tidak bisa dibaca"
    assert first_difference(json.dumps("x" * 99), '""').count("x") < 80


def test_a_stored_answer_with_one_changed_letter_is_found() -> None:
    stored = replay(CAMAT.to_json(), EDITION).replace('"berat"', '"ringan"', 1)
    found = compare_replay(CAMAT.to_json(), EDITION, stored)
    assert not found.is_equal
    assert '"ringan"' in found.difference


@pytest.mark.parametrize(
    "edition", [b"", b"\xff", b"[]", b'{"format": "netral-law/1"}', b'{"format": "x", "files": {}}']
)
def test_bytes_that_are_no_edition_are_refused(edition: bytes) -> None:
    with pytest.raises(LawDataError):
        open_edition(edition)
    assert not compare_replay(CAMAT.to_json(), edition, "{}").is_equal


def test_files_that_are_no_text_make_no_edition() -> None:
    with pytest.raises(LawDataError, match="UTF-8"):
        pack({"x.toml": b"\xff"})


@pytest.mark.parametrize(
    "text",
    [
        "rusak",
        "[]",
        "{}",
        '{"act": 1, "on": "2024-10-10"}',
        '{"act": "D-N1", "status": 3, "on": "2024-10-10"}',
        '{"act": "D-N1"}',
        '{"act": "D-N1", "on": "kemarin"}',
        '{"act": "D-N1", "on": "2024-10-10", "facts": "pasif"}',
        '{"act": "D-N1", "on": "2024-10-10", "facts": [1]}',
    ],
)
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(WrongInputError):
        replay(text, EDITION)
    assert compare_replay(text, EDITION, "{}").difference


def test_answers_kept_in_the_repository_are_given_again_to_the_byte() -> None:
    """When this fails, a stored answer of an installation fails too: raise ENGINE, keep anew."""
    edition = (KEPT / "edition.json").read_bytes()
    lines = [json.loads(line) for line in (KEPT / "answers.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 12
    for kept in lines:
        assert kept["engine"] == ENGINE
        assert compare_replay(kept["question"], edition, kept["answer"]).difference == ""


def test_the_kept_edition_is_packed_today_as_it_was() -> None:
    edition = (KEPT / "edition.json").read_bytes()
    assert pack(unpack(edition)) == edition
    assert (
        edition_version(edition)
        == json.loads(
            json.loads((KEPT / "answers.jsonl").read_text("utf-8").splitlines()[0])["answer"]
        )["law_version"]
    )
