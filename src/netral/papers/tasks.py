"""The worker's part of papers: makes the seals that were asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event

from django.db import close_old_connections

from netral.papers.services.sealing import seals_make
from netral.shell.moment import moment

PAUSE_SECONDS = 5.0
_log = logging.getLogger(__name__)


def run_seals(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Work until ``stop`` is set, with a pause of five seconds."""
    while not stop.is_set():
        try:
            seals_make(at=now())
        except Exception:  # noqa: BLE001 - the outermost loop of a worker
            _log.exception("Penyegelan gagal; dicoba lagi.")
        finally:
            close_old_connections()
        stop.wait(PAUSE_SECONDS)
