"""Which rules a text cites, in the many ways of writing them, and which records those are."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERED = r"(?:\s+republik\s+indonesia)?(?:\s+r\.?i\.?)?(?:\s+(?:no\b\.?|nomor))?\s*"
_YEAR = r"\s*(?:/|tahun\s+)\s*(?P<year>\d{4})\b"
_KINDS = (
    ("perppu", "Perppu", r"peraturan\s+pemerintah\s+pengganti\s+undang[\s-]*undang|perppu"),
    ("uu", "UU", r"undang[\s-]*undang|uu"),
    ("pp", "PP", r"peraturan\s+pemerintah|pp"),
    ("perpres", "Perpres", r"peraturan\s+presiden|perpres"),
    ("pkpu", "PKPU", r"peraturan\s+(?:kpu|komisi\s+pemilihan\s+umum)|pkpu"),
    (
        "perbawaslu",
        "Perbawaslu",
        r"peraturan\s+(?:bawaslu|badan\s+pengawas\s+pemilihan\s+umum)|perbawaslu",
    ),
    ("pbkn", "Peraturan BKN", r"peraturan\s+(?:kepala\s+)?(?:bkn|badan\s+kepegawaian\s+negara)"),
    (
        "se-panrb",
        "SE MenPANRB",
        r"(?:surat\s+edaran|se)\s+(?:menteri\s+(?:pan-?rb|pendayagunaan\b.{,60}?birokrasi)|menpan-?rb)",
    ),
    ("permendagri", "Permendagri", r"peraturan\s+menteri\s+dalam\s+negeri|permendagri"),
)
_PATTERNS = tuple(
    (
        key,
        short,
        re.compile(rf"\b(?:{words}){_NUMBERED}(?P<number>\d{{1,3}}){_YEAR}", re.IGNORECASE),
    )
    for key, short, words in _KINDS
)
_RULING = re.compile(r"\b(?P<number>\d{1,3})/PUU-[IVXLC]+/(?P<year>\d{4})\b", re.IGNORECASE)
_JOINT = re.compile(
    r"\b(?:skb|(?:surat\s+)?keputusan\s+bersama)\b(?:(?!;).){0,400}?\b(?P<year>20\d{2})\b",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = (
    ("uu-10-2016", "UU Pilkada", re.compile(r"\bUU\s+Pilkada\b", re.IGNORECASE)),
    ("uu-7-2017", "UU Pemilu", re.compile(r"\bUU\s+Pemilu\b", re.IGNORECASE)),
    ("uu-20-2023", "UU ASN", re.compile(r"\bUU\s+ASN\b", re.IGNORECASE)),
)
SAME_RECORD = {
    "uu-1-2015": "uu-10-2016",
    "uu-8-2015": "uu-10-2016",
    "uu-6-2020": "uu-10-2016",
    "uu-3-2024": "uu-6-2014",
}
"""Statutes that the law data holds under the record of the one that they change or that changes
them: UU 1/2015 as changed by UU 8/2015, UU 10/2016 and UU 6/2020; UU 6/2014 by UU 3/2024."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One rule cited: its own key and short form, the record of the law data, where it stands."""

    key: str
    shown: str
    start: int
    end: int

    @property
    def record(self) -> str:
        """Return the id that the law data would hold it under."""
        return SAME_RECORD.get(self.key, self.key)


def citations_of(text: str) -> tuple[Citation, ...]:
    """Return the rules that a text cites in its order; the same place is read once.

    The longer reading wins: "Peraturan Pemerintah Pengganti Undang-Undang Nomor 1" is no "UU 1".
    """
    found = [*_numbered(text), *_named(text)]
    kept: list[Citation] = []
    for one in sorted(found, key=lambda one: (one.start, one.start - one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _numbered(text: str) -> list[Citation]:
    return [
        Citation(f"{key}-{n}-{found['year']}", f"{short} {n}/{found['year']}", *found.span())
        for key, short, pattern in _PATTERNS
        for found in pattern.finditer(text)
        for n in [int(found["number"])]
    ]


def _named(text: str) -> list[Citation]:
    rulings = [
        Citation(f"mk-{one['number']}-{one['year']}", f"Putusan MK {one[0]}", *one.span())
        for one in _RULING.finditer(text)
    ]
    joint = [
        Citation(f"skb-{one['year']}", f"SKB {one['year']}", *one.span())
        for one in _JOINT.finditer(text)
    ]
    names = [
        Citation(key, shown, *one.span())
        for key, shown, pattern in _NAMES
        for one in pattern.finditer(text)
    ]
    return [*rulings, *joint, *names]
