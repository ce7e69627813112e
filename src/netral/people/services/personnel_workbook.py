"""Reads an XLSX workbook in little memory: cells that nobody asked for are cut out first.

The reader (calamine) holds a whole sheet. A national export has 65 columns of which we keep a
third, so the sheet is copied without the others, and the shared texts that only they used become
empty. A workbook whose cells are not written in the usual manner is read whole.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from netral.people.services.personnel_formats import Refusal, RefusedFileError

CHUNK = 1 << 22
LETTERS = 26
# A sheet keeps fifteen digits of a number; a longer one has lost its tail.
SAFE_NUMBER = 10**15
_ROW_END = b"</row>"
_ITEM_END = b"</si>"
_SHARED = re.compile(rb'<c r="[A-Z]+\d+"[^>]*? t="s"[^>]*><v>(\d+)</v>')
_ADDRESS = re.compile(rb'<c r="([A-Z]+)(?=\d)')
_ITEM = re.compile(rb"<si>.*?</si>|<si/>", re.DOTALL)
_SHEET_TAIL = b"</sheetData></worksheet>"


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets, in order."""
    return list(_opened(path).sheet_names)


def sheet_rows(path: Path, name: str) -> Iterator[list[str]]:
    """Yield each row of a sheet from its first line, as text."""
    try:
        sheet = _opened(path).get_sheet_by_name(name)
        # Rows come from line 1, but their cells only from the first column that is filled.
        left = [""] * (sheet.start[1] if sheet.start else 0)
        for row in sheet.iter_rows():
            yield [*left, *map(_text, row)]
    except CalamineError as error:
        raise RefusedFileError(Refusal.BROKEN) from error


def reduced(
    path: Path, out: Path, *, columns: Sequence[int] | None = None, max_rows: int | None = None
) -> bool:
    """Copy a workbook with its first rows alone, or with some columns (from 0) side by side.

    Returns whether the columns now stand side by side: a workbook written in another manner is
    copied whole, and its columns stay where they were.
    """
    used = bytearray()
    cut = _Cut(columns)
    try:
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
            for part in source.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    with source.open(part) as opened:
                        _copy(source, target, part, _sheet(opened, used, cut, max_rows))
            for part in source.namelist():
                if part == "xl/sharedStrings.xml":
                    with source.open(part) as opened:
                        _copy(source, target, part, _texts(opened, used))
                elif _is_needed(part):
                    target.writestr(part, source.read(part))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise RefusedFileError(Refusal.BROKEN) from error
    except RuntimeError as error:
        raise RefusedFileError(Refusal.PASSWORD) from error
    return columns is not None and cut.is_sure


def _is_needed(part: str) -> bool:
    is_sheet = part.startswith("xl/worksheets/") and part.endswith(".xml")
    return not is_sheet and part.endswith((".xml", ".rels"))


def _copy(
    source: zipfile.ZipFile, target: zipfile.ZipFile, part: str, pieces: Iterable[bytes]
) -> None:
    info = zipfile.ZipInfo(part)
    info.compress_type = zipfile.ZIP_STORED
    with target.open(info, "w", force_zip64=source.getinfo(part).file_size > CHUNK) as out:
        for piece in pieces:
            out.write(piece)


class _Cut:
    """Cuts cells outside the columns and moves the others together, while it is sure of both."""

    def __init__(self, columns: Sequence[int] | None) -> None:
        self.is_sure = True
        self.moved = {
            _letters(column).encode(): _letters(at).encode()
            for at, column in enumerate(columns or ())
        }
        kept = "|".join(key.decode() for key in self.moved)
        self.outside = re.compile(
            rf'<c r="(?!(?:{kept})\d)[A-Z]+\d+"(?:[^>]*/>|[^>]*>.*?</c>)'.encode("ascii"), re.DOTALL
        )

    def __call__(self, piece: bytes) -> bytes:
        if not self.moved:
            return piece
        if piece.count(b"<c ") != piece.count(b'<c r="') or b":c r=" in piece:
            self.is_sure = False
        kept = self.outside.sub(b"", piece)
        return _ADDRESS.sub(lambda found: b'<c r="' + self.moved[found[1]], kept)


def _sheet(file: IO[bytes], used: bytearray, cut: _Cut, max_rows: int | None) -> Iterator[bytes]:
    left = max_rows
    for piece in _pieces(file, _ROW_END):
        kept = cut(piece)
        if left is not None:
            rows = kept.split(_ROW_END)
            if len(rows) > left:
                kept = _ROW_END.join(rows[:left]) + _ROW_END + _SHEET_TAIL
            left -= len(rows) - 1
        _note_shared(kept, used)
        yield kept
        if left is not None and left <= 0:
            return


def _texts(file: IO[bytes], used: bytearray) -> Iterator[bytes]:
    """Yield the shared texts; those that no kept cell points at become empty."""
    at = -1

    def keep(match: re.Match[bytes]) -> bytes:
        nonlocal at
        at += 1
        return match[0] if at < len(used) and used[at] else b"<si><t/></si>"

    for piece in _pieces(file, _ITEM_END):
        yield _ITEM.sub(keep, piece)


def _pieces(file: IO[bytes], end: bytes) -> Iterator[bytes]:
    """Yield a part in large pieces, each cut right after ``end``."""
    rest = b""
    while chunk := file.read(CHUNK):
        whole, mark, tail = (rest + chunk).rpartition(end)
        rest = tail
        if mark:
            yield whole + mark
    yield rest


def _note_shared(piece: bytes, used: bytearray) -> None:
    for match in _SHARED.finditer(piece):
        index = int(match[1])
        if index >= len(used):
            used.extend(bytes(max(index + 1 - len(used), 65536)))
        used[index] = 1


def _letters(column: int) -> str:
    """Return a column's letters: 0 is A, 26 is AA."""
    letters = ""
    at = column + 1
    while at:
        at, rest = divmod(at - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        reason = Refusal.PASSWORD if "password" in str(error).lower() else Refusal.BROKEN
        raise RefusedFileError(reason) from error


def _text(value: object) -> str:
    """Return a cell as text; a number too long for a sheet shows that it is ruined."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    # A yes/no or a length of time tells nothing about a person.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return _number(value)


def _number(value: float) -> str:
    if abs(value) >= SAFE_NUMBER:
        return f"{value:.5E}"
    return str(int(value)) if value == int(value) else str(value)
