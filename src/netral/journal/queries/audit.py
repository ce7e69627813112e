"""Do the rows say what was signed? The first row that does not is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from netral.core.ledger.checkpoint import Head, checkpoint_open
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.header import Header, commitment, leaf_parse
from netral.core.ledger.merkle import HASH_SIZE, leaf_hash
from netral.core.ledger.note import key_parse
from netral.core.ledger.tiles import WIDTH, TileKey
from netral.core.ledger.tree import Peaks
from netral.journal.models import Entry, Leaf, Log
from netral.journal.queries.logs import log_of, size_of
from netral.journal.queries.tiles import tiles_read

_FIELDS = (
    "position",
    "entry_id",
    "entry__leaf",
    "entry__kind",
    "entry__matter",
    "entry__day",
    "entry__due_on",
    "entry__close",
    "entry__of",
    "entry__salt",
    "entry__body",
    "entry__erasure__kind",
)
REMEMBERED = "titik periksa lama"


class RowsFault(NamedTuple):
    """What is wrong: the place in words, the entry's row where one is to blame, and why."""

    place: str
    row: int | None
    why: str


@dataclass(frozen=True, slots=True)
class RowsReport:
    """How many sealed entries and checkpoints were compared, and the first fault."""

    size: int
    checkpoints: int
    fault: RowsFault | None


class _FoundError(Exception):
    """Carries a fault up to ``rows_check``."""

    def __init__(self, place: str, row: int | None, why: str) -> None:
        super().__init__(why)
        self.fault = RowsFault(place, row, why)


class _Row(NamedTuple):
    position: int
    entry_id: int
    leaf: str
    kind: str
    matter: str
    day: date
    due_on: date | None
    close: str
    of: str
    salt: bytes | None
    body: str | None
    erasure: str | None


def rows_check(*, government: str, since: str = "") -> RowsReport:
    """Compare all rows of a journal with each other and with every signed head.

    ``since`` is the text of a checkpoint kept outside the database: without one, an old backup
    and a history rewritten with the journal's own key cannot be seen.
    """
    log = log_of(government)
    peaks, heads = Peaks(), dict[int, tuple[Head, str]]()
    try:
        heads = _heads(log, since)
        _compare(log, peaks, heads)
    except _FoundError as found:
        return RowsReport(peaks.count, len(heads), found.fault)
    return RowsReport(peaks.count, len(heads), None)


def _heads(log: Log, since: str) -> dict[int, tuple[Head, str]]:
    """Return each signed head by its size, with a name for it."""
    key = key_parse(log.verifier_key)
    heads: dict[int, tuple[Head, str]] = {}
    kept = [(row.text, f"titik periksa ukuran {row.size}", row) for row in log.checkpoints.all()]
    for text, name, row in [*kept, *([(since, REMEMBERED, None)] if since else [])]:
        try:
            head, _ = checkpoint_open(text, key)
        except LedgerError as error:
            raise _FoundError(name, None, str(error)) from error
        if row and (row.size, bytes(row.root)) != (head.size, head.root):
            raise _FoundError(name, None, "kolomnya berbeda dari teks yang ditandatangani")
        heads.setdefault(head.size, (head, name))
        if heads[head.size][0] != head:
            raise _FoundError(name, None, "dua titik periksa berbeda untuk ukuran yang sama")
    return heads


def _compare(log: Log, peaks: Peaks, heads: dict[int, tuple[Head, str]]) -> None:
    agreed, stored = 0, b""
    for row in _rows(log):
        if row.position != peaks.count:
            raise _FoundError(f"catatan nomor {peaks.count}", None, "barisnya hilang")
        if row.position % WIDTH == 0:
            key = TileKey(0, row.position // WIDTH)
            stored = tiles_read(log.pk, [key]).get(key, b"")
        peaks.add(_checked(row, stored))
        if peaks.count in heads:
            _agree(peaks, heads[peaks.count], agreed)
            agreed = peaks.count
    _end(log, peaks.count, heads)


def _rows(log: Log) -> Iterator[_Row]:
    rows = Leaf.objects.filter(log=log).order_by("position").values_list(*_FIELDS)
    return (_Row(*row) for row in rows.iterator(chunk_size=10_000))


def _checked(row: _Row, stored: bytes) -> bytes:
    """Return the row's leaf hash if its columns, its rest and its tile agree with it."""
    place = f"catatan nomor {row.position}"
    hashed = leaf_hash(row.leaf.encode())
    at = row.position % WIDTH * HASH_SIZE
    if stored[at : at + HASH_SIZE] != hashed:
        raise _FoundError(place, row.entry_id, "berbeda dari sidiknya di petak")
    try:
        header, committed = leaf_parse(row.leaf.encode())
    except LedgerError as error:
        raise _FoundError(place, row.entry_id, str(error)) from error
    columns = Header(
        kind=row.kind,
        matter=row.matter,
        day=row.day,
        due=row.due_on,
        close=row.close or None,
        of=row.of or None,
    )
    if columns != header:
        raise _FoundError(place, row.entry_id, "kolomnya berbeda dari kepala yang disegel")
    if not _is_bound(row, committed):
        raise _FoundError(place, row.entry_id, "isinya berbeda dari ikatan yang disegel")
    return hashed


def _is_bound(row: _Row, committed: bytes) -> bool:
    if row.body is None or row.salt is None:
        return row.erasure == "entry.erase"
    return commitment(bytes(row.salt), row.body.encode()) == committed


def _agree(peaks: Peaks, head: tuple[Head, str], agreed: int) -> None:
    if peaks.root() != head[0].root:
        place = f"di antara catatan nomor {agreed} dan {peaks.count - 1}"
        raise _FoundError(place, None, f"isinya berbeda dari {head[1]}")


def _end(log: Log, size: int, heads: dict[int, tuple[Head, str]]) -> None:
    last = max(heads, default=0)
    if last > size:
        why = f"{heads[last][1]} berisi {last} catatan"
        raise _FoundError(f"catatan nomor {size}", None, f"barisnya hilang: {why}")
    # The sealer may have gone on while the rows were read.
    if max(last, size_of(log)) < size:
        raise _FoundError(f"catatan nomor {last}", None, "diberi tempat tanpa titik periksa")
    lost = Entry.objects.filter(log=log, place__isnull=True, pending__isnull=True).first()
    if lost:
        raise _FoundError(f"baris {lost.pk}", lost.pk, "tidak tersegel dan tidak menunggu")
