"""Reads a personnel file in a process of its own, with limits of memory and time.

Run as ``python -m netral.people.services.personnel_sheet`` with one JSON order on standard input:
``{"act": "head", "path"}`` finds the headings; ``{"act": "rows", "path", "out", "mapping", ...}``
writes one JSON list for each row (line, then the mapped cells as text) to ``out``. One JSON answer
goes to standard output. Columns that are not mapped never leave this process.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from netral.people.services.personnel_columns import Header, columns_guess, header_find, is_private
from netral.people.services.personnel_fields import FIELDS
from netral.people.services.personnel_formats import FileKind, Refusal, RefusedFileError, file_kind
from netral.people.services.personnel_text import csv_rows
from netral.people.services.personnel_workbook import reduced, sheet_names, sheet_rows

MEMORY_BYTES = 1_500 * 2**20
CPU_SECONDS = 300
HEAD_ROWS = 60
SAMPLES = 2
SAMPLE_LENGTH = 40
MAX_SHEETS = 5
BANNER_COLUMNS = 3


def main() -> int:
    """Carry out one order; a refusal is an answer, not an error."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    os.umask(0o077)
    order = json.loads(sys.stdin.read())
    try:
        answer = head(Path(order["path"])) if order["act"] == "head" else rows(order)
    except RefusedFileError as error:
        answer = {"refused": error.reason.value}
    except MemoryError:
        answer = {"refused": Refusal.TOO_WIDE.value}
    sys.stdout.write(json.dumps(answer))
    return 0


def head(path: Path) -> dict[str, Any]:
    """Return the sheet that holds the table, where its headings stand, and the guess."""
    kind = file_kind(path)
    best: tuple[Header, str, list[list[str]]] | None = None
    tops = list(_tops(path, kind))
    for name, top in tops:
        header = header_find(top)
        if header is not None and (best is None or header.score > best[0].score):
            best = (header, name, top)
    if best is None:
        raise RefusedFileError(Refusal.NO_HEADER if any(top for _, top in tops) else Refusal.EMPTY)
    header, name, top = best
    below = [row for row in top[header.row + header.rows :] if any(row)]
    if not below:
        raise RefusedFileError(Refusal.NO_ROWS)
    return {
        "kind": kind.value,
        "sheet": name,
        "header_row": header.row,
        "header_rows": header.rows,
        "headings": list(header.headings),
        "samples": [_samples(i, heading, below) for i, heading in enumerate(header.headings)],
        "guess": columns_guess(header.headings),
        "private": [heading for heading in header.headings if is_private(heading)],
    }


def rows(order: dict[str, Any]) -> dict[str, Any]:
    """Write the mapped cells of each row below the headings; return how many there were."""
    mapping: dict[str, int] = order["mapping"]
    columns = sorted({*mapping.values(), *_banner_columns(mapping)})
    places = [columns.index(mapping[name]) if name in mapping else -1 for name in FIELDS]
    skip = order["header_row"] + order["header_rows"]
    count = 0
    with Path(order["out"]).open("w", encoding="utf-8") as out:
        for line, row in _table(order, columns):
            if line <= skip or not any(row):
                continue
            cells = [row[at] if 0 <= at < len(row) else "" for at in places]
            out.write(json.dumps([line, _banner(row), *cells], ensure_ascii=False))
            out.write("\n")
            count += 1
    if not count:
        raise RefusedFileError(Refusal.NO_ROWS)
    return {"rows": count}


def _tops(path: Path, kind: FileKind) -> Iterator[tuple[str, list[list[str]]]]:
    if kind is FileKind.CSV:
        yield "", _first(csv_rows(path))
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        small = Path(folder) / "head.xlsx"
        reduced(path, small, max_rows=HEAD_ROWS)
        for name in sheet_names(small)[:MAX_SHEETS]:
            yield name, _first(sheet_rows(small, name))


def _first(table: Iterable[list[str]]) -> list[list[str]]:
    return [row for _, row in zip(range(HEAD_ROWS), table, strict=False)]


def _table(order: dict[str, Any], columns: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield each line with the cells of the columns, in their order."""
    path = Path(order["path"])
    if file_kind(path) is FileKind.CSV:
        yield from _chosen(csv_rows(path), columns)
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        small = Path(folder) / "rows.xlsx"
        if reduced(path, small, columns=columns):
            yield from enumerate(sheet_rows(small, order["sheet"]), 1)
        else:
            yield from _chosen(sheet_rows(path, order["sheet"]), columns)


def _chosen(table: Iterable[list[str]], columns: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(table, 1):
        yield line, [row[at] if at < len(row) else "" for at in columns]


def _banner_columns(mapping: dict[str, int]) -> range:
    """Return the columns in which a list without unit columns names the unit of a block."""
    return range(0 if {"unit_name", "opd_name"} & mapping.keys() else BANNER_COLUMNS)


def _banner(row: Sequence[str]) -> str:
    """Return the text of a row that holds nothing else: a unit's name between two blocks."""
    filled = [cell for cell in row if cell]
    return filled[0] if len(filled) == 1 and not filled[0][:1].isdigit() else ""


def _samples(column: int, heading: str, below: Sequence[Sequence[str]]) -> list[str]:
    if is_private(heading):
        return []
    cells = [row[column] for row in below if column < len(row) and row[column]]
    return [cell[:SAMPLE_LENGTH] for cell in cells[:SAMPLES]]


if __name__ == "__main__":
    sys.exit(main())
