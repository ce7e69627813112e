"""The worker's part of cases: running clocks counted anew after a change of the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event

from netral.cases.services.recount import change_recount
from netral.people.services.calendar_changes import change_claim, law_changes_note
from netral.shell.moment import moment
from netral.shell.rounds import rounds_run


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

    def work() -> int:
        nonlocal is_noted
        if not is_noted:
            law_changes_note(at=now())
            is_noted = True
        return recounts_work(now())

    rounds_run(stop, work, fault="Hitung ulang batas waktu gagal; dicoba lagi.")
