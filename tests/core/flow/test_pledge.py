"""The pledge session's table, its phases, and the fingerprint of a text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from netral.core.flow.moves import MoveRefusedError, take
from netral.core.flow.pledge import (
    MOVES,
    OPENERS,
    Phase,
    PledgeEarlyError,
    PledgeLateError,
    Stage,
    phase,
    pledge_allowed,
    text_sha256,
)

OPENS = datetime(2024, 10, 23, 2, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=2)


def at(minutes: int) -> datetime:
    return OPENS + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("stage", "minutes", "expected"),
    [
        (Stage.DRAFTED, 5, Phase.PLANNED),
        (Stage.OPEN, -1, Phase.WAITING),
        (Stage.OPEN, 0, Phase.RUNNING),
        (Stage.OPEN, 119, Phase.RUNNING),
        (Stage.OPEN, 120, Phase.ENDED),
        (Stage.CLOSED, 5, Phase.ENDED),
    ],
)
def test_a_phase_follows_the_stage_and_the_moment(
    stage: Stage, minutes: int, expected: Phase
) -> None:
    assert phase(stage, OPENS, CLOSES, at(minutes)) is expected


def test_a_pledge_counts_only_while_the_session_runs() -> None:
    pledge_allowed(Phase.RUNNING)
    for early in (Phase.PLANNED, Phase.WAITING):
        with pytest.raises(PledgeEarlyError):
            pledge_allowed(early)
    with pytest.raises(PledgeLateError):
        pledge_allowed(Phase.ENDED)


def test_the_stages_lead_forward_alone() -> None:
    assert take(MOVES, "open", Stage.DRAFTED).to_stage is Stage.OPEN
    assert take(MOVES, "close", Stage.OPEN).by == OPENERS
    for act, stage in (("open", Stage.OPEN), ("close", Stage.DRAFTED), ("revise", Stage.OPEN)):
        with pytest.raises(MoveRefusedError):
            take(MOVES, act, stage)


def test_a_fingerprint_changes_with_any_letter_and_with_the_order() -> None:
    first = text_sha256("Ikrar", ["satu", "dua"])
    assert text_sha256("Ikrar", ("satu", "dua")) == first
    turned, small = text_sha256("Ikrar", ["dua", "satu"]), text_sha256("ikrar", ["satu", "dua"])
    assert len({first, turned, small}) == 3
