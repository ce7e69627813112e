"""The writer of a door: one thread that writes for all who wait, batch after batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Condition, Thread
from typing import Generic, TypeVar

from django.db import close_old_connections, connections

from netral.pledges.queries.batches import Made
from netral.pledges.services.batches import MOST, Outcome, PledgeAct
from netral.pledges.services.queue import ROOM, queue_full
from netral.shell.database import write_turn

Commit = Callable[[Sequence[PledgeAct]], list[Outcome]]


class Seat:
    """One who waits at a door: the act, and what came of it."""

    __slots__ = ("act", "outcome")

    def __init__(self, act: PledgeAct) -> None:
        self.act = act
        self.outcome: Outcome | None = None

    def made(self) -> Made:
        """Return what was made of the act; raise what refused it."""
        if isinstance(self.outcome, Made):
            return self.outcome
        raise self.outcome or queue_full()


S = TypeVar("S", bound=Seat)


class PledgeWriter(Generic[S]):
    """Writes the acts of those who wait on a thread and a connection of its own.

    The thread begins with the first pledge. ``tell`` is called on it, once for each batch, after
    the commit: who was not told was not promised anything.
    """

    def __init__(
        self,
        *,
        commit: Commit,
        tell: Callable[[Sequence[S]], None],
        room: int = ROOM,
        turn: Callable[[], AbstractContextManager[None]] = write_turn,
    ) -> None:
        """Take what writes a batch, who is told, how many may wait, and the turn to write."""
        self._commit, self._tell, self._room, self._turn = commit, tell, room, turn
        self._seats: deque[S] = deque()
        self._change = Condition()
        self._thread: Thread | None = None
        self._is_ending = False

    def join(self, seat: S) -> None:
        """Let one wait; raise QueueFullError when too many do already."""
        with self._change:
            if len(self._seats) >= self._room:
                raise queue_full()
            self._seats.append(seat)
            if self._thread is None:
                self._is_ending = False
                self._thread = Thread(target=self._run, name="pledge writer", daemon=True)
                self._thread.start()
            self._change.notify()

    def end(self) -> None:
        """Write for those who wait still, then end the thread and its connection."""
        with self._change:
            thread, self._thread, self._is_ending = self._thread, None, True
            self._change.notify()
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        try:
            while self._is_wanted():
                self._write()
        finally:
            connections.close_all()

    def _is_wanted(self) -> bool:
        """Wait until somebody waits; tell whether there is anything left to do."""
        with self._change:
            while not self._seats and not self._is_ending:
                self._change.wait()
            return bool(self._seats)

    def _write(self) -> None:
        batch: list[S] = []
        try:
            close_old_connections()
            # Who comes while this process waits for its turn is still taken along.
            with self._turn():
                batch = self._taken()
                outcomes = self._commit([seat.act for seat in batch])
            for seat, outcome in zip(batch, outcomes, strict=True):
                seat.outcome = outcome
        except Exception as error:  # noqa: BLE001 - each who waits must hear of it
            batch = batch or self._taken()
            for seat in batch:
                seat.outcome = error
        self._tell(batch)

    def _taken(self) -> list[S]:
        with self._change:
            return [self._seats.popleft() for _ in range(min(MOST, len(self._seats)))]
