"""Writers take turns: the threads of a process, and the processes of a site."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import transaction
from django.test import override_settings
from tests.apps.people.build import government_build

from netral.journal.models import Log
from netral.shell.database import (
    is_postgresql,
    keys_reserve,
    rows_insert,
    stored_moment,
    write_turn,
)
from netral.shell.moment import moment

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


def test_a_moment_is_stored_as_the_models_store_it() -> None:
    government_build("kab-satu", "satu")
    at = moment()
    log = Log.objects.get(government="kab-satu")
    columns = ("government", "origin", "verifier_key", "opened_at")
    rows_insert("journal_log", columns, [("kab-dua", "dua.example", log.origin, stored_moment(at))])
    assert Log.objects.get(government="kab-dua").opened_at == at


def test_reserved_keys_rise_and_are_taken_by_no_other_row() -> None:
    government_build("kab-satu", "satu")
    first = keys_reserve("journal_log", 3)
    assert first == sorted(set(first))
    assert min(first) > Log.objects.get(government="kab-satu").pk
