"""The line before the raw door's writer, a process of its own: the door's end of it.

Both speak in frames over the process's standard input and output: a batch of acts there, the
outcomes back, each as four bytes of length and a pickle. Why a process and no thread:
docs/adr/0008-pledges-in-batches.md.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Sequence
from typing import Any

from netral.pledges.queries.batches import Made
from netral.pledges.services.batches import MOST, Outcome, PledgeAct
from netral.pledges.services.queue import ROOM, queue_full

WRITER = (sys.executable, "-m", "netral.config.hot_writer")
LARGEST_FRAME = 4 * 1024 * 1024
AGAIN_SECONDS = 1.0
"""How long a new writer waits after one has died: one that dies at once must not spin."""
LENGTH = struct.Struct("!I")
_log = logging.getLogger(__name__)
Seat = tuple[PledgeAct, "asyncio.Future[Made]"]


class UnwrittenError(Exception):
    """The writer could not write, or died before it answered: nothing was promised."""


class HotLine:
    """Hands those who wait to the writer's process, batch after batch, and tells each the outcome.

    One batch is under way at a time; whoever comes meanwhile goes with the next.
    """

    def __init__(
        self, command: Sequence[str] = WRITER, *, lanes: int = 1, room: int = ROOM
    ) -> None:
        """Take what starts a process, how many write at once, and how many may wait."""
        self._command, self._lanes, self._room = command, lanes, room
        self._seats: deque[Seat] = deque()
        self._change = asyncio.Event()

    async def made(self, act: PledgeAct) -> Made:
        """Return what was made of the act once it is durable; raise what refused it.

        Raises QueueFullError when too many wait, UnwrittenError when nobody knows: who presses
        again gets the first certificate if there is one.
        """
        if len(self._seats) >= self._room:
            raise queue_full()
        seat: asyncio.Future[Made] = asyncio.get_running_loop().create_future()
        self._seats.append((act, seat))
        self._change.set()
        return await seat

    async def run(self) -> None:
        """Keep the processes writing until cancelled; begin another one when one dies."""
        await asyncio.gather(*(self._lane() for _ in range(self._lanes)))

    async def _lane(self) -> None:
        while True:
            try:
                await self._written()
            except Exception:  # noqa: BLE001 - whatever ends a writer, another one begins
                _log.exception("the writer died; another one begins")
            await asyncio.sleep(AGAIN_SECONDS)

    async def _written(self) -> None:
        """Begin a process and let it write until it dies."""
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, limit=LARGEST_FRAME
        )
        try:
            await self._feed(process)
        finally:
            await _ended(process)

    async def _feed(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise OSError("the writer has no pipes")
        while True:
            await self._wanted()
            if process.returncode is not None:
                raise OSError("the writer died while nobody waited")
            batch = [self._seats.popleft() for _ in range(min(MOST, len(self._seats)))]
            outcomes: Sequence[Outcome] = [UnwrittenError()] * len(batch)
            try:
                process.stdin.write(framed([act for act, _seat in batch]))
                head = await process.stdout.readexactly(LENGTH.size)
                answered = pickle.loads(  # noqa: S301 - our own process wrote it
                    await process.stdout.readexactly(*LENGTH.unpack(head))
                )
                if len(answered) != len(batch):
                    raise OSError("the writer left somebody without an answer")
                outcomes = answered
            finally:
                _told(batch, outcomes)

    async def _wanted(self) -> None:
        """Wait until somebody waits."""
        while not self._seats:
            self._change.clear()
            await self._change.wait()


def _told(batch: Sequence[Seat], outcomes: Sequence[Outcome]) -> None:
    for (_act, seat), outcome in zip(batch, outcomes, strict=True):
        # Who closed the connection meanwhile is written all the same; the retry finds it.
        if seat.done():
            continue
        if isinstance(outcome, Made):
            seat.set_result(outcome)
        else:
            seat.set_exception(outcome)


async def _ended(process: Process) -> None:
    """Let the process finish what it writes and wait for its end, cancelled or not."""
    if process.stdin is not None:
        process.stdin.close()
    end = asyncio.ensure_future(process.communicate())
    try:
        await asyncio.shield(end)
    except asyncio.CancelledError:
        await end
        raise


def framed(value: Any) -> bytes:
    """Return a value as one frame."""
    told = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(told)) + told
