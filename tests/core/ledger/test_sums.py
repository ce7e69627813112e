"""The Merkle-sum tree: what is added, dropped, swapped or changed leads to another root."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.ledger.canonical import LARGEST
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.sums import Part, Step, climbed, joined, leaf, named, pair, path, sums_check

SALT = bytes(range(32))
LABEL = {"key": "kab-x", "name": "Kabupaten X"}


def person(number: int, *steps: int) -> Part:
    reached = [bool(step) for step in (*steps, 0, 0, 0, 0, 0)][:5]
    return leaf(salt=number.to_bytes(32, "big"), person=f"P{number:09d}", steps=reached)


rosters = st.lists(st.tuples(*[st.booleans()] * 5), min_size=1, max_size=40).map(
    lambda rows: [person(number, *row) for number, row in enumerate(rows)]
)


@given(rosters)
def test_the_root_holds_the_sum_of_all_leaves(leaves: list[Part]) -> None:
    columns = zip(*(one.sums for one in leaves), strict=True)
    assert joined(leaves).sums == tuple(map(sum, columns))


@given(rosters, st.data())
def test_every_leaf_leads_to_the_root(leaves: list[Part], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    steps = [*path(leaves, at), Step("name", label=LABEL)]
    assert climbed(leaves[at], steps) == named(LABEL, joined(leaves))


@given(rosters, st.data())
def test_a_changed_sum_on_the_path_leads_elsewhere(leaves: list[Part], data: st.DataObject) -> None:
    leaves = [*leaves, person(900, 1)]
    steps = path(leaves, 0)
    at = data.draw(st.integers(0, len(steps) - 1))
    which = data.draw(st.integers(1, 5))
    told = steps[at].part
    assert told is not None
    sums = list(told.sums)
    sums[which] += 1 if sums[which] < sums[0] else -1
    steps[at] = Step(steps[at].side, Part(told.hash, tuple(sums)))
    assert climbed(leaves[0], steps).hash != joined(leaves).hash


@given(rosters, st.data())
def test_a_dropped_leaf_gives_another_root(leaves: list[Part], data: st.DataObject) -> None:
    leaves = [*leaves, person(900)]
    at = data.draw(st.integers(0, len(leaves) - 1))
    fewer = leaves[:at] + leaves[at + 1 :]
    assert joined(fewer).sums[0] == joined(leaves).sums[0] - 1
    assert joined(fewer).hash != joined(leaves).hash


@given(rosters, st.data())
def test_a_ghost_gives_another_root_and_a_larger_denominator(
    leaves: list[Part], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(leaves)))
    more = [*leaves[:at], person(999, 1, 1, 1, 1, 1), *leaves[at:]]
    assert joined(more).sums[0] == joined(leaves).sums[0] + 1
    assert joined(more).hash != joined(leaves).hash


@given(rosters, st.data())
def test_swapped_children_give_another_root(leaves: list[Part], data: st.DataObject) -> None:
    leaves = [*leaves, person(900)]
    at = data.draw(st.integers(0, len(leaves) - 2))
    swapped = [*leaves[:at], leaves[at + 1], leaves[at], *leaves[at + 2 :]]
    assert joined(swapped).hash != joined(leaves).hash


def test_a_sum_cannot_be_moved_from_one_child_to_the_other() -> None:
    left, right = person(1, 1, 1), person(2)
    moved = (Part(left.hash, right.sums), Part(right.hash, left.sums))
    assert pair(left, right).sums == pair(*moved).sums
    assert pair(left, right).hash != pair(*moved).hash


def test_two_persons_never_share_a_leaf_whatever_they_did() -> None:
    one = leaf(salt=SALT, person="P000000001", steps=[True] * 5)
    other = leaf(salt=SALT, person="P000000002", steps=[True] * 5)
    assert one.hash != other.hash


def test_a_name_is_bound_to_its_node() -> None:
    part = person(1)
    assert named(LABEL, part).hash != named({**LABEL, "name": "Kabupaten Y"}, part).hash
    assert named(LABEL, part).sums == part.sums


@pytest.mark.parametrize(
    "sums",
    [
        (1, 0, 0, 0, 0),
        (-1, 0, 0, 0, 0, 0),
        (1, -1, 0, 0, 0, 0),
        (1, 2, 0, 0, 0, 0),
        (LARGEST + 1, 0, 0, 0, 0, 0),
        (True, 0, 0, 0, 0, 0),
        (1.0, 0, 0, 0, 0, 0),
    ],
)
def test_impossible_sums_are_refused(sums: tuple[int, ...]) -> None:
    with pytest.raises(LedgerError):
        sums_check(sums)


def test_a_sum_that_would_overflow_is_refused_where_it_arises() -> None:
    huge = Part(bytes(32), (LARGEST, 0, 0, 0, 0, 0))
    with pytest.raises(LedgerError, match="di luar batas"):
        pair(huge, huge)


def test_a_negative_neighbour_on_a_path_is_refused() -> None:
    with pytest.raises(LedgerError):
        climbed(person(1), [Step("left", Part(bytes(32), (5, -1, 0, 0, 0, 0)))])


def test_a_step_without_a_side_or_a_part_is_refused() -> None:
    for step in (Step("up", person(2)), Step("left")):
        with pytest.raises(LedgerError, match="Langkah"):
            climbed(person(1), [step])


def test_an_empty_row_has_no_root() -> None:
    with pytest.raises(LedgerError, match="tanpa isi"):
        joined([])


def test_a_leaf_needs_a_whole_salt_and_a_plain_handle() -> None:
    for salt, handle in ((b"short", "P1"), (SALT, ""), (SALT, "Pé")):
        with pytest.raises(LedgerError):
            leaf(salt=salt, person=handle, steps=[False] * 5)


def test_a_hash_of_another_length_is_refused() -> None:
    with pytest.raises(LedgerError, match="Sidik"):
        pair(Part(b"x", (1, 0, 0, 0, 0, 0)), person(1))
