"""The number of a civil servant: NIP of a PNS and number of a PPPK, read and checked.

Layout: PNS ``YYYYMMDD YYYYMM S NNN``, PPPK ``YYYYMMDD YYYY FF S NNN``. There is no check digit, so
a slip is found by dates, sex and serial alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from netral.core.kinds.errors import WrongInputError

LENGTH = 18
PNS_AGES = (18, 56)
PNS_USUAL_AGE = 35
PPPK_FIRST_YEAR = 2019
PPPK_USUAL_CODE = "21"
# At most one year below the pension age of the post: 65 for the highest functional posts, 58 for
# most.
PPPK_AGES = (20, 64)
PPPK_USUAL_AGE = 57
MONTHS_IN_YEAR = 12

_FLOAT = re.compile(r"\d+([.,]\d+)?e\+?\d+|\d{15,}[.,]\d+", re.IGNORECASE)
# Blanks of every kind, the apostrophe by which sheets keep text, and marks that copying leaves.
_IGNORED = re.compile("[\\s'\u2018\u2019`\u200b\ufeff\u00a0]+")


class NipKind(StrEnum):
    """Which of the two numbers it is."""

    PNS = "PNS"
    PPPK = "PPPK"


class NipFlaw(StrEnum):
    """What is wrong with a number, or unusual."""

    EMPTY = "nip_kosong"
    FLOAT = "nip_angka"
    LETTERS = "nip_huruf"
    LENGTH = "nip_panjang"
    BIRTH = "nip_lahir"
    MONTH = "nip_bulan"
    SEX = "nip_kelamin"
    AGE = "nip_usia"
    AGE_UNUSUAL = "nip_usia_tidak_biasa"
    CODE_UNUSUAL = "nip_kode_tidak_biasa"
    FUTURE = "nip_masa_depan"


class NipError(WrongInputError):
    """The number cannot be one; ``flaw`` names why, ``values`` what was read."""

    def __init__(self, flaw: NipFlaw, **values: str) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw
        self.values: Mapping[str, str] = MappingProxyType(values)


@dataclass(frozen=True, slots=True)
class Nip:
    """A number that passed: who it can belong to, and what is unusual about it."""

    digits: str = field(repr=False)
    kind: NipKind
    born_on: date = field(repr=False)
    year: int
    sex: str
    age: int
    unusual: tuple[NipFlaw, ...] = ()


def nip_clean(text: str) -> str:
    """Return what was typed without blanks, apostrophes and the marks that copying leaves."""
    return _IGNORED.sub("", text)


def nip_read(text: str, *, today: date) -> Nip:
    """Read a number as a person or a file gives it. Raises NipError, which names the flaw."""
    digits = nip_clean(text)
    _check_form(digits, text)
    born_on = _born_on(digits[:8])
    kind, year, age = _appointed(digits, born_on, today)
    if digits[14] not in "12":
        raise NipError(NipFlaw.SEX, value=digits[14])
    return Nip(
        digits=digits,
        kind=kind,
        born_on=born_on,
        year=year,
        sex="L" if digits[14] == "1" else "P",
        age=age,
        unusual=_unusual(kind, digits, age),
    )


def nip_masked(digits: str) -> str:
    """Return the number as lists show it: the birth date alone, the rest covered."""
    return f"{digits[:8]} •••••• • •••"


def nip_shown(digits: str) -> str:
    """Return the number in its four groups."""
    return f"{digits[:8]} {digits[8:14]} {digits[14:15]} {digits[15:]}"


def _check_form(digits: str, text: str) -> None:
    if not digits:
        raise NipError(NipFlaw.EMPTY)
    if _FLOAT.fullmatch(digits):
        raise NipError(NipFlaw.FLOAT, value=text.strip()[:30])
    if not (digits.isascii() and digits.isdigit()):
        raise NipError(NipFlaw.LETTERS, value=text.strip()[:30])
    if len(digits) != LENGTH:
        raise NipError(NipFlaw.LENGTH, n=str(len(digits)))
    # A sheet keeps fifteen digits of a number; the serial, which begins at 001, becomes 000.
    if digits.endswith("000"):
        raise NipError(NipFlaw.FLOAT, value=digits)


def _born_on(digits: str) -> date:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise NipError(NipFlaw.BIRTH, value=digits) from None
    if digits[:2] not in {"19", "20"}:
        raise NipError(NipFlaw.BIRTH, value=digits)
    return born_on


def _appointed(digits: str, born_on: date, today: date) -> tuple[NipKind, int, int]:
    """Return the kind, the year and the age at appointment. Digits 13-14 tell the kinds apart."""
    year, middle = int(digits[8:12]), int(digits[12:14])
    if year > today.year:
        raise NipError(NipFlaw.FUTURE, value=str(year))
    if 1 <= middle <= MONTHS_IN_YEAR:
        age = year - born_on.year - (middle < born_on.month)
        _check_age(age, PNS_AGES)
        return NipKind.PNS, year, age
    if digits[12] != "2" or digits[13] == "0" or year < PPPK_FIRST_YEAR:
        raise NipError(NipFlaw.MONTH, value=digits[12:14])
    # The number names no month: the age that the year allows at most.
    age = year - born_on.year
    _check_age(age, PPPK_AGES)
    return NipKind.PPPK, year, age


def _check_age(age: int, ages: tuple[int, int]) -> None:
    if not ages[0] <= age <= ages[1]:
        raise NipError(NipFlaw.AGE, age=str(age))


def _unusual(kind: NipKind, digits: str, age: int) -> tuple[NipFlaw, ...]:
    usual = PNS_USUAL_AGE if kind is NipKind.PNS else PPPK_USUAL_AGE
    found = [NipFlaw.AGE_UNUSUAL] if age > usual else []
    if kind is NipKind.PPPK and digits[12:14] != PPPK_USUAL_CODE:
        found.append(NipFlaw.CODE_UNUSUAL)
    return tuple(found)
