"""Which figures may be shown, and the tree that is published of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.flow.coverage import (
    MANY,
    SMALLEST_CELL,
    SMALLEST_NODE,
    Office,
    Shown,
    group_of,
    is_safe,
    shown,
    units_of,
)
from netral.core.flow.coverage_tree import (
    Counted,
    node_json,
    salt_of,
    step_json,
    steps_of,
    tree_of,
)
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.sums import climbed, leaf

SEED = bytes(range(32))


def office(name: str, *numbers: int, parts: tuple[Office, ...] = ()) -> Office:
    """Return an office; with parts, its figures are theirs added up."""
    if parts:
        sums = tuple(map(sum, zip(*(part.sums for part in parts), strict=True)))
        return Office(name, name.title(), sums, "", parts)
    sums = (*numbers, 0, 0, 0, 0, 0, 0)[:6]
    return Office(name, name.title(), sums, name)


def told(node: Shown) -> Iterator[Shown]:
    yield node
    for part in node.parts:
        yield from told(part)


@pytest.mark.parametrize(
    ("sums", "is_so"),
    [
        ((9, 0, 0, 0, 0, 0), False),
        ((10, 0, 0, 0, 0, 0), True),
        ((10, 10, 10, 10, 10, 10), True),
        ((20, 19, 0, 0, 0, 0), False),
        ((20, 4, 0, 0, 0, 0), False),
        ((20, 15, 10, 5, 0, 0), True),
        ((20, 15, 12, 5, 0, 0), False),
        ((100, 99, 98, 97, 96, 1), True),
    ],
)
def test_a_cell_of_one_to_four_is_told_among_a_hundred_only(
    sums: tuple[int, ...], is_so: bool
) -> None:
    assert is_safe(sums) is is_so


def test_a_unit_of_three_is_told_with_a_neighbour() -> None:
    root = office("kab", parts=(office("kab.a", 40), office("kab.b", 3), office("kab.c", 30)))
    found = shown(root, merged="Lain")
    assert [(part.path, part.sums[0]) for part in found.parts] == [("kab.a", 40), ("kab.*", 33)]
    assert set(found.parts[1].units) == {"kab.b", "kab.c"}


def test_what_is_told_never_gives_a_small_unit_away_by_subtraction() -> None:
    root = office("kab", parts=(office("kab.a", 40), office("kab.b", 3)))
    found = shown(root, merged="Lain")
    assert found.parts == ()
    assert set(found.units) == {"kab.a", "kab.b"}


def test_a_safe_part_is_told_with_its_own_parts() -> None:
    deep = office("kab.a", parts=(office("kab.a.x", 12), office("kab.a.y", 15)))
    root = office("kab", parts=(deep, office("kab.b", 20)))
    found = shown(root, merged="Lain")
    assert [part.path for part in found.parts] == ["kab.a", "kab.b"]
    assert [part.path for part in found.parts[0].parts] == ["kab.a.x", "kab.a.y"]


def test_an_office_without_people_is_not_told() -> None:
    root = office("kab", parts=(office("kab.a", 40), office("kab.b", 20), office("kab.c", 0)))
    assert [part.path for part in shown(root, merged="Lain").parts] == ["kab.a", "kab.b"]


cells = st.lists(st.integers(0, 30), min_size=6, max_size=6)


@given(st.lists(cells, min_size=1, max_size=12))
def test_every_told_part_is_safe_and_they_foot(rows: list[list[int]]) -> None:
    parts = []
    for number, row in enumerate(rows):
        sums = tuple(sum(row[at:]) for at in range(6))
        parts.append(Office(f"kab.u{number}", f"U{number}", sums, f"kab.u{number}"))
    root = office("kab", parts=tuple(parts))
    found = shown(root, merged="Lain")
    for node in told(found):
        if node.parts:
            columns = zip(*(part.sums for part in node.parts), strict=True)
            assert tuple(map(sum, columns)) == node.sums
        assert node is found or is_safe(node.sums)
    leaves = [unit for node in told(found) if not node.parts for unit in node.units]
    assert len(leaves) == len(set(leaves))
    assert {p.path for p in parts if p.sums[0]} <= set(leaves)


@given(cells, cells)
def test_of_two_safe_groups_that_follow_the_steps_the_union_is_safe(
    one: list[int], other: list[int]
) -> None:
    sums = [tuple(sum(row[at:]) for at in range(6)) for row in (one, other)]
    if all(map(is_safe, sums)):
        assert is_safe(tuple(map(sum, zip(*sums, strict=True))))


def people_of(units: dict[str, int]) -> dict[str, list[Counted]]:
    """Return people of units; every second one has reached everything."""
    return {
        unit: [
            Counted(f"P{abs(hash(unit)) % 10**6}{number}", ((number % 2 == 0),) * 5)
            for number in range(count)
        ]
        for unit, count in units.items()
    }


def season() -> tuple[Shown, dict[str, list[Counted]]]:
    people = people_of({"kab.a": 20, "kab.b": 12, "kab.c": 30})
    parts = tuple(
        office(unit, len(rows), *([sum(one.steps[0] for one in rows)] * 5))
        for unit, rows in people.items()
    )
    return shown(office("kab", parts=parts), merged="Lain"), people


def test_each_person_climbs_to_the_root_of_what_is_published() -> None:
    told_tree, people = season()
    root, pools = tree_of(told_tree, people, seed=SEED, head={"day": "2024-10-05"})
    published = node_json(root)
    counted = 0
    for number, pool in enumerate(pools):
        for one in pool:
            found = steps_of(published, number, SEED, pool, one.person)
            assert found is not None
            steps, mine = found
            start = leaf(salt=salt_of(SEED, one.person), person=one.person, steps=mine.steps)
            assert climbed(start, steps) == root.part
            assert all(step_json(step) for step in steps)
            counted += 1
    assert counted == root.part.sums[0] == 62


def test_a_person_who_is_not_in_the_pool_has_no_path() -> None:
    told_tree, people = season()
    root, pools = tree_of(told_tree, people, seed=SEED, head={})
    assert steps_of(node_json(root), 0, SEED, pools[0], "P-lain") is None


def test_a_pool_that_the_tree_does_not_hold_is_refused() -> None:
    told_tree, people = season()
    root, pools = tree_of(told_tree, people, seed=SEED, head={})
    with pytest.raises(LedgerError, match="tidak ada"):
        steps_of(node_json(root), 9, SEED, pools[0], pools[0][0].person)


def test_leaves_that_do_not_add_up_to_the_figures_stop_the_issue() -> None:
    told_tree, people = season()
    people["kab.a"].pop()
    with pytest.raises(LedgerError, match="tidak sama dengan angkanya"):
        tree_of(told_tree, people, seed=SEED, head={})


@pytest.mark.parametrize("broken", [{"label": "x"}, {"label": {}, "parts": [{"label": {}}]}])
def test_a_published_tree_that_is_broken_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises((LedgerError, KeyError)):
        steps_of(broken, 0, SEED, [Counted("P1", (False,) * 5)], "P1")  # type: ignore[arg-type]


def test_sums_that_are_no_list_are_refused() -> None:
    node = {"label": {}, "inner": "00", "hash": "00", "sums": 1}
    broken = {"label": {}, "parts": [node, node]}
    with pytest.raises(LedgerError, match="tanpa jumlah"):
        steps_of(broken, 0, SEED, [Counted("P1", (False,) * 5)], "P1")  # type: ignore[arg-type]


def test_who_is_no_asn_is_in_a_group_of_their_own() -> None:
    held = [("PNS", "Staf"), ("PPPK_PW", "Staf"), ("NON_ASN", "Sopir"), ("NON_ASN", "Kepala Desa")]
    assert [group_of(*one) for one in held] == ["asn", "asn", "non-asn", "kepala-desa"]


def test_the_limits_are_those_the_pages_state() -> None:
    assert (SMALLEST_CELL, SMALLEST_NODE, MANY) == (5, 10, 100)


def test_units_of_an_office_are_all_that_lie_below() -> None:
    own = Office("kab.a.-", "A", (1, 0, 0, 0, 0, 0), "kab.a")
    assert units_of(office("kab.a", parts=(office("kab.a.x", 1), own))) == ("kab.a.x", "kab.a")
