"""The tables of the rakor: nothing open can vanish, nothing is closed without the desk."""

from __future__ import annotations

import pytest

from netral.core.access import Role
from netral.core.flow.meeting import (
    DIRECTIVE_MOVES,
    MEETING_MOVES,
    OPEN_STAGES,
    DirectiveStage,
    MeetingStage,
)
from netral.core.flow.moves import MoveRefusedError, moves_from, take


def test_every_stage_but_acceptance_is_open() -> None:
    assert set(DirectiveStage) - set(OPEN_STAGES) == {DirectiveStage.ACCEPTED}


def test_every_open_stage_has_a_way_out() -> None:
    assert {move.from_stage for move in DIRECTIVE_MOVES} == set(OPEN_STAGES)


def test_only_the_desk_accepts() -> None:
    ends = [move for move in DIRECTIVE_MOVES if move.to_stage == DirectiveStage.ACCEPTED]
    assert [move.by for move in ends] == [frozenset({Role.DESK})]


def test_an_owner_may_prove_at_once_or_after_a_return() -> None:
    for stage in (DirectiveStage.NEW, DirectiveStage.IN_PROGRESS, DirectiveStage.RETURNED):
        assert take(DIRECTIVE_MOVES, "prove", stage).to_stage == DirectiveStage.PROOF_SENT


def test_minutes_are_approved_once_and_only_after_the_meeting() -> None:
    assert take(MEETING_MOVES, "approve", MeetingStage.HELD).to_stage == MeetingStage.APPROVED
    for stage in (MeetingStage.PLANNED, MeetingStage.APPROVED):
        with pytest.raises(MoveRefusedError):
            take(MEETING_MOVES, "approve", stage)


def test_the_head_sees_the_button_for_approval_and_the_desk_does_not() -> None:
    assert [m.act for m in moves_from(MEETING_MOVES, MeetingStage.HELD, Role.PPK)] == ["approve"]
    assert not moves_from(MEETING_MOVES, MeetingStage.HELD, Role.DESK)
