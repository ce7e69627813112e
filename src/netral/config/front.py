"""The site's own server: pressed pledges wait here for their batch, all else goes to Django."""

from __future__ import annotations

import logging
from _thread import allocate_lock
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from netral.config import pledge_door as door
from netral.config.desks import Desks
from netral.core.kinds.errors import NetralError
from netral.pledges.services.batches import PledgeAct
from netral.pledges.services.writer import PledgeWriter, Seat
from netral.shell.moment import moment  # noqa: TID251 - a door reads the clock

DESKS = 4
"""How many threads work in the pages at once; see docs/benchmarks.md."""
Environ = dict[str, Any]
Site = Callable[[Environ, Any], Iterable[bytes]]
_log = logging.getLogger(__name__)


class _Waiter(Seat):
    """A thread that waits for its pledge: a held lock is the cheapest bell there is."""

    __slots__ = ("bell",)

    def __init__(self, act: PledgeAct) -> None:
        super().__init__(act)
        self.bell = allocate_lock()
        self.bell.acquire()


def _told(batch: Sequence[_Waiter]) -> None:
    for waiter in batch:
        waiter.bell.release()


class Front:
    """Answers the one address of the pledge itself and hands every other request to the site."""

    def __init__(self, site: Site) -> None:
        """Take the site behind."""
        self._site, self._desks = site, Desks(DESKS)
        self.writer: PledgeWriter[_Waiter] = PledgeWriter(commit=door.taught_commit, tell=_told)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer one request, as WSGI asks."""
        if environ["PATH_INFO"] != door.SEND:
            return self._page(environ, start_response)
        cookies = environ.get("HTTP_COOKIE", "")
        language = door.language_of(cookies)
        if not door.host_is_ours(environ.get("HTTP_HOST", "")):
            answer = door.said_answer(400, language)
        elif environ["REQUEST_METHOD"] != "POST":
            # A robot that follows links only looks: what it looks at records nothing.
            answer = door.said_answer(405, language)
        else:
            body = environ["wsgi.input"].read(door.LARGEST_BODY + 1)
            answer = self._pressed(environ, body, cookies, language)
        start_response(answer.line, answer.headers)
        return [answer.body]

    def _page(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        with self._desks.one():
            return self._site(environ, start_response)

    def _pressed(self, environ: Environ, body: bytes, cookies: str, language: str) -> door.Answer:
        """Record the pledge that a person's own page sent; return the answer."""
        try:
            kind = environ.get("CONTENT_TYPE", "").encode("latin-1")
            act, has_read = door.pressed_read(body=body, kind=kind, cookies=cookies, at=moment())
            if not has_read:
                return door.unread_answer(act, language)
            waiter = _Waiter(act)
            self.writer.join(waiter)
            waiter.bell.acquire()
            return door.made_answer(act, waiter.made(), language)
        except NetralError as error:
            return door.refused_answer(error, language)
        except Exception:  # noqa: BLE001 - the outermost door: nothing was promised, say so
            _log.exception("a pledge was not written")
            return door.said_answer(500, language)
