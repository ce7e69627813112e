"""Messy cells of a personnel file, read: blanks, sex, dates, status, grade."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from netral.people.models import Person
from netral.people.services.personnel_columns import folded

BLANKS = frozenset({"-", "\u2013", "\u2014", "0", "null", "n/a", "#n/a", ".", "nan"})
PNS_GRADES = tuple(
    f"{level}/{room}"
    for level in ("I", "II", "III", "IV")
    for room in "abcde"[: 4 + (level == "IV")]
)
PPPK_GRADES = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
    "XV", "XVI", "XVII",
)  # fmt: skip
_SHEET_EPOCH = date(1899, 12, 30)
_SERIAL_DAYS = range(3_000, 80_000)
_DATE = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[ T].*)?")
_PNS_GRADE = re.compile(r"(?<![A-Za-z])(IV|I{1,3})\s*[/.\- ]?\s*([A-Ea-e])(?![A-Za-z])")
_PPPK_GRADE = re.compile(r"(?:GOLONGAN|GOL\.?)?\s*([XVI]+)", re.IGNORECASE)
_YEAR_DIGITS = 4

SEXES = {"l": "L", "m": "L", "pria": "L", "lakilaki": "L", "lk": "L", "1": "L"} | {
    "p": "P", "f": "P", "w": "P", "wanita": "P", "perempuan": "P", "pr": "P", "2": "P",
}  # fmt: skip
STATUSES = {
    "pns": Person.Status.PNS, "p": Person.Status.PNS, "pnsdaerah": Person.Status.PNS,
    "pnspusat": Person.Status.PNS, "pegawainegerisipil": Person.Status.PNS,
    "cpns": Person.Status.CPNS, "c": Person.Status.CPNS,
    "calonpegawainegerisipil": Person.Status.CPNS,
    "pppk": Person.Status.PPPK, "p3k": Person.Status.PPPK,
    "pegawaipemerintahdenganperjanjiankerja": Person.Status.PPPK,
    "pppkpenuhwaktu": Person.Status.PPPK,
    "pppkparuhwaktu": Person.Status.PPPK_PART, "pppkpw": Person.Status.PPPK_PART,
    "p3kparuhwaktu": Person.Status.PPPK_PART,
}  # fmt: skip
GONE = frozenset({"pensiun", "meninggal", "meninggaldunia", "berhenti", "diberhentikan"})


def value_of(cell: str) -> str:
    """Return a cell's text, or nothing where the cell only says that it is empty."""
    text = cell.strip()
    return "" if text.lower() in BLANKS else text


@lru_cache(maxsize=4096)
def sex_of(text: str) -> str:
    """Return L or P, or nothing when the word is not known."""
    return SEXES.get(folded(text), "")


@lru_cache(maxsize=4096)
def status_of(text: str) -> str | None:
    """Return the status a word names, or nothing when it names none that we know."""
    return STATUSES.get(folded(text))


@lru_cache(maxsize=4096)
def is_gone(standing: str) -> bool:
    """Tell whether the legal standing says that the person no longer serves."""
    return folded(standing) in GONE


@lru_cache(maxsize=4096)
def grade_of(text: str) -> str:
    """Return a grade in its own form (III/a, IX), or the text itself when it is neither."""
    pns = _PNS_GRADE.search(text)
    if pns:
        return f"{pns[1]}/{pns[2].lower()}"
    pppk = _PPPK_GRADE.fullmatch(text.strip())
    return pppk[1].upper() if pppk else text


def grade_fits(grade: str, status: str) -> bool:
    """Tell whether the grade is one of the status's own scale.

    PNS: I/a to IV/e (PP 11/2017); PPPK: I to XVII (Perpres 98/2020, changed by Perpres 11/2024).
    """
    if status in {Person.Status.PNS, Person.Status.CPNS}:
        return grade in PNS_GRADES
    return grade in PPPK_GRADES


@lru_cache(maxsize=65536)
def dates_of(text: str) -> tuple[date, ...]:
    """Return the days a cell may mean, likeliest first: day-month-year, then month-day-year."""
    if text.isdigit() and int(text) in _SERIAL_DAYS:
        return (_SHEET_EPOCH + timedelta(days=int(text)),)
    match = _DATE.fullmatch(text)
    if match is None:
        return ()
    first, middle, last = match.groups()
    orders = (
        [(first, middle, last)]
        if len(first) == _YEAR_DIGITS
        else [(last, middle, first), (last, first, middle)]
    )
    days = [day for order in orders if (day := _day(*order)) is not None]
    return tuple(dict.fromkeys(days))


def _day(year: str, month: str, day: str) -> date | None:
    if len(year) != _YEAR_DIGITS:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
