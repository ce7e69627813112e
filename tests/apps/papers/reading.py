"""Reads PDF files back without any tool of the machine: words, and the QR codes drawn in them."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import segno

QUIET_ZONE = 2
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")


def words_of(pdf: bytes) -> str:
    """Return the words of all pages in drawing order, lines joined by single spaces."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return " ".join(" ".join(_page_words(page) for page in file.pages).split())


def pages_of(pdf: bytes) -> int:
    """Return how many pages there are."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def metadata_of(pdf: bytes) -> dict[str, str]:
    """Return the XMP metadata."""
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_metadata() as meta:
        return {str(key): str(value) for key, value in meta.items()}


def has_qr(pdf: bytes, text: str) -> bool:
    """Tell whether the code of the text is drawn on any page, module for module."""
    matrix = segno.make(text, error="m", micro=False).matrix
    wanted = {
        (x + QUIET_ZONE, y + QUIET_ZONE)
        for y, row in enumerate(matrix)
        for x, dark in enumerate(row)
        if dark
    }
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return any(wanted == drawn for page in file.pages for drawn in _codes(page))


def _page_words(page: pikepdf.Page) -> str:
    fonts = {str(name): _letters(font) for name, font in page.Resources.Font.items()}
    current: dict[int, str] = {}
    words: list[str] = []
    for operator, operands in _drawn(page):
        if operator == "Tf":
            current = fonts[str(operands[0])]
        elif operator in {"TJ", "Tj"}:
            words.append(_decoded(operands[0], current))
        elif operator == "ET":
            words.append(" ")
    return "".join(words)


def _decoded(shown: Any, letters: dict[int, str]) -> str:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    pairs = (codes[i : i + 2] for i in range(0, len(codes), 2))
    return "".join(letters[int.from_bytes(pair, "big")] for pair in pairs)


def _letters(font: Any) -> dict[int, str]:
    table = font.ToUnicode.read_bytes()
    found: dict[int, str] = {}
    for first, last, target in _RANGE.findall(table):
        begin = int(target, 16)
        for step in range(int(last, 16) - int(first, 16) + 1):
            found[int(first, 16) + step] = chr(begin + step)
    singles = _RANGE.sub(b"", table)
    for code, target in _PAIR.findall(singles):
        found[int(code, 16)] = bytes.fromhex(target.decode()).decode("utf-16-be")
    return found


def _codes(page: pikepdf.Page) -> list[set[tuple[int, int]]]:
    """Return the modules of each drawing made of horizontal strokes of one module's height."""
    drawings: list[set[tuple[int, int]]] = [set()]
    start: tuple[float, float] | None = None
    for operator, operands in _drawn(page):
        if operator == "m":
            start = (float(operands[0]), float(operands[1]))
        elif operator == "l" and start and start[1] == float(operands[1]):
            row = int(start[1])
            drawings[-1] |= {(x, row) for x in range(int(start[0]), int(float(operands[0])))}
        elif operator == "cm":
            drawings.append(set())
    return drawings


def _drawn(page: pikepdf.Page) -> list[tuple[str, Any]]:
    """Return what is drawn on a page: each operator with its operands."""
    return [(str(step.operator), step.operands) for step in pikepdf.parse_content_stream(page)]
