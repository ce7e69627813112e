"""The roster of one day bound by one hash: a salted leaf for each person, in the leaves' own order.

Who holds a person's salt can show that the person was counted; without it a leaf tells nothing,
neither a name nor a guess at one. The order of the leaves follows from the leaves alone, so it
tells nothing of the tree of offices either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netral.core.ledger.canonical import canonical
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import leaf_hash, row_root

SALT_SIZE = 16
"""128 random bits for each person and each snapshot, never used again."""


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person as counted: the handle, the path of the unit, the group of the law data."""

    person: str
    unit: str
    group: str


def roster_leaf(line: RosterLine, salt: bytes) -> bytes:
    """Return the RFC 9162 leaf hash of a person's canonical line with the salt of that day.

    Raises LedgerError for a salt of another length: a short one could be guessed.
    """
    if len(salt) != SALT_SIZE:
        raise LedgerError(f"Garam harus {SALT_SIZE} bita acak.")
    return leaf_hash(
        canonical(
            {"group": line.group, "person": line.person, "salt": salt.hex(), "unit": line.unit}
        )
    )


def roster_root(leaves: Iterable[bytes]) -> bytes:
    """Return the RFC 9162 root over the leaves in ascending order; of none, the empty root."""
    return row_root(b"".join(sorted(leaves)))
