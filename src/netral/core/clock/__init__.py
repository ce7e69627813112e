"""Working days, terms and how they were counted; calendars and holidays are handed in."""

from netral.core.clock.calendar import (
    Calendar,
    ClockError,
    PlaceZone,
    Suspension,
    Zone,
    add_days,
    add_workdays,
    calendar_of,
    place_zone,
    workdays_between,
    zone_of,
)
from netral.core.clock.chain import chain, followers
from netral.core.clock.counting import Setting, due_day
from netral.core.clock.english import in_english
from netral.core.clock.icalendar import Event, calendar_text, term_event
from netral.core.clock.progress import Mark, Progress, Square, Standing, progress
from netral.core.clock.terms import Term, latest_receipt, reckon
from netral.core.clock.words import day_in_words

__all__ = [
    "Calendar",
    "ClockError",
    "Event",
    "Mark",
    "PlaceZone",
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
    "chain",
    "day_in_words",
    "due_day",
    "followers",
    "in_english",
    "latest_receipt",
    "place_zone",
    "progress",
    "reckon",
    "term_event",
    "workdays_between",
    "zone_of",
]
