"""Terms that follow one another: each begins on the last day of the one before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from netral.core.clock.calendar import Calendar
from netral.core.clock.terms import Term, reckon
from netral.core.kinds.terms import ClockRule


def followers(first: ClockRule, rules: Iterable[ClockRule]) -> tuple[ClockRule, ...]:
    """Return ``first`` and those after it, each as often as it runs; a circle ends the line."""
    after: dict[str, ClockRule] = {}
    for rule in rules:
        after.setdefault(rule.after, rule)
    found = [first]
    while (following := after.get(found[-1].code)) is not None and following not in found:
        found += [following] * following.times
    return tuple(found)


def chain(rules: Iterable[ClockRule], start: datetime, calendar: Calendar) -> tuple[Term, ...]:
    """Reckon the whole line at its slowest; it ends at a term that has no day."""
    terms: list[Term] = []
    for rule in rules:
        term = reckon(rule, start, calendar)
        terms.append(term)
        if term.day is None:
            break
        start = calendar.midnight(term.day)
    return tuple(terms)
