"""``./netral demo thread``: gives the thread a folder and a database of its own, then runs it."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from netral.ops import local_postgresql

ROOT = Path(__file__).resolve().parents[4]
ROWS = 12_100
LEAST_ROWS = 1_000
DAY = "2024-09-02"
OWN = ("NETRAL_DATABASE", "NETRAL_DOOR", "NETRAL_HOSTS", "NETRAL_ORIGIN")


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="./netral demo thread",
        description="Menjalankan satu musim netralitas dari folder kosong dan membuktikannya.",
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--rows", type=int, default=ROWS, help="baris berkas pegawai (12100)")
    parser.add_argument("--json", action="store_true", help="satu objek JSON")
    chosen = parser.parse_args(arguments)
    if chosen.rows < LEAST_ROWS:
        parser.error(f"--rows paling sedikit {LEAST_ROWS}")
    return chosen


def main(arguments: Sequence[str]) -> int:
    """Run the thread in a child process; 0 when all was true, 1 at the first false thing."""
    chosen = options(arguments)
    with tempfile.TemporaryDirectory(prefix="netral-thread-") as name, ExitStack() as stack:
        root = Path(name)
        # The database server runs as a user of its own and must reach its folder.
        root.chmod(0o755)
        environment = {k: v for k, v in os.environ.items() if k not in OWN}
        environment["NETRAL_DATA_DIR"] = str(folder_made(root))
        if chosen.database == "postgresql":
            server = local_postgresql.running(root / "server", "thread")
            environment["NETRAL_DATABASE"] = stack.enter_context(server)
        environment["PYTHONPATH"] = str(ROOT / "src")
        command = [sys.executable, "-m", "netral.ops.thread", "--rows", str(chosen.rows)]
        command += ["--json"] if chosen.json else []
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


def folder_made(root: Path) -> Path:
    """Return a new data folder, marked as a demonstration's."""
    folder = root / "data"
    folder.mkdir(mode=0o700)
    (folder / "demo.json").write_text(json.dumps({"today": DAY}), encoding="utf-8")
    return folder
