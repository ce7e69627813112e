"""The optional raw door for a simultaneous pledge: two addresses, no framework, the same writer.

    granian --interface asginl netral.config.hot:application

A web server sends it ``/ikrar/kirim/`` and ``/ikrar/serentak/<ref>/keadaan.json``; everything
else stays with the site. It repeats what Django's middleware does for those two: hosts, sizes,
headers. Why it exists and what it gives up: docs/adr/0008-pledges-in-batches.md.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - the settings had to be named first
from django.db import close_old_connections  # noqa: E402
from django.http.request import validate_host  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.utils import translation  # noqa: E402
from django.utils.translation import gettext  # noqa: E402

from netral.core.kinds.errors import NetralError  # noqa: E402
from netral.core.kinds.refs import handle_shown  # noqa: E402
from netral.pledges.queries.batches import Made  # noqa: E402
from netral.pledges.queries.room import Door, Kept, call_public, live_of, room_state  # noqa: E402
from netral.pledges.services.batches import (  # noqa: E402
    MOST,
    Outcome,
    PledgeAct,
    pledges_commit,
)
from netral.pledges.services.queue import ROOM, queue_full  # noqa: E402
from netral.pledges.services.tickets import TicketError, ticket_read  # noqa: E402
from netral.shell.database import write_turn  # noqa: E402
from netral.shell.format import clock_time  # noqa: E402
from netral.shell.headers import HEADERS  # noqa: E402
from netral.shell.moment import moment  # noqa: E402, TID251 - a door reads the clock

SEND, STATE_BEGINS, STATE_ENDS = "/ikrar/kirim/", "/ikrar/serentak/", "/keadaan.json"
LARGEST_BODY = 4_096
REMEMBERED = 50_000
STATE_SECONDS = 1.0
QUESTIONS_A_SECOND = 3_000.0
FORM = b"application/x-www-form-urlencoded"
LANGUAGES, LANGUAGE_CODE = frozenset(dict(settings.LANGUAGES)), settings.LANGUAGE_CODE
LANGUAGE_COOKIE, SESSION_COOKIE = settings.LANGUAGE_COOKIE_NAME, settings.SESSION_COOKIE_NAME
MARKS = ("@@time@@", "@@code@@", "@@shown@@", "@@session@@", "@@promise@@")

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Answer(NamedTuple):
    """What is sent back."""

    status: int
    body: bytes
    kind: bytes = b"text/html; charset=utf-8"
    extra: tuple[tuple[bytes, bytes], ...] = ((b"cache-control", b"no-store"),)


FIXED = (
    *((name.lower().encode(), value.encode()) for name, value in HEADERS.items()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", settings.SECURE_REFERRER_POLICY.encode()),
)


class Line:
    """Those who wait in this process; one thread writes them, batch after batch."""

    def __init__(self) -> None:
        self._waiting: list[tuple[PledgeAct, asyncio.Future[Made]]] = []
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._is_writing = False
        self._known: OrderedDict[tuple[str, str], Made] = OrderedDict()

    async def make(self, act: PledgeAct) -> Made:
        """Return what was made of the act once it is durable; raise what refused it."""
        known = self._known.get((act.person, act.session))
        if known is not None:
            return known
        if len(self._waiting) >= ROOM:
            raise queue_full()
        future: asyncio.Future[Made] = asyncio.get_running_loop().create_future()
        self._waiting.append((act, future))
        if not self._is_writing:
            self._write()
        made = await future
        self._known[act.person, act.session] = made
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return made

    def _write(self) -> None:
        batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        self._is_writing = True
        writing = asyncio.get_running_loop().run_in_executor(
            self._writer, _committed, [act for act, _future in batch]
        )
        writing.add_done_callback(lambda done: self._written(batch, done))

    def _written(
        self,
        batch: list[tuple[PledgeAct, asyncio.Future[Made]]],
        done: asyncio.Future[list[Outcome]],
    ) -> None:
        failure = done.exception()
        outcomes = done.result() if failure is None else [failure] * len(batch)
        for (_act, future), outcome in zip(batch, outcomes, strict=True):
            # Who closed the connection meanwhile is written all the same; the retry finds it.
            if future.cancelled():
                continue
            if isinstance(outcome, Made):
                future.set_result(outcome)
            else:
                future.set_exception(outcome)
        self._is_writing = bool(self._waiting)
        if self._waiting:
            self._write()


def _committed(acts: list[PledgeAct]) -> list[Outcome]:
    """Write one batch in the writer's own thread and on its own connection."""
    close_old_connections()
    with write_turn():
        return pledges_commit(acts=acts)


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


LINE, STATES = Line(), States()


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer one request."""
    headers = dict(scope["headers"])
    language = _language(headers)
    try:
        answer = await _answer(scope, headers, receive, language)
    except NetralError as error:
        answer = _refusal(error, language)
    except Exception:  # noqa: BLE001 - the outermost door: nothing was promised, say so
        answer = _page(500, language, title="", message="")
    fields = [(b"content-type", answer.kind), (b"content-length", b"%d" % len(answer.body))]
    start = {"type": "http.response.start", "status": answer.status}
    await send({**start, "headers": [*fields, *FIXED, *answer.extra]})
    await send({"type": "http.response.body", "body": answer.body})


async def _answer(
    scope: dict[str, Any], headers: dict[bytes, bytes], receive: Receive, language: str
) -> Answer:
    path, method = scope["path"], scope["method"]
    is_state = path.startswith(STATE_BEGINS) and path.endswith(STATE_ENDS)
    if wrong := _fault(headers, path, method, is_state=is_state):
        return _page(wrong, language, title="", message="")
    if is_state:
        body = await STATES.body(path[len(STATE_BEGINS) : -len(STATE_ENDS)])
        return Answer(200, body, b"application/json", ((b"cache-control", b"public, max-age=1"),))
    return await _pledged(headers, await _form(headers, receive), language)


def _fault(headers: dict[bytes, bytes], path: str, method: str, *, is_state: bool) -> int:
    """Return the status of a request that no one of the two addresses takes; 0 for a good one."""
    if not _host_is_ours(headers.get(b"host", b"")):
        return 400
    if not is_state and path != SEND:
        return 404
    # A robot that follows links only looks: what it looks at records nothing.
    return 0 if method in ({"GET", "HEAD"} if is_state else {"POST"}) else 405


async def _pledged(headers: dict[bytes, bytes], form: dict[str, str], language: str) -> Answer:
    """Record the pledge that a person's own page sent; answer with certificate and promise."""
    act = ticket_read(
        ticket=form.get("karcis", ""),
        browser=_cookie(headers, SESSION_COOKIE),
        show_name="show_name" in form,
        at=moment(),
    )
    if "has_read" not in form:
        return _page(
            422,
            language,
            title="Ada isian yang perlu diperbaiki",
            message="Baca semua butir, lalu beri tanda bahwa Anda sudah membacanya.",
        )
    made = await LINE.make(act)
    at: datetime = made.at.astimezone(act.at.tzinfo)
    words = (
        *(clock_time(at), made.certificate, handle_shown(made.certificate)),
        *(act.session, made.promise.strip()),
    )
    return Answer(200, _filled(_done_page(language), words))


async def _form(headers: dict[bytes, bytes], receive: Receive) -> dict[str, str]:
    """Return the fields that were sent; raise TicketError for what is no small form.

    No field of ours holds a letter that a browser would encode.
    """
    if not headers.get(b"content-type", b"").startswith(FORM):
        raise TicketError(gettext("Kiriman ini bukan formulir ikrar. Tidak ada yang tercatat."))
    body = b""
    is_more = True
    while is_more and len(body) <= LARGEST_BODY:
        event = await receive()
        body += event.get("body", b"")
        is_more = event.get("more_body", False)
    if len(body) > LARGEST_BODY:
        raise TicketError(gettext("Kiriman ini bukan formulir ikrar. Tidak ada yang tercatat."))
    parts = body.decode("ascii", "replace").split("&")
    return {name: value for name, _, value in (part.partition("=") for part in parts)}


def _host_is_ours(host: bytes) -> bool:
    return _known_host(host.decode("latin-1").rpartition(":")[0] or host.decode("latin-1"))


@cache
def _known_host(name: str) -> bool:
    return validate_host(name, settings.ALLOWED_HOSTS)


def _language(headers: dict[bytes, bytes]) -> str:
    chosen = _cookie(headers, LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else LANGUAGE_CODE


def _cookie(headers: dict[bytes, bytes], name: str) -> str:
    mark = f"{name}="
    for part in headers.get(b"cookie", b"").decode("latin-1").split(";"):
        if part.strip().startswith(mark):
            return part.strip()[len(mark) :]
    return ""


def _refusal(error: NetralError, language: str) -> Answer:
    page = _page(error.status, language, title=error.title, message=str(error))
    if error.retry_after is None:
        return page
    return page._replace(extra=(*page.extra, (b"retry-after", b"%d" % error.retry_after)))


def _page(status: int, language: str, *, title: str, message: str) -> Answer:
    """Return a page that says what was wrong and what to do."""
    with translation.override(language):
        words = {
            "status": status,
            "title": gettext(title or "Kiriman ini belum bisa kami terima"),
            "message": gettext(
                message or "Ikrar Anda belum tercatat. Buka lagi tautan pribadi Anda."
            ),
        }
        return Answer(status, render_to_string("pledges/hot_refused.html", words).encode())


@cache
def _done_page(language: str) -> tuple[bytes, ...]:
    """Return the answer's page cut where the person's own words go in: drawn once a language."""
    names = ("time", "code", "shown", "session", "promise")
    with translation.override(language):
        page = render_to_string("pledges/hot_done.html", dict(zip(names, MARKS, strict=True)))
    parts, rest = [], str(page)
    while marks := sorted((rest.index(mark), mark) for mark in MARKS if mark in rest):
        before, _, rest = rest.partition(marks[0][1])
        parts += [before.encode(), marks[0][1].encode()]
    return (*parts, rest.encode())


def _filled(page: tuple[bytes, ...], words: tuple[str, ...]) -> bytes:
    """Put the words in; none of them holds a letter that HTML would read as its own."""
    found = {mark.encode(): word.encode() for mark, word in zip(MARKS, words, strict=True)}
    return b"".join(found.get(part, part) for part in page)
