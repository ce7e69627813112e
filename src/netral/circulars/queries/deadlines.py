"""Until when each level has to pass a version on, and until when it is to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from netral.circulars.models import CircularVersion, Delivery, LevelTerm
from netral.core.clock import Calendar
from netral.core.flow.passing import READING, Terms, level_of
from netral.people.models import Instansi
from netral.people.queries.calendar import calendar_of


@dataclass(frozen=True, slots=True)
class Due:
    """A last day as it stands today: days left or days over, counted as the term is.

    ``is_past`` may hold while ``over`` is 0: the days since were no working days.
    """

    last_on: date
    left: int
    over: int
    is_workdays: bool
    is_past: bool


class Reckoner:
    """Reckons last days for one government on one day; calendar and terms are read once."""

    def __init__(self, government: Instansi, today: date) -> None:
        """Begin for a government; nothing is read before it is needed."""
        self._government, self._today = government, today
        self._terms: dict[int, Terms] = {}

    @cached_property
    def _calendar(self) -> Calendar:
        return calendar_of(self._government, self._today)

    def terms(self, version: CircularVersion) -> Terms:
        """Return the version's terms; those of the version before hold until others are set."""
        if version.pk not in self._terms:
            self._terms[version.pk] = terms_of(version)
        return self._terms[version.pk]

    def of_delivery(self, delivery: Delivery, version: CircularVersion) -> Due | None:
        """Return until when a unit has to pass on what it received; None without a term."""
        start = self._local(delivery.received_at)
        return self._due(version, level_of(delivery.unit.path), start)

    def of_reading(self, version: CircularVersion) -> Due | None:
        """Return until when the version is to be read, counted from its publication."""
        if version.published_at is None:
            return None
        return self._due(version, READING, self._local(version.published_at))

    def _due(self, version: CircularVersion, level: int, start: date) -> Due | None:
        terms = self.terms(version)
        last = terms.last_day(level, start, self._calendar)
        if last is None:
            return None
        return Due(
            last_on=last,
            left=terms.days_left(last, self._today, self._calendar),
            over=terms.days_over(last, self._today, self._calendar),
            is_workdays=terms.is_workdays,
            is_past=self._today > last,
        )

    def _local(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self._government.timezone)).date()


def terms_of(version: CircularVersion) -> Terms:
    """Return the terms that hold for a version: its own, else those of the newest one before."""
    rows = LevelTerm.objects.filter(
        version__circular_id=version.circular_id, version__sequence__lte=version.sequence
    ).select_related("version")
    by_version: dict[int, list[LevelTerm]] = {}
    for row in rows:
        by_version.setdefault(row.version.sequence, []).append(row)
    newest = by_version[max(by_version)] if by_version else []
    return Terms({row.level: row.days for row in newest}, any(row.is_workdays for row in newest))


def dues_of(
    deliveries: Iterable[Delivery], version: CircularVersion, *, today: date
) -> Mapping[int, Due]:
    """Return the last day of each delivery of one version that has a term, by primary key."""
    reckoner = Reckoner(version.government, today)
    found = ((each.pk, reckoner.of_delivery(each, version)) for each in deliveries)
    return {pk: due for pk, due in found if due is not None}
