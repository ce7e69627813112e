"""The sealer's loop: what waits is sealed within seconds, for one journal or for all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event

from netral.journal.queries.logs import logs_waiting, sealed_count
from netral.journal.services.sealing import LateEntryError, log_seal
from netral.shell.moment import moment
from netral.shell.rounds import done_each, rounds_run

TRIES = 5


def seal(government: str, at: datetime) -> int:
    """Seal all that waits in one journal; return how many entries that were."""
    before = sealed_count(government)
    while _sealed_once(government, at):
        pass
    return sealed_count(government) - before


def seal_all(at: datetime) -> int:
    """Seal all that waits in every journal; return how many entries that were.

    A journal that cannot be sealed, say for a lost key, is told at the end (ExceptionGroup).
    """
    return done_each(logs_waiting(), lambda government: seal(government, at))


def _sealed_once(government: str, at: datetime) -> bool:
    for _ in range(TRIES):
        try:
            return log_seal(government=government, at=at) is not None
        except LateEntryError:
            continue
    return False


def run_sealer(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Seal until ``stop`` is set, with a pause of two seconds; a fault is told and tried again."""
    rounds_run(stop, lambda: seal_all(now()), fault="Penyegelan Jejak gagal; dicoba lagi.")
