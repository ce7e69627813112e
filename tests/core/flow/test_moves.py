"""The table of moves: what it takes, what it refuses, what it shows."""

from __future__ import annotations

from enum import StrEnum

import pytest

from netral.core.access import Role
from netral.core.flow.moves import (
    TABLE_HEAD,
    Move,
    MoveRefusedError,
    moves_from,
    table_markdown,
    table_rows,
    take,
)


class Stage(StrEnum):
    """A small process to stand in for the real ones."""

    RECEIVED = "diterima"
    EXAMINED = "diperiksa"
    DECIDED = "diputuskan"


TEAM = frozenset({Role.EXAMINER, Role.HANDLER})
MOVES = (
    Move(
        "examine",
        Stage.RECEIVED,
        Stage.EXAMINED,
        by=TEAM,
        workdays=7,
        basis="Pasal 1",
        label="Periksa",
    ),
    Move("decide", Stage.EXAMINED, Stage.DECIDED, by=frozenset({Role.PPK}), clock="putusan"),
    Move("lapse", Stage.EXAMINED, Stage.RECEIVED, by=frozenset()),
)


def test_a_step_is_found_by_its_name_and_the_stage_it_leaves() -> None:
    move = take(MOVES, "examine", Stage.RECEIVED)
    assert move.to_stage is Stage.EXAMINED
    assert move.by == TEAM


@pytest.mark.parametrize("stage", [Stage.EXAMINED, Stage.DECIDED])
def test_a_step_from_another_stage_is_refused_with_409(stage: Stage) -> None:
    with pytest.raises(MoveRefusedError) as refused:
        take(MOVES, "examine", stage)
    assert refused.value.status == 409
    assert "“Periksa” hanya bisa diambil dari tahap “diterima”" in str(refused.value)
    assert stage.value in str(refused.value)


def test_an_unknown_step_is_refused_and_says_so() -> None:
    with pytest.raises(MoveRefusedError, match="tidak ada dalam alur ini"):
        take(MOVES, "burn", Stage.RECEIVED)


def test_a_role_gets_the_buttons_of_its_moves_alone() -> None:
    assert [move.act for move in moves_from(MOVES, Stage.RECEIVED, Role.HANDLER)] == ["examine"]
    assert moves_from(MOVES, Stage.RECEIVED, Role.PPK) == ()
    assert [move.act for move in moves_from(MOVES, Stage.EXAMINED, Role.PPK)] == ["decide"]


def test_a_move_of_the_clock_is_nobodys_button() -> None:
    assert all(
        move.act != "lapse" for role in Role for move in moves_from(MOVES, Stage.EXAMINED, role)
    )


def test_the_docs_show_every_move_with_its_roles_term_and_basis() -> None:
    assert table_rows(MOVES) == (
        ("`examine`", "diterima", "diperiksa", "pemeriksa, penangan", "7 hari kerja", "Pasal 1"),
        ("`decide`", "diperiksa", "diputuskan", "ppk", "putusan", "-"),
        ("`lapse`", "diperiksa", "diterima", "jam (tanpa orang)", "-", "-"),
    )


def test_the_markdown_table_has_a_head_and_a_line_for_each_move() -> None:
    lines = table_markdown(MOVES).splitlines()
    assert lines[0] == f"| {' | '.join(TABLE_HEAD)} |"
    assert len(lines) == 2 + len(MOVES)
