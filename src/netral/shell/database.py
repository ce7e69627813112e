"""The one place that knows which database it is: settings, triggers, locks."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; "
    "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; "
    "PRAGMA wal_autocheckpoint=16000;"
)
_TURN = Lock()
_AT_ONCE = 128
"""How many rows SQLite takes in one statement; it reads at most 32,766 marks."""
Row = Sequence[Any]


def database_settings(url: str, data_dir: Path) -> dict[str, Any]:
    """Return Django's ``DATABASES['default']`` for a URL.

    Empty: an embedded SQLite file in the data folder. ``sqlite:///file``: that file.
    ``postgresql://user:secret@host:port/name``: PostgreSQL; a host that begins with ``/``
    (percent-encoded) is the folder of a Unix socket. Raises ValueError for any other scheme.
    """
    parts = urlsplit(url or f"sqlite:///{data_dir / 'netral.sqlite3'}")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path)[1:] if parts.path.startswith("//") else unquote(parts.path),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
            "CONN_MAX_AGE": 600,
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path).lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            # Our queries are short: to compile one costs more than to run it, at every asking.
            "OPTIONS": {"options": "-c jit=off"},
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError(f"NETRAL_DATABASE memakai skema yang tidak dikenal: {parts.scheme!r}")


@cache
def is_postgresql(using: str = "default") -> bool:
    """Tell whether the connection is PostgreSQL; for this module and for `doctor` alone."""
    return connections[using].vendor == "postgresql"


def embedded_file(using: str = "default") -> Path | None:
    """Return the file of an embedded database, all of it written; None where a server keeps it."""
    if is_postgresql(using):
        return None
    with connections[using].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connections[using].settings_dict["NAME"])


def protect_rows(
    editor: BaseDatabaseSchemaEditor, table: str, *, nullable_once: Sequence[str] = ()
) -> None:
    """Make a table refuse UPDATE and DELETE by trigger.

    With ``nullable_once`` an UPDATE is allowed if it sets those columns to null and leaves every
    other column as it was.
    """
    columns = _columns(editor, table)
    statements = (
        _postgresql_protection(table, columns, nullable_once)
        if editor.connection.vendor == "postgresql"
        else _sqlite_protection(table, columns, nullable_once)
    )
    for statement in statements:
        editor.execute(statement)


def leave_room(editor: BaseDatabaseSchemaEditor, table: str, percent: int) -> None:
    """Fill the table's pages to ``percent`` only, so that a changed row stays beside the old one.

    Then PostgreSQL need not write its indexes anew, as long as no indexed column changes. SQLite
    changes rows where they stand.
    """
    if editor.connection.vendor == "postgresql":
        editor.execute(f'ALTER TABLE "{table}" SET (fillfactor = {percent:d})')


def lock_for_transaction(key: int, using: str = "default") -> None:
    """Hold a named lock until the transaction ends: one sealer for each log.

    PostgreSQL: an advisory lock. SQLite: the IMMEDIATE transaction already is one.
    """
    if is_postgresql(using):
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def statistics_gather(using: str = "default") -> None:
    """Let the planner look at rows that this transaction loaded; nobody else sees them yet.

    PostgreSQL otherwise plans as for empty tables until the commit. SQLite plans without figures.
    """
    if is_postgresql(using):
        with connections[using].cursor() as cursor:
            cursor.execute("ANALYZE")


def rows_insert(
    table: str, columns: Sequence[str], rows: Iterable[Row], using: str = "default"
) -> None:
    """Insert many rows in one go, past the models: COPY, or few statements for all rows.

    ``table`` and ``columns`` are names of ours, never input. The caller holds the transaction and
    hands in values that the columns take as they are.
    """
    if not is_postgresql(using):
        _sqlite_insert(table, tuple(columns), list(rows), "", using)
        return
    sql = f'COPY "{table}" ({_names(columns)}) FROM STDIN'
    with connections[using].cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row(row)


def _sqlite_insert(
    table: str, columns: tuple[str, ...], rows: Sequence[Row], after: str, using: str
) -> int:
    """Insert rows by long statements of few sizes; return how many went in.

    Past Django's cursor, which would look through each statement for marks to translate. The
    driver meets the same few texts again and keeps them compiled.
    """
    connection, inserted, at = connections[using], 0, 0
    with connection.wrap_database_errors:
        while at < len(rows):
            size = min(_AT_ONCE, 1 << (len(rows) - at).bit_length() - 1)
            values = [value for row in rows[at : at + size] for value in row]
            sql = _sqlite_statement(table, columns, size, after)
            inserted += connection.connection.execute(sql, values).rowcount
            at += size
    return inserted


@lru_cache(maxsize=512)
def _sqlite_statement(table: str, columns: tuple[str, ...], rows: int, after: str) -> str:
    """Return the statement for so many rows: run as one they cost half of one by one."""
    marks = ", ".join([f"({', '.join('?' * len(columns))})"] * rows)
    return f'INSERT INTO "{table}" ({_names(columns)}) VALUES {marks} {after}'  # noqa: S608


def _names(columns: Iterable[str]) -> str:
    return ", ".join([f'"{column}"' for column in columns])


def rows_set(
    table: str, values: Mapping[str, Any], keys: Sequence[int], using: str = "default"
) -> None:
    """Set the same values in all rows of these keys: one statement however many they are.

    Names and values as in ``rows_insert``; a list of thousands of marks would cost more to write
    and to read than the rows themselves.
    """
    sets = ", ".join(f'"{column}" = %s' for column in values)
    named, wanted = listed(keys, using)
    with connections[using].cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET {sets} WHERE "id" {named}',  # noqa: S608
            [*values.values(), wanted],
        )


def rows_insert_new(
    table: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    key: Sequence[str],
    using: str = "default",
) -> set[Any]:
    """Insert the rows whose ``key`` is not there yet; return the first values of those that are.

    The first column is a handle drawn for each row, which no other row has; the key's first column
    finds rows fast. Of two writers at once the second waits for the first and then skips the row.
    Hand the rows in the order of their keys, so that two writers never wait for each other. Names
    and values as in ``rows_insert``.
    """
    handle, after = columns[0], f"ON CONFLICT ({_names(key)}) DO NOTHING"
    drawn = {row[0] for row in rows}
    insert = _postgresql_insert if is_postgresql(using) else _sqlite_insert
    # Nearly always all are new: only else is it asked which.
    if insert(table, tuple(columns), rows, after, using) == len(rows):
        return drawn
    at, asked = columns.index(key[0]), f'FROM "{table}" WHERE "{key[0]}" {{}}'
    found = rows_read([handle], asked, {row[at] for row in rows}, using=using)
    return drawn.intersection(value for (value,) in found)


def _postgresql_insert(
    table: str, columns: tuple[str, ...], rows: Sequence[Row], after: str, using: str
) -> int:
    """Insert rows handed over as one value, however many they are; return how many went in.

    The driver writes each mark's value into the text of the statement; thousands cost it more
    than the insert costs the server.
    """
    names = _names(columns)
    told = json.dumps([dict(zip(columns, row, strict=True)) for row in rows], default=str)
    with connections[using].cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {names} '  # noqa: S608
            f'FROM json_populate_recordset(NULL::"{table}", %s) {after}',
            [told],
        )
        return int(cursor.rowcount)


def rows_read(
    columns: Sequence[str], rest: str, many: Collection[Any], *after: Any, using: str = "default"
) -> list[Row]:
    """Return the rows of ``SELECT columns rest``, where ``{}`` in the rest says "is one of many".

    Both are SQL of ours, never input; ``after`` are the parameters behind the many. Texts, numbers
    and moments (see ``moment_read``) only: SQLite hands over rows one by one and lets another
    thread in at each, so all of them are asked for as one text of JSON.
    """
    if not many:
        return []
    named, wanted = listed(many, using)
    told, is_whole = ", ".join(columns), not is_postgresql(using)
    told = f"json_group_array(json_array({told}))" if is_whole else told
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {told} {rest.replace('{}', named)}", [wanted, *after])
        return list(json.loads(cursor.fetchone()[0]) if is_whole else cursor.fetchall())


def listed(values: Iterable[Any], using: str = "default") -> tuple[str, Any]:
    """Return how SQL says "is one of these", and its one parameter: many marks cost too much."""
    if is_postgresql(using):
        return "= ANY(%s)", list(values)
    return "IN (SELECT value FROM json_each(%s))", json.dumps(list(values))


def rows_hold(table: str, column: str, values: Iterable[Any], using: str = "default") -> None:
    """Keep rows as they are until the transaction ends; any number of writers may hold them.

    SQLite: the IMMEDIATE transaction already does.
    """
    if is_postgresql(using):
        where = f'WHERE "{column}" = ANY(%s) ORDER BY "{column}"'
        with connections[using].cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{table}" {where} FOR SHARE', [sorted(values)])  # noqa: S608


def keys_reserve(table: str, count: int, using: str = "default") -> list[int]:
    """Return keys for so many rows to come, in rising order, so that other rows can name them.

    The caller holds the transaction: on SQLite it is what keeps the keys free.
    """
    with connections[using].cursor() as cursor:
        if is_postgresql(using):
            cursor.execute(
                "SELECT nextval(keys.name) FROM generate_series(1, %s), "
                "(SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name) AS keys",
                [count, table],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
        return list(range(last + 1, last + 1 + count))


@lru_cache(maxsize=1024)
def stored_moment(at: datetime, using: str = "default") -> Any:
    """Return a moment as ``rows_insert`` hands it to the database."""
    # What Django's own adapter returns, without asking for the zone of each value anew.
    return at if is_postgresql(using) else at.astimezone(UTC).isoformat(" ")[: -len("+00:00")]


def moment_read(stored: Any) -> datetime:
    """Return a moment that ``rows_read`` read."""
    return stored if isinstance(stored, datetime) else datetime.fromisoformat(f"{stored}+00:00")


def writers_at_once(using: str = "default") -> int:
    """Return how many processes gain by writing at once: SQLite lets one write at a time."""
    return 2 if is_postgresql(using) else 1


@contextmanager
def write_turn(using: str = "default") -> Iterator[None]:
    """Let the threads and processes of this site begin their writes one after the other.

    SQLite makes the ones who wait poll with growing pauses, so under load some starve; PostgreSQL
    needs no turn. Nothing is held when a transaction is open already, for its lock is. The turn
    is a courtesy: whoever writes without it still waits for SQLite's own lock.
    """
    if is_postgresql(using) or connections[using].in_atomic_block:
        yield
        return
    with _TURN:
        file = _turn_file(Path(settings.NETRAL_DATA_DIR) / "write.turn")
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


@cache
def _turn_file(path: Path) -> int:
    """Open the file whose lock is the turn, once for each process; it stays empty."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _columns(editor: BaseDatabaseSchemaEditor, table: str) -> list[str]:
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_table_description(cursor, table)
    return [column.name for column in found]


def _allowed(columns: Sequence[str], nullable: Sequence[str], differs: str) -> str:
    """Return the SQL condition under which an UPDATE must be refused."""
    if not nullable:
        return "1 = 1"
    changed = [f'OLD."{c}" {differs} NEW."{c}"' for c in columns if c not in nullable]
    kept = [f'NEW."{c}" IS NOT NULL' for c in nullable]
    return " OR ".join([*changed, *kept])


def _sqlite_protection(table: str, columns: Sequence[str], nullable: Sequence[str]) -> list[str]:
    when = _allowed(columns, nullable, "IS NOT")
    return [
        (
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" WHEN {when} '
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        ),
        (
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        ),
    ]


def _postgresql_protection(
    table: str, columns: Sequence[str], nullable: Sequence[str]
) -> list[str]:
    when = _allowed(columns, nullable, "IS DISTINCT FROM").replace("1 = 1", "true")
    return [
        (
            f'CREATE FUNCTION "{table}_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$ '
            f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        ),
        (
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW '
            f'WHEN ({when}) EXECUTE FUNCTION "{table}_refuse"()'
        ),
        (
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW '
            f'EXECUTE FUNCTION "{table}_refuse"()'
        ),
    ]


def freeze_columns(
    editor: BaseDatabaseSchemaEditor, table: str, columns: Sequence[str], *, free_while: str
) -> None:
    """Make a table refuse an UPDATE of the columns once ``free_while`` does not hold of the row.

    ``free_while`` is an SQL condition on OLD, of ours, never of a person: ``OLD."stage" = 'x'``.
    """
    words = f"{table}: {', '.join(columns)} may not change any more"
    changed = " OR ".join(f'OLD."{c}" {{0}} NEW."{c}"' for c in columns)
    trigger = f'CREATE TRIGGER "{table}_frozen" BEFORE UPDATE ON "{table}" FOR EACH ROW '
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f'CREATE FUNCTION "{table}_freeze"() RETURNS trigger LANGUAGE plpgsql AS $$ '
            f"BEGIN RAISE EXCEPTION '{words}'; END $$"
        )
        when = f"NOT ({free_while}) AND ({changed.format('IS DISTINCT FROM')})"
        editor.execute(f'{trigger}WHEN ({when}) EXECUTE FUNCTION "{table}_freeze"()')
    else:
        when = f"NOT ({free_while}) AND ({changed.format('IS NOT')})"
        editor.execute(f"{trigger}WHEN {when} BEGIN SELECT RAISE(ABORT, '{words}'); END")
