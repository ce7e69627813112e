"""Rounds of a worker's work: a fault is told and tried again, and keeps nothing else waiting."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from threading import Event
from typing import TypeVar

from django.db import close_old_connections, connection

PAUSE_SECONDS = 2.0
_log = logging.getLogger(__name__)
Thing = TypeVar("Thing")
Rest = Callable[[float, int], float]


def a_pause(_worked: float, _done: int) -> float:
    """Return the usual rest in seconds, however much there was to do."""
    return PAUSE_SECONDS


def rounds_run(stop: Event, work: Callable[[], int], *, fault: str, rest: Rest = a_pause) -> None:
    """Work in rounds until ``stop`` is set; a round that fails is told by ``fault`` in the log.

    ``rest`` says how many seconds to wait after a round that worked so long and did so much.
    """
    while not stop.is_set():
        began, done = time.monotonic(), 0
        try:
            done = work()
        except Exception:  # noqa: BLE001 - the outermost loop of a worker
            _log.exception(fault)
        finally:
            _let_go()
        stop.wait(rest(time.monotonic() - began, done))


def done_each(things: Iterable[Thing], work: Callable[[Thing], int]) -> int:
    """Do the work for each thing, and return the sum of what it returned.

    What fails is left out until all the others are done; then the faults are raised together
    (ExceptionGroup), each with a note of its thing.
    """
    done, faults = 0, list[Exception]()
    for thing in things:
        try:
            done += work(thing)
        except Exception as fault:  # noqa: BLE001 - raised below, after the others
            fault.add_note(str(thing))
            faults.append(fault)
            _let_go()
    if faults:
        raise ExceptionGroup("part of the round failed", faults)
    return done


def _let_go() -> None:
    """Close a connection that broke, so that not all that follows fails with it.

    One in a transaction belongs to whoever began that.
    """
    if not connection.in_atomic_block:
        close_old_connections()
