"""What in a text may point at a person: numbers, addresses, names behind an honorific.

Patterns alone: no list of people is asked, so that the guard never tells who is on one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class MarkKind(StrEnum):
    """What was found; a number or an address of e-mail has no place in a general answer."""

    NUMBER = "nomor"
    EMAIL = "email"
    LINK = "tautan"
    ACCOUNT = "akun"
    PLATE = "pelat"
    NAME = "nama"


SURE = frozenset({MarkKind.NUMBER, MarkKind.EMAIL})


@dataclass(frozen=True, slots=True)
class PersonMark:
    """One place; ``words`` are the words that stand there."""

    kind: MarkKind
    start: int
    end: int
    words: str

    @property
    def is_sure(self) -> bool:
        """Tell whether no general answer can need it."""
        return self.kind in SURE


_POSTS = (
    "camat lurah kades pangulu bupati gubernur wali walikota wakil kepala sekda sekretaris "
    "presiden menteri guru dosen bidan perawat dokter penyuluh calon rt rw pj pjs plt plh ketua "
    "anggota bendahara polisi jaksa hakim penghulu imam pendeta asn pns pppk bpd desa"
)
_HONORIFICS = "pak|bu|bapak|ibu|sdr|sdri|saudara|saudari|bang|mas|mbak|kang|drs|dra|hj"
_PATTERNS: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    (MarkKind.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (MarkKind.LINK, re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)),
    # Nine digits or more, however grouped: NIP, NIK, telephone, account. Sums of money are none.
    (MarkKind.NUMBER, re.compile(r"(?<!Rp)(?<!Rp )(?<![\d.])\+?\d(?:[ .\-]?\d){8,}")),
    (MarkKind.ACCOUNT, re.compile(r"(?<![\w@])@\w{3,}")),
    (MarkKind.PLATE, re.compile(r"\b[A-Z]{1,2} ?\d{3,4} ?[A-Z]{1,3}\b")),
    (
        MarkKind.NAME,
        re.compile(
            rf"\b(?i:{_HONORIFICS})\b\.? (?!(?i:{'|'.join(_POSTS.split())})\b)"
            r"[A-Z]\w+(?: [A-Z]\w+)*"
        ),
    ),
)


def person_marks(text: str) -> tuple[PersonMark, ...]:
    """Return what may point at a person, in the order of the text; no place is told twice."""
    found: list[PersonMark] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if all(match.end() <= mark.start or mark.end <= match.start() for mark in found):
                found.append(PersonMark(kind, match.start(), match.end(), match.group()))
    return tuple(sorted(found, key=lambda mark: mark.start))
