"""One attempt: which question is next, what mark it earned. All follows from the answers so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from netral.core.flow.lesson.drawing import Slot

FULL, PASS_MARK = 100, 90


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer given: to which slot, on which item, right or not."""

    slot: int
    item: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """The next question; ``number`` counts from 1, ``is_again`` says the clause was missed."""

    number: int
    slot: int
    item: str
    is_again: bool


def next_turn(slots: Sequence[Slot], answers: Sequence[Answered]) -> Turn | None:
    """Return the next question, or none when every slot was got right.

    A missed slot comes back behind the others, with another item of its clause where there is
    one. The same item never comes twice in a row, unless the whole lesson has no other: where a
    clause has a single item, a slot that was right already is asked in between.
    """
    waiting = open_slots(slots, answers)
    if not waiting:
        return None
    asked = Counter(answer.slot for answer in answers)
    last = answers[-1].item if answers else ""
    done = (slot for slot in range(len(slots)) if slot not in waiting)
    turns = [
        Turn(len(answers) + 1, slot, _item(slots[slot], asked[slot], last), asked[slot] > 0)
        for slot in (*waiting, *done)
    ]
    return next((turn for turn in turns if turn.item != last), turns[0])


def open_slots(slots: Sequence[Slot], answers: Sequence[Answered]) -> list[int]:
    """Return the slots still to be got right, in the order in which they come."""
    waiting = list(range(len(slots)))
    for answer in answers:
        if answer.slot in waiting:
            waiting.remove(answer.slot)
        if not answer.is_right:
            waiting.append(answer.slot)
    return waiting


def mark_of(slots: Sequence[Slot], answers: Sequence[Answered]) -> int:
    """Return the points of 100: the share of slots whose first answer was right, rounded down.

    A lesson without a question is full: nothing was asked.
    """
    if not slots:
        return FULL
    return FULL * len(first_right(answers)) // len(slots)


def first_right(answers: Sequence[Answered]) -> frozenset[int]:
    """Return the slots whose first answer was right."""
    firsts: dict[int, bool] = {}
    for answer in answers:
        firsts.setdefault(answer.slot, answer.is_right)
    return frozenset(slot for slot, is_right in firsts.items() if is_right)


def missed(slots: Sequence[Slot], answers: Sequence[Answered]) -> tuple[str, ...]:
    """Return the clauses to look at again, each once, in the order of the lesson."""
    right = first_right(answers)
    seen = {answer.slot for answer in answers}
    names = (slot.clause for at, slot in enumerate(slots) if at in seen and at not in right)
    return tuple(dict.fromkeys(names))


def is_passed(mark: int) -> bool:
    """Tell whether the mark suffices."""
    return mark >= PASS_MARK


def _item(slot: Slot, times: int, last: str) -> str:
    """Return the item that is due after so many times, the one after it if it was just asked.

    Two slots of one clause share their items, so the second may be due with the one before.
    """
    due = slot.items[times % len(slot.items)]
    return due if due != last else slot.items[(times + 1) % len(slot.items)]
