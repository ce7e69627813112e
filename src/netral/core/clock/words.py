"""Days and units in the words of a reader (look: bahasa, rule 10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from netral.core.kinds.terms import TermUnit

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
UNITS = {
    TermUnit.WORKDAYS: "hari kerja",
    TermUnit.DAYS: "hari kalender",
    TermUnit.WEEKS: "minggu",
    TermUnit.MONTHS: "bulan",
    TermUnit.HOURS: "jam",
    TermUnit.WORKDAY_HOURS: "jam pada hari kerja",
}


def day_in_words(day: date) -> str:
    """Return a day as ``Jumat, 25 Oktober 2024``."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def listed(parts: Sequence[str]) -> str:
    """Join parts as a sentence does; an empty list reads ``tidak ada``."""
    if not parts:
        return "tidak ada"
    if len(parts) == 1:
        return parts[0]
    return f"{'; '.join(parts[:-1])}; dan {parts[-1]}"
