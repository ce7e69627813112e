"""A PostgreSQL server of our own for tests and benchmarks: one folder, one Unix socket."""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

SETTINGS = (
    "unix_socket_directories={folder}",
    "listen_addresses=",
    "shared_buffers=256MB",
    "max_wal_size=4GB",
    "fsync=on",
    "synchronous_commit=on",
    "max_connections=100",
)
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For databases that are thrown away: faster, and lost when the machine (not a program) fails."""


class NoServerError(RuntimeError):
    """No PostgreSQL server program was found, or it did not start."""


def server_programs() -> Path:
    """Return the folder of ``initdb`` and ``postgres``: Debian's newest, else the wheel's.

    Raises NoServerError when there is none.
    """
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=str)
    wheel = sorted(Path(sys.prefix).glob("lib/python*/site-packages/*/pginstall*/bin/postgres"))
    found = [*wheel, *debian]
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve())
    if not found:
        raise NoServerError("Tidak ada program PostgreSQL. Pasang paket Debian `postgresql`.")
    return found[-1].parent


def _as_owner(owner: str | None, command: list[str]) -> list[str]:
    return ["runuser", "-u", owner, "--", *command] if owner else command


def _owner() -> str | None:
    """Return the system user that runs the server: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "postgres"], check=True)
        return "postgres"


def _prepare(folder: Path, programs: Path, owner: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if owner:
        shutil.chown(folder, owner)
    folder.chmod(0o755)
    if (folder / "data" / "PG_VERSION").exists():
        return
    initdb = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "postgres"]
    command = _as_owner(owner, [*initdb, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def start(folder: Path, settings: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """Start a server whose data and socket lie in ``folder``; wait until it answers.

    What ``settings`` say overrides ours. Raises NoServerError when it does not answer within 30
    seconds.
    """
    programs, owner = server_programs(), _owner()
    _prepare(folder, programs, owner)
    lines = [line.format(folder=folder) for line in SETTINGS]
    options = [part for line in (*lines, *settings) for part in ("-c", line)]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), *options]
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(_as_owner(owner, command), stdout=log, stderr=log)
    ready = [str(programs / "pg_isready"), "-h", str(folder), "-q"]
    for _ in range(300):
        if subprocess.run(ready, check=False).returncode == 0:
            return server
        time.sleep(0.1)
    server.terminate()
    raise NoServerError((folder / "server.log").read_text(errors="replace")[-2000:])


def url_of(folder: Path, name: str = "postgres") -> str:
    """Return the URL of a database behind the folder's socket."""
    return f"postgresql://postgres@{quote(str(folder), safe='')}/{name}"


def database_make(folder: Path, name: str) -> str:
    """Make the database if it is missing and return its URL."""
    programs = server_programs()
    command = [str(programs / "createdb"), "-h", str(folder), "-U", "postgres", name]
    subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
    return url_of(folder, name)


@contextmanager
def running(folder: Path, name: str = "netral", *, settings: Sequence[str] = ()) -> Iterator[str]:
    """Run a server for the length of the block; give the URL of its database."""
    server = start(folder, settings)
    try:
        yield database_make(folder, name)
    finally:
        server.terminate()
        server.wait(timeout=60)


def main() -> None:
    """Run a server in the foreground and print its URL: ``python -m ... FOLDER``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    server = start(parser.parse_args().folder.resolve())
    print(url_of(parser.parse_args().folder.resolve()), flush=True)
    server.wait()


if __name__ == "__main__":
    main()
