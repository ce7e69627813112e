"""The table of a report's life."""

from __future__ import annotations

import pytest

from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.report import (
    CLOSED_STATES,
    MOVES,
    REASON_LABELS,
    STATE_LABELS,
    CloseReason,
    ReportState,
    move_to,
    promise_workdays,
    reason_check,
)


def test_every_state_is_reached_and_every_state_has_words() -> None:
    assert {move.to_stage for move in MOVES} | {ReportState.RECEIVED} == set(ReportState)
    assert set(STATE_LABELS) == set(ReportState)
    assert set(REASON_LABELS) == set(CloseReason)


def test_no_state_is_a_dead_end() -> None:
    assert {move.from_stage for move in MOVES} == set(ReportState)


def test_a_received_report_cannot_be_refused_unread() -> None:
    with pytest.raises(MoveRefusedError, match="sedang “Masuk”"):
        move_to(ReportState.RECEIVED, ReportState.REFUSED)


def test_the_move_between_two_states_is_found() -> None:
    assert move_to(ReportState.IN_TRIAGE, ReportState.ADMITTED).act == "admit"


def test_the_office_promises_a_first_reading_within_two_working_days() -> None:
    assert promise_workdays(ReportState.RECEIVED) == 2
    assert promise_workdays(ReportState.IN_TRIAGE) == 5


def test_a_report_that_waits_for_its_reporter_keeps_a_clock() -> None:
    assert promise_workdays(ReportState.NEEDS_DETAILS) == 10


def test_a_promise_never_passes_for_law() -> None:
    assert all("bukan" in move.basis for move in MOVES if move.workdays is not None)


@pytest.mark.parametrize("move", [m for m in MOVES if m.to_stage in CLOSED_STATES])
def test_a_report_is_not_closed_without_a_reason(move: object) -> None:
    with pytest.raises(MoveRefusedError, match="Pilih alasan"):
        reason_check(move, None)  # type: ignore[arg-type]


def test_a_refusal_takes_only_the_reasons_of_a_refusal() -> None:
    refuse = move_to(ReportState.IN_TRIAGE, ReportState.REFUSED)
    close = move_to(ReportState.ADMITTED, ReportState.CLOSED)
    assert reason_check(refuse, CloseReason.NOT_ASN) is CloseReason.NOT_ASN
    assert reason_check(close, CloseReason.PROVEN) is CloseReason.PROVEN
    with pytest.raises(MoveRefusedError):
        reason_check(refuse, CloseReason.PROVEN)
    with pytest.raises(MoveRefusedError):
        reason_check(close, CloseReason.NOT_ASN)


def test_a_move_that_does_not_close_drops_a_reason() -> None:
    triage = move_to(ReportState.RECEIVED, ReportState.IN_TRIAGE)
    assert reason_check(triage, CloseReason.PROVEN) is None
