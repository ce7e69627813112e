"""A letter's lines told apart: every line that holds words ends up in exactly one part."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest

from netral.core.text.letters.lines import Line, furniture_of, joined, lines_of
from netral.core.text.letters.marks import Mark, Nesting

HEADING_LENGTH = 120
SHORT = 7
"""So many words at most make a heading, or a line of an address."""
_ABOUT = re.compile(r"(?:tentang|(?:hal|perihal)\s*:)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"nomor\s*:?\s*(.*)", re.IGNORECASE)
_FORM = re.compile(r"(?:sifat|lampiran|tanggal)\s*:", re.IGNORECASE)
_NAME = re.compile(r"surat edaran|instruksi|himbauan|imbauan", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\bjalan\b|\bjl\b|telp|telepon|faks|laman|pos-?el|e-?mail|\d{5}", re.IGNORECASE
)
_TO = re.compile(r"kepada\b|yth\b|di\s*[-\u2013]?\s*tempat|di\s*[-\u2013]$", re.IGNORECASE)
_ANNEX = re.compile(r"LAMPIRAN\b(?!\s*:)")
_CLOSING = re.compile(
    r"demikian\b|ditetapkan di\b|dikeluarkan di\b|tembusan\b|a\.n\. |(?:pj|plt|pjs)\. ?[a-z]"
    r"|surat edaran ini (?:mulai )?berlaku|(?:bupati|wali ?kota|gubernur|sekretaris daerah)\b.*,$",
    re.IGNORECASE,
)
_BASES = re.compile(r"dasar\b|mengingat\b|memperhatikan\b|berdasarkan\b.*:$", re.IGNORECASE)
_RULE = re.compile(
    r"(?:undang[ -]*undang|uu|peraturan|pp|perpres|keputusan|skb|surat|putusan|instruksi)\b",
    re.IGNORECASE,
)
_PREFACE = re.compile(r"latar belakang|maksud|tujuan|ruang lingkup|penutup", re.IGNORECASE)


class Kind(StrEnum):
    """What a part of the letter is."""

    FURNITURE = "kertas"
    HEAD = "kop"
    NUMBER = "nomor"
    ABOUT = "tentang"
    ADDRESSEE = "tujuan"
    OPENING = "pembuka"
    BASIS = "dasar"
    LEAD = "pengantar"
    CLAUSE = "butir"
    CLOSING = "penutup"
    ANNEX = "lampiran"


HEADED = frozenset({Kind.HEAD, Kind.NUMBER, Kind.ABOUT, Kind.ADDRESSEE, None})
"""What a letter may still be at while its words have not begun; none: nothing was read yet."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what it is, its words, the mark and the heading over it, where it stands.

    ``page`` and ``line`` are those of its first line, ``count`` how many lines it took.
    """

    kind: Kind
    text: str
    page: int
    line: int
    count: int
    mark: str = ""
    heading: str = ""


@dataclass
class _Open:
    """A part that is being read, with its lines; ``depth`` counts the marks that are open."""

    kind: Kind
    lines: list[Line]
    texts: list[str]
    mark: str = ""
    depth: int = 0

    def closed(self, kind: Kind, heading: str = "", *, begins: int = 0) -> Part:
        """Return the part; its words without the first ``begins`` lines."""
        first = self.lines[0]
        return Part(
            kind=kind,
            text=joined(self.texts[begins:]),
            page=first.page,
            line=first.number,
            count=len(self.lines),
            mark=self.mark,
            heading=heading,
        )


@dataclass
class _Reader:
    """Takes one line after the other; what a marked part was is known when the next has begun."""

    parts: list[_Open] = field(default_factory=list)
    nesting: Nesting = field(default_factory=Nesting)

    def take(self, line: Line) -> None:
        last = self.parts[-1].kind if self.parts else None
        if _ANNEX.match(line.text) and last not in HEADED:
            return self._begin(Kind.ANNEX, line, line.text)
        if last in {Kind.CLOSING, Kind.ANNEX}:
            return self._append(line)
        mark = self._mark(line.text, last)
        if mark is not None:
            return self._begin(Kind.CLAUSE, line, mark.rest, mark)
        kind = _kind(line.text, last)
        if kind is last and kind is not Kind.NUMBER:
            return self._append(line)
        return self._begin(kind, line, line.text)

    def _mark(self, text: str, last: Kind | None) -> Mark | None:
        """Return the mark that begins a part; those of a list of addressees begin none."""
        if last is Kind.HEAD or (last is Kind.ADDRESSEE and len(text.split()) <= SHORT):
            is_section = last is Kind.ADDRESSEE and text[:1] == "A" and text[1:2] == "."
            return self.nesting.taken(text) if is_section else None
        return self.nesting.taken(text)

    def _begin(self, kind: Kind, line: Line, text: str, mark: Mark | None = None) -> None:
        depth = len(self.nesting.open) if mark else 0
        self.parts.append(_Open(kind, [line], [text], mark.shown if mark else "", depth))

    def _append(self, line: Line) -> None:
        self.parts[-1].lines.append(line)
        self.parts[-1].texts.append(line.text)


Rule = tuple[Callable[[str, Kind | None], bool], Kind]
_UNMARKED: tuple[Rule, ...] = (
    (lambda text, last: last in {Kind.OPENING, Kind.CLAUSE} and _closes(text), Kind.CLOSING),
    (lambda _text, last: last is Kind.CLAUSE, Kind.CLAUSE),
    (lambda _text, last: last is Kind.OPENING, Kind.OPENING),
    (lambda text, _last: bool(_NUMBER.match(text) or _FORM.match(text)), Kind.NUMBER),
    (lambda text, _last: bool(_ABOUT.match(text)), Kind.ABOUT),
    (lambda text, _last: bool(_TO.match(text)), Kind.ADDRESSEE),
    (lambda text, last: last in {None, Kind.HEAD} and _is_head(text, last), Kind.HEAD),
    (lambda text, last: last is Kind.ABOUT and text == text.upper(), Kind.ABOUT),
    (lambda text, last: last is Kind.ADDRESSEE and len(text.split()) <= SHORT, Kind.ADDRESSEE),
)
"""What an unmarked line is after a part of some kind: the first that holds; else the opening."""


def _kind(text: str, last: Kind | None) -> Kind:
    return next((kind for holds, kind in _UNMARKED if holds(text, last)), Kind.OPENING)


def _closes(text: str) -> bool:
    return bool(_CLOSING.match(text))


def _is_head(text: str, last: Kind | None) -> bool:
    is_name = text == text.upper() or bool(_NAME.fullmatch(text))
    return is_name or (last is Kind.HEAD and bool(_ADDRESS.search(text)))


def letter_read(pages: Sequence[Sequence[str]]) -> tuple[Part, ...]:
    """Return the parts of a letter in reading order, what the paper added among them.

    Never raises; a letter without marks is one opening, which a person then parts.
    """
    lines = lines_of(pages)
    furniture = furniture_of(lines)
    reader = _Reader()
    added = []
    for line in lines:
        if line in furniture:
            added.append(_Open(Kind.FURNITURE, [line], [line.text]).closed(Kind.FURNITURE))
        else:
            reader.take(line)
    parts = [*_closed(reader.parts), *added]
    return tuple(sorted(parts, key=lambda part: (part.page, part.line)))


def _closed(parts: Sequence[_Open]) -> list[Part]:
    """Tell lead-ins from clauses and legal bases: a part with marked parts below it leads in."""
    found: list[Part] = []
    leads: list[tuple[int, str]] = []
    for part, follow in zip_longest(parts, parts[1:]):
        leads = [lead for lead in leads if lead[0] < part.depth]
        if part.kind is not Kind.CLAUSE:
            found.append(part.closed(part.kind))
        elif follow is not None and follow.depth > part.depth:
            leads.append((part.depth, joined(part.texts)))
            found.append(part.closed(Kind.LEAD))
        else:
            found.append(_leaf(part, [text for _depth, text in leads]))
    return found


def _leaf(part: _Open, leads: Sequence[str]) -> Part:
    """Return a part without parts below: a legal basis, a preface, or a clause."""
    if any(_BASES.match(lead) for lead in leads) and _RULE.match(part.texts[0]):
        return part.closed(Kind.BASIS)
    first = part.texts[0]
    if any(_PREFACE.match(text) for text in (*leads, first)):
        return part.closed(Kind.OPENING)
    if len(part.texts) > 1 and _is_title(first, part.texts[1]):
        return part.closed(Kind.CLAUSE, first.rstrip(" :"), begins=1)
    heading = leads[-1].rstrip(" :") if leads else ""
    return part.closed(Kind.CLAUSE, heading if len(heading) <= HEADING_LENGTH else "")


def _is_title(first: str, second: str) -> bool:
    """Tell whether the first line is a heading: short, unfinished, and a sentence follows."""
    is_short = len(first.split()) <= SHORT and first[-1:] not in {",", ";", "."}
    return is_short and second[:1].isupper()
