"""Situations that a jurist can read and write, with the answer that the law gives."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netral.core import law

FOLDER = Path(__file__).parent
SITUATIONS = [
    pytest.param(situation, id=situation["name"])
    for file in sorted(FOLDER.glob("*.toml"))
    for situation in tomllib.loads(file.read_text(encoding="utf-8"))["situation"]
]
GIVEN = {"name", "act", "status", "post", "region", "on", "facts"}
SEEN: dict[str, Callable[[law.Answer], object]] = {
    "governs": lambda found: found.governing or "",
    "track": lambda found: "".join(found.tracks[:1]),
    "tracks": lambda found: list(found.tracks),
    "levels": lambda found: list(found.sanction.levels) if found.sanction else None,
    "menus": lambda found: [menu.id for menu in found.sanction.menus] if found.sanction else None,
    "examiner": lambda found: found.examiner.id if found.examiner else None,
    "decider": lambda found: found.decider.id if found.decider else None,
    "referral": lambda found: [item.id for item in found.referral],
    "contested": lambda found: [item.id for item in found.contested],
    "missing": lambda found: [item.id for item in found.missing],
}
HOLDS: dict[str, Callable[[law.Answer], object]] = {
    "norm": lambda found: {norm.ref for norm in found.norms},
    "clocks": lambda found: set(found.clocks),
}


def answered(situation: dict[str, Any]) -> law.Answer:
    return law.answer(
        act=situation["act"],
        status=situation["status"],
        post=situation.get("post", ""),
        region=situation.get("region", "15.04"),
        on=situation["on"],
        facts=situation.get("facts", ()),
    )


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_law_answers_as_the_situation_says(situation: dict[str, Any]) -> None:
    found = answered(situation)
    expected = {key: value for key, value in situation.items() if key not in GIVEN}
    assert expected.keys() <= SEEN.keys() | HOLDS.keys()
    seen = {key: SEEN[key](found) for key in expected if key in SEEN}
    assert seen == {key: value for key, value in expected.items() if key in SEEN}
    for key in expected.keys() & HOLDS.keys():
        wanted = expected[key] if isinstance(expected[key], list) else [expected[key]]
        assert set(wanted) <= HOLDS[key](found)  # type: ignore[operator]


def test_each_prohibition_has_its_situations() -> None:
    told: dict[str, list[str]] = {}
    for param in SITUATIONS:
        situation: Any = param.values[0]
        told.setdefault(situation["act"], []).append(situation["name"])
    for record in law.the_law().acts:
        if record.is_breach:
            names = " ".join(told[record.code])
            assert "di dalam" in names, record.code
            assert "di luar" in names, record.code
            assert "sehari sebelum berlaku" in names, record.code
