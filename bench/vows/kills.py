"""``kill -9`` at random moments: what was acknowledged is there, once, under the same code."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

from bench.vows import check, site
from netral.ops.crowd import client
from netral.ops.crowd.client import Vower

BROWSERS = 64
SHORTEST, LONGEST = 0.05, 0.8
AFTER = 0.3
SAMPLE = 40
RECOVERING = 300


def survive(
    port: int, queue: Iterator[Vower], *, hot: bool, database: str, times: int
) -> dict[str, Any]:
    """Kill a process of the site so many times under load; return what was found.

    Each time: some pledge, one process dies, the site starts anew; who was not answered presses
    again, and so does a sample of those who were. All acknowledged codes are remembered to the end.
    """
    chance = random.Random(2024)
    codes: dict[str, str] = {}
    killed: dict[str, int] = {}
    changed = waiting = 0
    for _ in range(times):
        sent: list[Vower] = []
        tally, victim = _one(port, _noted(queue, sent), chance, hot=hot, database=database)
        killed[victim] = killed.get(victim, 0) + 1
        database_awake()
        again = tally.unanswered + chance.sample(sent, min(SAMPLE, len(sent)))
        server = site.server_start(port, hot=hot)
        try:
            retry = client.drive(port, iter(again), browsers=BROWSERS, seconds=20)
        finally:
            site.server_stop(server)
        waiting += len(tally.unanswered)
        changed += sum(
            tally.acknowledged.get(ref, code) != code for ref, code in retry.acknowledged.items()
        )
        missing = {vower.ref for vower in again} - retry.acknowledged.keys()
        changed += len(missing)
        codes |= retry.acknowledged | tally.acknowledged
    found = check.compare(codes)
    return {
        "times": times,
        "killed": killed,
        "acknowledged": len(codes),
        "pressed_again": waiting,
        "other_certificate_at_retry": changed,
        "lost": found.lost,
        "doubled": found.doubled,
        "other_code": found.other_code,
        "is_clean": found.is_clean and changed == 0,
    }


def _noted(queue: Iterator[Vower], sent: list[Vower]) -> Iterator[Vower]:
    for vower in itertools.islice(queue, 6_000):
        sent.append(vower)
        yield vower


def _one(
    port: int, queue: Iterator[Vower], chance: random.Random, *, hot: bool, database: str
) -> tuple[client.Tally, str]:
    """Let people pledge and kill one process meanwhile; end the rest. Return who it was."""
    server, sealer = site.server_start(port, hot=hot), site.sealer_start()
    whose = dict.fromkeys(site.family(server.pid)[1:], "server")
    whose |= {server.pid: "supervisor", sealer.pid: "sealer"}
    if database == "postgresql":
        whose |= {-1: "database backend"}
    victim = chance.choice(sorted(whose))
    delay = chance.uniform(SHORTEST, LONGEST)
    timer = threading.Timer(delay, _kill, [victim])
    timer.start()
    try:
        tally = client.drive(port, queue, browsers=BROWSERS, seconds=delay + AFTER)
    finally:
        timer.join()
        for pid in whose:
            _end(pid)
        for process in (server, sealer):
            process.wait(timeout=10)
    return tally, whose[victim]


def _kill(pid: int) -> None:
    """Kill a process of ours at once; -1 stands for a connection's process of the database."""
    if pid != -1:
        os.kill(pid, signal.SIGKILL)
        return
    from django.db import connection  # noqa: PLC0415 - after django.setup

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
            "AND datname = current_database() AND pid <> pg_backend_pid() LIMIT 1"
        )
        row = cursor.fetchone()
    connection.close()
    if row:
        os.kill(row[0], signal.SIGKILL)


def database_awake() -> None:
    """Wait until the database answers: one killed backend makes PostgreSQL recover, and say so."""
    from django.db import OperationalError, connection  # noqa: PLC0415 - after django.setup

    for _ in range(RECOVERING):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            break
        except OperationalError:
            time.sleep(0.1)
        finally:
            connection.close()


def _end(pid: int) -> None:
    """Kill a process of ours that still runs."""
    if pid > 0:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
