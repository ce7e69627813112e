"""The golden questions: nothing wrongly allowed, next to nothing wrongly forbidden."""

from __future__ import annotations

import pytest

from netral.core.text.may import Verdict
from tests.law.boleh.figures import ALL, Figures, answered, golden, measure

ASKED = [ask for which in ALL for ask in golden(which)]


@pytest.fixture(scope="module")
def figures() -> dict[str, Figures]:
    return {which: measure(which) for which in ALL}


def test_there_are_enough_questions_and_half_of_them_are_allowed() -> None:
    allowed = sum(ask["want"] == "boleh" for ask in ASKED)
    assert len(ASKED) >= 1000
    assert 0.45 <= allowed / len(ASKED) <= 0.55
    assert len({ask["q"] for ask in ASKED}) == len(ASKED)


def test_nothing_is_wrongly_allowed(figures: dict[str, Figures]) -> None:
    wrong = [line for found in figures.values() for line in found.wrongly_allowed]
    assert not wrong, "\n".join(wrong)


def test_next_to_nothing_is_wrongly_forbidden(figures: dict[str, Figures]) -> None:
    wrong = [line for found in figures.values() for line in found.wrongly_forbidden]
    asked = sum(found.asked[Verdict.BOLEH] for found in figures.values())
    assert len(wrong) <= 0.02 * asked, "\n".join(wrong)


def test_what_depends_is_hardly_ever_answered_yes(figures: dict[str, Figures]) -> None:
    wrong = [line for found in figures.values() for line in found.too_generous]
    assert len(wrong) <= 3, "\n".join(wrong)


def test_most_questions_are_answered_exactly(figures: dict[str, Figures]) -> None:
    right = sum(found.right.total() for found in figures.values())
    assert right / len(ASKED) >= 0.93
    assert not [line for found in figures.values() for line in found.wrong_act]


@pytest.mark.parametrize(
    ("which", "least"), [("held_out", 0.75), ("held_out_last", 0.85), ("held_out_reasons", 0.75)]
)
def test_what_was_held_out_is_answered_mostly_right(
    figures: dict[str, Figures], which: str, least: float
) -> None:
    assert figures[which].share >= least, figures[which].held_back


PAIRS = sorted({ask["pair"] for ask in golden("first") if "pair" in ask})


@pytest.mark.parametrize("pair", PAIRS)
def test_one_word_changes_the_verdict(pair: str) -> None:
    verdicts = [answered(ask).verdict for ask in golden("first") if ask.get("pair") == pair]
    assert set(verdicts) == {Verdict.BOLEH, Verdict.TIDAK}
