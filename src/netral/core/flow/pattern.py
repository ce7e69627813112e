"""A whole unit done in minutes from one browser: told as a fact, never as an accusation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FEWEST = 5
"""A family that shares a phone, or two friends at one desk, are no pattern of a unit."""
SHARE = 0.5
WITHIN = timedelta(minutes=60)
KEPT_DAYS = 30
"""So long it is kept which acts came from one browser."""


@dataclass(frozen=True, slots=True)
class BrowserAct:
    """One person's act: when, and the keyed mark of the browser it came from (empty: unknown)."""

    at: datetime
    browser: bytes


@dataclass(frozen=True, slots=True)
class Pattern:
    """``count`` of ``total`` acts came from one browser, from ``first_at`` to ``last_at``."""

    count: int
    total: int
    first_at: datetime
    last_at: datetime

    @property
    def minutes(self) -> int:
        """Return the whole minutes from the first act to the last, at least 1."""
        return max(1, -(-(self.last_at - self.first_at) // timedelta(minutes=1)))


def pattern_of(acts: Iterable[BrowserAct]) -> Pattern | None:
    """Return the largest run of acts from one browser within an hour, if it is worth telling.

    At least five acts, and at least half of all those of the unit.
    """
    by_browser: dict[bytes, list[datetime]] = defaultdict(list)
    total = 0
    for act in acts:
        total += 1
        if act.browser:
            by_browser[act.browser].append(act.at)
    runs = [_longest_run(sorted(moments)) for moments in by_browser.values()]
    best = max(runs, key=len, default=[])
    if len(best) < FEWEST or len(best) < total * SHARE:
        return None
    return Pattern(len(best), total, best[0], best[-1])


def _longest_run(moments: list[datetime]) -> list[datetime]:
    """Return the most moments that lie within the span, by a sliding window."""
    best: list[datetime] = []
    start = 0
    for end, moment in enumerate(moments):
        while moment - moments[start] > WITHIN:
            start += 1
        if end - start + 1 > len(best):
            best = moments[start : end + 1]
    return best
