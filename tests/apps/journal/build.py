"""A small journal with reports and cases, for the tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from netral.core.ledger.promise import Promise
from netral.journal.models import Log
from netral.journal.services import Draft, entries_append, entry_append, log_open

GOVERNMENT = "kab-batanghari"
ORIGIN = "demo.netral.example/jejak/kab-batanghari"
AT = datetime(2024, 10, 7, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
TODAY = date(2024, 11, 10)
DUE = date(2024, 10, 28)


def log_made(government: str = GOVERNMENT, origin: str = ORIGIN) -> Log:
    """Open a journal; it begins with its own opening."""
    return log_open(government=government, origin=origin, actor="ACC0000001", at=AT)


def handle(number: int, letter: str = "R") -> str:
    """Return a handle that the eye can tell apart."""
    return f"{letter}{number:09d}"


@transaction.atomic
def appended(
    kind: str,
    matter: str,
    *,
    government: str = GOVERNMENT,
    due_on: date | None = None,
    close: str | None = None,
    of: str | None = None,
) -> Promise:
    """Enter one act."""
    return entry_append(
        government=government,
        kind=kind,
        matter=matter,
        actor="ACC0000001",
        body={"nama": "Sulastri Simarmata", "isi": kind},
        at=AT + timedelta(minutes=1),
        due_on=due_on,
        close=close,
        of=of,
    )


@transaction.atomic
def filled(count: int, government: str = GOVERNMENT) -> list[bytes]:
    """Enter ``count`` pledges at once."""
    drafts = [
        Draft("pledge.sign", handle(number, "P"), "ACC0000001", {"nomor": number})
        for number in range(count)
    ]
    return entries_append(government=government, drafts=drafts, at=AT)


def season() -> Promise:
    """Enter two reports and a decided case; return the promise of the first report."""
    first = appended("report.open", handle(1))
    appended("report.open", handle(2))
    appended("case.open", handle(1, "C"), due_on=DUE, of=handle(1))
    appended("case.decide", handle(1, "C"), due_on=DUE)
    appended("case.close", handle(1, "C"), close="terbukti")
    appended("report.close", handle(1), close="terbukti")
    return first


def untriggered(table: str) -> None:
    """Take the triggers off a table, as someone with the database's password could."""
    names = [f"{table}_no_update", f"{table}_no_delete"]
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP TRIGGER "{name}"{on}')
