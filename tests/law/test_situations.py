"""Situations that a jurist can read and write, with the answer that the law gives."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from netral.core import law

FOLDER = Path(__file__).parent
SITUATIONS: list[dict[str, Any]] = [
    situation
    for file in sorted(FOLDER.glob("*.toml"))
    for situation in tomllib.loads(file.read_text(encoding="utf-8"))["situation"]
]
GIVEN = {"name", "act", "status", "post", "region", "on", "facts"}
SEEN: dict[str, Callable[[law.Answer], object]] = {
    "governs": lambda found: found.governing or "",
    "tracks": lambda found: list(found.tracks),
    "articles": lambda found: [norm.ref for norm in found.norms],
    "levels": lambda found: list(found.sanction.levels) if found.sanction else None,
    "menus": lambda found: [menu.id for menu in found.sanction.menus] if found.sanction else None,
    "range": lambda found: found.sanction.text if found.sanction else None,
    "examiner": lambda found: found.examiner.id if found.examiner else "",
    "decider": lambda found: found.decider.id if found.decider else "",
    "referral": lambda found: [item.id for item in found.referral],
    "contested": lambda found: [item.id for item in found.contested],
    "missing": lambda found: [item.id for item in found.missing],
}
HOLDS: dict[str, Callable[[law.Answer], set[str]]] = {
    "clocks": lambda found: set(found.clocks),
    "reasons": lambda found: set(sentences(found.reason)),
}
LACKS: dict[str, Callable[[law.Answer], set[str]]] = {
    "no_clocks": lambda found: set(found.clocks),
}
# A golden situation tells at least this of its answer.
GOLDEN = {"governs", "tracks", "articles", "examiner", "decider", "clocks"}


def sentences(reason: law.Reason) -> list[str]:
    return [reason.text_id, *(text for item in reason.because for text in sentences(item))]


def answered(situation: dict[str, Any]) -> law.Answer:
    return law.answer(
        act=situation["act"],
        status=situation["status"],
        post=situation.get("post", ""),
        region=situation.get("region", "15.04"),
        on=situation["on"],
        facts=situation.get("facts", ()),
    )


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation["name"])
def test_the_law_answers_as_the_situation_says(situation: dict[str, Any]) -> None:
    found = answered(situation)
    expected = {key: value for key, value in situation.items() if key not in GIVEN}
    assert expected.keys() <= SEEN.keys() | HOLDS.keys() | LACKS.keys()
    seen = {key: SEEN[key](found) for key in expected if key in SEEN}
    assert seen == {key: value for key, value in expected.items() if key in SEEN}
    for key in expected.keys() & HOLDS.keys():
        assert set(expected[key]) <= HOLDS[key](found), key
    for key in expected.keys() & LACKS.keys():
        assert not set(expected[key]) & LACKS[key](found), key


def test_every_name_is_used_once() -> None:
    names = [situation["name"] for situation in SITUATIONS]
    assert len(names) == len(set(names))


def test_at_least_a_hundred_and_twenty_situations_are_golden() -> None:
    golden = [situation for situation in SITUATIONS if situation.keys() >= GOLDEN]
    assert len(golden) >= 120
    assert {situation["act"] for situation in golden} == {
        act.code for act in law.the_law().acts if act.is_breach
    }


def asked(code: str) -> list[dict[str, Any]]:
    return [situation for situation in SITUATIONS if situation["act"] == code]


BREACHES = sorted({act.code for act in law.the_law().acts if act.is_breach})
OUTCOMES = sorted({act.code for act in law.the_law().acts if not act.is_breach})


@pytest.mark.parametrize("code", BREACHES)
def test_a_prohibition_has_a_situation_inside_just_outside_and_on_the_eve(code: str) -> None:
    first = law.the_book().acts_of_code(code)[0].standing.in_force
    inside = [s for s in asked(code) if s["governs"] == code]
    outside = [s for s in asked(code) if s["governs"] != code and law.act(code, s["on"])]
    eve = [s for s in asked(code) if s["on"] == first - timedelta(days=1)]
    begun = [s for s in inside if s["on"] == first]
    assert inside, "no situation inside"
    assert outside, "no situation just outside"
    assert eve, "no situation on the eve"
    assert all(s["governs"] == "" for s in eve)
    assert begun, "no situation on the first day"


@pytest.mark.parametrize("code", OUTCOMES)
def test_an_outcome_has_a_situation_inside_and_one_just_outside(code: str) -> None:
    inside = [s for s in SITUATIONS if s["governs"] == code]
    leading = {
        act
        for question in law.the_law().questions
        for act in question.acts
        if any(value.instead == code for value in question.values)
    }
    outside = [
        s
        for s in SITUATIONS
        if s["governs"] != code
        and (s["act"] == code or (s["act"] in leading and s.get("facts") and s["governs"]))
    ]
    assert inside, "no situation inside"
    assert outside, "no situation outside"


@pytest.mark.parametrize("code", ["R-TNIPOLRI", "U-PPPK"])
def test_a_referral_and_a_status_code_have_both_sides(code: str) -> None:
    assert [s for s in asked(code) if s["governs"] == code]
    assert [s for s in asked(code) if s["governs"] != code and law.act(code, s["on"])]


def test_both_sides_of_each_day_on_which_an_act_changes_are_told() -> None:
    for code in {act.code for act in law.the_law().acts}:
        for record in law.the_book().acts_of_code(code)[1:]:
            days = {s["on"] for s in asked(code)}
            eve: date = record.standing.in_force - timedelta(days=1)
            assert {eve, record.standing.in_force} <= days, (code, eve)


def test_every_referral_is_told_on_both_sides_of_the_end_of_kasn() -> None:
    told = {s["on"]: s["referral"] for s in asked("D-N6") if "referral" in s}
    assert told[date(2024, 8, 24)] == ["kasn"]
    assert told[date(2024, 8, 25)] == ["bkn"]
