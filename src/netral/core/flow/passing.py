"""Passing a circular on: how many days each level has, and how a day stands to its last one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from netral.core.access import Role
from netral.core.clock import Calendar, add_days, add_workdays, workdays_between

SETTERS = frozenset({Role.OFFICER, Role.DESK, Role.SEKDA})
"""Who sets the days of each level, for the whole government."""

READING = 0
"""The level that stands for the persons themselves: until when the letter is to be read."""
DEEPEST = 4
"""Units further down have the days of this level."""
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Terms:
    """Days for each level (1: OPD, 2 and more: units below, 0: to read), counted one way for all.

    A term of the office's own, not of law: a level without a number has no last day.
    """

    days: Mapping[int, int]
    is_workdays: bool

    def last_day(self, level: int, start: date, calendar: Calendar) -> date | None:
        """Return the last day of a level that received the letter on ``start`` (day 0)."""
        days = self.days.get(min(level, DEEPEST))
        if days is None:
            return None
        if not self.is_workdays:
            return add_days(start, days)
        return add_workdays(start, days, calendar)

    def days_over(self, last: date, today: date, calendar: Calendar) -> int:
        """Return by how many days ``today`` is past the last day, counted as the term is; or 0."""
        if today <= last:
            return 0
        return self._between(last, today, calendar)

    def days_left(self, last: date, today: date, calendar: Calendar) -> int:
        """Return how many days are left until the last day, counted as the term is; or 0."""
        if today >= last:
            return 0
        return self._between(today, last, calendar)

    def _between(self, start: date, end: date, calendar: Calendar) -> int:
        if self.is_workdays:
            return workdays_between(start, end, calendar)
        return (end - start).days


def level_of(path: str) -> int:
    """Return 1 for an OPD, more below, 0 for the government itself."""
    return path.count(".")
