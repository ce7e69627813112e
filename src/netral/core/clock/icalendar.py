"""Days as an iCalendar text (RFC 5545), for the calendar on a phone; pure text, no network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from netral.core.clock.calendar import ONE_DAY, ClockError
from netral.core.clock.terms import Term

LONGEST_LINE = 75  # octets without the line break: RFC 5545, 3.1
_LINE_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NO_URI = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")
# A calendar must hold one component at least (RFC 5545, 3.4): this one says nothing.
_NOTHING = (
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True, slots=True)
class Event:
    """Whole days in a calendar, ``last`` included; ``uid`` stays the same when the day moves."""

    uid: str
    day: date
    summary: str
    description: str
    url: str = ""
    last: date | None = None


def calendar_text(*, name: str, events: Iterable[Event], stamp: datetime) -> str:
    """Return a whole calendar, lines ended by CRLF; ``stamp`` is the moment it was made.

    Raises ClockError for a stamp without a zone.
    """
    if stamp.tzinfo is None:
        raise ClockError("Saat pembuatan kalender harus menyebut zona waktunya.")
    body = [line for event in events for line in _event(event, stamp)]
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Netral//Kalender batas waktu//ID",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        *(body or _NOTHING),
        "END:VCALENDAR",
    )
    return "".join(f"{folded(line)}\r\n" for line in lines)


def term_event(term: Term, *, uid: str, title: str, url: str = "") -> Event | None:
    """Return a term as an event told with how it was counted; None while it has no day."""
    if term.day is None:
        return None
    told = (*term.counted, f"Dasar: {'; '.join(term.basis)}.")
    return Event(uid=uid, day=term.day, summary=title, description="\n".join(told), url=url)


def escaped(text: str) -> str:
    """Return a text as the value of a property: RFC 5545, 3.3.11."""
    held = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROL.sub("", _LINE_BREAK.sub(r"\\n", held))


def folded(line: str) -> str:
    """Break a line so that none is longer than 75 octets, and no character is cut in two."""
    return "\r\n ".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    piece, room = "", LONGEST_LINE
    # What UTF-8 cannot write (half of a surrogate pair) is shown as a question mark.
    for letter in line.encode("utf-8", errors="replace").decode("utf-8"):
        size = len(letter.encode("utf-8"))
        if size > room:
            yield piece
            piece, room = "", LONGEST_LINE - 1
        piece += letter
        room -= size
    yield piece


def _event(event: Event, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    # The end is the first day after it: RFC 5545, 3.6.1.
    yield f"DTEND;VALUE=DATE:{(event.last or event.day) + ONE_DAY:%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{_NO_URI.sub('', event.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
