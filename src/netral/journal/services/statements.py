"""What a government states to others outside its journal, signed with its journal's key."""

from __future__ import annotations

from collections.abc import Mapping

from netral.core.ledger.canonical import Json
from netral.core.ledger.statement import Stated, statement_sign
from netral.journal.queries.logs import log_of
from netral.journal.services.keys import key_read


def statement_make(*, government: str, kind: str, value: Mapping[str, Json]) -> Stated:
    """Sign a value of a kind in the name of a government; return it with the key's own line.

    Writes nothing: the act that it belongs to enters its fingerprint. Raises NoLogError without a
    journal, LedgerError without its key's file.
    """
    log = log_of(government)
    private = key_read(log.government)
    note = statement_sign(origin=log.origin, kind=kind, value=value, private=private)
    return Stated(log.verifier_key, note)
