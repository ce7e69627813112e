"""The optional raw door for a simultaneous pledge: two addresses, no framework, the same writer.

    granian --interface rsgi --loop uvloop netral.config.hot:application

A web server sends it ``/ikrar/kirim/`` and ``/ikrar/serentak/<ref>/keadaan.json``; everything
else stays with the site. What it checks and answers is ``pledge_door``'s, as in the site's own
server; here one loop holds all who wait, and a process beside it writes (``hot_writer``). Why:
docs/adr/0008-pledges-in-batches.md.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
django.setup()

from django.db import close_old_connections  # noqa: E402 - the settings had to be named first

from netral.config import pledge_door as door  # noqa: E402
from netral.config.hot_line import HotLine, UnwrittenError  # noqa: E402
from netral.core.kinds.errors import NetralError  # noqa: E402
from netral.pledges.queries.room import Door, Kept, call_public, live_of, room_state  # noqa: E402
from netral.pledges.services.queue import ROOM  # noqa: E402
from netral.shell.database import writers_at_once  # noqa: E402
from netral.shell.memory import loaded_keep  # noqa: E402
from netral.shell.moment import moment  # noqa: E402, TID251 - a door reads the clock

SEND, STATE_BEGINS, STATE_ENDS = door.SEND, "/ikrar/serentak/", "/keadaan.json"
STATE_SECONDS = 1.0
QUESTIONS_A_SECOND = 3_000.0
"""How often the door is asked by those who wait."""

_log = logging.getLogger(__name__)


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


class HotDoor:
    """Answers the two addresses, as RSGI asks (the server's own interface, one call a request)."""

    def __init__(self) -> None:
        """Make the line of those who pledge, and the states for those who wait."""
        self.line, self.states = HotLine(lanes=writers_at_once()), States()
        self._writing: asyncio.Task[None] | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin the writer's process with the server."""
        self._writing = loop.create_task(self.line.run())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """End it with the server."""
        if self._writing is not None:
            self._writing.cancel()
            loop.run_until_complete(asyncio.gather(self._writing, return_exceptions=True))

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        cookies = scope.headers.get("cookie") or ""
        language = door.language_of(cookies)
        try:
            answer = await self._answer(scope, protocol, cookies, language)
        except NetralError as error:
            answer = door.refused_answer(error, language)
        except UnwrittenError:
            # The writer has told its log why.
            answer = door.said_answer(500, language)
        except Exception:  # noqa: BLE001 - the outermost door: nothing was promised, say so
            _log.exception("a pledge was not written")
            answer = door.said_answer(500, language)
        protocol.response_bytes(answer.status, answer.headers, answer.body)

    async def _answer(self, scope: Any, protocol: Any, cookies: str, language: str) -> door.Answer:
        path, method = scope.path, scope.method
        is_state = path.startswith(STATE_BEGINS) and path.endswith(STATE_ENDS)
        host = scope.headers.get("host") or scope.authority or ""
        if wrong := _fault(host, path, method, is_state=is_state):
            return door.said_answer(wrong, language)
        if is_state:
            body = await self.states.body(path[len(STATE_BEGINS) : -len(STATE_ENDS)])
            return door.Answer(200, body, language, "application/json", "public, max-age=1")
        act, has_read = door.pressed_read(
            body=await _body(scope, protocol),
            kind=(scope.headers.get("content-type") or "").encode(),
            cookies=cookies,
            at=moment(),
        )
        if not has_read:
            return door.unread_answer(act, language)
        return door.made_answer(act, await self.line.made(act), language)


def _fault(host: str, path: str, method: str, *, is_state: bool) -> int:
    """Return the status of a request that no one of the two addresses takes; 0 for a good one."""
    if not door.host_is_ours(host):
        return 400
    if not is_state and path != SEND:
        return 404
    # A robot that follows links only looks: what it looks at records nothing.
    return 0 if method in ({"GET", "HEAD"} if is_state else {"POST"}) else 405


async def _body(scope: Any, protocol: Any) -> bytes:
    """Return what was sent; of a body that is too large, or does not tell its length, nothing."""
    told = scope.headers.get("content-length") or ""
    is_small = told.isascii() and told.isdigit() and int(told) <= door.LARGEST_BODY
    return await protocol() if is_small else b""


application = HotDoor()
loaded_keep()
