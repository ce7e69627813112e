"""How well words are read, on sentences of our own: floors below which no change may fall."""

from __future__ import annotations

from collections import Counter

import pytest

from netral.core import law
from tests.law.assess.figures import NONE, Figures, assessed, groups, measure

TOP_1, TOP_3, SILENT = 0.9, 0.9, 0.9
ALL = [*groups("tuned"), *groups("held_out")]


@pytest.fixture(scope="module")
def tuned() -> Figures:
    return measure("tuned")


@pytest.fixture(scope="module")
def held_out() -> Figures:
    return measure("held_out")


def test_what_the_rules_were_set_by_is_read_right(tuned: Figures) -> None:
    assert tuned.share(tuned.first) >= 0.99, "\n".join(tuned.wrong)
    assert min(tuned.first[name] / tuned.texts[name] for name in tuned.texts) >= 0.9


def test_what_the_rules_never_saw_is_read_mostly_right(held_out: Figures) -> None:
    wrong = "\n".join(held_out.wrong)
    acts = set(held_out.texts) - {NONE}
    assert held_out.share(held_out.first, acts) >= TOP_1, wrong
    assert held_out.share(held_out.three, acts) >= TOP_3, wrong
    assert held_out.share(held_out.first, {NONE}) >= SILENT, wrong


def test_there_are_enough_sentences_of_every_family_and_enough_without_an_act() -> None:
    family_of = {act.code: act.family for act in law.the_law().acts}
    count = Counter(
        family_of[group["acts"][0]] if group["acts"] else NONE
        for group in ALL
        for _ in group["texts"]
    )
    assert count.total() >= 600
    assert count[NONE] >= count.total() / 4
    assert {act.family for act in law.the_law().acts} <= count.keys()
    assert min(count.values()) >= 8


def test_no_sentence_or_group_stands_on_both_sides() -> None:
    names = [group["id"] for group in ALL]
    texts = [text.casefold() for group in ALL for text in group["texts"]]
    assert len(names) == len(set(names))
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_every_label_is_a_code_of_the_law() -> None:
    known = {act.code for act in law.the_law().acts}
    assert {code for group in ALL for code in group["acts"]} <= known


def test_spans_hold_the_words_that_spoke() -> None:
    for group in ALL:
        for text in group["texts"]:
            for act in assessed(group, text).acts:
                told = [text[start:end] for start, end in act.spans]
                assert all(any(word in part for part in told) for word in act.words)
                assert all(0 <= start < end <= len(text) for start, end in act.spans)
