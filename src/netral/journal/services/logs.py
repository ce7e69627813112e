"""Opening a journal, and taking in what its witnesses sign."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.db import transaction

from netral.core.kinds.refs import handle_from
from netral.core.ledger.checkpoint import cosigned
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.note import Note, key_of, key_parse, note_parse, signature_parse
from netral.journal.models import Checkpoint, Cosignature, Log
from netral.journal.services.entries import entry_append
from netral.journal.services.keys import key_make

HANDLE_LETTERS = 10


@transaction.atomic
def log_open(*, government: str, origin: str, actor: str, at: datetime) -> Log:
    """Open the journal of a government under an origin such as ``netral.example/jejak/kab-x``.

    Its first entry is its own opening. A demonstration's origin contains ``demo``. Raises
    LedgerError when the origin cannot be a key's name, or the journal is open already.
    """
    if Log.objects.filter(government=government).exists():
        raise LedgerError(f"Jejak {government} sudah dibuka.")
    key = key_of(origin, key_make(government, origin))
    log = Log.objects.create(
        government=government, origin=origin, verifier_key=str(key), opened_at=at
    )
    matter = handle_from(secrets.token_bytes(HANDLE_LETTERS))
    entry_append(
        government=government,
        kind="log.open",
        matter=matter,
        actor=actor,
        body={"origin": origin, "key": str(key)},
        at=at,
    )
    return log


@transaction.atomic
def cosignature_add(*, government: str, size: int, line: str, verifier_key: str) -> Cosignature:
    """Store a witness's signature line under the checkpoint of ``size``.

    Raises LedgerError when the line is not by ``verifier_key``, or false for this checkpoint.
    """
    found = Checkpoint.objects.filter(log__government=government, size=size).first()
    if found is None:
        raise LedgerError(f"Titik periksa ukuran {size} tidak ada di Jejak {government}.")
    note = Note(note_parse(found.text).text, (signature_parse(line),))
    statement = cosigned(note, key_parse(verifier_key))
    if statement is None:
        raise LedgerError("Tanda tangan ini bukan milik saksi Jejak yang disebut.")
    kept, _ = Cosignature.objects.get_or_create(
        checkpoint=found,
        witness=statement.witness,
        defaults={
            "verifier_key": verifier_key.strip(),
            "line": str(note.signatures[0]),
            "seen_at": datetime.fromtimestamp(statement.seen_at, UTC),
        },
    )
    return kept
