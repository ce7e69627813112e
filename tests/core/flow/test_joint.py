"""What installations say to each other of a joint pledge: its form, and when sums are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from netral.core.flow.joint import (
    CLOCK_LEEWAY,
    Answered,
    Asked,
    CallSaid,
    GuestStage,
    JointRefusedError,
    OfficeSum,
    Refusal,
    Sums,
    Wording,
    invitation_key,
    invitation_proof,
    sums_check,
)
from netral.core.flow.joint_wire import (
    MOST_OFFICES,
    answer_read,
    answer_value,
    ask_read,
    ask_value,
    call_read,
    call_value,
    sums_read,
    sums_value,
)
from netral.core.flow.pledge import CallStage

AT = datetime(2024, 10, 23, 9, 5, tzinfo=UTC)
TEXT = Wording("Ikrar", ("Satu", "Dua"), "Susunan kami", False, "lain")
SUMS = Sums(
    call="7K2M94QD11",
    guest="7K2M94QD22",
    text_sha256=TEXT.sha256,
    sequence=3,
    at=AT,
    done=30,
    total=50,
    late=None,
    offices=(OfficeSum("Dinas A", 20, 10), OfficeSum("Dinas B", 30, 20)),
)
CALL = CallSaid(
    call="7K2M94QD11",
    government="Pemerintah Provinsi",
    title="Ikrar serentak",
    leader="Gubernur",
    text=TEXT,
    opens_at=AT,
    late_from=AT,
    closes_at=AT + timedelta(hours=1),
    stage=CallStage.ANNOUNCED,
    reason="",
    at=AT,
)
WORDS: dict[str, Any] = dict(cast(Mapping[str, Any], call_value(CALL)["text"]))
ASKED = Asked("7K2M94QD11", "7K2M94QD22", "Pemerintah Kabupaten", TEXT.sha256, "0" * 64, AT)
ANSWERED = Answered(
    call="7K2M94QD11",
    guest="7K2M94QD22",
    guest_stage=GuestStage.CONFIRMED,
    sequence=3,
    text_sha256=TEXT.sha256,
    stage=CallStage.ANNOUNCED,
    reason="",
    at=AT,
)


def test_what_is_written_is_read_again() -> None:
    assert sums_read(sums_value(SUMS)) == SUMS
    assert call_read(call_value(CALL)) == CALL
    assert ask_read(ask_value(ASKED)) == ASKED
    assert answer_read(answer_value(ANSWERED)) == ANSWERED


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("sequence", -1),
        ("sequence", "3"),
        ("sequence", True),
        ("done", 10**9),
        ("late", "x"),
        ("at", "kemarin"),
        ("at", "2024-10-23T09:05:00"),
        ("call", "7" * 11),
        ("offices", {}),
        ("offices", ["x"]),
        ("offices", [{"name": "A", "total": 1, "done": 0}] * (MOST_OFFICES + 1)),
        ("offices", [{"name": "A", "total": 1}]),
    ],
)
def test_a_field_of_the_wrong_form_is_refused_by_its_name(name: str, wrong: object) -> None:
    value: dict[str, Any] = {**sums_value(SUMS), name: wrong}
    with pytest.raises(JointRefusedError) as refused:
        sums_read(value)
    assert (refused.value.code, refused.value.status) == (Refusal.FORM, 422)
    missing = {key: part for key, part in sums_value(SUMS).items() if key != name}
    with pytest.raises(JointRefusedError, match=name):
        sums_read(missing)


@pytest.mark.parametrize(
    "change",
    [
        {"stage": "besok"},
        {"text_sha256": "0" * 64},
        {"closes_at": AT.isoformat()},
        {"text": "Ikrar"},
        {"text": {**WORDS, "points": [1]}},
        {"text": {**WORDS, "variant": "x"}},
    ],
)
def test_a_call_whose_words_or_moments_do_not_fit_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(JointRefusedError):
        call_read({**call_value(CALL), **change})


def refusal(sums: Sums, *, sequence: int = 2, said_at: datetime | None = None) -> Refusal:
    with pytest.raises(JointRefusedError) as refused:
        sums_check(sums, text_sha256=TEXT.sha256, sequence=sequence, said_at=said_at, at=AT)
    return refused.value.code


def test_sums_that_are_new_of_the_same_words_and_foot_are_taken() -> None:
    sums_check(SUMS, text_sha256=TEXT.sha256, sequence=2, said_at=AT, at=AT)
    sums_check(SUMS, text_sha256=TEXT.sha256, sequence=0, said_at=None, at=AT - CLOCK_LEEWAY)


def test_replayed_older_forged_and_early_sums_are_refused() -> None:
    assert refusal(SUMS, sequence=3) is Refusal.OLD
    assert refusal(SUMS, said_at=AT + timedelta(seconds=1)) is Refusal.OLD
    assert refusal(replace(SUMS, text_sha256="0" * 64)) is Refusal.WORDING
    ahead = AT + CLOCK_LEEWAY + timedelta(seconds=1)
    assert refusal(replace(SUMS, at=ahead)) is Refusal.CLOCK


@pytest.mark.parametrize(
    "change",
    [
        {"done": 51},
        {"done": 29},
        {"total": 51},
        {"late": 31},
        {"offices": (OfficeSum("A", 20, 21), OfficeSum("B", 30, 9))},
        {"offices": (OfficeSum("A", 20, None), OfficeSum("B", 30, 30)), "done": 29},
    ],
)
def test_figures_that_do_not_foot_are_refused(change: dict[str, Any]) -> None:
    assert refusal(replace(SUMS, **change)) is Refusal.FORM


def test_hidden_cells_leave_the_sum_possible() -> None:
    hidden = replace(SUMS, offices=(OfficeSum("A", 20, None), OfficeSum("B", 30, None)))
    sums_check(hidden, text_sha256=TEXT.sha256, sequence=2, said_at=None, at=AT)


def test_the_proof_of_an_invitation_binds_secret_call_guest_and_key() -> None:
    def proof(secret: str = "A" * 20, **change: str) -> str:
        bound = {"call": "c", "guest": "g", "verifier_key": "k"} | change
        return invitation_proof(invitation_key(secret), **bound)

    others = [proof("B" * 20), proof(call="x"), proof(guest="x"), proof(verifier_key="x")]
    assert len({proof(), *others}) == 5
    assert proof() == proof()
