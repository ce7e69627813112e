"""What people ask of an act: the situations of "Boleh tidak?" that its rule answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from netral.core.text.grammar import the_grammar
from netral.core.text.may import Situation, Verdict, situations

EACH_VERDICT = 2
ORDER = (Verdict.TIDAK, Verdict.TERGANTUNG, Verdict.BOLEH)


def asked_of(code: str) -> tuple[Situation, ...]:
    """Return a few situations that break an act or stop just before it, of every verdict."""
    found = _by_act().get(code, [])
    return tuple(
        item
        for verdict in ORDER
        for item in [one for one in found if one.verdict is verdict][:EACH_VERDICT]
    )


@cache
def _by_act() -> Mapping[str, list[Situation]]:
    found: dict[str, list[Situation]] = defaultdict(list)
    for item in situations():
        if item.listed:
            for code in dict.fromkeys((*item.acts, *item.limits, *_of_concept(item.concept))):
                found[code].append(item)
    return found


def _of_concept(concept: str) -> tuple[str, ...]:
    """Return the act that a concept means first for each kind of person."""
    codes = the_grammar().concepts.get(concept, {})
    return tuple(named[0] for named in codes.values() if named and named[0] != "+")
