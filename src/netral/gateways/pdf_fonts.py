"""The fonts of a PDF: what the codes of its strings say, and how wide they are (ISO 32000-1, 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pikepdf

UNKNOWN = "\ufffd"
_GLYPHS = {
    "space": " ", "nbspace": " ", "exclam": "!", "quotedbl": '"', "numbersign": "#",
    "dollar": "$", "percent": "%", "ampersand": "&", "quotesingle": "'", "parenleft": "(",
    "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",", "hyphen": "-", "period": ".",
    "slash": "/", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "colon": ":", "semicolon": ";",
    "less": "<", "equal": "=", "greater": ">", "question": "?", "at": "@", "bracketleft": "[",
    "backslash": "\\", "bracketright": "]", "underscore": "_", "braceleft": "{", "bar": "|",
    "braceright": "}", "quoteleft": "\u2018", "quoteright": "\u2019",
    "quotedblleft": "\u201c", "quotedblright": "\u201d", "endash": "\u2013",
    "emdash": "\u2014", "bullet": "\u2022", "ellipsis": "\u2026", "fi": "fi", "fl": "fl",
    "ff": "ff", "ffi": "ffi", "ffl": "ffl",
}  # fmt: skip
"""Names of glyphs that are no single letter; the others of Adobe's list stand for themselves."""
_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFRANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f]*)\s*>")
_SPAN = re.compile(
    rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f]+)\s*>\s*(?:<\s*([0-9A-Fa-f]+)\s*>|\[(.*?)\])",
    re.DOTALL,
)
_HEX = re.compile(rb"<\s*([0-9A-Fa-f]*)\s*>")


class Font:
    """A font of the page: what its codes say, and how wide they are (thousandths of the size)."""

    def __init__(self, held: Any) -> None:
        self.held = held
        self.is_wide = held.get("/Subtype") == "/Type0"
        self.step = 2 if self.is_wide else 1

    def read(self, data: bytes) -> Iterator[tuple[str, float]]:
        """Yield each code of a string as text and width."""
        for at in range(0, len(data) - self.step + 1, self.step):
            code = int.from_bytes(data[at : at + self.step], "big")
            text = self.letters.get(code)
            yield (self.usual(code) if text is None else text), self.width(code)

    def usual(self, code: int) -> str:
        """Return what a code says that no map names: Windows letters, none in a wide font."""
        if self.is_wide:
            return UNKNOWN
        return bytes([code]).decode("cp1252", "replace")

    def width(self, code: int) -> float:
        """Return the width of a code."""
        return self.widths.get(code, self.default)

    @cached_property
    def letters(self) -> dict[int, str]:
        """Return the text of codes: by the file's own map, else by the names of its glyphs."""
        mapped = self.held.get("/ToUnicode")
        if isinstance(mapped, pikepdf.Stream):
            return unicode_map(mapped.read_bytes())
        encoding = self.held.get("/Encoding")
        if not isinstance(encoding, pikepdf.Dictionary):
            return {}
        return dict(_differences(encoding.get("/Differences", pikepdf.Array())))

    @cached_property
    def default(self) -> float:
        """Return the width of a code that has none of its own."""
        return float(self._child.get("/DW", 1000)) if self.is_wide else 500.0

    @cached_property
    def widths(self) -> dict[int, float]:
        """Return the widths by code."""
        if self.is_wide:
            return dict(_wide_widths(list(self._child.get("/W", pikepdf.Array()))))
        first = int(self.held.get("/FirstChar", 0))
        scale = 1.0
        if self.held.get("/Subtype") == "/Type3":
            scale = 1000 * abs(float(self.held.get("/FontMatrix", [0.001])[0]))
        held = self.held.get("/Widths", pikepdf.Array())
        return {first + at: float(width) * scale for at, width in enumerate(held)}

    @cached_property
    def _child(self) -> Any:
        held = self.held.get("/DescendantFonts")
        return held[0] if held else pikepdf.Dictionary()


def unicode_map(text: bytes) -> dict[int, str]:
    """Return code to text as a ToUnicode map says it (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for block in _BFCHAR.findall(text):
        found |= {int(code, 16): _utf16(said) for code, said in _PAIR.findall(block)}
    for block in _BFRANGE.findall(text):
        for low, high, first, row in _SPAN.findall(block):
            codes = range(int(low, 16), min(int(high, 16), int(low, 16) + 65_535) + 1)
            said = [_utf16(each) for each in _HEX.findall(row)] if row else _following(first, codes)
            found |= dict(zip(codes, said, strict=False))
    return found


def _following(first: bytes, codes: range) -> list[str]:
    text = _utf16(first)
    return [text[:-1] + chr(min(ord(text[-1]) + at, 0x10FFFF)) for at in range(len(codes))]


def _utf16(digits: bytes) -> str:
    padded = digits.decode().rjust(4, "0")
    return bytes.fromhex(padded[: len(padded) // 4 * 4]).decode("utf-16-be", "replace") or UNKNOWN


def _differences(row: Any) -> Iterator[tuple[int, str]]:
    code = 0
    for item in row:
        if not isinstance(item, pikepdf.Name):
            code = int(item)
            continue
        yield code, _glyph(str(item)[1:])
        code += 1


def _glyph(name: str) -> str:
    if len(name) == 1:
        return name
    if re.fullmatch(r"uni[0-9A-Fa-f]{4}", name):
        return chr(int(name[3:], 16))
    return _GLYPHS.get(name, UNKNOWN)


def _wide_widths(row: list[Any]) -> Iterator[tuple[int, float]]:
    at = 0
    while at + 1 < len(row):
        first, second = int(row[at]), row[at + 1]
        if isinstance(second, pikepdf.Array):
            yield from ((first + n, float(width)) for n, width in enumerate(second))
            at += 2
        else:
            last = min(int(second), first + 65_535)
            yield from ((code, float(row[at + 2])) for code in range(first, last + 1))
            at += 3
