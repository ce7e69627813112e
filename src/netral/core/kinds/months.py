"""A day in words, in both languages."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_words(day: date) -> tuple[str, str]:
    """Return a day as Indonesian and as English write it: 22 September 2024."""
    at = day.month - 1
    return f"{day.day} {MONTHS[at]} {day.year}", f"{day.day} {MONTHS_EN[at]} {day.year}"
