"""Writing: an entry stands or falls with the transaction of the act that it tells of."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from netral.core.ledger.canonical import Json, canonical
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.header import SALT_SIZE, Header, commitment, header_check, leaf_bytes
from netral.core.ledger.merkle import leaf_hashes
from netral.core.ledger.promise import Promise, promise_sign, promises_sign
from netral.journal.models import Entry, Log, Pending
from netral.journal.queries.logs import log_of
from netral.journal.services.keys import key_read
from netral.shell.database import keys_reserve, rows_insert, stored_moment

FEW = 8
"""From more entries than these on, building each row by the models costs more than it saves."""
_COLUMNS = (
    *("id", "log_id", "kind", "matter", "day", "due_on", "close", "of", "at", "leaf", "salt"),
    *("body", "erases_id"),
)


class Draft(NamedTuple):
    """One act to be entered: the header's fields; ``actor`` and ``body`` stay private."""

    kind: str
    matter: str
    actor: str
    body: Mapping[str, Json]
    due_on: date | None = None
    close: str | None = None
    of: str | None = None


def entry_append(  # noqa: PLR0913 - the fields of an entry, all by name
    *,
    government: str,
    kind: str,
    matter: str,
    actor: str,
    body: Mapping[str, Json],
    at: datetime,
    due_on: date | None = None,
    close: str | None = None,
    of: str | None = None,
) -> Promise:
    """Enter one act in the caller's transaction; return the signed promise for its receipt.

    ``matter`` and ``of`` are random handles, ``close`` a reason code. Raises LedgerError when a
    field has not the form, the government has no journal, or no transaction is open.
    """
    draft = Draft(kind, matter, actor, body, due_on, close, of)
    log = log_of(government)
    (leaf,) = _written(log, [draft], at)
    return _promise(log, leaf, at)


class Ready(NamedTuple):
    """An entry about to be written: the header's columns, the leaf, and the private rest."""

    kind: str
    matter: str
    day: date
    due_on: date | None
    close: str
    of: str
    leaf: str
    salt: bytes
    body: str


def entries_ready(*, drafts: Iterable[Draft], at: datetime) -> list[Ready]:
    """Make entries ready to be written; needs no database, so that a thread may do it meanwhile.

    Raises LedgerError when a field has not the form.
    """
    return _all_ready(list(drafts), at)


def entries_append(
    *, government: str, drafts: Sequence[Draft | Ready], at: datetime
) -> list[bytes]:
    """Enter many acts in the caller's transaction; return their leaf hashes in order.

    A promise for any of them: ``promise_for``. Raises LedgerError as ``entry_append`` does.
    """
    return _written(log_of(government), drafts, at)


def promise_for(*, government: str, leaf: bytes, at: datetime) -> Promise:
    """Sign the promise for a leaf hash that ``entries_append`` returned."""
    return _promise(log_of(government), leaf, at)


def entries_promised(
    *, government: str, drafts: Sequence[Draft | Ready], at: datetime
) -> list[Promise]:
    """Enter many acts as ``entries_append``; sign one promise for all, each with its own text."""
    log = log_of(government)
    leaves = _written(log, drafts, at)
    return promises_sign(log.origin, leaves, int(at.timestamp()), key_read(log.government))


@transaction.atomic
def entry_erase(*, entry_id: int, actor: str, basis: str, reason: str, at: datetime) -> Promise:
    """Erase the private rest of one entry; return the promise of the entry that says so.

    ``basis`` is a short code and public, ``reason`` stays private and can be erased in turn.
    Raises LedgerError when it was erased before.
    """
    entry = Entry.objects.select_for_update().select_related("log").get(pk=entry_id)
    if entry.body is None:
        raise LedgerError("Isi catatan ini sudah dihapus sebelumnya.")
    draft = Draft(
        kind="entry.erase",
        matter=entry.matter,
        actor=actor,
        body={"reason": reason},
        close=basis,
        of=entry.leaf_hash.hex(),
    )
    (leaf,) = _written(entry.log, [draft], at, erases=entry)
    Entry.objects.filter(pk=entry.pk).update(body=None, salt=None)
    return _promise(entry.log, leaf, at)


@transaction.atomic
def matter_erase(
    *, government: str, matter: str, actor: str, basis: str, reason: str, at: datetime
) -> int:
    """Erase the private rest of all entries of a matter; return how many there were."""
    entries = Entry.objects.filter(log=log_of(government), matter=matter, body__isnull=False)
    found = list(entries.exclude(kind="entry.erase").values_list("pk", flat=True))
    for entry_id in found:
        entry_erase(entry_id=entry_id, actor=actor, basis=basis, reason=reason, at=at)
    return len(found)


def _written(
    log: Log, drafts: Sequence[Draft | Ready], at: datetime, erases: Entry | None = None
) -> list[bytes]:
    """Write the entries and put them in the outbox; return their leaf hashes."""
    if not transaction.get_connection().in_atomic_block:
        raise LedgerError("Catatan hanya boleh ditulis di dalam transaksi perbuatannya.")
    rows = _all_ready(drafts, at)
    if len(rows) > FEW:
        _pour(log, rows, at)
    else:
        made = [Entry(log=log, at=at, erases=erases, **row._asdict()) for row in rows]
        entries = Entry.objects.bulk_create(made)
        Pending.objects.bulk_create([Pending(entry_id=one.pk, log_id=log.pk) for one in entries])
    return leaf_hashes(row.leaf.encode() for row in rows)


def _pour(log: Log, rows: Sequence[Ready], at: datetime) -> None:
    """Write many entries past the models: a change of the calendar enters tens of thousands."""
    keys, when = keys_reserve("journal_entry", len(rows)), stored_moment(at)
    rows_insert(
        "journal_entry",
        _COLUMNS,
        (
            (
                *(key, log.pk, row.kind, row.matter, row.day.isoformat(), _iso(row.due_on)),
                *(row.close, row.of, when, row.leaf, row.salt, row.body, None),
            )
            for key, row in zip(keys, rows, strict=True)
        ),
    )
    rows_insert("journal_pending", ("entry_id", "log_id"), ((key, log.pk) for key in keys))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _all_ready(drafts: Sequence[Draft | Ready], at: datetime) -> list[Ready]:
    """Make those ready that are not yet."""
    day, moment, salts = at.date(), at.isoformat(), secrets.token_bytes(SALT_SIZE * len(drafts))
    return [
        one
        if isinstance(one, Ready)
        else _ready(one, day, moment, salts[SALT_SIZE * index : SALT_SIZE * (index + 1)])
        for index, one in enumerate(drafts)
    ]


def _ready(draft: Draft, day: date, moment: str, salt: bytes) -> Ready:
    kind, matter, actor, body, due_on, close, of = draft
    header = header_check(Header(kind, matter, day, due_on, close, of))
    rest = canonical({"actor": actor, "at": moment, "body": body})
    leaf = leaf_bytes(header, commitment(salt, rest)).decode()
    return Ready(kind, matter, day, due_on, close or "", of or "", leaf, salt, rest.decode())


def _promise(log: Log, leaf: bytes, at: datetime) -> Promise:
    return promise_sign(log.origin, leaf, int(at.timestamp()), key_read(log.government))
