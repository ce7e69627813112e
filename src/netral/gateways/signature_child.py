"""Runs the PDF reader as a program of its own, with limits, and returns what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.utils.translation import gettext as _

from netral.core.kinds.errors import NetralError

SOURCE = Path(__file__).resolve().parents[2]
WALL_SECONDS = 20
MOST_SAID = 2**20


@dataclass(frozen=True, slots=True)
class Gate:
    """How many files are read at once in this process, and how long one more waits for its turn."""

    room: BoundedSemaphore
    wait_seconds: float


STRANGERS = Gate(BoundedSemaphore(1), 1.5)
"""What anyone hands in: one at a time, so that a flood of them cannot hold the site's threads."""
OURS = Gate(BoundedSemaphore(2), 30.0)
"""What a service of ours has just signed: it waits rather than be lost."""


class ReaderBusyError(NetralError):
    """As many files as may be read at once are being read."""

    status = 503
    title = "Sedang banyak berkas yang diperiksa"
    retry_after = 30


def pdf_reading(
    pdf: bytes, *, trust: Path, roots: bytes = b"", gate: Gate = STRANGERS
) -> dict[str, Any]:
    """Return what ``signature_reader.pdf_read`` says of a PDF, read in a child with limits.

    Trusted are the certificates of the folder ``trust``, and those of ``roots`` (PEM).
    A file that costs too much memory or time has the flaw ``terlalu_berat``. Raises
    ReaderBusyError when too many are read already.
    """
    if not gate.room.acquire(timeout=gate.wait_seconds):
        raise ReaderBusyError(_("Tunggu sebentar, lalu kirim lagi berkasnya."))
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell, nothing typed in it
            [sys.executable, "-m", "netral.gateways.signature_reader", str(trust), str(len(roots))],
            input=roots + pdf,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={"PYTHONPATH": str(SOURCE), "PATH": ""},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _too_heavy()
    finally:
        gate.room.release()
    if done.returncode != 0 or len(done.stdout) > MOST_SAID:
        return _too_heavy()
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _too_heavy() -> dict[str, Any]:
    return {"flaw": "terlalu_berat", "signatures": [], "stamps": [], "codes": [], "seal": None}
