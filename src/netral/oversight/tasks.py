"""The worker's part of oversight: figures follow the journal, and are issued once a day."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event

from netral.oversight.queries.changes import acts_waiting, logs_sealed
from netral.oversight.queries.due import books_behind, books_due, issues_due
from netral.oversight.services.issues import coverage_issue
from netral.oversight.services.projection import coverage_read, coverage_rebuild
from netral.shell.moment import moment
from netral.shell.rounds import done_each, rounds_run

PAUSE_SECONDS = 0.5
REST, MOST_REST = 5, 3.0
"""A round rests so many times as long as it worked: who pledges needs the processor more."""
CROWD, CROWD_REST = 1_000, 5.0
"""After a round of so many entries it rests so long: thousands press at this moment."""
AT_ONCE_SECONDS = 1.0
"""How long a round does what is not urgent: a new day's rosters, the day's issues."""
FAULT = "Hitungan jangkauan gagal; dicoba lagi."
Work = Callable[..., object]


def coverage_follow(at: datetime, seen: set[int]) -> int:
    """Count what acts changed since the last round; return how many entries that were.

    ``seen`` is the caller's memory of what was counted before its seal; a lost one costs a second
    count, nothing else.
    """
    waiting = acts_waiting(seen=seen)

    def followed(government: str) -> int:
        acts = waiting.get(government, [])
        read = coverage_read(government=government, seen=seen, at=at, waiting=acts)
        done = len(acts) + len(read - seen)
        seen.update(act.key for act in acts)
        seen.difference_update(read)
        return done

    return done_each({**waiting, **dict.fromkeys(books_behind(sealed=logs_sealed()))}, followed)


def coverage_due(at: datetime, seconds: float = AT_ONCE_SECONDS) -> int:
    """Count governments that were not counted today, and issue what is due; return how many."""
    end = time.monotonic() + seconds

    def due() -> Iterator[tuple[str, Work]]:
        yield from ((government, coverage_rebuild) for government in books_due(day=at.date()))
        # Asked for now: what was just counted may be issued.
        yield from ((government, coverage_issue) for government in issues_due(day=at.date()))

    def done(one: tuple[str, Work]) -> bool:
        if time.monotonic() > end:
            return False
        government, work = one
        work(government=government, at=at)
        return True

    return done_each(due(), done)


def run_coverage(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Follow the journal until ``stop`` is set; a fault is told and tried again."""
    seen: set[int] = set()
    rounds_run(stop, lambda: coverage_follow(now(), seen), fault=FAULT, rest=resting)


def run_coverage_due(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Do what a new day asks for until ``stop`` is set.

    A loop of its own: an issue takes seconds, and nobody's act should wait for it.
    """
    rounds_run(stop, lambda: coverage_due(now()), fault=FAULT, rest=resting)


def resting(worked: float, done: int = 0) -> float:
    """Return how many seconds to rest after a round that worked so long on so many entries."""
    if done >= CROWD:
        return CROWD_REST
    return max(PAUSE_SECONDS, min(REST * worked, MOST_REST))
