"""``./run``: the site on this computer: prepares the folder once, then serves it."""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DEMO_DAY = "2024-11-10"
# Measured, see docs/benchmarks.md: one worker is bound to one core. Of its threads four work in the
# pages (config/front.py); the others wait for their pledge's batch and come and go with the crowd.
WORKERS, THREADS = 2, 32


class FolderError(RuntimeError):
    """The data folder cannot be used as asked; the message says what to do."""


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="./run", description="Menjalankan Netral di komputer ini."
    )
    parser.add_argument("--port", type=int, default=8000, help="nomor port (8000)")
    parser.add_argument("--empty", action="store_true", help="mulai sungguhan, tanpa contoh")
    parser.add_argument("--data", type=Path, help="folder data (data/demo atau data/kantor)")
    parser.add_argument("--today", type=date.fromisoformat, help="hari peragaan, 2024-11-10")
    return parser.parse_args(arguments)


def folder_for(chosen: argparse.Namespace) -> Path:
    """Return the data folder, marked as a demonstration unless a real start was asked for.

    Raises FolderError when the folder belongs to the other kind: examples and real records
    never share a folder.
    """
    fallback = ROOT / "data" / ("kantor" if chosen.empty else "demo")
    folder: Path = (chosen.data or fallback).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    marker = folder / "demo.json"
    is_new = not any(folder.iterdir())
    if chosen.empty and chosen.today is None and marker.exists():
        raise FolderError(f"{folder} berisi contoh. Pilih folder lain dengan --data.")
    if chosen.empty and not marker.exists() and not is_new and chosen.today is not None:
        raise FolderError(f"{folder} berisi data sungguhan; harinya tidak bisa diubah.")
    if not chosen.empty and not marker.exists() and not is_new:
        raise FolderError(f"{folder} berisi data sungguhan. Untuk membukanya: ./run --empty.")
    if chosen.today is not None or not (chosen.empty or marker.exists()):
        day = str(chosen.today or DEMO_DAY)
        marker.write_text(json.dumps({"today": day}), encoding="utf-8")
    return folder


def code_stamp() -> str:
    """Return a fingerprint of what the preparation depends on: code, migrations, static files."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src" / "netral").rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            stat = path.stat()
            digest.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def manage(*arguments: str) -> None:
    """Run one of Django's commands; its errors end the start."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def prepare(folder: Path, *, empty: bool) -> None:
    """Bring database, static files and the demonstration season up to date; skip when they are."""
    stamp_file, stamp = folder / "prepared", code_stamp()
    if stamp_file.exists() and stamp_file.read_text(encoding="ascii") == stamp:
        return
    print("Menyiapkan basis data dan halaman ...", flush=True)
    manage("migrate", "--verbosity", "0")
    manage("createcachetable")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    if not empty:
        print("Menyusun musim peragaan (sekali) ...", flush=True)
        manage("demo")
    stamp_file.write_text(stamp, encoding="ascii")


def port_is_free(port: int) -> bool:
    """Tell whether nobody listens on the loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_until_open(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, at most 30 seconds.

    Its socket is open before the site is loaded. What starts next would take the processors from
    the first page, so an open socket is not enough.
    """
    for _ in range(600):
        if server.poll() is not None:
            raise FolderError("Peladen berhenti saat dinyalakan; pesan di atas menyebut sebabnya.")
        if answers(port):
            return
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Tell whether the site on the loopback port answers, whatever it says."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request("GET", "/robots.txt")
        link.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
    return True


def granian(port: int) -> list[str]:
    """Return the server's command line: no access log, since addresses are never stored."""
    program = str(Path(sys.executable).parent / "granian")
    where = ["--host", "127.0.0.1", "--port", str(port)]
    how = ["--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    # A worker that is still starting does not hear that it should stop.
    ending = ["--workers-kill-timeout", "5"]
    # It warns of more threads than processors; ours wait, see above.
    quiet = ["--no-access-log", "--log-level", "error"]
    return [program, *where, *how, *ending, *quiet, "netral.config.wsgi:application"]


def worker() -> list[str]:
    """Return the command line of the worker: seals the journal, runs imports, sends notices."""
    return [sys.executable, str(ROOT / "manage.py"), "worker"]


def print_welcome(port: int, folder: Path, *, empty: bool) -> None:
    """Say where the site is and how to come in."""
    print(f"\nNetral: http://127.0.0.1:{port}/   (data: {folder})", flush=True)
    command = [sys.executable, str(ROOT / "manage.py")]
    command += ["first_officer", "--print"] if empty else ["demo", "sign-ins"]
    subprocess.run(command, cwd=ROOT, check=False)
    print("Tekan Ctrl+C untuk berhenti.", flush=True)


def serve(port: int, folder: Path, *, empty: bool) -> int:
    """Run server and worker until stopped; end both together."""
    children = [subprocess.Popen(granian(port), cwd=ROOT)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        wait_until_open(port, children[0])
        children.append(subprocess.Popen(worker(), cwd=ROOT))
        print_welcome(port, folder, empty=empty)
        return children[0].wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=20)


def main(arguments: Sequence[str]) -> int:
    """Start; 0 after a stop, 1 when the folder or the port cannot be used, 2 on wrong usage."""
    chosen = options(arguments)
    if not port_is_free(chosen.port):
        print(f"Port {chosen.port} sedang dipakai. Coba: ./run --port 8001", file=sys.stderr)
        return 1
    try:
        folder = folder_for(chosen)
        os.environ["NETRAL_DATA_DIR"] = str(folder)
        os.environ["NETRAL_ORIGIN"] = f"http://127.0.0.1:{chosen.port}"
        prepare(folder, empty=chosen.empty)
        return serve(chosen.port, folder, empty=chosen.empty)
    except FolderError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
