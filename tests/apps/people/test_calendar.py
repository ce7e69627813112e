"""The government's calendar as the clock reads it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netral.core.access import Role
from netral.core.clock import ClockError
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.law.book import the_law
from netral.journal.models import Entry
from netral.people.queries.calendar import calendar_of, national_of, open_clocks, settings_of
from netral.people.services.calendar import (
    HolidayWish,
    clock_setting_set,
    holiday_add,
    holiday_withdraw,
)
from tests.apps.people.build import actor_build
from tests.apps.people.season import AT, KEY, officer, simalungun

pytestmark = pytest.mark.django_db
TODAY = AT.date()
REVOTE = date(2024, 12, 5)
WISH = HolidayWish(REVOTE, "Pemungutan suara ulang", "pemungutan_suara", "Keputusan KPU 12/2024")


def test_national_days_and_the_zone_stand_in_every_calendar() -> None:
    government = simalungun()
    found = calendar_of(government, TODAY)
    assert found.zone.name == "WIB"
    assert not found.is_workday(date(2024, 12, 25))
    assert 2024 in found.years
    assert date(2024, 12, 25) in {item.day for item in national_of(2024)}


def test_a_local_day_closes_offices_from_the_day_it_was_entered() -> None:
    simalungun()
    holiday_add(actor=officer(), wish=WISH, at=AT)
    assert calendar_of(KEY, TODAY - timedelta(days=1)).is_workday(REVOTE)
    closed = calendar_of(KEY, TODAY).closed_by(REVOTE)
    assert closed is not None
    assert closed.decree == "Keputusan KPU 12/2024"
    assert Entry.objects.filter(kind="holiday.add").count() == 1


def test_a_withdrawn_day_is_a_working_day_again() -> None:
    simalungun()
    actor = officer()
    holiday = holiday_add(actor=actor, wish=WISH, at=AT)
    with pytest.raises(AlreadyDoneError):
        holiday_add(actor=actor, wish=WISH, at=AT)
    later = AT + timedelta(days=3)
    holiday_withdraw(actor=actor, holiday=holiday.pk, at=later)
    assert not calendar_of(KEY, TODAY).is_workday(REVOTE)
    assert calendar_of(KEY, later.date()).is_workday(REVOTE)
    with pytest.raises(AlreadyDoneError):
        holiday_withdraw(actor=actor, holiday=holiday.pk, at=later)
    assert holiday_add(actor=actor, wish=WISH, at=later).pk != holiday.pk


def test_a_day_without_name_or_decree_is_refused_and_so_is_another_role() -> None:
    simalungun()
    with pytest.raises(WrongInputError):
        holiday_add(actor=officer(), wish=HolidayWish(REVOTE, "X", "libur_daerah", " "), at=AT)
    with pytest.raises(NotAllowedError):
        holiday_add(actor=actor_build(Role.SEKDA, KEY), wish=WISH, at=AT)
    with pytest.raises(NotVisibleError):
        holiday_add(actor=actor_build(Role.OFFICER, f"{KEY}.dinkes"), wish=WISH, at=AT)
    with pytest.raises(NotVisibleError):
        holiday_withdraw(actor=officer(), holiday=0, at=AT)
    assert not Entry.objects.filter(kind="holiday.add").exists()


def test_an_open_clock_takes_the_governments_number_with_its_source() -> None:
    simalungun()
    actor = officer()
    code = open_clocks(KEY, TODAY)[0].code
    clock_setting_set(actor=actor, code=code, n=9, source="Perbup 4/2024", at=AT)
    later = AT + timedelta(days=3)
    clock_setting_set(actor=actor, code=code, n=11, source="Perbup 5/2024", at=later)
    assert settings_of(KEY, TODAY)[code].n == 9
    assert settings_of(KEY, later.date())[code].n == 11
    assert settings_of(KEY, TODAY - timedelta(days=1)) == {}
    assert Entry.objects.filter(kind="clock.set").count() == 2


def test_a_confirmed_clock_is_not_changed_and_a_number_needs_its_source() -> None:
    simalungun()
    sure = next(item.rule.code for item in the_law().clocks if item.rule.confirmed)
    unsure = open_clocks(KEY, TODAY)[0].code
    with pytest.raises(WrongInputError):
        clock_setting_set(actor=officer(), code=sure, n=9, source="Perbup", at=AT)
    with pytest.raises(ClockError):
        clock_setting_set(actor=officer(), code=unsure, n=9, source=" ", at=AT)
    assert settings_of(KEY, TODAY) == {}
