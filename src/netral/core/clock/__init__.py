"""Working days, terms and how they were counted; calendars and holidays are handed in."""

from netral.core.clock.calendar import (
    Calendar,
    ClockError,
    Suspension,
    Zone,
    add_days,
    add_workdays,
    calendar_of,
    workdays_between,
    zone_of,
)
from netral.core.clock.icalendar import Event, calendar_text, term_event
from netral.core.clock.progress import Mark, Progress, Square, Standing, progress
from netral.core.clock.terms import Setting, Term, latest_receipt, reckon
from netral.core.clock.words import day_in_words

__all__ = [
    "Calendar",
    "ClockError",
    "Event",
    "Mark",
    "Progress",
    "Setting",
    "Square",
    "Standing",
    "Suspension",
    "Term",
    "Zone",
    "add_days",
    "add_workdays",
    "calendar_of",
    "calendar_text",
    "day_in_words",
    "latest_receipt",
    "progress",
    "reckon",
    "term_event",
    "workdays_between",
    "zone_of",
]
