"""The moment itself: doors open, one call, a crowd, a process killed in the middle, the closing."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from netral.core.kinds.refs import SessionRef
from netral.ops.crowd import client, doors
from netral.ops.crowd.client import Tally, Vower
from netral.ops.province.browsers import hot_forms, page_forms
from netral.ops.province.staff import plan
from netral.ops.province.story import FalseThingError, Story
from netral.pledges.services import call_close, session_close
from netral.shell.moment import moment

BROWSERS = 128
MOST_SECONDS = 1_500.0
AGAIN = 400
KILL_AT = 0.4
REFUSED_EARLY = REFUSED_LATE = 409


def doors_open(story: Story) -> str:
    """Start the site, the raw door and the worker as an installation has them."""
    environment = dict(os.environ)
    here = urlsplit(settings.NETRAL_ORIGIN).port
    story.ports |= {"site": here or doors.port_free(), "hot": doors.port_free()}
    for name, port in story.ports.items():
        is_hot = name == "hot"
        story.doors[name] = doors.server_start(port, hot=is_hot, environment=environment)
    story.doors["worker"] = doors.sealer_start(environment)
    return "Pintu situs, pintu cepat, dan pekerja menyala sebagai proses sendiri-sendiri."


def doors_shut(story: Story) -> None:
    """End what was started."""
    for process in story.doors.values():
        with contextlib.suppress(ProcessLookupError):
            doors.server_stop(process)
    story.doors.clear()


def nobody_early(story: Story) -> str:
    """Press before the moment: refused, and nothing recorded."""
    early = story.visitors[:5]
    forms = hot_forms(early, story.sessions, port=story.ports["hot"], at=moment())
    tally = client.drive(story.ports["hot"], forms, browsers=2, seconds=20)
    story.claim(tally.refused == {REFUSED_EARLY: len(early)}, "sebelum dibuka ditolak", early)
    state = state_read(story)
    story.claim(state["phase"] == "waiting" and state["done"] == 0, "hitungan masih nol", state)
    return "Lima orang menekan sebelum waktunya: ditolak dengan 409, tidak ada yang tercatat."


def moment_awaited(story: Story) -> str:
    """Wait for the opening as the waiting room tells it."""
    while (left := (story.held.opens_at - moment()).total_seconds()) > 0:
        time.sleep(min(left, 1.0))
    state = state_read(story)
    story.claim(state["phase"] == "running", "ruang tunggu menyebut sudah dibuka", state)
    return f"Dibuka pukul {story.held.opens_at.astimezone(moment().tzinfo):%H.%M.%S}."


def crowd_pledges(story: Story) -> str:
    """Let the crowd pledge through both doors, and kill processes in the middle of it."""
    wanted = story.visitors
    split = min(int(len(wanted) * plan()["ordinary"]), plan()["ordinary_most"])
    ordinary, hot = wanted[:split], wanted[split:]
    stop = threading.Event()
    watcher = threading.Thread(target=_watch, args=(story, stop))
    watcher.start()
    start = time.monotonic()
    try:
        forms = page_forms(ordinary, story.sessions, port=story.ports["site"])
        slow = client.drive(
            story.ports["site"], forms, browsers=16, seconds=MOST_SECONDS, look=story.acknowledged
        )
        fast = _with_kills(story, hot)
    finally:
        stop.set()
        watcher.join()
    lasted = time.monotonic() - start
    waiting = len(wanted) - len(story.codes)
    story.claim(not waiting, "setiap orang yang menekan mendapat jawaban", waiting)
    story.figures |= {
        "pledges": len(story.codes),
        "pledges_per_second": round(fast.rate, 1),
        "ordinary_per_second": round(slow.rate, 1),
        "seconds_pledging": round(lasted, 1),
    }
    return (
        f"{len(wanted)} orang berikrar dalam {lasted:.0f} detik; pintu cepat {fast.rate:.0f} per "
        f"detik, pintu biasa {slow.rate:.0f} per detik."
    )


def _with_kills(story: Story, hot: list[Any]) -> Tally:
    """Drive the raw door; in the middle kill it and the worker; start anew; press again."""
    port = story.ports["hot"]
    forms = hot_forms(hot, story.sessions, port=port, at=moment())
    killed: list[str] = []
    noted = _killing(story, forms, int(len(hot) * KILL_AT), killed)
    first = client.drive(
        port, noted, browsers=BROWSERS, seconds=MOST_SECONDS, look=story.acknowledged
    )
    story.claim(len(killed) > 1, "proses dimatikan di tengah", killed)
    for name in ("hot", "worker"):
        doors.server_kill(story.doors[name])
    environment = dict(os.environ)
    story.doors["hot"] = doors.server_start(port, hot=True, environment=environment)
    story.doors["worker"] = doors.sealer_start(environment)
    story.say(
        f"   kill -9: {', '.join(killed)}; {len(first.acknowledged)} sudah dijawab, "
        f"{len(first.unanswered)} belum. Dinyalakan lagi, yang belum menekan lagi."
    )
    sample = [one for one in hot if one.person in first.acknowledged][:: max(1, len(hot) // AGAIN)]
    again = hot_forms(sample, story.sessions, port=port, at=moment())
    rest = itertools.chain(first.unanswered, again, forms)
    second = client.drive(
        port, rest, browsers=BROWSERS, seconds=MOST_SECONDS, look=story.acknowledged
    )
    for _ in range(3):
        if not second.unanswered:
            break
        second = client.drive(
            port, iter(second.unanswered), browsers=16, seconds=60, look=story.acknowledged
        )
    story.figures |= {"killed": len(killed), "pressed_again": len(sample) + len(first.unanswered)}
    first.acknowledged |= second.acknowledged
    first.lasted += second.lasted
    return first


def _killing(story: Story, forms: Iterator[Vower], at: int, killed: list[str]) -> Iterator[Vower]:
    """Yield the forms up to number ``at``; before that one kill the raw door and the worker."""
    for number, vower in enumerate(forms):
        if number == at:
            for name in ("hot", "worker"):
                for pid in doors.family(story.doors[name].pid):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                    killed.append(f"{name} {pid}")
            yield vower
            return
        yield vower


def _watch(story: Story, stop: threading.Event) -> None:
    """Print the live count as the public page tells it, when it moves."""
    last = -1
    while not stop.wait(1.0):
        try:
            state = state_read(story)
        except (OSError, http.client.HTTPException, ValueError):
            story.say("   (pintu tidak menjawab; halaman warga mencoba lagi sendiri)")
            continue
        if state["done"] != last:
            last = state["done"]
            story.say(f"   langsung: {last} dari {state['total']} telah berikrar")


def state_read(story: Story) -> dict[str, Any]:
    """Return what the waiting room's page is told, from the raw door."""
    found = fetch(story.ports["hot"], f"/ikrar/serentak/{story.held.ref}/keadaan.json")
    state: dict[str, Any] = json.loads(found)
    return state


def fetch(port: int, path: str, *, status: int = 200) -> bytes:
    """Return what a door of ours answers; raise FalseThingError for another status."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        link.request("GET", path)
        answer = link.getresponse()
        body = answer.read()
    finally:
        link.close()
    if answer.status != status:
        raise FalseThingError(f"{path} menjawab {answer.status}, bukan {status}")
    return body


def all_close(story: Story) -> str:
    """Close each session by its own officer and the call by the province's; later ones are late."""
    at: datetime = moment()
    for key, session in story.sessions.items():
        session_close(actor=story.officers[key], ref=SessionRef(session.ref), at=at)
    if plan()["key"] in story.officers:
        call_close(actor=story.officers[plan()["key"]], ref=story.held.ref, at=at)
    late = story.silent[:3]
    forms = hot_forms(late, story.sessions, port=story.ports["hot"], at=moment())
    tally = client.drive(story.ports["hot"], forms, browsers=2, seconds=20)
    is_refused = tally.refused == {REFUSED_LATE: len(late)}
    story.claim(is_refused, "sesudah ditutup semua ditolak", tally.refused)
    return f"{len(story.sessions)} sesi ditutup oleh petugasnya sendiri; yang terlambat ditolak."
