"""Holidays, numbers and pauses for the tests of running clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from netral.cases.models import Case, CaseClock
from netral.cases.services.pauses import Ground, case_clock_suspend
from netral.cases.tasks import recounts_work
from netral.core.access import Actor, Role
from netral.core.clock import Suspension
from netral.core.kinds.refs import CaseRef
from netral.people.models import CalendarChange, ClockSetting, RegionHoliday
from netral.people.services.calendar import HolidayWish, holiday_add
from netral.people.services.clock_numbers import clock_number_confirm, clock_number_propose
from tests.apps.cases.build import KEY
from tests.apps.people.build import actor_build
from tests.apps.reports.build import AT

HOLIDAY = date(2024, 10, 9)
DECREE = "Keputusan Bupati 400/2024"
GROUND = Ground("bukti", "Peraturan Bupati 12/2023", "Menunggu surat dinas lain.")


def officer() -> Actor:
    return actor_build(Role.OFFICER, KEY)


def holiday(
    day: date = HOLIDAY, *, at: datetime = AT, name: str = "Hari jadi", actor: Actor | None = None
) -> RegionHoliday:
    """Close a day; the clocks wait to be counted."""
    wish = HolidayWish(day, name, "libur_daerah", DECREE)
    return holiday_add(actor=actor or officer(), wish=wish, at=at)


def closed_and_counted(day: date = HOLIDAY, *, at: datetime = AT) -> CalendarChange:
    """Close a day and let the worker count."""
    holiday(day, at=at)
    assert recounts_work(at) == 1
    return CalendarChange.objects.latest("pk")


def number(code: str, n: int, *, at: datetime = AT) -> ClockSetting:
    """Let two officers set the government's number for a clock."""
    setting = clock_number_propose(
        actor=officer(), code=code, n=n, source="Peraturan Bupati 5/2023", at=at
    )
    return clock_number_confirm(actor=officer(), setting=setting.pk, at=at)


def paused(
    case: Case,
    first: date,
    last: date,
    *,
    code: str = "JANJI-COCOK",
    actor: Actor | None = None,
    at: datetime = AT,
) -> Case:
    """Let a limit of the case stand still."""
    return case_clock_suspend(
        actor=actor or actor_build(Role.SEKDA, KEY),
        ref=CaseRef(case.ref),
        code=code,
        days=Suspension(first, last),
        ground=GROUND,
        at=at,
    )


def days(case: Case) -> dict[str, date | None]:
    """Return the running clocks of a case with their days."""
    rows = CaseClock.objects.filter(case=case, done_at=None)
    return dict(rows.values_list("code", "due_on"))


def after(count: int) -> datetime:
    """Return the moment so many days after the tests' first day."""
    return AT + timedelta(days=count)
