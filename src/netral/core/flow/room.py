"""The waiting room of a simultaneous pledge: when each one who waits should ask again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SHORTEST = 5.0
"""Seconds between two questions while few are waiting."""
LONGEST = 60.0
"""Seconds between two questions, however many are waiting."""
SPREAD = 10.0
"""Over so many seconds after the opening all who wait ask once more, each at a chance moment."""
SHARE = 0.2
"""How much longer than told one who waits may take, so that not all ask in the same second."""


@dataclass(frozen=True, slots=True)
class Pace:
    """When to ask again: after ``wait`` seconds and a chance part of ``spread`` seconds more."""

    wait: float
    spread: float


def interval(*, rate: float, last: float, most: float) -> float:
    """Return the seconds between two questions at which a door is asked ``most`` times a second.

    ``rate`` is how often it was asked a second while ``last`` held: so many wait as rate x last.
    """
    return min(LONGEST, max(SHORTEST, rate * last / most))


def pace(*, opens_at: datetime, at: datetime, every: float) -> Pace:
    """Return when one who waits asks again, so that all learn of the opening within ``SPREAD``.

    Whoever's next question could come after the opening is told to ask right after it.
    """
    left = (opens_at - at).total_seconds()
    if left <= 0:
        return Pace(every, every * SHARE)
    if left <= every * (1 + SHARE):
        return Pace(left, SPREAD)
    return Pace(every, every * SHARE)
