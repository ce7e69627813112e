"""One attempt: missed ones come back until right, the first answers make the mark."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from netral.core.flow.lesson.attempt import (
    Answered,
    Turn,
    first_right,
    is_passed,
    mark_of,
    missed,
    next_turn,
    open_slots,
)
from netral.core.flow.lesson.drawing import Slot
from tests.core.flow.lesson.build import answered, slots_build

SIZES = st.lists(st.integers(min_value=1, max_value=4), min_size=1, max_size=8)


def played(slots: tuple[Slot, ...], rights: list[bool]) -> list[Answered]:
    """Answer turn by turn: as the list says, and then always right."""
    answers: list[Answered] = []
    left = list(rights)
    while turn := next_turn(slots, answers):
        is_right = left.pop(0) if left else True
        answers.append(Answered(turn.slot, turn.item, is_right))
    return answers


@given(SIZES, st.lists(st.booleans(), max_size=30))
def test_a_lesson_ends_when_each_slot_was_got_right_last(
    sizes: list[int], rights: list[bool]
) -> None:
    slots = slots_build(*sizes)
    answers = played(slots, rights)
    last = {answer.slot: answer.is_right for answer in answers}
    assert last == dict.fromkeys(range(len(slots)), True)


@given(SIZES, st.lists(st.booleans(), max_size=30))
def test_no_item_comes_twice_in_a_row_if_the_lesson_has_another(
    sizes: list[int], rights: list[bool]
) -> None:
    slots = slots_build(*sizes)
    items = [answer.item for answer in played(slots, rights)]
    if sum(sizes) > 1:
        assert all(one != other for one, other in itertools.pairwise(items))


@given(SIZES, st.lists(st.booleans(), max_size=30))
def test_the_mark_counts_first_answers_alone(sizes: list[int], rights: list[bool]) -> None:
    slots = slots_build(*sizes)
    answers = played(slots, rights)
    firsts: dict[int, bool] = {}
    for answer in answers:
        firsts.setdefault(answer.slot, answer.is_right)
    assert mark_of(slots, answers) == 100 * sum(firsts.values()) // len(slots)
    assert first_right(answers) == {slot for slot, right in firsts.items() if right}


@given(SIZES, st.lists(st.booleans(), max_size=30))
def test_a_turn_asks_an_item_of_its_slot_and_counts_on(
    sizes: list[int], rights: list[bool]
) -> None:
    slots, answers = slots_build(*sizes), list[Answered]()
    for is_right in rights:
        turn = next_turn(slots, answers)
        if turn is None:
            break
        assert turn.number == len(answers) + 1
        assert turn.item in slots[turn.slot].items
        assert turn.is_again == any(answer.slot == turn.slot for answer in answers)
        answers.append(Answered(turn.slot, turn.item, is_right))


def test_a_missed_clause_comes_back_last_with_another_item() -> None:
    slots = slots_build(2, 1, 1)
    answers = [answered(0, "0.0", right=False)]
    assert open_slots(slots, answers) == [1, 2, 0]
    answers += [answered(1, "1.0"), answered(2, "2.0")]
    assert next_turn(slots, answers) == Turn(4, 0, "0.1", is_again=True)


def test_the_one_item_left_is_not_repeated_at_once() -> None:
    slots = slots_build(1, 1)
    answers = [answered(0, "0.0"), answered(1, "1.0", right=False)]
    between = next_turn(slots, answers)
    assert between == Turn(3, 0, "0.0", is_again=True)
    answers.append(answered(0, "0.0"))
    assert next_turn(slots, answers) == Turn(4, 1, "1.0", is_again=True)


def test_two_missed_slots_of_one_clause_come_back_with_different_items() -> None:
    slots = (Slot("foto", ("a", "c", "b")), Slot("foto", ("b", "c", "a")), Slot("medsos", ("d",)))
    answers = [answered(0, "a", right=False), answered(1, "b", right=False), answered(2, "d")]
    answers.append(answered(0, "c"))
    assert next_turn(slots, answers) == Turn(5, 1, "a", is_again=True)


@given(st.permutations("abcde"), st.permutations("abcde"), st.lists(st.booleans(), max_size=20))
def test_where_each_clause_has_two_items_nobody_is_asked_more_than_was_missed(
    one: list[str], other: list[str], rights: list[bool]
) -> None:
    slots = (Slot("foto", tuple(one)), Slot("foto", tuple(other)))
    answers = played(slots, rights)
    assert len(answers) == len(slots) + sum(not answer.is_right for answer in answers)


def test_a_slot_asked_in_between_and_missed_is_open_again() -> None:
    slots = slots_build(1, 1)
    answers = [answered(0, "0.0"), answered(1, "1.0", right=False), answered(0, "0.0", right=False)]
    assert open_slots(slots, answers) == [1, 0]


def test_a_lesson_of_one_item_must_repeat_it() -> None:
    slots = slots_build(1)
    turn = next_turn(slots, [answered(0, "0.0", right=False)])
    assert turn == Turn(2, 0, "0.0", is_again=True)


def test_nine_of_ten_pass_and_eight_do_not() -> None:
    slots = slots_build(*[2] * 10)
    nine = played(slots, [False, *[True] * 9])
    eight = played(slots, [False, False, *[True] * 8])
    assert (mark_of(slots, nine), is_passed(90)) == (90, True)
    assert (mark_of(slots, eight), is_passed(80)) == (80, False)


def test_a_mark_is_rounded_down_never_up_to_a_pass() -> None:
    slots = slots_build(*[1] * 19)
    two_missed = played(slots, [False, False, *[True] * 17])
    assert mark_of(slots, two_missed) == 89


def test_where_nothing_is_asked_nothing_is_missing() -> None:
    assert next_turn((), []) is None
    assert mark_of((), []) == 100


def test_what_to_look_at_again_is_named_once_and_only_after_its_answer() -> None:
    slots = (Slot("foto", ("a",)), Slot("medsos", ("b",)), Slot("foto", ("c",)))
    answers = [answered(0, "a", right=False), answered(2, "c", right=False)]
    assert missed(slots, answers) == ("foto",)
    assert missed(slots, [answered(0, "a")]) == ()
