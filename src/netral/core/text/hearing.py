"""What the signals of a text say together: codes with weights, and the words behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from netral.core.text.codes import Moment, Person, codes_for
from netral.core.text.doers import CITIZENS, Doer, doers, doers_of
from netral.core.text.given import Given
from netral.core.text.grammar import Grammar
from netral.core.text.lexicon import Mention
from netral.core.text.matching import Signal, signals
from netral.core.text.moods import Segment

# The second code of a concept is less fitting than the first, and so on.
_PLACES = (1.0, 0.74, 0.6, 0.5)
_LATER_DOER = 0.9
_MORE, _MOST_MORE, _TOP = 0.02, 3, 0.97
# An outcome that the text itself states, or a superior's silence, is stronger than the act
# that it speaks of.
_OUTCOMES = {
    "tak_terbukti": 0.5,
    "subjek": 0.4,
    "cltn": 0.6,
    "pasif": 0.8,
    "atasan": 0.75,
    "penghukum": 0.75,
    "ppk": 0.75,
}


@dataclass(slots=True)
class Heard:
    """The best weight of a code so far, the mentions that spoke for it, and whom it concerns."""

    weight: float
    mentions: tuple[Mention, ...]
    person: Person


@dataclass(slots=True)
class Hearing:
    """All codes heard; ``has_citizens`` tells that some doer is bound by no rule."""

    codes: dict[str, Heard] = field(default_factory=dict)
    has_citizens: bool = False

    def add(self, code: str, heard: Heard) -> None:
        """Keep the louder of what was heard for a code."""
        if code not in self.codes or heard.weight > self.codes[code].weight:
            self.codes[code] = heard


def hear(grammar: Grammar, found: Sequence[Segment], given: Given, moment: Moment) -> Hearing:
    """Weigh every concept that a rule speaks for, and turn it into codes for its doers."""
    hearing = Hearing()
    told = _told(grammar, found, given)
    lowered = min((_OUTCOMES[name] for name in told if name in _OUTCOMES), default=1.0)
    for concept, signs in told.items():
        signs.sort(key=lambda pair: (-pair[0].weight, pair[0].anchor.first))
        loudest, people = signs[0]
        more = len({signal.rule.id for signal, _people in signs}) - 1
        weight = min(loudest.weight + _MORE * min(more, _MOST_MORE), _TOP)
        weight *= 1.0 if concept in _OUTCOMES else lowered
        for step, (kind, person) in enumerate(_persons(grammar, people, given)):
            codes = codes_for(grammar, concept, kind, moment)
            hearing.has_citizens = hearing.has_citizens or not codes
            for code, place in zip(codes, _PLACES, strict=False):
                loud = weight * place * _LATER_DOER**step
                hearing.add(code, Heard(loud, loudest.mentions, person))
    return hearing


def _told(
    grammar: Grammar, found: Sequence[Segment], given: Given
) -> dict[str, list[tuple[Signal, list[Doer]]]]:
    people = [doers(segment) for segment in found]
    told: dict[str, list[tuple[Signal, list[Doer]]]] = {}
    for signal in signals(found, grammar.rules):
        who = doers_of(signal, people)
        if not signal.rule.actor or _may(signal, who, given):
            told.setdefault(signal.rule.concept, []).append((signal, who))
    return told


def _may(signal: Signal, people: list[Doer], given: Given) -> bool:
    kinds = {given.kind} if given.kind and people else {item.kind for item in people}
    return bool(kinds & signal.rule.actor)


def _persons(grammar: Grammar, people: list[Doer], given: Given) -> list[tuple[str, Person]]:
    """Whom to ask the law about: what was given wins over what the words say of an official."""
    outside = any(item.kind in CITIZENS for item in people)
    if given.kind and not outside:
        post = given.post or (people[0].post if people else "")
        return [(given.kind, Person(given.status, post))]
    if not people:
        return [("", Person("PNS", given.post))]
    return [
        (item.kind, Person(grammar.statuses.get(item.kind, "PNS"), given.post or item.post))
        for item in people
    ]
