"""A Merkle-sum tree: totals that anyone can add up, of persons whom nobody can name.

Each node binds the hash and the sums of both its children (not only the hash of their total), so
that no sum can be moved between them. A leaf binds the person's own handle under a salt: two
persons can never be shown the same leaf, and nobody without the salt can test a guess.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from netral.core.ledger.canonical import LARGEST, canonical
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.header import SALT_SIZE
from netral.core.ledger.merkle import HASH_SIZE

FIGURES = ("total", "sent", "read", "understood", "pledged", "signed")
"""What is summed: how many persons, and how many of them have come so far."""
LEAF, PAIR, NAMED = (mark + b"netral-sums/1\n" for mark in (b"\x00", b"\x01", b"\x02"))
Sums: TypeAlias = tuple[int, ...]


class Part(NamedTuple):
    """A node of the tree as its parent sees it: a hash, and what lies below in numbers."""

    hash: bytes
    sums: Sums


@dataclass(frozen=True, slots=True)
class Step:
    """One step up a path: a neighbour on one side, or the name that a node is given."""

    side: str
    part: Part | None = None
    label: Mapping[str, str] | None = None


def sums_check(sums: Sequence[int]) -> Sums:
    """Return the sums; raise LedgerError when one is below 0, too large or above its total."""
    if len(sums) != len(FIGURES) or any(type(number) is not int for number in sums):
        raise LedgerError(f"Jumlah harus {len(FIGURES)} bilangan bulat.")
    total = sums[0]
    if not 0 <= total <= LARGEST:
        raise LedgerError(f"Jumlah orang {total} di luar batas.")
    for name, number in zip(FIGURES[1:], sums[1:], strict=True):
        if not 0 <= number <= total:
            raise LedgerError(f"{name}: {number} dari {total} orang tidak mungkin.")
    return tuple(sums)


def leaf(*, salt: bytes, person: str, steps: Sequence[bool]) -> Part:
    """Return the leaf of one person: 1 in the total, and 1 for each state that was reached."""
    if len(salt) != SALT_SIZE:
        raise LedgerError(f"Garam harus {SALT_SIZE} bita.")
    if not person or not person.isascii():
        raise LedgerError("Pegangan orang harus huruf dan angka biasa.")
    sums = sums_check([1, *(int(step) for step in steps)])
    return Part(_sha(LEAF + salt + bytes(sums) + person.encode()), sums)


def pair(left: Part, right: Part) -> Part:
    """Return the node over two neighbours; raise LedgerError when a sum cannot be."""
    sums = sums_check([a + b for a, b in zip(left.sums, right.sums, strict=True)])
    return Part(_sha(PAIR + _bytes(left) + _bytes(right)), sums)


def named(label: Mapping[str, str], part: Part) -> Part:
    """Return the node with its name bound in: none can be shown as another office's."""
    return Part(_sha(NAMED + _bytes(part) + canonical(label)), part.sums)


def joined(parts: Sequence[Part]) -> Part:
    """Return the node over a row of parts, paired as in RFC 9162; raise LedgerError for none."""
    if not parts:
        raise LedgerError("Pohon jumlah tanpa isi tidak punya akar.")
    row = list(parts)
    while len(row) > 1:
        row = _above(row)
    return row[0]


def path(parts: Sequence[Part], index: int) -> list[Step]:
    """Return the steps from one part of a row up to the node over the row."""
    row, at, steps = list(parts), index, []
    while len(row) > 1:
        if at % 2:
            steps.append(Step("left", row[at - 1]))
        elif at + 1 < len(row):
            steps.append(Step("right", row[at + 1]))
        row, at = _above(row), at // 2
    return steps


def climbed(start: Part, steps: Sequence[Step]) -> Part:
    """Return where the steps lead from a part; raise LedgerError when a step cannot be."""
    here = start
    for step in steps:
        if step.label is not None:
            here = named(step.label, here)
        elif step.part is None or step.side not in {"left", "right"}:
            raise LedgerError("Langkah pada jalur tidak dikenal.")
        else:
            sums_check(step.part.sums)
            here = pair(step.part, here) if step.side == "left" else pair(here, step.part)
    return here


def _above(row: Sequence[Part]) -> list[Part]:
    above = [pair(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
    return above + ([row[-1]] if len(row) % 2 else [])


def _bytes(part: Part) -> bytes:
    """Return hash and sums in a fixed length: each number in 8 bytes, never below 0."""
    if len(part.hash) != HASH_SIZE:
        raise LedgerError(f"Sidik harus {HASH_SIZE} bita.")
    return part.hash + b"".join(number.to_bytes(8, "big") for number in part.sums)


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
