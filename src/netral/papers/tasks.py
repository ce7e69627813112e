"""The worker's part of papers: makes the seals that were asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event

from netral.papers.services.sealing import seals_make
from netral.shell.moment import moment
from netral.shell.rounds import rounds_run

PAUSE_SECONDS = 5.0


def run_seals(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Work until ``stop`` is set, with a pause of five seconds."""
    rounds_run(
        stop,
        lambda: seals_make(at=now()),
        fault="Penyegelan gagal; dicoba lagi.",
        rest=lambda _worked, _done: PAUSE_SECONDS,
    )
