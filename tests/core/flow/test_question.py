"""The tables of a question and of an answer that is proposed to the helper."""

from __future__ import annotations

import pytest

from netral.core.access import Role
from netral.core.flow.moves import MoveRefusedError, take
from netral.core.flow.question import (
    ADVICE_LABELS,
    ADVICE_MOVES,
    ANSWER_WORKDAYS,
    END_LABELS,
    MOVES,
    QUESTION_LABELS,
    AdviceState,
    QuestionEnd,
    QuestionState,
)


def test_every_state_is_reached_and_has_words() -> None:
    assert {move.to_stage for move in MOVES} | {QuestionState.ASKED} == set(QuestionState)
    assert {move.to_stage for move in ADVICE_MOVES} == set(AdviceState)
    assert set(QUESTION_LABELS) == set(QuestionState)
    assert set(ADVICE_LABELS) == set(AdviceState)


def test_every_end_without_an_answer_has_words_for_the_one_who_asked() -> None:
    assert set(END_LABELS) == set(QuestionEnd) - {QuestionEnd.ANSWERED}


def test_the_office_promises_an_answer_and_says_that_it_is_no_law() -> None:
    assert {move.workdays for move in MOVES} == {ANSWER_WORKDAYS}
    assert all("bukan" in move.basis for move in MOVES)


def test_a_question_is_answered_once() -> None:
    with pytest.raises(MoveRefusedError):
        take(MOVES, "answer", QuestionState.ANSWERED)


@pytest.mark.parametrize("role", [Role.ASN, Role.DESK, Role.OVERSEER, Role.OFFICER])
def test_nobody_but_handlers_sekda_and_ppk_reads_a_second_time(role: Role) -> None:
    assert role not in take(ADVICE_MOVES, "confirm", AdviceState.PROPOSED).by


def test_what_was_returned_does_not_come_into_force_unread() -> None:
    with pytest.raises(MoveRefusedError):
        take(ADVICE_MOVES, "confirm", AdviceState.RETURNED)
