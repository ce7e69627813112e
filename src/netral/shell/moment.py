"""The one place that reads the clock; middleware, workers and commands call it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def moment(zone: str = "Asia/Jakarta") -> datetime:
    """Return now in the office's zone, on the simulated day when one is set.

    In a demonstration the day is replaced and the time of day goes on running.
    """
    now = datetime.now(ZoneInfo(zone))
    simulated: date | None = settings.NETRAL_TODAY
    if simulated is None:
        return now
    return now.replace(year=simulated.year, month=simulated.month, day=simulated.day)
