"""Each address of both doors and who gets what there: ``url_table.toml`` holds a row for each.

No GET may write: the database itself is watched, and the journal is counted.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from netral.core.access import Role
from netral.journal.models import Entry
from tests.apps.cases.build import KEY
from tests.apps.people.build import account_build, person_build, person_client, staff_client
from tests.house.world import AWAY, own_person, world_build

pytestmark = pytest.mark.first
TABLE = tomllib.loads(Path(__file__).with_name("url_table.toml").read_text(encoding="utf-8"))
DOORS = {"public": "netral.config.urls_public", "staff": "netral.config.urls_staff"}
# What a page may write by being looked at: the session's own row, and the cache of figures.
UNOFFICIAL = ("django_session", "shell_cache")
# A pressed button without a word typed: the token alone.
AS_PRESSED = {"csrfmiddlewaretoken": "x"}
WRITES = ("INSERT", "UPDATE", "DELETE")


class Row(NamedTuple):
    """One line of the table: an address, how it is asked for, and the status for each visitor."""

    name: str
    args: list[str]
    method: str
    visitors: tuple[str, ...]
    statuses: list[int]


def public_row(name: str, args: list[str], method: str, status: int) -> Row:
    """Return a row of the citizens' pages: the same answer for everyone."""
    return Row(name, args, method, ("anonymous", "person", f"pengelola@{KEY}"), [status] * 3)


def personal_row(name: str, args: list[str], method: str, statuses: list[int]) -> Row:
    """Return a row of the pages of one's own: self, colleague, someone elsewhere, an officer."""
    who = ("anonymous", "person", "colleague", "stranger", f"pengelola@{KEY}")
    return Row(name, args, method, who, statuses)


def staff_row(
    name: str, args: list[str], method: str, right: str, wrong: str, statuses: list[int]
) -> Row:
    """Return a row of the staff door; ``right`` and ``wrong`` are written role@unit."""
    role, unit = right.split("@")
    government, _, below = unit.partition(".")
    elsewhere = f"{role}@{AWAY}.{below}" if below else f"{role}@{AWAY}"
    sibling = f"{role}@{government}.dikbud"
    return Row(
        name, args, method, ("anonymous", "person", right, sibling, elsewhere, wrong), statuses
    )


MAKERS: dict[str, Callable[..., Row]] = {
    "public": public_row,
    "personal": personal_row,
    "staff": staff_row,
}


def rows() -> Iterator[Row]:
    """Yield every row of the table."""
    for kind, make in MAKERS.items():
        for line in TABLE[kind]:
            yield make(*line)


def names_of(door: str) -> Iterator[str]:
    """Yield the full name of every address of a door."""
    yield from _names(get_resolver(door).url_patterns, "")


def _names(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


@cache
def _client_kinds() -> dict[str, Callable[[], Client]]:
    return {
        "anonymous": Client,
        "person": lambda: person_client(own_person()),
        "colleague": lambda: person_client(person_build(f"{KEY}.dikbud")),
        "stranger": lambda: person_client(person_build(f"{AWAY}.dinkes")),
    }


class Visitors:
    """Browsers by name, each signed in once; who signs out finds the session again."""

    def __init__(self) -> None:
        """Begin with none."""
        self.cookies: dict[str, str] = {}

    def __getitem__(self, name: str) -> Client:
        """Return a new browser with the cookies that the visitor began with."""
        if name not in self.cookies:
            self.cookies[name] = self._new(name).cookies.output(header="", sep=";")
        client = Client()
        client.cookies.load(self.cookies[name])
        return client

    def _new(self, name: str) -> Client:
        if make := _client_kinds().get(name):
            return make()
        role, unit = name.split("@")
        return staff_client(account_build(Role(role), unit))


@contextmanager
def undone() -> Iterator[None]:
    """Take back what happens inside, so that each visitor finds the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writes_caught(found: list[str]) -> Iterator[None]:
    """Note every statement that writes an official table."""

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITES) and not any(name in sql for name in UNOFFICIAL):
            found.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


def asked(row: Row, visitor: str, visitors: Visitors, named: dict[str, str]) -> tuple[int, bool]:
    """Return the status a visitor gets, and whether a GET wrote anything."""
    client, address = visitors[visitor], reverse(row.name, args=_filled(row.args, named))
    written: list[str] = []
    entries = Entry.objects.count()
    with undone(), writes_caught(written):
        is_get = row.method == "GET"
        answer = client.get(address) if is_get else client.post(address, AS_PRESSED)
        b"".join(answer) if answer.streaming else answer.content
        has_written = bool(written) or Entry.objects.count() != entries
    return answer.status_code, is_get and has_written


def _filled(args: list[str], named: dict[str, str]) -> list[str]:
    return [arg.format_map(named) for arg in args]


@pytest.mark.parametrize("door", DOORS)
def test_every_address_has_its_row(door: str) -> None:
    assert set(names_of(DOORS[door])) - {row.name for row in rows()} == set()


def test_every_row_has_its_address() -> None:
    known = {name for door in DOORS.values() for name in names_of(door)}
    assert {row.name for row in rows()} - known == set()


@pytest.mark.django_db
def test_every_visitor_gets_what_the_table_says_and_no_look_writes(
    settings: Any, tmp_path: Path
) -> None:
    settings.NETRAL_DATA_DIR = tmp_path
    named, visitors = world_build(tmp_path), Visitors()
    wrong = []
    for row in rows():
        for visitor, status in zip(row.visitors, row.statuses, strict=True):
            got, has_written = asked(row, visitor, visitors, named)
            if got != status or has_written:
                told = "wrote" if has_written else f"{got}, not {status}"
                wrong.append(f"{row.method} {row.name} {row.args} by {visitor}: {told}")
    assert wrong == []


def test_no_row_expects_a_fault_of_the_server() -> None:
    assert not [row.name for row in rows() if max(row.statuses) >= 500]
