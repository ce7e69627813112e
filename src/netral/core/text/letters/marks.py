"""The marks of an official letter's parts (A., 1., a., 1), (a), bullets) and how they nest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARK = re.compile(
    r"(?P<open>\()?(?P<sign>\d{1,2}|[a-z]{1,4}|[A-Z])(?P<close>[.)])\s+(?=\S)"
    "|(?P<bullet>[-\u2022\u00b7\u25aa\u25cf\u2013])\\s+"
)
_ORDINAL = re.compile(
    r"(?P<word>KESATU|KEDUA|KETIGA|KEEMPAT|KELIMA|KEENAM|KETUJUH|KEDELAPAN|KESEMBILAN|KESEPULUH)"
    r"\s*:?\s+(?=\S)"
)
ORDINALS = (
    *("KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA"),
    *("KEENAM", "KETUJUH", "KEDELAPAN", "KESEMBILAN", "KESEPULUH"),
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
MAY_MISS = 2
"""The next mark may be the next but one: one that could not be read must not swallow the rest."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at the head of a line: its kind, its place in the row, and the words after it."""

    style: str
    place: int
    shown: str
    rest: str


@dataclass
class Nesting:
    """The marks that are open where one reads, outermost first; it tells a mark from a number."""

    open: list[Mark] = field(default_factory=list)

    def taken(self, text: str) -> Mark | None:
        """Return the mark with which a line begins a part, or none; a mark taken is open.

        A mark counts when it continues a row that is open, or begins one. "5. huruf n" after a
        line that ended in "Pasal" does neither.
        """
        for mark in _readings(text):
            for depth in range(len(self.open), 0, -1):
                before = self.open[depth - 1]
                ahead = mark.place - before.place
                if before.style == mark.style and (not mark.place or 0 < ahead <= MAY_MISS):
                    self.open[depth - 1 :] = [mark]
                    return mark
            if mark.place <= 1:
                self.open.append(mark)
                return mark
        return None


def _readings(text: str) -> list[Mark]:
    """Return what a line's head may be: a letter may also be a Roman number."""
    ordinal = _ORDINAL.match(text)
    if ordinal:
        place = ORDINALS.index(ordinal["word"]) + 1
        return [Mark("ordinal", place, ordinal["word"], text[ordinal.end() :])]
    found = _MARK.match(text)
    if found is None:
        return []
    rest, shown = text[found.end() :], found[0].strip()
    if found["bullet"]:
        return [Mark("bullet", 0, shown, rest)]
    around = f"{found['open'] or ''}{found['close']}"
    sign = found["sign"]
    readings = [(f"1{around}", int(sign))] if sign.isdigit() else []
    if len(sign) == 1 and sign.isalpha():
        style = "a" if sign.islower() else "A"
        readings.append((f"{style}{around}", ord(sign) - ord(style) + 1))
    if sign in _ROMAN:
        readings.append((f"i{around}", _ROMAN.index(sign) + 1))
    return [Mark(style, place, shown, rest) for style, place in readings if place]
