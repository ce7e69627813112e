"""From `./run` typed to the first page, once installed; and how large a worker grows.

The limit is a bare Django page behind the same server, started in the same run.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from netral.ops import serve

STARTS = 5
REQUESTS = 200
WAIT_SECONDS = 60.0
TARGET_SECONDS, TARGET_MB = 2.0, 150
PAGES = ("/", "/lapor/ikuti/", "/periksa/", "/jejak/", "/tentang/", "/aksesibilitas/")
HELLO = """
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="halo")
urlpatterns = [path("", lambda request: HttpResponse("halo"))]
application = get_wsgi_application()
"""


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Measure five starts of the site and of the bare page; return the JSON object."""
    folder = Path(os.environ["NETRAL_DATA_DIR"])
    serve.folder_for(serve.options(["--empty", "--data", str(folder)]))

    def site_ready(port: int) -> list[str]:
        """Prepare first, unmeasured: a file that changed meanwhile must not count as starting."""
        serve.prepare(folder, empty=True)
        return site_command(port, folder)

    site = _starts(site_ready, {})
    hello = data / "hello"
    hello.mkdir(exist_ok=True)
    (hello / "hello_site.py").write_text(HELLO, encoding="utf-8")
    bare = _starts(_hello_command, {"PYTHONPATH": str(hello)})
    shutil.rmtree(hello)
    figure, limit = statistics.median(site.seconds), statistics.median(bare.seconds)
    return {
        "name": "startup",
        "figure": round(figure, 2),
        "unit": "s",
        "limit": round(limit, 2),
        "limit_is": "one bare Django page behind the same server",
        "ratio": round(figure / limit, 2),
        "target": TARGET_SECONDS,
        "ok": figure <= TARGET_SECONDS and site.megabytes <= TARGET_MB,
        "details": {
            "database": database,
            "starts_s": [round(second, 2) for second in site.seconds],
            "bare_starts_s": [round(second, 2) for second in bare.seconds],
            # What the processors worked until the first page: on a busy machine, the truer figure.
            "worked_s": round(statistics.median(site.worked), 2),
            "bare_worked_s": round(statistics.median(bare.worked), 2),
            "worker_megabytes": site.megabytes,
            "target_megabytes": TARGET_MB,
            "bare_worker_megabytes": bare.megabytes,
            "requests": REQUESTS,
            "load_average": round(os.getloadavg()[0], 1),
        },
    }


class Measured:
    """What some starts of one server cost."""

    def __init__(self) -> None:
        """Begin with nothing measured."""
        self.seconds: list[float] = []
        self.worked: list[float] = []
        self.megabytes = 0


def _starts(command: Callable[[int], list[str]], extra: Mapping[str, str]) -> Measured:
    """Start a server several times; on the last start send requests and weigh its worker."""
    measured = Measured()
    for place in range(STARTS):
        with started(command, extra) as (port, server, seconds):
            measured.seconds.append(seconds)
            measured.worked.append(worked(server.pid))
            if place == STARTS - 1:
                pages = PAGES if not extra else ("/",)
                for number in range(REQUESTS):
                    status_of(port, pages[number % len(pages)])
                measured.megabytes = heaviest(server.pid)
    return measured


@contextmanager
def started(
    command: Callable[[int], list[str]], extra: Mapping[str, str]
) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    """Run a server for the block; give its port, its process and the seconds to its first page."""
    port = port_free()
    # As `./run` has it: compiled code is kept.
    kept = {"PYTHONPATH": str(serve.ROOT / "src"), "PYTHONDONTWRITEBYTECODE": ""}
    environment = {**os.environ, **kept, **extra}
    words = command(port)
    began = time.perf_counter()
    server = subprocess.Popen(  # noqa: S603 - our own server
        words, cwd=serve.ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        while status_of(port, "/") != http.client.OK:
            if server.poll() is not None or time.perf_counter() - began > WAIT_SECONDS:
                raise RuntimeError(f"The server did not answer: exit {server.poll()}.")
            time.sleep(0.005)
        yield port, server, time.perf_counter() - began
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def site_command(port: int, folder: Path) -> list[str]:
    """Return what `./run` runs, on a folder that is prepared."""
    kind = [] if (folder / "demo.json").exists() else ["--empty"]
    where = ["--port", str(port), "--data", str(folder)]
    return [sys.executable, "-m", "netral.ops.serve", *kind, *where]


def _hello_command(port: int) -> list[str]:
    return [*serve.granian(port)[:-1], "hello_site:application"]


def port_free() -> int:
    """Return a free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status_of(port: int, path: str) -> int:
    """Return the status of an answer, 0 while nobody answers."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request("GET", path)
        answer = link.getresponse()
        answer.read()
    except OSError:
        return 0
    finally:
        link.close()
    return answer.status


def heaviest(pid: int) -> int:
    """Return the resident megabytes of the largest process that serves pages below ``pid``."""
    sizes = [_resident(child) for child in _below(pid) if "granian" in _words(child)]
    return max(sizes or [_resident(pid)])


def worked(pid: int) -> float:
    """Return the processor seconds of a process and all below it, those ended included."""
    ticks = 0
    for one in (pid, *_below(pid)):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from _below(child)


def _words(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0
