"""10,000 watchers wait for one moment: how long until the last of them has seen the opening."""

from __future__ import annotations

import contextlib
import heapq
import json
import random
import selectors
import socket
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.vows import site
from netral.ops.crowd import client

WATCHERS, NATION = 10_000, 100_000
COMING_SECONDS, BEFORE_OPENING, AFTER_OPENING = 25.0, 60.0, 20.0
TARGET_SECONDS = 15.0
LIMIT_BROWSERS, LIMIT_SECONDS = 64, 4.0
PROVINCE = "prov-ukur"


@dataclass(slots=True)
class Watcher:
    """One page that waits: its connection, what comes in, when it saw the opening."""

    link: socket.socket
    buffer: bytearray = field(default_factory=bytearray)
    seen_at: float = 0.0


@dataclass(slots=True)
class Crowd:
    """All who wait, and what happened to them."""

    asked: int = 0
    failed: int = 0
    seen: list[float] = field(default_factory=list)


def call_make() -> tuple[str, float]:
    """Make a province, its call and its own part; return the call and when it opens."""
    from netral.core.access import Actor, Role  # noqa: PLC0415 - after django.setup
    from netral.core.kinds.refs import AccountRef, UnitPath  # noqa: PLC0415
    from netral.journal.services import log_open  # noqa: PLC0415
    from netral.people.models import Instansi, Unit  # noqa: PLC0415
    from netral.pledges.services import (  # noqa: PLC0415
        CallPlan,
        JoinPlan,
        call_announce,
        session_join,
    )
    from netral.shell.moment import moment  # noqa: PLC0415

    now, since = moment(), {"valid_from": "2020-01-01"}
    government = Instansi.objects.create(
        key=PROVINCE, name="Provinsi Ukur", kind="provinsi", **since
    )
    Unit.objects.create(
        path=PROVINCE, government=government, name="Pemerintah", kind="pemerintah", **since
    )
    log_open(government=PROVINCE, origin=f"ukur.example/jejak/{PROVINCE}", actor="UKUR", at=now)
    actor = Actor(AccountRef("UKUR"), "Ukur", Role.OFFICER, UnitPath(PROVINCE))
    opens = now + timedelta(seconds=BEFORE_OPENING)
    plan = CallPlan("Ikrar ukur", "", "Gubernur", opens, opens, opens + timedelta(hours=1))
    call = call_announce(actor=actor, plan=plan, at=now)
    session_join(actor=actor, ref=call.ref, plan=JoinPlan("Aula", "Sekda", ()), at=now)
    return call.ref, opens.timestamp()


def watch(port: int, ref: str, opens: float, chance: random.Random) -> Crowd:
    """Let the crowd come, wait as the page's script waits, and see the opening."""
    crowd, wait = Crowd(), selectors.DefaultSelector()
    request = (
        f"GET /ikrar/serentak/{ref}/keadaan.json HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    ).encode()
    start = time.time()
    due = [(start + chance.uniform(0, COMING_SECONDS), number) for number in range(WATCHERS)]
    heapq.heapify(due)
    watchers: dict[int, Watcher] = {}
    while len(crowd.seen) < WATCHERS and time.time() < opens + AFTER_OPENING:
        while due and due[0][0] <= time.time():
            _when, number = heapq.heappop(due)
            _ask(port, watchers, number, wait, request)
            crowd.asked += 1
        for key, _events in wait.select(timeout=0.01):
            told = _answer(watchers[key.data], crowd)
            if told is not None:
                _heard(told, watchers[key.data], crowd, opens)
                later = told["wait"] + chance.random() * told["spread"]
                if told["phase"] == "waiting":
                    heapq.heappush(due, (time.time() + max(later, 2.0), key.data))
    for watcher in watchers.values():
        watcher.link.close()
    return crowd


def _ask(
    port: int,
    watchers: dict[int, Watcher],
    number: int,
    wait: selectors.BaseSelector,
    request: bytes,
) -> None:
    if number not in watchers:
        link = socket.create_connection(("127.0.0.1", port), timeout=30)
        watchers[number] = Watcher(link)
        wait.register(link, selectors.EVENT_READ, number)
    with contextlib.suppress(OSError):
        watchers[number].link.sendall(request)


def _answer(watcher: Watcher, crowd: Crowd) -> dict[str, Any] | None:
    """Read what came; return the state once it is whole."""
    watcher.buffer += watcher.link.recv(65_536)
    head = watcher.buffer.find(b"\r\n\r\n")
    found = client.LENGTH.search(watcher.buffer, 0, head + 2) if head >= 0 else None
    if found is None or len(watcher.buffer) < head + 4 + int(found[1]):
        return None
    body, status = bytes(watcher.buffer[head + 4 :]), int(watcher.buffer[9:12])
    watcher.buffer.clear()
    if status != 200:
        crowd.failed += 1
        return None
    state: dict[str, Any] = json.loads(body)
    return state


def _heard(told: dict[str, Any], watcher: Watcher, crowd: Crowd, opens: float) -> None:
    if told["phase"] == "running" and not watcher.seen_at:
        watcher.seen_at = time.time()
        crowd.seen.append(watcher.seen_at - opens)


def limit_of(port: int, ref: str) -> float:
    """Return how many states a second the door answers to browsers that never pause."""
    request = (
        f"GET /ikrar/serentak/{ref}/keadaan.json HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    ).encode()
    endless = (site.Vower(str(number), request) for number in range(10**9))
    tally = client.drive(port, endless, browsers=LIMIT_BROWSERS, seconds=LIMIT_SECONDS)
    return len(tally.seconds) / tally.lasted


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Measure and return the JSON object."""
    del data
    site.begin()
    site.site_make(200)
    port = site.port_free()
    server = site.server_start(port, hot=True)
    try:
        ref, opens = call_make()
        crowd = watch(port, ref, opens, random.Random(2024))
        beside = site.load_beside()
        limit = limit_of(port, ref)
    finally:
        site.server_stop(server)
    return _told(database, crowd, limit, beside)


def _told(database: str, crowd: Crowd, limit: float, beside: str) -> dict[str, Any]:
    from netral.core.flow.room import SPREAD  # noqa: PLC0415 - after the environment is set

    last = max(crowd.seen, default=float("inf"))
    times = sorted(crowd.seen)
    busiest = NATION / SPREAD
    return {
        "name": "waiting-room",
        "figure": round(last, 2),
        "unit": "seconds until the last watcher saw the opening",
        "limit": round(limit, 1),
        "limit_is": "states a second that this door answers to 64 browsers without a pause",
        "ratio": round(WATCHERS / SPREAD / limit, 3),
        "target": TARGET_SECONDS,
        "ok": bool(last <= TARGET_SECONDS and len(crowd.seen) == WATCHERS and not crowd.failed),
        "details": {
            "database": database,
            "watchers": WATCHERS,
            "saw_the_opening": len(crowd.seen),
            "questions": crowd.asked,
            "failed": crowd.failed,
            "p50_s": round(times[len(times) // 2], 2) if times else None,
            "first_s": round(times[0], 2) if times else None,
            "extrapolation": {
                "watchers": NATION,
                "questions_a_second_after_the_opening": busiest,
                "doors_needed": max(1, round(busiest / limit + 0.5)),
                "reasons": (
                    f"After the opening each page asks once within {SPREAD:.0f} s, at a chance "
                    "moment, so the time until the last one has seen it depends on the spread, "
                    f"not on the number: {busiest:.0f} questions a second for {NATION} watchers. "
                    "Before it the door lengthens the pause with the load (up to 60 s), so "
                    "waiting costs less than the opening. The answer is the same for all and may "
                    "be kept for one second by a proxy: then one question a second reaches the "
                    "door, whatever the number; without a proxy so many doors as named are needed."
                ),
            },
            "beside": beside,
        },
    }
