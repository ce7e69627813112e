"""The cue data is checked when it is read; a mistake in a rule is named."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from importlib import resources
from typing import Any

import pytest

from netral.core import law
from netral.core.text import CueDataError
from netral.core.text.grammar import grammar_build, the_grammar


def data() -> dict[str, Any]:
    folder = resources.files("netral.core.text") / "data"
    return {
        item.name: tomllib.loads(item.read_text(encoding="utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".toml")
    }


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("slots", ["TIDAKADA"], "TIDAKADA"),
        ("none", ["KOSONG"], "KOSONG"),
        ("concept", "entah", "entah"),
        ("weight", 1.5, "1.5"),
    ],
)
def test_a_wrong_rule_is_refused_by_name(key: str, value: object, named: str) -> None:
    broken = deepcopy(data())
    broken["rules.toml"]["rule"][0][key] = value
    with pytest.raises(CueDataError, match=named) as caught:
        grammar_build(broken)
    assert broken["rules.toml"]["rule"][0]["id"] in str(caught.value)


def test_every_code_of_the_data_is_an_act_of_the_law() -> None:
    grammar = the_grammar()
    known = {act.code for act in law.the_law().acts} | {"+"}
    rows = [
        *grammar.concepts.values(),
        {"any": [code for row in grammar.anywhere.values() for code in row]},
    ]
    named = {code for row in rows for who, codes in row.items() if who != "none" for code in codes}
    assert named <= known


def test_every_act_of_the_law_can_be_suggested() -> None:
    grammar = the_grammar()
    rows = [*grammar.concepts.values(), grammar.anywhere]
    named = {code for row in rows for codes in row.values() for code in codes}
    twins = {act.twin for act in law.the_law().acts if act.code in named}
    over = {code for act in law.the_law().acts if act.code in named for code in act.overlays}
    assert {act.code for act in law.the_law().acts} <= named | twins | over


def test_every_concept_has_a_rule() -> None:
    grammar = the_grammar()
    assert {rule.concept for rule in grammar.rules} == set(grammar.concepts)


def test_rule_names_are_not_given_twice() -> None:
    names = [rule.id for rule in the_grammar().rules]
    assert len(names) == len(set(names))
