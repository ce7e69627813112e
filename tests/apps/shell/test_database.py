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
    moment_read,
    rows_insert,
    rows_insert_new,
    rows_read,
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


def test_of_rows_that_stand_already_only_the_new_ones_go_in_and_are_named() -> None:
    columns = ("government", "origin", "verifier_key", "opened_at")
    at = stored_moment(moment())
    rows = [(f"kab-{n}", f"{n % 3}.example", "kunci", at) for n in range(3)]
    assert rows_insert_new("journal_log", columns, rows, ("origin",)) == {"kab-0", "kab-1", "kab-2"}
    more = [(f"kab-{n}", f"{n}.example", "kunci", at) for n in (7, 1, 8)]
    more[1] = ("kab-9", "1.example", "kunci", at)
    assert rows_insert_new("journal_log", columns, more, ("origin",)) == {"kab-7", "kab-8"}
    assert set(Log.objects.values_list("government", flat=True)) == {
        *("kab-0", "kab-1", "kab-2", "kab-7", "kab-8"),
    }


@pytest.mark.parametrize("count", [1, 2, 127, 128, 129, 300])
def test_any_number_of_rows_goes_in(count: int) -> None:
    columns = ("government", "origin", "verifier_key", "opened_at")
    at = stored_moment(moment())
    rows_insert(
        "journal_log", columns, ((f"kab-{n}", f"{n}.example", "k", at) for n in range(count))
    )
    assert Log.objects.count() == count


def test_rows_are_read_for_many_values_with_their_moments() -> None:
    government_build("kab-satu", "satu")
    at = moment()
    Log.objects.filter(government="kab-satu").update(opened_at=at)
    asked = "FROM journal_log WHERE government {} AND verifier_key <> %s"
    ((name, stored),) = rows_read(
        ["government", "opened_at"], asked, ["kab-satu", "kab-dua"], "lain"
    )
    assert (name, moment_read(stored)) == ("kab-satu", at)
    assert rows_read(["government"], asked, [], "lain") == []


def test_reserved_keys_rise_and_are_taken_by_no_other_row() -> None:
    government_build("kab-satu", "satu")
    first = keys_reserve("journal_log", 3)
    assert first == sorted(set(first))
    assert min(first) > Log.objects.get(government="kab-satu").pk
