"""Reads a CSV file: which encoding, which delimiter, the cells as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from netral.people.services.personnel_formats import Refusal, RefusedFileError

DELIMITERS = ";,\t|"
LOOKED_AT = 20
csv.field_size_limit(100_000)


def csv_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a CSV file. Raises RefusedFileError when the quotes never close."""
    text = _text(path)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            yield [" ".join(cell.split()) for cell in row]
    except csv.Error as error:
        raise RefusedFileError(Refusal.BROKEN) from error


def _text(path: Path) -> str:
    """Return the text; a byte order mark or valid UTF-8 says UTF-8, anything else is cp1252."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Latin-1 stands in for the five bytes that cp1252 leaves undefined.
        return data.decode("cp1252", errors="replace").replace("\ufffd", "")


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most cells."""
    lines = [line for line in text[:65536].splitlines()[:LOOKED_AT] if line.strip()]
    return max(DELIMITERS, key=lambda mark: max(line.count(mark) for line in lines))
