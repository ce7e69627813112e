"""Where a term stands today: a square for each day, and one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from netral.core.clock.calendar import Calendar, days_after, is_paused
from netral.core.clock.terms import Term
from netral.core.clock.words import day_in_words
from netral.core.kinds.terms import TermKind, TermUnit


class Mark(StrEnum):
    """How a day of a term is drawn."""

    PAST = "past"
    NOW = "now"
    NEXT = "next"
    OFF = "off"
    PAUSED = "paused"


class Standing(StrEnum):
    """Where a term stands today."""

    UNCONFIRMED = "unconfirmed"
    RUNNING = "running"
    LAST_DAY = "last_day"
    OVER = "over"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Square:
    """One day of a term; ``name`` is the holiday that closes it."""

    day: date
    mark: Mark
    is_today: bool
    is_last: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """A term on one day; ``nth``, ``left`` and ``over`` are in the term's own unit of days."""

    standing: Standing
    nth: int
    total: int
    left: int
    over: int
    sentence: str
    squares: tuple[Square, ...]


def progress(term: Term, today: date, calendar: Calendar) -> Progress:
    """Tell how far ``term`` has run on ``today``; a term in hours is told in whole days."""
    if term.day is None:
        text = "Belum terkonfirmasi: jumlah harinya belum kami pastikan, jadi tidak kami hitung."
        return Progress(Standing.UNCONFIRMED, 0, 0, 0, 0, text, ())
    start = term.start.date()
    # A term counted back lies before the day it was counted from: no square leads to it.
    forward = term.kind is not TermKind.LATEST_RECEIPT and term.day >= start
    total = _between(term, start, term.day, calendar)
    nth = min(total, _between(term, start, today, calendar)) if forward else 0
    left = total - nth if forward else _between(term, today, term.day, calendar)
    standing = _standing(term, term.day, today)
    over = _over(term, term.day, today, calendar) if standing is Standing.OVER else 0
    days = days_after(start, term.day) if forward else []
    return Progress(
        standing=standing,
        nth=nth,
        total=total,
        left=left,
        over=over,
        sentence=_sentence(term, standing, (nth, total, left, over), calendar),
        squares=tuple(_square(term, day, today, calendar) for day in days),
    )


def _counts(term: Term, day: date, calendar: Calendar) -> bool:
    if term.unit is TermUnit.WORKDAYS and not calendar.is_workday(day):
        return False
    return not is_paused(day, term.suspensions)


def _between(term: Term, start: date, end: date, calendar: Calendar) -> int:
    return sum(_counts(term, day, calendar) for day in days_after(start, end))


def _over(term: Term, end: date, today: date, calendar: Calendar) -> int:
    # A pause agreed for a term does not shorten how late it is.
    late = days_after(end, today)
    return sum(term.unit is not TermUnit.WORKDAYS or calendar.is_workday(day) for day in late)


def _standing(term: Term, end: date, today: date) -> Standing:
    if term.kind in {TermKind.IN_FORCE, TermKind.NOT_BEFORE}:
        return Standing.REACHED if today >= end else Standing.RUNNING
    if today > end:
        return Standing.OVER
    return Standing.LAST_DAY if today == end else Standing.RUNNING


def _square(term: Term, day: date, today: date, calendar: Calendar) -> Square:
    closed = calendar.closed_by(day) if term.unit is TermUnit.WORKDAYS else None
    if is_paused(day, term.suspensions):
        mark = Mark.PAUSED
    elif not _counts(term, day, calendar):
        mark = Mark.OFF
    elif day == today:
        mark = Mark.NOW
    else:
        mark = Mark.PAST if day < today else Mark.NEXT
    return Square(
        day=day,
        mark=mark,
        is_today=day == today,
        is_last=day == term.day,
        name=closed.name if closed else "",
    )


def _sentence(
    term: Term, standing: Standing, counts: tuple[int, int, int, int], calendar: Calendar
) -> str:
    nth, total, left, over = counts
    unit = "hari kerja" if term.unit is TermUnit.WORKDAYS else "hari kalender"
    end = day_in_words(term.day) if term.day else ""
    if standing is not Standing.RUNNING:
        holds = "Sudah berlaku" if term.kind is TermKind.IN_FORCE else "Sudah boleh"
        return {
            Standing.REACHED: f"{holds} sejak {end}.",
            Standing.LAST_DAY: f"Hari terakhir: hari ini pukul 24.00 {calendar.zone.name}.",
        }.get(standing, f"Lewat batas {over} {unit}." if over else "Lewat batas.")
    if term.kind is TermKind.LATEST_RECEIPT:
        return f"Paling lambat diterima {end}. Tersisa {left} {unit}."
    if nth == 0:
        return f"Belum ada {unit} yang terhitung. Tersisa {left} {unit}."
    return f"{unit.capitalize()} ke-{nth} dari {total}. Tersisa {left} {unit}."
