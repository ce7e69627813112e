"""The roster's hash: the same lines give the same root, and any other line another one."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import EMPTY_ROOT
from netral.core.ledger.roster import RosterLine, roster_leaf, roster_root

LINE = RosterLine("7K2M94QD", "kab-batanghari.dinkes", "pns")
SALT = bytes(range(16))
LEAVES = [bytes([n]) * 32 for n in range(5)]


def test_a_leaf_is_what_anyone_can_compute_from_the_line_and_the_salt() -> None:
    said = {
        "group": "pns",
        "person": "7K2M94QD",
        "salt": SALT.hex(),
        "unit": "kab-batanghari.dinkes",
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    assert roster_leaf(LINE, SALT) == hashlib.sha256(b"\x00" + text).digest()


@pytest.mark.parametrize(
    "other",
    [
        RosterLine("7K2M94QE", LINE.unit, LINE.group),
        RosterLine(LINE.person, "kab-batanghari.disdik", LINE.group),
        RosterLine(LINE.person, LINE.unit, "pppk"),
    ],
)
def test_another_person_unit_or_group_gives_another_leaf(other: RosterLine) -> None:
    assert roster_leaf(other, SALT) != roster_leaf(LINE, SALT)


def test_the_same_person_with_another_salt_cannot_be_recognised() -> None:
    assert roster_leaf(LINE, SALT) != roster_leaf(LINE, bytes(16))


@pytest.mark.parametrize("salt", [b"", b"short", bytes(15), bytes(17)])
def test_a_salt_that_could_be_guessed_is_refused(salt: bytes) -> None:
    with pytest.raises(LedgerError, match="16"):
        roster_leaf(LINE, salt)


def test_nobody_gives_the_empty_root() -> None:
    assert roster_root([]) == EMPTY_ROOT


def test_the_root_of_two_is_the_node_over_both_in_their_own_order() -> None:
    low, high = LEAVES[1], LEAVES[2]
    expected = hashlib.sha256(b"\x01" + low + high).digest()
    assert roster_root([high, low]) == roster_root([low, high]) == expected


@given(st.permutations(LEAVES))
def test_the_order_in_which_people_come_does_not_matter(leaves: list[bytes]) -> None:
    assert roster_root(leaves) == roster_root(LEAVES)


@given(st.integers(0, 4))
def test_one_person_less_or_twice_gives_another_root(place: int) -> None:
    assert roster_root(LEAVES[:place] + LEAVES[place + 1 :]) != roster_root(LEAVES)
    assert roster_root([*LEAVES, LEAVES[place]]) != roster_root(LEAVES)
