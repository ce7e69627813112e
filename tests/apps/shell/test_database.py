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
from netral.people.models import Instansi
from netral.shell.database import is_postgresql, rows_update, stored_moment, write_turn
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


def test_many_rows_change_in_one_go_and_no_others() -> None:
    governments = [government_build(f"kab-{name}", name) for name in ("satu", "dua", "tiga")]
    rows = (
        (government.key, f"Kabupaten {number}", None)
        for number, government in enumerate(governments[:2])
    )
    rows_update("people_instansi", "key", ("name", "valid_to"), rows)
    names = Instansi.objects.filter(key__startswith="kab-").order_by("key")
    found = dict(names.values_list("key", "name"))
    assert found == {"kab-dua": "Kabupaten 1", "kab-satu": "Kabupaten 0", "kab-tiga": "tiga"}


def test_rows_change_again_in_the_same_transaction() -> None:
    government_build("kab-satu", "satu")
    for name in ("Kabupaten A", "Kabupaten B"):
        rows_update("people_instansi", "key", ("name",), [("kab-satu", name)])
    assert Instansi.objects.get(key="kab-satu").name == "Kabupaten B"


def test_a_moment_is_stored_as_the_models_store_it() -> None:
    government_build("kab-satu", "satu")
    at = moment()
    log = Log.objects.get(government="kab-satu")
    rows_update("journal_log", "id", ("opened_at",), [(log.pk, stored_moment(at))])
    log.refresh_from_db()
    assert log.opened_at == at
