"""A government's calendar as the clock needs it, and as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from netral.core import clock
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.terms import Holiday, TermUnit
from netral.core.law import holiday_years, holidays
from netral.core.law.book import the_law
from netral.people.models import ClockSetting, Instansi, RegionHoliday

TERM_WORDS = {
    TermUnit.WORKDAYS: "hari kerja",
    TermUnit.DAYS: "hari kalender",
    TermUnit.HOURS: "jam",
}


def calendar_of(government: Instansi | str, today: date) -> clock.Calendar:
    """Return the calendar as it is known on ``today``: national days and the government's own."""
    found = _government(government)
    own = [
        Holiday(row.day, row.name, row.kind, row.decree)
        for row in _known(RegionHoliday.objects.filter(government=found), today)
    ]
    return clock.calendar_of(found.timezone, [*holidays(), *own], holiday_years())


def settings_of(government: Instansi | str, today: date) -> dict[str, clock.Setting]:
    """Return the government's own numbers by clock code, as they hold on ``today``."""
    live = ClockSetting.objects.filter(
        Q(ended_at=None) | Q(ended_at__date__gt=today),
        government=_government(government),
        entered_at__date__lte=today,
    )
    return {row.code: clock.Setting(row.n, row.source) for row in live.order_by("pk")}


def holidays_of(government: str, year: int) -> QuerySet[RegionHoliday]:
    """Return the government's own closed days of a year."""
    own = RegionHoliday.objects.filter(government=government, withdrawn_at=None)
    return own.filter(day__year=year).order_by("day")


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A clock whose number the law data does not confirm, with what the government set."""

    code: str
    title: str
    unit: str
    basis: str
    setting: clock.Setting | None


def open_clocks(government: str, today: date) -> list[OpenClock]:
    """Return the unconfirmed clocks of the law data with the government's numbers."""
    own = settings_of(government, today)
    return [
        OpenClock(
            code=rule.code,
            title=rule.title_id,
            unit=_(TERM_WORDS[rule.unit]),
            basis="; ".join(rule.basis),
            setting=own.get(rule.code),
        )
        for rule in sorted((item.rule for item in the_law().clocks), key=lambda rule: rule.title_id)
        if not rule.confirmed
    ]


def open_clock(government: str, code: str, today: date) -> OpenClock:
    """Return one unconfirmed clock. Raises NotVisibleError for any other code."""
    for item in open_clocks(government, today):
        if item.code == code:
            return item
    raise NotVisibleError(_("Batas waktu ini tidak ada, atau angkanya sudah pasti."))


def national_of(year: int) -> list[Holiday]:
    """Return the national closed days of a year."""
    return sorted((day for day in holidays() if day.day.year == year), key=lambda item: item.day)


def _government(government: Instansi | str) -> Instansi:
    if isinstance(government, Instansi):
        return government
    return Instansi.objects.get(key=government)


def _known(rows: QuerySet[RegionHoliday], today: date) -> QuerySet[RegionHoliday]:
    not_withdrawn = Q(withdrawn_at=None) | Q(withdrawn_at__date__gt=today)
    return rows.filter(not_withdrawn, entered_at__date__lte=today)
