"""The draw: every clause, no item led twice, the same seed the same lesson."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from netral.core.flow.lesson.drawing import (
    FEWEST,
    ORDERS,
    Asked,
    choice_order,
    lesson_draw,
)
from netral.core.flow.lesson.items import Verdict
from tests.core.flow.lesson.build import asked_build, item_build

SEEDS = st.text(max_size=12)
PLANS = st.lists(st.integers(min_value=0, max_value=7), min_size=0, max_size=15).map(
    lambda sizes: [asked_build(f"butir {at}", size) for at, size in enumerate(sizes)]
)


@given(PLANS, SEEDS)
def test_each_clause_with_items_is_asked_and_each_without_is_named(
    asked: list[Asked], seed: str
) -> None:
    draw = lesson_draw(asked, seed=seed)
    assert {slot.clause for slot in draw.slots} == {each.clause for each in asked if each.items}
    assert set(draw.uncovered) == {each.clause for each in asked if not each.items}


@given(PLANS, SEEDS)
def test_a_slot_holds_the_items_of_its_clause_each_once(asked: list[Asked], seed: str) -> None:
    own = {each.clause: {item.fingerprint() for item in each.items} for each in asked}
    for slot in lesson_draw(asked, seed=seed).slots:
        assert len(slot.items) == len(set(slot.items))
        assert set(slot.items) == own[slot.clause]


@given(PLANS, SEEDS)
def test_no_item_leads_two_slots(asked: list[Asked], seed: str) -> None:
    leaders = [slot.items[0] for slot in lesson_draw(asked, seed=seed).slots]
    assert len(leaders) == len(set(leaders))


@given(PLANS, SEEDS)
def test_a_lesson_is_as_long_as_the_items_allow_up_to_the_fewest(
    asked: list[Asked], seed: str
) -> None:
    slots = lesson_draw(asked, seed=seed).slots
    clauses = sum(1 for each in asked if each.items)
    items = sum(len(each.items) for each in asked)
    assert len(slots) >= min(items, max(clauses, FEWEST))
    assert len(slots) <= max(clauses, FEWEST)


@given(PLANS, SEEDS)
def test_the_same_seed_draws_the_same_lesson(asked: list[Asked], seed: str) -> None:
    assert lesson_draw(asked, seed=seed) == lesson_draw(asked, seed=seed)


def test_people_get_different_lessons() -> None:
    asked = [asked_build(f"butir {at}", 6) for at in range(12)]
    drawn = {tuple(s.items[0] for s in lesson_draw(asked, seed=str(n)).slots) for n in range(50)}
    assert len(drawn) == 50


def test_every_item_comes_up_about_equally_often() -> None:
    asked = [asked_build("butir", 5)]
    leaders = Counter(
        lesson_draw(asked, seed=str(n), fewest=1).slots[0].items[0] for n in range(1000)
    )
    assert len(leaders) == 5
    assert min(leaders.values()) > 140


def test_a_second_try_begins_with_items_not_yet_met() -> None:
    asked = [asked_build(f"butir {at}", 2) for at in range(10)]
    first = lesson_draw(asked, seed="satu")
    met = {slot.items[0] for slot in first.slots}
    again = lesson_draw(asked, seed="dua", seen=met)
    assert met.isdisjoint(slot.items[0] for slot in again.slots)


def test_an_item_that_two_clauses_share_leads_only_one_of_them() -> None:
    shared = item_build("bersama")
    asked = [Asked("satu", (shared, item_build("lain"))), Asked("dua", (shared,))]
    for number in range(20):
        slots = lesson_draw(asked, seed=str(number), fewest=2).slots
        assert {slot.clause for slot in slots} == {"satu", "dua"}


def test_the_answers_are_not_always_no() -> None:
    mixed = [
        Asked(
            f"butir {at}",
            (
                *asked_build(f"tidak {at}", 4).items,
                *asked_build(f"boleh {at}", 2, Verdict.ALLOWED).items,
            ),
        )
        for at in range(12)
    ]
    verdicts = {i.fingerprint(): i.verdict for each in mixed for i in each.items}
    for number in range(30):
        slots = lesson_draw(mixed, seed=str(number)).slots
        noes = sum(verdicts[slot.items[0]] is Verdict.FORBIDDEN for slot in slots)
        assert len(slots) / 4 <= noes <= len(slots) * 3 / 4


@given(SEEDS, st.text(max_size=8), st.integers(min_value=0, max_value=50))
def test_the_choices_stand_in_an_order_that_the_seed_decides(
    seed: str, item: str, turn: int
) -> None:
    order = choice_order(seed=seed, item=item, turn=turn)
    assert sorted(order) == [0, 1, 2]
    assert order == choice_order(seed=seed, item=item, turn=turn)


def test_the_right_choice_stands_in_each_place_equally_often() -> None:
    orders = Counter(choice_order(seed="benih", item=str(n), turn=1) for n in range(3000))
    assert set(orders) == set(ORDERS)
    places = Counter(order.index(0) for order in orders.elements())
    assert all(900 < places[place] < 1100 for place in range(3))
