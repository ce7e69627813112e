"""The optional raw door for a simultaneous pledge: two addresses, no framework, the same writer.

    granian --interface asginl netral.config.hot:application

A web server sends it ``/ikrar/kirim/`` and ``/ikrar/serentak/<ref>/keadaan.json``; everything
else stays with the site. What it checks and answers is ``pledge_door``'s, as in the site's own
server; here one thread holds all who wait. Why: docs/adr/0008-pledges-in-batches.md.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
django.setup()

from django.db import close_old_connections  # noqa: E402 - the settings had to be named first

from netral.config import pledge_door as door  # noqa: E402
from netral.core.kinds.errors import NetralError  # noqa: E402
from netral.pledges.queries.batches import Made  # noqa: E402
from netral.pledges.queries.room import Door, Kept, call_public, live_of, room_state  # noqa: E402
from netral.pledges.services.batches import PledgeAct  # noqa: E402
from netral.pledges.services.queue import ROOM  # noqa: E402
from netral.pledges.services.writer import PledgeWriter, Seat  # noqa: E402
from netral.shell.moment import moment  # noqa: E402, TID251 - a door reads the clock

SEND, STATE_BEGINS, STATE_ENDS = door.SEND, "/ikrar/serentak/", "/keadaan.json"
STATE_SECONDS = 1.0
QUESTIONS_A_SECOND = 1_500.0
"""How often one process is asked by those who wait; docs/pledges.md starts two."""

Headers = dict[bytes, bytes]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
_log = logging.getLogger(__name__)


class _Waiter(Seat):
    """A request that waits for its pledge, in the loop that holds it."""

    __slots__ = ("bell", "loop")

    def __init__(self, act: PledgeAct) -> None:
        super().__init__(act)
        self.loop = asyncio.get_running_loop()
        self.bell: asyncio.Future[None] = self.loop.create_future()


def _told(batch: Sequence[_Waiter]) -> None:
    """Wake all of a batch by one call into their loop."""
    if batch:
        batch[0].loop.call_soon_threadsafe(_wake, batch)


def _wake(batch: Sequence[_Waiter]) -> None:
    for waiter in batch:
        # Who closed the connection meanwhile is written all the same; the retry finds it.
        if not waiter.bell.done():
            waiter.bell.set_result(None)


WRITER: PledgeWriter[_Waiter] = PledgeWriter(commit=door.taught_commit, tell=_told)


async def made(act: PledgeAct) -> Made:
    """Return what was made of the act once it is durable; raise what refused it."""
    waiter = _Waiter(act)
    WRITER.join(waiter)
    await waiter.bell
    return waiter.made()


class States:
    """What those who wait are told, made anew once a second for each call."""

    def __init__(self) -> None:
        self._kept, self._door = Kept(live_of), Door(QUESTIONS_A_SECOND)
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
        self._bodies: dict[str, tuple[float, asyncio.Task[bytes]]] = {}

    async def body(self, ref: str) -> bytes:
        """Return the state of a call as JSON; raise NotVisibleError when there is none."""
        now = time.monotonic()
        every = self._door.every(now)
        until, task = self._bodies.get(ref, (0.0, None))
        if task is None or now >= until:
            task = asyncio.ensure_future(self._read(ref, every))
            if len(self._bodies) > ROOM:
                self._bodies.clear()
            self._bodies[ref] = (now + STATE_SECONDS, task)
        return await asyncio.shield(task)

    async def _read(self, ref: str, every: float) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(
            self._reader, self._told, ref, every
        )

    def _told(self, ref: str, every: float) -> bytes:
        close_old_connections()
        at, call = moment(), call_public(ref=ref)
        live = self._kept.live(call, at)
        return json.dumps(room_state(call=call, live=live, every=every, at=at)).encode()


STATES = States()

# What is loaded by now stays: looking through it again and again is lost time (6 % of this door's).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer one request."""
    headers = dict(scope["headers"])
    cookies = headers.get(b"cookie", b"").decode("latin-1")
    language = door.language_of(cookies)
    try:
        answer = await _answer(scope, headers, receive, language)
    except NetralError as error:
        answer = door.refused_answer(error, language)
    except Exception:  # noqa: BLE001 - the outermost door: nothing was promised, say so
        _log.exception("a pledge was not written")
        answer = door.said_answer(500, language)
    fields = [_field(name, value) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": fields})
    await send({"type": "http.response.body", "body": answer.body})


@lru_cache(maxsize=4096)
def _field(name: str, value: str) -> tuple[bytes, bytes]:
    return name.lower().encode(), value.encode()


async def _answer(
    scope: dict[str, Any], headers: Headers, receive: Receive, language: str
) -> door.Answer:
    path, method = scope["path"], scope["method"]
    is_state = path.startswith(STATE_BEGINS) and path.endswith(STATE_ENDS)
    if wrong := _fault(headers, path, method, is_state=is_state):
        return door.said_answer(wrong, language)
    if is_state:
        body = await STATES.body(path[len(STATE_BEGINS) : -len(STATE_ENDS)])
        return door.Answer(200, body, language, "application/json", "public, max-age=1")
    return await _pledged(headers, await _body(receive), language)


def _fault(headers: Headers, path: str, method: str, *, is_state: bool) -> int:
    """Return the status of a request that no one of the two addresses takes; 0 for a good one."""
    if not door.host_is_ours(headers.get(b"host", b"").decode("latin-1")):
        return 400
    if not is_state and path != SEND:
        return 404
    # A robot that follows links only looks: what it looks at records nothing.
    return 0 if method in ({"GET", "HEAD"} if is_state else {"POST"}) else 405


async def _pledged(headers: Headers, body: bytes, language: str) -> door.Answer:
    """Record the pledge that a person's own page sent; answer with certificate and promise."""
    act, has_read = door.pressed_read(
        body=body,
        kind=headers.get(b"content-type", b""),
        cookies=headers.get(b"cookie", b"").decode("latin-1"),
        at=moment(),
    )
    if not has_read:
        return door.unread_answer(act, language)
    return door.made_answer(act, await made(act), language)


async def _body(receive: Receive) -> bytes:
    """Return what was sent, of a body too large only the beginning."""
    body, is_more = b"", True
    while is_more and len(body) <= door.LARGEST_BODY:
        event = await receive()
        body += event.get("body", b"")
        is_more = event.get("more_body", False)
    return body
