"""Rules against the mentions of a segment, or of two neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from netral.core.text.grammar import Rule
from netral.core.text.lexicon import Mention
from netral.core.text.moods import Segment

# Two sentences say less together than one does.
_ACROSS = 0.82
_ASKED = 0.8
_WIDER = 6


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that spoke: by which words, anchored where, and how loud."""

    rule: Rule
    mentions: tuple[Mention, ...]
    segment: int
    weight: float

    @property
    def anchor(self) -> Mention:
        """The mention before which the doer is looked for."""
        return self.mentions[0]


def signals(found: Sequence[Segment], rules: Sequence[Rule]) -> list[Signal]:
    """Return what the rules find, within segments first, then across neighbours."""
    spoken: list[Signal] = []
    for place, segment in enumerate(found):
        factor = _ASKED if segment.is_question else 1.0
        spoken.extend(_of(segment.mentions, rules, place, (factor, 0)))
    heard = {(signal.rule.id, signal.segment) for signal in spoken}
    for place, (left, right) in enumerate(pairwise(found)):
        if not left.mentions or not right.mentions:
            continue
        factor = _ACROSS * (_ASKED if left.is_question or right.is_question else 1.0)
        for signal in _of([*left.mentions, *right.mentions], rules, place, (factor, _WIDER)):
            if not heard & {(signal.rule.id, place), (signal.rule.id, place + 1)}:
                at = place if signal.anchor.first < left.last else place + 1
                spoken.append(Signal(signal.rule, signal.mentions, at, signal.weight))
    return spoken


def _of(
    mentions: list[Mention], rules: Sequence[Rule], place: int, how: tuple[float, int]
) -> Iterator[Signal]:
    by_class: dict[str, list[Mention]] = {}
    for mention in mentions:
        for name in mention.classes:
            by_class.setdefault(name, []).append(mention)
    present = by_class.keys()
    factor, wider = how
    for rule in rules:
        if any(slot.isdisjoint(present) for slot in rule.slots) or rule.none & present:
            continue
        best = _fill(rule, by_class, rule.within + wider)
        if best is not None:
            yield Signal(rule, best, place, rule.weight * factor)


def _fill(
    rule: Rule, by_class: dict[str, list[Mention]], within: int
) -> tuple[Mention, ...] | None:
    """Return the tightest filling of the slots, each by a mention of its own."""
    choices = [
        [mention for name in sorted(slot) for mention in by_class.get(name, ())]
        for slot in rule.slots
    ]
    best: tuple[Mention, ...] | None = None
    narrowest = within + 1
    for anchor in choices[0]:
        rest = choices[1:]
        if rule.after and not anchor.is_passive:
            rest = [[item for item in rest[0] if item.first > anchor.last], *rest[1:]]
        filled = _around(anchor, rest)
        width = _width(filled) if filled else narrowest
        if width < narrowest:
            best, narrowest = filled, width
    return best


def _around(anchor: Mention, choices: list[list[Mention]]) -> tuple[Mention, ...] | None:
    chosen = [anchor]
    for options in choices:
        # A phrase of several words may carry two meanings ("pilih nomor 2"); one word only one.
        free = [item for item in options if item not in chosen or item.first != item.last]
        if not free:
            return None
        chosen.append(min(free, key=lambda item: (abs(item.first - anchor.first), item.first)))
    return tuple(chosen)


def _width(mentions: tuple[Mention, ...]) -> int:
    return max(item.last for item in mentions) - min(item.first for item in mentions)
