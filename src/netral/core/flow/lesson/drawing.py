"""The draw: one slot for each clause, items and choices in an order that only the seed decides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import permutations

from netral.core.flow.lesson.items import CHOICES, Item, Verdict

FEWEST = 10
"""A full lesson asks at least this many: with nine right of ten it is passed."""
ORDERS = tuple(permutations(range(CHOICES)))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a lesson must cover: a clause of the circular or a topic, and the items about it."""

    clause: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One question to be got right: the clause, and its items in the order of asking."""

    clause: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """A person's lesson; ``uncovered`` are clauses that the bank has no item for."""

    slots: tuple[Slot, ...]
    uncovered: tuple[str, ...]


def lesson_draw(
    asked: Sequence[Asked], *, seed: str, seen: Collection[str] = (), fewest: int = FEWEST
) -> Draw:
    """Draw one slot for each clause that has items, more of them until there are ``fewest``.

    ``seen`` are fingerprints that the person met last time: they come last. Each item leads one
    slot at most as long as there are others, and about half of the leaders allow what they ask,
    so that nobody learns to answer "no" without reading.
    """
    covered = [each for each in asked if each.items]
    order = sorted(covered, key=lambda each: _lot(seed, "clause", each.clause))
    picked = _Leaders(seed, frozenset(seen))
    slots: list[Slot] = []
    for turn in range(max(1, fewest)):
        for each in order:
            is_needed = turn == 0 or len(slots) < fewest
            if is_needed and (slot := picked.slot(each, is_first=turn == 0)):
                slots.append(slot)
    mixed = sorted(slots, key=lambda slot: _lot(seed, "slot", slot.items[0]))
    return Draw(tuple(mixed), tuple(each.clause for each in asked if not each.items))


def choice_order(*, seed: str, item: str, turn: int) -> tuple[int, ...]:
    """Return in which order the choices stand this time; 0 is the right one."""
    return ORDERS[int(_lot(seed, f"choices {turn}", item), 16) % len(ORDERS)]


class _Leaders:
    """Picks the item that leads each slot, and remembers which did."""

    def __init__(self, seed: str, seen: frozenset[str]) -> None:
        self.seed = seed
        self.seen = seen
        self.used: set[str] = set()
        self.balance = 0

    def slot(self, asked: Asked, *, is_first: bool) -> Slot | None:
        """Return the clause's next slot; none when a further one would only repeat an item."""
        items = {item.fingerprint(): item for item in asked.items}
        lot = {name: _lot(self.seed, asked.clause, name) for name in items}
        ordered = sorted(items, key=self._rank(items, lot))
        leader = ordered[0]
        if leader in self.used and not is_first:
            return None
        self.used.add(leader)
        self.balance += 1 if items[leader].verdict is Verdict.FORBIDDEN else -1
        rest = sorted(ordered[1:], key=lambda name: (name in self.seen, lot[name]))
        return Slot(asked.clause, (leader, *rest))

    def _rank(
        self, items: dict[str, Item], lot: dict[str, str]
    ) -> Callable[[str], tuple[bool, bool, bool, str]]:
        is_tilted = self.balance > 0

        def rank(name: str) -> tuple[bool, bool, bool, str]:
            forbids = items[name].verdict is Verdict.FORBIDDEN
            return (name in self.used, name in self.seen, is_tilted and forbids, lot[name])

        return rank


def _lot(seed: str, about: str, name: str) -> str:
    return sha256(f"{seed}|{about}|{name}".encode()).hexdigest()
