"""``./netral worker``: all that runs beside the pages, in one process."""

from __future__ import annotations

import os
import signal
from argparse import ArgumentParser
from collections.abc import Callable
from threading import Event, Thread
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from netral.cases.tasks import recounts_work, run_recounts
from netral.circulars.tasks import letters_work, reminders_work, run_reminders
from netral.gateways.chosen import gateways
from netral.gateways.neighbour import neighbour_for
from netral.journal.tasks import run_sealer, seal_all
from netral.oversight.tasks import (
    coverage_due,
    coverage_follow,
    run_coverage,
    run_coverage_due,
)
from netral.papers.services.sealing import seals_make
from netral.papers.tasks import run_seals
from netral.people.services.calendar_changes import law_changes_note
from netral.people.tasks import imports_work, notices_work, run_imports, run_notices
from netral.pledges.tasks import done_work, joint_work, run_forgetting, run_joint
from netral.shell.moment import moment
from netral.shell.rounds import done_each

NICENESS = 5
WORK = (
    run_sealer,
    run_imports,
    run_recounts,
    run_joint,
    run_forgetting,
    run_coverage,
    run_coverage_due,
    run_seals,
    run_reminders,
    run_notices,
)
"""The loops of a worker, each on a thread of its own until it is stopped."""


class Command(BaseCommand):
    """Seals journals every few seconds and runs what pages have put off, until stopped."""

    help = "Menyegel Jejak dan menjalankan pekerjaan yang tertunda, sampai dihentikan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer a single round, for tests and for a cron job."""
        parser.add_argument("--once", action="store_true", help="satu putaran, lalu selesai")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run one round, or until SIGTERM or Ctrl+C."""
        if options["once"]:
            sealed = _once()
            self.stdout.write(f"{sealed} catatan disegel.")
            return
        # Whoever waits for an answer comes first; what runs here has a minute.
        os.nice(NICENESS)
        stop = Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        loops = [Thread(target=loop, args=(stop,)) for loop in WORK]
        for loop in loops:
            loop.start()
        for loop in loops:
            loop.join()


def _once() -> int:
    """Do one round of all that a worker does; return how many entries were sealed.

    What fails is raised when the rest is done (ExceptionGroup), so that a scheduler hears of it.
    """
    sealed = 0

    def sealing() -> int:
        nonlocal sealed
        sealed = seal_all(moment())
        return sealed

    steps: dict[str, Callable[[], int]] = {
        "imports": lambda: imports_work(moment()),
        "law changes": lambda: law_changes_note(at=moment()),
        "recounts": lambda: recounts_work(moment()),
        "joint pledges": lambda: joint_work(moment(), neighbour_for(settings.NETRAL_ORIGIN)),
        "done": lambda: done_work(moment()),
        "coverage": lambda: coverage_follow(moment(), set()),
        "coverage due": lambda: coverage_due(moment()),
        "seals": lambda: seals_make(at=moment()),
        "journals": sealing,
        "letters": lambda: letters_work(moment()),
        "reminders": lambda: reminders_work(moment()),
        "notices": lambda: notices_work(gateways()),
    }
    done_each(steps, lambda name: steps[name]())
    return sealed
