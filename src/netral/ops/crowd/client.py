"""Many browsers at once in one thread: each sends, waits for its whole answer, sends the next."""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

OK, SEE_OTHER = 200, 302
CODE, CODE_LETTERS = b'data-code="', 8
LENGTH = re.compile(rb"\r\n[Cc]ontent-[Ll]ength: (\d+)")


@dataclass(frozen=True, slots=True)
class Vower:
    """One person who will pledge: who, and the whole request as it goes over the wire."""

    ref: str
    request: bytes


Look = Callable[[Vower, bytes], None]


def _unseen(_vower: Vower, _answer: bytes) -> None:
    """Look at nothing."""


@dataclass(slots=True)
class Tally:
    """What was answered: who got a pledge acknowledged, with which code; who was refused."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    refused: dict[int, int] = field(default_factory=dict)
    unanswered: list[Vower] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        """Return how many were acknowledged a second."""
        return len(self.acknowledged) / self.lasted if self.lasted else 0.0


class _Browser:
    """One connection and the answer that is coming in on it."""

    __slots__ = ("buffer", "link", "since", "vower")

    def __init__(self, link: socket.socket) -> None:
        self.link, self.buffer, self.since = link, bytearray(), 0.0
        self.vower: Vower | None = None

    def send(self, vower: Vower) -> None:
        """Send one request."""
        self.vower, self.since = vower, time.perf_counter()
        self.buffer.clear()
        self.link.sendall(vower.request)

    def is_whole(self) -> bool:
        """Read what came; tell whether the answer is complete. Raises OSError at its end."""
        data = self.link.recv(65_536)
        if not data:
            raise ConnectionResetError
        self.buffer += data
        head = self.buffer.find(b"\r\n\r\n")
        found = LENGTH.search(self.buffer, 0, head + 2) if head >= 0 else None
        return found is not None and len(self.buffer) >= head + 4 + int(found[1])


def drive(
    port: int,
    queue: Iterator[Vower],
    *,
    browsers: int,
    seconds: float,
    look: Look = _unseen,
) -> Tally:
    """Let so many browsers send from the queue until the time or the queue ends.

    ``look`` is shown each answer that acknowledges a pledge.
    """
    tally, wait = Tally(), selectors.DefaultSelector()
    start = time.perf_counter()
    for _ in range(browsers):
        _open(port, queue, wait, tally)
    while wait.get_map() and time.perf_counter() - start < seconds + 30:
        for key, _events in wait.select(timeout=1.0):
            browser: _Browser = key.data
            try:
                if browser.is_whole():
                    _answered(browser, tally, look)
                    is_over = time.perf_counter() - start >= seconds
                    following = None if is_over else next(queue, None)
                    if following is None:
                        _close(browser, wait)
                    else:
                        browser.send(following)
            except OSError:
                _lost(browser, wait, tally)
    tally.lasted = time.perf_counter() - start
    for key in list(wait.get_map().values()):
        _lost(key.data, wait, tally)
    return tally


def _open(port: int, queue: Iterator[Vower], wait: selectors.BaseSelector, tally: Tally) -> None:
    vower = next(queue, None)
    if vower is None:
        return
    try:
        link = socket.create_connection(("127.0.0.1", port), timeout=30)
    except OSError:
        tally.unanswered.append(vower)
        return
    browser = _Browser(link)
    wait.register(link, selectors.EVENT_READ, browser)
    try:
        browser.send(vower)
    except OSError:
        _lost(browser, wait, tally)


def _answered(browser: _Browser, tally: Tally, look: Look) -> None:
    vower, browser.vower = browser.vower, None
    if vower is None:
        return
    tally.seconds.append(time.perf_counter() - browser.since)
    status = int(browser.buffer[9:12])
    at = browser.buffer.find(CODE) + len(CODE) if status == OK else 0
    if at >= len(CODE):
        tally.acknowledged[vower.ref] = browser.buffer[at : at + CODE_LETTERS].decode()
    elif status == SEE_OTHER and b"/sertifikat/\r\n" in browser.buffer:
        tally.acknowledged[vower.ref] = ""
    else:
        tally.refused[status] = tally.refused.get(status, 0) + 1
        tally.unanswered.append(vower)
        return
    look(vower, bytes(browser.buffer))


def _lost(browser: _Browser, wait: selectors.BaseSelector, tally: Tally) -> None:
    if browser.vower is not None:
        tally.unanswered.append(browser.vower)
    _close(browser, wait)


def _close(browser: _Browser, wait: selectors.BaseSelector) -> None:
    wait.unregister(browser.link)
    browser.link.close()
