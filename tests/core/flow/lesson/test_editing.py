"""The table of an item of one's own: every state reached, read by others than those who teach."""

from __future__ import annotations

import pytest

from netral.core.access import Role
from netral.core.flow.lesson.editing import (
    ITEM_LABELS,
    ITEM_MOVES,
    READERS,
    TEACHERS,
    WRITERS,
    ItemState,
)
from netral.core.flow.moves import MoveRefusedError, take


def test_every_state_is_reached_and_has_words() -> None:
    assert {move.to_stage for move in ITEM_MOVES} == set(ItemState)
    assert set(ITEM_LABELS) == set(ItemState)


def test_who_writes_may_also_read_and_the_leading_officers_only_read() -> None:
    assert WRITERS < READERS
    assert {Role.SEKDA, Role.PPK} == READERS - WRITERS


def test_heads_teach_and_need_no_power_over_items() -> None:
    assert {Role.OPD_HEAD, Role.SUPERIOR} <= TEACHERS - READERS


@pytest.mark.parametrize("state", [ItemState.IN_FORCE, ItemState.ENDED, ItemState.RETURNED])
def test_only_a_proposed_item_is_confirmed(state: ItemState) -> None:
    with pytest.raises(MoveRefusedError):
        take(ITEM_MOVES, "confirm", state)


def test_an_ended_item_stays_ended() -> None:
    assert not [move for move in ITEM_MOVES if move.from_stage is ItemState.ENDED]
