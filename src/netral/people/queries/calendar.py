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
from netral.people.models import CalendarChange, ClockSetting, Instansi, RegionHoliday

SHOWN_CHANGES = 5

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
        confirmed_at__date__lte=today,
    )
    return {row.code: clock.Setting(row.n, row.source) for row in live.order_by("confirmed_at")}


def holidays_of(government: str, year: int) -> QuerySet[RegionHoliday]:
    """Return the government's own closed days of a year."""
    own = RegionHoliday.objects.filter(government=government, withdrawn_at=None)
    return own.filter(day__year=year).order_by("day")


def holiday_of(government: str, holiday: int) -> RegionHoliday:
    """Return one of the government's own closed days. Raises NotVisibleError."""
    live = RegionHoliday.objects.filter(government=government, withdrawn_at=None)
    found = live.filter(pk=holiday).first()
    if found is None:
        raise NotVisibleError(_("Hari libur ini tidak ada di kalender Anda."))
    return found


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A clock whose number the law data does not confirm, with what the government set.

    ``live`` counts; ``proposed`` waits for a second person and counts nothing.
    """

    code: str
    title: str
    unit: str
    basis: str
    live: ClockSetting | None
    proposed: ClockSetting | None


def open_clocks(government: str) -> list[OpenClock]:
    """Return the unconfirmed clocks of the law data with the government's numbers."""
    rows = ClockSetting.objects.filter(government=government, ended_at=None)
    own = {(row.code, row.confirmed_at is not None): row for row in rows}
    return [
        OpenClock(
            code=rule.code,
            title=rule.title_id,
            unit=_(TERM_WORDS[rule.unit]),
            basis="; ".join(rule.basis),
            live=own.get((rule.code, True)),
            proposed=own.get((rule.code, False)),
        )
        for rule in sorted((item.rule for item in the_law().clocks), key=lambda rule: rule.title_id)
        if not rule.confirmed
    ]


def open_clock(government: str, code: str) -> OpenClock:
    """Return one unconfirmed clock. Raises NotVisibleError for any other code."""
    for item in open_clocks(government):
        if item.code == code:
            return item
    raise NotVisibleError(_("Batas waktu ini tidak ada, atau angkanya sudah pasti."))


def numbers_past(government: str, code: str) -> QuerySet[ClockSetting]:
    """Return the numbers of a clock that ended, newest first."""
    rows = ClockSetting.objects.filter(government=government, code=code, ended_at__isnull=False)
    return rows.order_by("-ended_at", "-pk")


def holiday_years_of(government: str, today: date) -> list[int]:
    """Return the years that a calendar page offers: this one, the next, those with own days."""
    own = RegionHoliday.objects.filter(government=government).values_list("day__year", flat=True)
    return sorted({today.year, today.year + 1, *own.distinct()})


def changes_of(government: str) -> list[CalendarChange]:
    """Return the newest changes by which clocks were counted anew; the law's first look is none."""
    rows = CalendarChange.objects.filter(government=government)
    baseline = Q(kind=CalendarChange.Kind.LAW, total=0, phase=CalendarChange.Phase.DONE)
    return list(rows.exclude(baseline).order_by("-pk")[:SHOWN_CHANGES])


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
