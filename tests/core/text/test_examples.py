"""Examples of acts: one inside and one outside for each, checked against the law data."""

from __future__ import annotations

import re

import pytest

from netral.core import law
from netral.core.law import LawDataError
from netral.core.text.examples import (
    allowed_to,
    example_of,
    examples_read,
    the_examples,
)

EXAMPLE = """
[[example]]
code = "D-N1"
inside_id = "a"
inside_en = "b"
outside_id = "c"
outside_en = "d"
"""
ALLOWED = """
[[allowed]]
id = "memilih"
groups = ["pns"]
text_id = "a"
text_en = "b"
limit_id = "c"
limit_en = "d"
"""
LONGEST_SENTENCE = 20


def test_each_act_has_an_example_on_both_sides() -> None:
    assert {item.code for item in the_examples().examples} == {
        act.code for act in law.the_law().acts
    }


def test_an_example_is_found_by_its_code() -> None:
    found = example_of("D-N4")
    assert found is not None
    assert "mobil dinas" in found.inside_id
    assert example_of("X") is None


def test_each_group_is_told_what_it_may_do() -> None:
    for group in law.the_law().groups:
        assert len(allowed_to(group.id)) >= 2, group.id


def test_what_is_for_everyone_is_for_a_group_not_named() -> None:
    assert [item.id for item in allowed_to("kelompok-baru")] == ["lapor"]


def test_an_example_speaks_in_short_sentences_and_names_nobody() -> None:
    for item in the_examples().examples:
        for text in (item.inside_id, item.outside_id):
            sentences = re.split(r"(?<=[.?])\s", text)
            assert max(len(one.split()) for one in sentences) <= LONGEST_SENTENCE, item.code
            assert not re.search(r"\b(?:Pak|Bu|Bapak|Ibu)\s[A-Z]", text), item.code
            assert "!" not in text


def test_a_file_without_records_is_read() -> None:
    assert examples_read("").examples == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (EXAMPLE.replace("D-N1", "X-9"), "'X-9' yang tidak ada"),
        (EXAMPLE + EXAMPLE, "'D-N1' dua kali"),
        (ALLOWED.replace("pns", "raja"), "'raja' yang tidak ada"),
        (ALLOWED + ALLOWED, "'memilih' dua kali"),
        (EXAMPLE.replace('inside_en = "b"', ""), "inside_en"),
        (EXAMPLE + 'warna = "x"', "warna"),
        (ALLOWED + 'warna = "x"', "warna"),
        ("warna = 1", "warna"),
    ],
)
def test_a_record_that_cannot_be_is_refused_by_name(text: str, why: str) -> None:
    with pytest.raises(LawDataError, match=why):
        examples_read(text)
