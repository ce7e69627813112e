"""A round of work over many things: the fault of one keeps none of the others waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import close_old_connections

Thing = TypeVar("Thing")


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
            # A connection that broke must not fail all that follow.
            close_old_connections()
    if faults:
        raise ExceptionGroup("part of the round failed", faults)
    return done
