"""Days counted by arithmetic instead of one by one, so that many terms are cheap to reckon.

Days are ordinals (day 1 is Monday, 1 January of the year 1). A line of days answers two
questions: how many of its days have passed by a day, and which day is the n-th.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Protocol

WEEK = 7


class Line(Protocol):
    """The days that count, as a line that can be asked both ways."""

    def upto(self, day: int) -> int:
        """Count the days that count, up to and with ``day``."""

    def nth(self, number: int) -> int:
        """Return the day that is the ``number``-th of those that count."""


class EveryDay:
    """Each day counts."""

    def upto(self, day: int) -> int:
        """Count the days up to and with ``day``."""
        return day

    def nth(self, number: int) -> int:
        """Return the ``number``-th day."""
        return number


class Workdays:
    """The working days of one calendar: whole weeks by division, holidays by search."""

    def __init__(self, weekend: Collection[int], holidays: Iterable[date]) -> None:
        self._open = tuple(day for day in range(WEEK) if day not in weekend)
        # How many working days the first 0, 1, ... 7 days of a week hold.
        self._begun = tuple(sum(day < days for day in self._open) for days in range(WEEK + 1))
        self._closed = sorted({day.toordinal() for day in holidays if day.weekday() not in weekend})

    def upto(self, day: int) -> int:
        """Count the working days up to and with ``day``."""
        return self._weekly(day) - bisect_right(self._closed, day)

    def nth(self, number: int) -> int:
        """Return the ``number``-th working day."""
        day = self._weekday(number)
        # Each holiday passed pushes the day on, perhaps past another one: until none is passed.
        while (further := self._weekday(number + bisect_right(self._closed, day))) != day:
            day = further
        return day

    def _weekly(self, day: int) -> int:
        weeks, rest = divmod(day, WEEK)
        return weeks * len(self._open) + self._begun[rest]

    def _weekday(self, number: int) -> int:
        weeks, rest = divmod(number - 1, len(self._open))
        return weeks * WEEK + self._open[rest] + 1


Pauses = Sequence[tuple[int, int]]
"""Stretches in which nothing counts, both ends included, in order and never touching."""


def later(start: int, count: int, line: Line, pauses: Pauses) -> int:
    """Return the ``count``-th day that counts after ``start``; ``start`` itself is day 0."""
    if count == 0:
        return start
    at = start
    for first, last in pauses:
        if last <= at:
            continue
        day = line.nth(line.upto(at) + count)
        if day < first:
            return day
        count -= line.upto(max(first - 1, at)) - line.upto(at)
        at = last
    return line.nth(line.upto(at) + count)


def earlier(start: int, count: int, line: Line, pauses: Pauses) -> int:
    """Return the ``count``-th day that counts before ``start``; ``start`` itself is day 0."""
    if count == 0:
        return start
    at = start
    for first, last in reversed(pauses):
        if first >= at:
            continue
        day = line.nth(line.upto(at - 1) - count + 1)
        if day > last:
            return day
        count -= line.upto(at - 1) - line.upto(min(last, at - 1))
        at = first
    return line.nth(line.upto(at - 1) - count + 1)


def joined(pauses: Iterable[tuple[int, int]]) -> Pauses:
    """Join stretches that overlap or touch, so that each day is taken out once."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(pauses):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found
