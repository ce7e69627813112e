"""The line before the writer: whoever leads it writes for all who wait (group commit)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Event, Lock

from django.utils.translation import gettext as _

from netral.core.kinds.errors import NetralError
from netral.pledges.queries.batches import Made
from netral.pledges.services.batches import MOST, Outcome, PledgeAct, pledges_commit
from netral.shell.database import write_turn

ROOM = 2_000
"""How many may wait in one process; the next is told to come back, and knows that it must."""
COME_BACK_SECONDS = 5


class QueueFullError(NetralError):
    """Too many pledges wait in this moment; nothing of this one was recorded."""

    status = 503
    title = "Sedang sangat ramai"
    retry_after = COME_BACK_SECONDS


def queue_full() -> QueueFullError:
    """Return the refusal with what to do."""
    return QueueFullError(
        _(
            "Terlalu banyak orang berikrar pada saat yang sama, jadi ikrar Anda belum tercatat. "
            "Tunggu 5 detik, lalu tekan lagi. Ikrar tidak pernah terhitung dua kali."
        )
    )


class _Seat:
    """One who waits: the act, the bell, and what came of it."""

    __slots__ = ("act", "bell", "outcome")

    def __init__(self, act: PledgeAct) -> None:
        self.act, self.bell = act, Event()
        self.outcome: Outcome | None = None


class PledgeQueue:
    """Lets one thread at a time write, for itself and for all who came meanwhile.

    There is no thread of its own: the first to come leads, and hands the lead to the first of
    those who came while it wrote. So nothing runs when nobody pledges, and nothing is left when
    the process ends: who was not answered was not promised anything.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[PledgeAct]], list[Outcome]] = lambda acts: pledges_commit(
            acts=acts
        ),
        *,
        room: int = ROOM,
        turn: Callable[[], AbstractContextManager[None]] = write_turn,
    ) -> None:
        """Take what writes a batch, how many may wait, and the turn to write."""
        self._commit, self._room, self._turn = commit, room, turn
        self._lock = Lock()
        self._seats: deque[_Seat] = deque()
        self._is_led = False

    def make(self, act: PledgeAct) -> Made:
        """Return what was made of the act once it is durable; raise what refused it.

        Raises QueueFullError when too many wait already.
        """
        seat = _Seat(act)
        with self._lock:
            if len(self._seats) >= self._room:
                raise queue_full()
            self._seats.append(seat)
            leads, self._is_led = not self._is_led, True
        if not leads:
            seat.bell.wait()
        if seat.outcome is None:
            self._lead()
        if isinstance(seat.outcome, Made):
            return seat.outcome
        raise seat.outcome or queue_full()

    @property
    def waiting(self) -> int:
        """Return how many wait for the next batch."""
        with self._lock:
            return len(self._seats)

    def _lead(self) -> None:
        """Write for those who wait, the caller first among them; wake them, and the next leader."""
        batch: list[_Seat] = []
        try:
            # Who comes while this process waits for its turn is still taken along.
            with self._turn():
                batch = self._taken()
                outcomes = self._commit([seat.act for seat in batch])
            for seat, outcome in zip(batch, outcomes, strict=True):
                seat.outcome = outcome
        except Exception as error:  # noqa: BLE001 - each who waits must hear of it
            for seat in batch:
                seat.outcome = error
        finally:
            self._wake(batch)

    def _taken(self) -> list[_Seat]:
        with self._lock:
            return [self._seats.popleft() for _ in range(min(MOST, len(self._seats)))]

    def _wake(self, batch: Sequence[_Seat]) -> None:
        with self._lock:
            heir = self._seats[0] if self._seats else None
            self._is_led = heir is not None
        for seat in batch:
            seat.bell.set()
        if heir is not None:
            heir.bell.set()
