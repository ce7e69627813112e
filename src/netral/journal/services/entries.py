"""Writing: an entry stands or falls with the transaction of the act that it tells of."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from netral.core.ledger.canonical import Json, canonical
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.header import SALT_SIZE, Header, commitment, header_check, leaf_bytes
from netral.core.ledger.promise import Promise, promise_sign, promises_sign
from netral.journal.models import Entry, Log, Pending
from netral.journal.queries.logs import log_of
from netral.journal.services.keys import key_read
from netral.shell.database import keys_reserve, rows_insert, stored_moment

FEW = 100
"""From more entries than these on, building each row by the models costs more than it saves."""
_COLUMNS = (
    *("id", "log_id", "kind", "matter", "day", "due_on", "close", "of", "at", "leaf", "salt"),
    *("body", "erases_id"),
)


@dataclass(frozen=True, slots=True)
class Draft:
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
    (entry,) = _written(log, [draft], at)
    return _promise(log, entry.leaf_hash, at)


def entries_append(*, government: str, drafts: Sequence[Draft], at: datetime) -> list[bytes]:
    """Enter many acts in the caller's transaction; return their leaf hashes in order.

    A promise for any of them: ``promise_for``. Raises LedgerError as ``entry_append`` does.
    """
    log = log_of(government)
    return [entry.leaf_hash for entry in _written(log, drafts, at)]


def promise_for(*, government: str, leaf: bytes, at: datetime) -> Promise:
    """Sign the promise for a leaf hash that ``entries_append`` returned."""
    return _promise(log_of(government), leaf, at)


def promises_for(*, government: str, leaves: Sequence[bytes], at: datetime) -> list[Promise]:
    """Sign one promise for many leaf hashes; each gets its own text, in their order."""
    log = log_of(government)
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
    (erasure,) = _written(entry.log, [draft], at, erases=entry)
    Entry.objects.filter(pk=entry.pk).update(body=None, salt=None)
    return _promise(entry.log, erasure.leaf_hash, at)


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
    log: Log, drafts: Sequence[Draft], at: datetime, erases: Entry | None = None
) -> list[Entry]:
    if not transaction.get_connection().in_atomic_block:
        raise LedgerError("Catatan hanya boleh ditulis di dalam transaksi perbuatannya.")
    made = [_entry(log, draft, at, erases) for draft in drafts]
    if len(made) > FEW:
        return _poured(made)
    entries = Entry.objects.bulk_create(made)
    Pending.objects.bulk_create([Pending(entry_id=entry.pk, log_id=log.pk) for entry in entries])
    return entries


def _poured(entries: list[Entry]) -> list[Entry]:
    """Write many entries past the models: a change of the calendar enters tens of thousands."""
    for key, entry in zip(keys_reserve("journal_entry", len(entries)), entries, strict=True):
        entry.pk = key
    rows_insert(
        "journal_entry",
        _COLUMNS,
        (
            (
                *(entry.pk, entry.log_id, entry.kind, entry.matter, _iso(entry.day)),
                *(_iso(entry.due_on), entry.close, entry.of, stored_moment(entry.at)),
                *(entry.leaf, entry.salt, entry.body, entry.erases_id),
            )
            for entry in entries
        ),
    )
    rows_insert(
        "journal_pending", ("entry_id", "log_id"), ((entry.pk, entry.log_id) for entry in entries)
    )
    return entries


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _entry(log: Log, draft: Draft, at: datetime, erases: Entry | None) -> Entry:
    header = header_check(
        Header(
            kind=draft.kind,
            matter=draft.matter,
            day=at.date(),
            due=draft.due_on,
            close=draft.close,
            of=draft.of,
        )
    )
    salt = secrets.token_bytes(SALT_SIZE)
    rest = canonical({"actor": draft.actor, "at": at.isoformat(), "body": draft.body})
    return Entry(
        log=log,
        kind=header.kind,
        matter=header.matter,
        day=header.day,
        due_on=header.due,
        close=header.close or "",
        of=header.of or "",
        at=at,
        leaf=leaf_bytes(header, commitment(salt, rest)).decode(),
        salt=salt,
        body=rest.decode(),
        erases=erases,
    )


def _promise(log: Log, leaf: bytes, at: datetime) -> Promise:
    return promise_sign(log.origin, leaf, int(at.timestamp()), key_read(log.government))
