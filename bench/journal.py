"""Leaves a second from committed rows to a signed checkpoint; proofs at 5,000,000 leaves."""

from __future__ import annotations

import hashlib
import os
import random
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django

LEAVES = 5_000_000
RAW_LEAVES = 500_000
PROOFS = 3_000
BATCH = 50_000
TARGET = 100_000
TARGET_PROOF_MS = 5.0
GOVERNMENT = "kab-ukur"
AT = datetime(2024, 10, 7, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
COLUMNS = "id, log_id, kind, matter, day, close, of, at, leaf, salt, body"


def rows(log: int, first: int, count: int) -> Iterator[tuple[Any, ...]]:
    """Make entries as ``entry_append`` would: a salt, a commitment and a canonical leaf each."""
    for number in range(first, first + count):
        salt, matter = os.urandom(32), f"{number:010d}"
        body = f'{{"actor":"ACC0000001","at":"{AT.isoformat()}","body":{{"nomor":{number}}}}}'
        bound = hashlib.sha256(salt + body.encode()).hexdigest()
        leaf = (
            f'{{"c":"{bound}","day":"2024-10-07","kind":"pledge.sign","matter":"{matter}","v":1}}'
        )
        yield number, log, "pledge.sign", matter, AT.date(), "", "", AT, leaf, salt, body


def load_postgresql(cursor: Any, log: int, first: int, count: int) -> None:
    """Copy rows in; foreign keys are not checked while the data is made."""
    cursor.execute("SET session_replication_role = replica")
    with cursor.copy(f"COPY journal_entry ({COLUMNS}) FROM STDIN") as copy:
        for row in rows(log, first, count):
            copy.write_row(row)


def load_sqlite(cursor: Any, log: int, first: int, count: int) -> None:
    """Insert rows in one transaction."""
    marks = ", ".join(["?"] * len(COLUMNS.split(", ")))
    plain = (
        [*row[:4], row[4].isoformat(), *row[5:7], row[7].isoformat(" "), *row[8:]]
        for row in rows(log, first, count)
    )
    sql = f"INSERT INTO journal_entry ({COLUMNS}) VALUES ({marks})"  # noqa: S608 - constants
    cursor.connection.cursor().executemany(sql, plain)


def load(database: str, log: int, count: int) -> None:
    """Commit ``count`` entries that wait to be sealed."""
    from django.db import connection, transaction  # noqa: PLC0415 - after django.setup

    load_rows = load_postgresql if database == "postgresql" else load_sqlite
    with transaction.atomic(), connection.cursor() as cursor:
        load_rows(cursor, log, 1_000, count)
        cursor.execute(
            "INSERT INTO journal_pending (entry_id, log_id) "
            "SELECT id, log_id FROM journal_entry WHERE id >= 1000"
        )
    if database == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
    settle(database)


def settle(database: str) -> None:
    """Let the database finish what a load of millions at once leaves behind.

    Rows of a living journal come one by one and are vacuumed along the way; here the server's
    own cleaning would take a processor from the figure.
    """
    from django.db import connection  # noqa: PLC0415 - after django.setup

    if database == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")


def seal_all(count: int) -> float:
    """Seal everything; return leaves a second."""
    from netral.journal.tasks import seal  # noqa: PLC0415

    start = time.perf_counter()
    sealed = seal(GOVERNMENT, AT)
    elapsed = time.perf_counter() - start
    assert sealed >= count
    return sealed / elapsed


def raw_limit(count: int) -> float:
    """Read the same rows, hash them, number them into a bare table: no tree, no signature."""
    from django.db import connection, transaction  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_raw (entry_id bigint PRIMARY KEY, log_id bigint, position bigint, "
            "UNIQUE (log_id, position))"
        )
    start, done = time.perf_counter(), 0
    while done < count:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, leaf FROM journal_entry WHERE id >= %s ORDER BY id LIMIT %s",
                [1_000 + done, BATCH],
            )
            found = cursor.fetchall()
            for _, leaf in found:
                hashlib.sha256(b"\x00" + leaf.encode()).digest()
            cursor.execute(
                "INSERT INTO bench_raw SELECT id, log_id, %s + ROW_NUMBER() OVER (ORDER BY id) "
                "FROM journal_entry WHERE id >= %s AND id <= %s",
                [done, found[0][0], found[-1][0]],
            )
        done += len(found)
    return done / (time.perf_counter() - start)


def proofs(count: int) -> list[float]:
    """Prove random entries, check each proof; return the milliseconds of proving, sorted."""
    from netral.core.ledger.note import key_parse  # noqa: PLC0415
    from netral.core.ledger.proof import proof_check, proof_parse  # noqa: PLC0415
    from netral.journal.models import Entry  # noqa: PLC0415
    from netral.journal.queries.logs import log_of  # noqa: PLC0415
    from netral.journal.queries.tiles import entry_proof  # noqa: PLC0415

    key, draw, taken = key_parse(log_of(GOVERNMENT).verifier_key), random.Random(1), []
    for _ in range(PROOFS):
        matter = f"{draw.randrange(1_000, 1_000 + count):010d}"
        start = time.perf_counter()
        text = entry_proof(government=GOVERNMENT, matter=matter)
        taken.append((time.perf_counter() - start) * 1_000)
        leaf = Entry.objects.get(log__government=GOVERNMENT, matter=matter).leaf_hash
        proof_check(proof_parse(text), leaf, key)
    return sorted(taken)


def run(*, database: str, data: Path, count: int = LEAVES) -> dict[str, Any]:
    """Make the rows, seal them, prove some; ``data`` is not needed, rows are made anew."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from netral.journal.services import log_open  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    log = log_open(government=GOVERNMENT, origin="bench.example/jejak", actor="A", at=AT)
    making = time.perf_counter()
    load(database, log.pk, count)
    made = time.perf_counter() - making
    rate = seal_all(count)
    limit = raw_limit(min(count, RAW_LEAVES))
    settle(database)
    taken = proofs(count)
    p99 = taken[int(len(taken) * 0.99)]
    return {
        "name": "journal",
        "figure": round(rate),
        "unit": "leaves/s from committed rows to a signed checkpoint",
        "limit": round(limit),
        "limit_is": "the same rows read, hashed and numbered into a bare table",
        "ratio": round(rate / limit, 3),
        "target": TARGET,
        "ok": rate >= TARGET and p99 <= TARGET_PROOF_MS,
        "details": {
            "database": database,
            "leaves": count,
            "data_made_seconds": round(made, 1),
            "proof_ms": {
                "p50": round(taken[len(taken) // 2], 2),
                "p99": round(p99, 2),
                "target_p99": TARGET_PROOF_MS,
                "count": len(taken),
            },
            "folder": str(data),
        },
    }
