"""Writers take turns: the threads of a process, and the processes of a site."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import transaction
from django.test import override_settings

from netral.shell.database import is_postgresql, write_turn

pytestmark = pytest.mark.django_db
SOON, AT_LAST = 0.3, 10.0


@pytest.fixture
def turn(tmp_path: Path) -> Iterator[Path]:
    if is_postgresql():
        pytest.skip("PostgreSQL needs no turn")
    with override_settings(NETRAL_DATA_DIR=tmp_path):
        yield tmp_path / "write.turn"


def in_a_thread(entered: Event) -> Thread:
    def take() -> None:
        with write_turn():
            entered.set()

    thread = Thread(target=take)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_writer_waits_for_the_turn_of_another_process(turn: Path) -> None:
    entered = Event()
    # Another opening of the file holds its own lock, as that of another process would.
    with turn.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        thread = in_a_thread(entered)
        assert not entered.wait(SOON)
        fcntl.flock(other, fcntl.LOCK_UN)
        assert entered.wait(AT_LAST)
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_writer_waits_for_the_turn_of_another_thread(turn: Path) -> None:
    entered = Event()
    with write_turn():
        assert turn.exists()
        thread = in_a_thread(entered)
        assert not entered.wait(SOON)
    assert entered.wait(AT_LAST)
    thread.join()


def test_within_a_transaction_no_turn_is_taken(turn: Path) -> None:
    with transaction.atomic(), write_turn():
        assert not turn.exists()
