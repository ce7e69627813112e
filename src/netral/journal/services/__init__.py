"""What other apps call: append entries, erase their private rest, open and publish a journal."""

from netral.core.ledger.promise import Promise
from netral.journal.services.entries import (
    Draft,
    entries_append,
    entries_promised,
    entries_ready,
    entry_append,
    entry_erase,
    matter_erase,
    promise_for,
)
from netral.journal.services.logs import cosignature_add, log_open
from netral.journal.services.publishing import publish
from netral.journal.services.sealing import log_seal
from netral.journal.services.statements import statement_make

__all__ = [
    "Draft",
    "Promise",
    "cosignature_add",
    "entries_append",
    "entries_promised",
    "entries_ready",
    "entry_append",
    "entry_erase",
    "log_open",
    "log_seal",
    "matter_erase",
    "promise_for",
    "publish",
    "statement_make",
]
