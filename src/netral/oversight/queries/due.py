"""Which governments wait to be counted, and which to be issued."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from netral.core.flow.coverage import SMALLEST_NODE
from netral.journal.models import Log
from netral.oversight.models import CoverageBook, CoverageIssue, CoverageTotal
from netral.oversight.queries.home import governments_open


def books_behind(*, sealed: Mapping[str, int]) -> list[str]:
    """Return the governments whose journal holds more sealed entries than were read."""
    cursors = CoverageBook.objects.values_list("government_id", "cursor")
    return sorted(government for government, at in cursors if sealed.get(government, 0) > at)


def books_due(*, day: date) -> list[str]:
    """Return the governments that were not counted on the day's roster yet."""
    counted = CoverageBook.objects.filter(day=day).values("government")
    open_now = governments_open(today=day).exclude(pk__in=counted)
    return list(open_now.order_by("key").values_list("key", flat=True))


def issues_due(*, day: date) -> list[str]:
    """Return the governments with a letter, a journal and enough people, not issued that day.

    Counted today already: a day's first issue is made of that day's roster.
    """
    issued = CoverageIssue.objects.filter(day=day).values("government")
    enough = CoverageTotal.objects.filter(state="", number__gte=SMALLEST_NODE).values("government")
    books = CoverageBook.objects.filter(day=day, version__isnull=False, government__in=enough)
    journals = Log.objects.values("government")
    ready = books.filter(government__in=journals).exclude(government__in=issued)
    return list(ready.order_by("government").values_list("government_id", flat=True))
