"""Lines of a printed letter made clean; what belongs to the paper and not to the letter."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EDGE = 3
"""How many lines at the top and at the foot of a page may be furniture."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BLANK = re.compile(r"\s+")
_SPACED = re.compile(r"(?:(?<=\s)|^)(?:[A-Z] ){3,}[A-Z](?=\s|$)")
_PAGE_NUMBER = re.compile(
    r"(?:hal(?:aman)?\.?\s*)?[-\u2013]?\s*\d{1,3}\s*(?:(?:dari|/)\s*\d{1,3})?\s*[-\u2013]?",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"ditandatangani secara elektronik|sertifikat elektronik|sertifikasi elektronik|\bBSrE\b"
    r"|Informasi Elektronik dan/atau Dokumen Elektronik",
    re.IGNORECASE,
)
_MARKED = re.compile("(?:\\(?\\w{1,2}[.)]|[-\u2022\u2013])\\s(?!\\d{1,3}\\b)")
_CATCHWORD = re.compile(r"\s*(?:\.\s?\.\s?\.|…)[\s.]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed: page and line counted from 1, its clean words."""

    page: int
    number: int
    text: str


def lines_of(pages: Sequence[Sequence[str]]) -> list[Line]:
    """Return the lines that hold words, clean, with their places.

    Ligatures and wide letters become plain ones (NFKC); marks of direction, soft hyphens and
    other unseen letters go; letters set apart for stress come together.
    """
    return [
        Line(page, number, clean)
        for page, texts in enumerate(pages, start=1)
        for number, text in enumerate(texts, start=1)
        if (clean := _clean(text))
    ]


def furniture_of(lines: Sequence[Line]) -> set[Line]:
    """Return what the paper adds: page numbers, running heads, catchwords, the signing service."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    found = {line for line in lines if _SIGNED.search(line.text)}
    for own in pages.values():
        edges = {*own[:EDGE], *own[-EDGE:]}
        found |= {line for line in edges if _PAGE_NUMBER.fullmatch(line.text)}
    return found | _repeated(pages) | _catchwords(pages, found)


def joined(texts: Iterable[str]) -> str:
    """Return lines as one running text; a word parted at the end of a line comes together.

    A hyphen between two equal halves is the word's own (hal-hal, undang-undang).
    """
    text = ""
    for piece in texts:
        if text.endswith("-") and text[-2:-1].isalpha() and piece[:1].islower():
            text = text + piece if _is_doubled(text, piece) else text[:-1] + piece
        else:
            text = f"{text} {piece}" if text else piece
    return text


def _clean(text: str) -> str:
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    together = _SPACED.sub(lambda found: found[0].replace(" ", ""), plain)
    return _BLANK.sub(" ", together).strip()


def _repeated(pages: dict[int, list[Line]]) -> set[Line]:
    """Return what stands at the edges of at least half of the pages, of two at least."""
    edges = {page: {*own[:EDGE], *own[-EDGE:]} for page, own in pages.items()}
    seen = Counter(key for own in edges.values() for key in {_key(line) for line in own})
    least = max(2, -(-len(pages) // 2))
    return {
        line
        for own in edges.values()
        for line in own
        if seen[_key(line)] >= least and not _MARKED.match(line.text)
    }


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.lower())


def _catchwords(pages: dict[int, list[Line]], known: set[Line]) -> set[Line]:
    """Return the last lines that only announce how the next page begins ("3. Pegawai ...")."""
    found = set()
    for page, own in pages.items():
        last = next((line for line in reversed(own) if line not in known), None)
        follow = next((line for line in pages.get(page + 1, ()) if line not in known), None)
        if last is None or follow is None or not _CATCHWORD.search(last.text):
            continue
        if follow.text.startswith(_CATCHWORD.sub("", last.text)):
            found.add(last)
    return found


def _is_doubled(text: str, piece: str) -> bool:
    before = text[:-1].rpartition(" ")[2].lower()
    after = re.split(r"\W", piece, maxsplit=1)[0].lower()
    return bool(after) and (before.endswith(after) or after.startswith(before))
