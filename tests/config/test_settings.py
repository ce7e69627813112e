"""The database behind a URL, the demonstration marker, the headers of every answer."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings

from netral.shell.database import database_settings, lock_for_transaction, protect_rows
from netral.shell.moment import moment
from netral.shell.quiet import NoAddress


def test_no_url_means_a_file_in_the_data_folder(tmp_path: Path) -> None:
    found = database_settings("", tmp_path)
    assert found["NAME"] == str(tmp_path / "netral.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_socket_folder_is_a_percent_encoded_host(tmp_path: Path) -> None:
    found = database_settings("postgresql://netral:p%40ss@%2Frun%2Fpg:5433/kantor", tmp_path)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/pg", "5433", "kantor")
    assert (found["USER"], found["PASSWORD"]) == ("netral", "p@ss")


def test_another_kind_of_database_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mysql"):
        database_settings("mysql://x/y", tmp_path)


def test_in_a_demonstration_the_day_stands_still_and_the_time_runs() -> None:
    with override_settings(NETRAL_TODAY=date(2024, 11, 10)):
        first, second = moment("Asia/Makassar"), moment("Asia/Makassar")
    assert first.date() == date(2024, 11, 10)
    assert first <= second
    assert first.utcoffset() is not None


@pytest.mark.django_db
def test_every_answer_carries_the_headers(client: Client) -> None:
    answer = client.get("/tidak-ada/")
    assert answer.status_code == 404
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_failed_request_is_logged_without_its_address() -> None:
    record = logging.LogRecord(
        "django.request",
        logging.ERROR,
        "x.py",
        1,
        "Internal Server Error: %s",
        ("/saya/R4H/",),
        None,
    )
    record.status_code = 500
    assert NoAddress().filter(record)
    assert record.getMessage() == "A request failed with status 500"


def test_another_record_passes_as_it_is() -> None:
    record = logging.LogRecord("netral", logging.ERROR, "x.py", 1, "sealed %s", ("9",), None)
    assert NoAddress().filter(record)
    assert record.getMessage() == "sealed 9"


@pytest.fixture
def diary(transactional_db: None) -> str:  # noqa: ARG001
    """A table of its own, so that protection is tried without any app's model."""
    with connection.schema_editor() as editor:
        editor.execute("CREATE TABLE diary (id integer PRIMARY KEY, body text, salt text)")
        protect_rows(editor, "diary", nullable_once=("body",))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO diary VALUES (1, 'isi', 'garam')")
    return "diary"


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


@pytest.mark.usefixtures("diary")
def test_protected_rows_allow_one_change_only() -> None:
    try:
        assert refused("DELETE FROM diary")
        assert refused("UPDATE diary SET salt = 'lain'")
        assert refused("UPDATE diary SET body = 'lain'")
        assert refused("UPDATE diary SET body = NULL, salt = 'lain'")
        assert not refused("UPDATE diary SET body = NULL")
    finally:
        with connection.schema_editor() as editor:
            editor.execute("DROP TABLE diary")


@pytest.mark.django_db
def test_a_named_lock_is_held_inside_a_transaction() -> None:
    with transaction.atomic():
        lock_for_transaction(4711)
        assert connection.in_atomic_block
