"""Few desks for many threads: how many work in the site at once, each with one connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


class Desks:
    """Lets so many threads work at once, and hands them the connections that lie there.

    The server has more threads than desks, for most of them only wait for a pledge to be written.
    Without desks each would keep a connection of its own, and all would compete for one
    interpreter and one writer.
    """

    def __init__(self, count: int) -> None:
        """Set up so many desks; a connection is opened when it is first needed."""
        self._room = BoundedSemaphore(count)
        self._free: list[dict[str, BaseDatabaseWrapper]] = [{} for _ in range(count)]

    @contextmanager
    def one(self) -> Iterator[None]:
        """Work at a desk; the last one left is the first one taken, its connection is warm."""
        with self._room:
            desk = self._free.pop()
            try:
                _sit(desk)
                yield
            finally:
                self._free.append(_stand_up())


def _sit(desk: dict[str, BaseDatabaseWrapper]) -> None:
    """Make the desk's connections this thread's; what it had opened itself is closed."""
    connections.close_all()
    for alias, connection in desk.items():
        connections[alias] = connection


def _stand_up() -> dict[str, BaseDatabaseWrapper]:
    """Take this thread's connections from it, for the next one at the desk."""
    left = {connection.alias: connection for connection in connections.all(initialized_only=True)}
    for alias, connection in left.items():
        if not connection.allow_thread_sharing:
            connection.inc_thread_sharing()
        del connections[alias]
    return left
