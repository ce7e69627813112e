"""Pledges a second through the site's own page, 256 browsers; each acknowledged one is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.vows import check, kills, site
from netral.ops import serve
from netral.ops.crowd import client
from netral.ops.crowd.client import Vower

BROWSERS = 256
SECONDS, WARM_UP, SETTLE = 15.0, 4.0, 6.0
PEOPLE = 120_000
KILLS = 20
TARGET, TARGET_P99_MS = 1_200.0, 1_000.0
_SERVERS = {
    True: "1 raw process and its writers",
    False: f"{serve.WORKERS} x {serve.THREADS} threads",
}


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Measure the ordinary door and return the JSON object."""
    del data
    return measured(database, name="pledge", target=TARGET, people=PEOPLE, hot=False)


def measured(database: str, *, name: str, target: float, people: int, hot: bool) -> dict[str, Any]:
    """Measure one door: speed, then nothing lost or doubled while its processes are killed."""
    site.begin()
    session, text = site.site_make(people)
    port = site.port_free()
    everyone = site.vowers(people, session, text, port=port)
    queue = iter(everyone)
    warm, tally, used, beside = _driven(port, queue, hot=hot)
    found = check.compare(warm.acknowledged | tally.acknowledged)
    survived = kills.survive(port, queue, hot=hot, database=database, times=KILLS)
    limit, times = check.raw_limit(), site.words(tally.seconds)
    is_fast = tally.rate >= target and (hot or times["p99_ms"] <= TARGET_P99_MS)
    return {
        "name": name,
        "figure": round(tally.rate, 1),
        "unit": "pledges/s",
        "limit": round(limit, 1),
        "limit_is": "the same four rows, 256 a commit, bare database without keys or checks",
        "ratio": round(tally.rate / limit, 3),
        "target": target,
        "ok": bool(is_fast and found.is_clean and survived["is_clean"]),
        "details": {
            "database": database,
            "browsers": BROWSERS,
            "server": "1 raw process and its writers"
            if hot
            else f"{serve.WORKERS} x {serve.THREADS} threads",
            "acknowledged": len(tally.acknowledged),
            "lost": found.lost,
            "doubled": found.doubled,
            "refused": tally.refused,
            **times,
            "processor_us_a_pledge": used,
            "kills": survived,
            "beside": beside,
        },
    }


def _driven(
    port: int, queue: Iterator[Vower], *, hot: bool
) -> tuple[client.Tally, client.Tally, dict[str, int], str]:
    """Let the crowd press; return the warm-up, the run, who used which time, what ran beside."""
    server, sealer = site.server_start(port, hot=hot), site.sealer_start()
    # A site's worker runs long before the moment: its start is no part of it.
    site.pause(SETTLE)
    try:
        warm = client.drive(port, queue, browsers=BROWSERS, seconds=WARM_UP)
        before = _used(server.pid, sealer.pid)
        tally = client.drive(port, queue, browsers=BROWSERS, seconds=SECONDS)
        after, made = _used(server.pid, sealer.pid), max(1, len(tally.acknowledged))
        beside = site.load_beside()
    finally:
        site.server_stop(server)
        site.server_stop(sealer)
    used = {who: round((after[who] - before[who]) / made * 1e6) for who in after}
    return warm, tally, used, beside


def _used(server: int, sealer: int) -> dict[str, float]:
    """Return the processor time used so far: of the door, the sealer, and this client."""
    return {
        "door": site.processor_seconds(site.family(server)),
        "sealer": site.processor_seconds([sealer]),
        "client": site.processor_seconds([os.getpid()]),
    }
