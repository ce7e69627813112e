"""The worker's part of cases: running clocks counted anew after a change of the calendar."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event

from django.db import close_old_connections

from netral.cases.services.recount import change_recount
from netral.people.services.calendar_changes import change_claim, law_changes_note
from netral.shell.moment import moment

PAUSE_SECONDS = 2.0
_log = logging.getLogger(__name__)


def recounts_work(at: datetime) -> int:
    """Count anew for every change that waits, one after the other; return how many there were."""
    done = 0
    while (change := change_claim(at=at)) is not None:
        change_recount(change=change, at=at)
        done += 1
    return done


def run_recounts(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Note once what a new release changed, then work until ``stop`` is set."""
    is_noted = False
    while not stop.is_set():
        try:
            if not is_noted:
                law_changes_note(at=now())
                is_noted = True
            recounts_work(now())
        except Exception:  # noqa: BLE001 - the outermost loop of a worker
            _log.exception("Hitung ulang batas waktu gagal; dicoba lagi.")
        finally:
            close_old_connections()
        stop.wait(PAUSE_SECONDS)
