"""``./netral demo province``: gives the scenario a folder, a database and a child of its own."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from netral.ops import local_postgresql
from netral.ops.crowd.doors import port_free

ROOT = Path(__file__).resolve().parents[4]
OWN = ("NETRAL_DATABASE", "NETRAL_DOOR", "NETRAL_HOSTS", "NETRAL_ORIGIN")
MINUTES = 45


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="./netral demo province",
        description="Ikrar serentak 33 kabupaten/kota Sumatera Utara, dengan semua bukti.",
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--share", type=_share, default=1.0, help="bagian dari pegawai (1.0)")
    parser.add_argument("--governments", type=_count, default=33, help="berapa kabupaten/kota (33)")
    parser.add_argument(
        "--installations", type=int, choices=[1, 3], default=1, help="berapa instalasi (1)"
    )
    parser.add_argument("--keep", type=Path, help="simpan hasilnya di folder kosong ini")
    parser.add_argument("--json", action="store_true", help="satu objek JSON di baris terakhir")
    chosen = parser.parse_args(arguments)
    if chosen.keep is not None and chosen.keep.exists() and any(chosen.keep.iterdir()):
        parser.error(f"{chosen.keep} tidak kosong")
    return chosen


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError("antara 0 dan 1")
    return value


def _count(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 33:  # noqa: PLR2004 - so many there are
        raise argparse.ArgumentTypeError("antara 1 dan 33")
    return value


def main(arguments: Sequence[str]) -> int:
    """Run the scenario in a child process; 0 when all was true, 1 at the first false thing."""
    chosen = options(arguments)
    # Asked to end, it still ends what it started and removes its folder.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with ExitStack() as stack:
        root = _folder(stack, chosen.keep)
        (root / "data").mkdir(mode=0o700)
        environment = {k: v for k, v in os.environ.items() if k not in OWN}
        environment |= {
            "NETRAL_DATA_DIR": str(root / "data"),
            "NETRAL_ORIGIN": f"http://127.0.0.1:{port_free()}",
            "PYTHONPATH": str(ROOT / "src"),
        }
        # A demonstration's journals say so in their names; the clock is the real one.
        (root / "data" / "demo.json").write_text('{"today": ""}', encoding="utf-8")
        if chosen.database == "postgresql":
            server = local_postgresql.running(root / "server", "province")
            environment["NETRAL_DATABASE"] = stack.enter_context(server)
        command = [sys.executable, "-m", "netral.ops.province", "--work", str(root / "hasil")]
        command += ["--share", str(chosen.share), "--governments", str(chosen.governments)]
        command += ["--installations", str(chosen.installations)]
        command += ["--json"] if chosen.json else []
        return _run(command, environment)


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Run the child within its time; end it, and what it started, when it takes longer."""
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=ROOT, env=environment, start_new_session=True
    ) as child:
        try:
            return child.wait(timeout=MINUTES * 60)
        except subprocess.TimeoutExpired:
            print(f"salah: belum selesai dalam {MINUTES} menit", flush=True)
            return 1
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child's own group of processes: the doors and the workers that it started."""
    try:
        os.killpg(child.pid, 9)
    except ProcessLookupError:
        return


def _folder(stack: ExitStack, keep: Path | None) -> Path:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        return keep.resolve()
    name = tempfile.mkdtemp(prefix="netral-provinsi-")
    stack.callback(shutil.rmtree, name, ignore_errors=True)
    root = Path(name)
    # The database server runs as a user of its own and must reach its folder.
    root.chmod(0o755)
    return root
