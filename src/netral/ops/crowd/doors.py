"""The site's doors on loopback: started as an installation starts them, stopped, or killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from netral.ops import serve

HOT = (
    *("--interface", "rsgi", "--loop", "uvloop", "--http", "1", "--no-ws"),
    *("--workers", "1", "--runtime-mode", "st"),
)
Process = subprocess.Popen[bytes]


def port_free() -> int:
    """Return a free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server_start(port: int, *, hot: bool, environment: Mapping[str, str] | None = None) -> Process:
    """Start the site's door or the raw one, and wait until it answers."""
    command = hot_command(port) if hot else serve.granian(port)
    server = subprocess.Popen(command, env=environment)  # noqa: S603 - our own server
    serve.wait_until_open(port, server)
    return server


def sealer_start(environment: Mapping[str, str] | None = None) -> Process:
    """Start the worker that seals the journal, as the site has it."""
    return subprocess.Popen(serve.worker(), env=environment)  # noqa: S603 - our own worker


def hot_command(port: int) -> list[str]:
    """Return the raw door's command line, as docs/pledges.md gives it."""
    program = str(Path(sys.executable).parent / "granian")
    where = ["--host", "127.0.0.1", "--port", str(port)]
    # Whoever waits keeps a connection: as many must fit as there are watchers.
    where += ["--backlog", "4096", "--backpressure", "16384"]
    quiet = ["--no-access-log", "--log-level", "warning"]
    return [program, *where, *HOT, *quiet, "netral.config.hot:application"]


def server_stop(server: Process) -> None:
    """End a process of ours and what it started; kill what does not end within 20 seconds."""
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server_kill(server)


def server_kill(server: Process) -> None:
    """Kill a process of ours and its children at once, as a cut in the power would."""
    for pid in family(server.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    server.wait(timeout=10)


def family(pid: int) -> list[int]:
    """Return a process of ours and all that came of it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    below = children.read_text(encoding="ascii").split() if children.exists() else []
    return [pid, *(one for child in below for one in family(int(child)))]
