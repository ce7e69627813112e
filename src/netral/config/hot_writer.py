"""The raw door's writer: a process of its own, so that neither waits for the other's interpreter.

    python -m netral.config.hot_writer

takes batches of acts on its standard input, commits each as ``taught_commit`` does and answers
with the outcomes on its standard output. It ends when its input ends: with its door, which starts
it (``hot_line``).
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from typing import BinaryIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
django.setup()

from django.db import close_old_connections  # noqa: E402 - the settings had to be named first

from netral.config.hot_line import LENGTH, UnwrittenError, framed  # noqa: E402
from netral.config.pledge_door import taught_commit  # noqa: E402
from netral.core.kinds.errors import NetralError  # noqa: E402
from netral.pledges.queries.batches import Made  # noqa: E402
from netral.pledges.services.batches import Outcome, PledgeAct  # noqa: E402
from netral.shell.database import write_turn  # noqa: E402
from netral.shell.memory import loaded_keep  # noqa: E402

Commit = Callable[[Sequence[PledgeAct]], Sequence[Outcome]]
_log = logging.getLogger(__name__)


def turn_commit(acts: Sequence[PledgeAct]) -> list[Outcome]:
    """Write a batch in this process's turn."""
    close_old_connections()
    with write_turn():
        return taught_commit(acts)


def serve(source: BinaryIO, answers: BinaryIO, commit: Commit = turn_commit) -> None:
    """Commit each batch that comes and answer it, until none comes any more."""
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        told = source.read(*LENGTH.unpack(head))
        acts: list[PledgeAct] = pickle.loads(told)  # noqa: S301 - our own door wrote it
        answers.write(framed([_plain(one) for one in _committed(commit, acts)]))
        answers.flush()


def _committed(commit: Commit, acts: Sequence[PledgeAct]) -> Sequence[Outcome]:
    try:
        return commit(acts)
    except Exception as error:  # noqa: BLE001 - each who waits must hear of it
        return [error] * len(acts)


def _plain(outcome: Outcome) -> Outcome:
    """Return an outcome that can go to another process; what is no refusal of ours is logged."""
    if isinstance(outcome, (Made, NetralError)):
        return outcome
    _log.error("a pledge was not written", exc_info=outcome)
    return UnwrittenError(type(outcome).__name__)


def main() -> None:
    """Write for the door that started this process."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # Whoever stops the site stops the door; the door ends this one when all are answered.
        signal.signal(number, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not speak between the answers
    loaded_keep()
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
