"""The government's calendar as the clock reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from netral.core.access import Actor, Role
from netral.core.clock import ClockError
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.law.book import the_law
from netral.journal.models import Entry
from netral.people.models import CalendarChange, ClockSetting
from netral.people.queries.calendar import (
    calendar_of,
    holiday_years_of,
    national_of,
    numbers_past,
    open_clock,
    open_clocks,
    settings_of,
)
from netral.people.services.calendar import HolidayWish, holiday_add, holiday_withdraw
from netral.people.services.calendar_changes import CLAIM, change_claim
from netral.people.services.clock_numbers import (
    clock_number_confirm,
    clock_number_end,
    clock_number_propose,
)
from tests.apps.people.build import actor_build
from tests.apps.people.season import AT, KEY, officer, simalungun
from tests.apps.people.told import entries

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


def proposed(code: str, n: int = 9, *, at: datetime = AT, actor: Actor | None = None) -> int:
    """Propose a number; return its key."""
    source = f"Perbup {n}/2024"
    who = actor or officer()
    return clock_number_propose(actor=who, code=code, n=n, source=source, at=at).pk


def open_code() -> str:
    return open_clocks(KEY)[0].code


def test_a_number_counts_once_a_second_person_confirmed_it() -> None:
    simalungun()
    code, later = open_code(), AT + timedelta(days=3)
    first = proposed(code)
    assert settings_of(KEY, TODAY) == {}
    clock_number_confirm(actor=actor_build(Role.SEKDA, KEY), setting=first, at=AT)
    second = proposed(code, 11, at=later)
    assert settings_of(KEY, later.date())[code].n == 9
    clock_number_confirm(actor=actor_build(Role.PPK, KEY), setting=second, at=later)
    assert settings_of(KEY, TODAY)[code].n == 9
    assert settings_of(KEY, later.date())[code].n == 11
    assert settings_of(KEY, TODAY - timedelta(days=1)) == {}
    assert [told["body"]["before"] for told in entries("clock.set")] == [None, 9]
    assert len(entries("clock.propose")) == 2
    assert [row.n for row in numbers_past(KEY, code)] == [9]


def test_nobody_confirms_their_own_number_and_the_database_agrees() -> None:
    simalungun()
    one = officer()
    key = proposed(open_code(), actor=one)
    with pytest.raises(NotAllowedError):
        clock_number_confirm(actor=one, setting=key, at=AT)
    with pytest.raises(NotAllowedError):
        clock_number_confirm(actor=actor_build(Role.HANDLER, KEY), setting=key, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockSetting.objects.filter(pk=key).update(confirmed_by=one.account)
    assert settings_of(KEY, TODAY) == {}
    assert entries("clock.set") == []


def test_a_proposal_waits_alone_and_can_be_taken_back() -> None:
    simalungun()
    code = open_code()
    key = proposed(code)
    with pytest.raises(AlreadyDoneError):
        proposed(code, 10)
    clock_number_end(actor=officer(), setting=key, at=AT)
    with pytest.raises(AlreadyDoneError):
        clock_number_end(actor=officer(), setting=key, at=AT)
    with pytest.raises(AlreadyDoneError):
        clock_number_confirm(actor=officer(), setting=key, at=AT)
    assert proposed(code, 10) != key
    assert not CalendarChange.objects.exists()


def test_a_number_that_ends_leaves_its_clock_unconfirmed_again() -> None:
    simalungun()
    code = open_code()
    key = proposed(code)
    clock_number_confirm(actor=officer(), setting=key, at=AT)
    with pytest.raises(AlreadyDoneError):
        clock_number_confirm(actor=officer(), setting=key, at=AT)
    clock_number_end(actor=officer(), setting=key, at=AT + timedelta(days=1))
    assert settings_of(KEY, TODAY)[code].n == 9
    assert settings_of(KEY, TODAY + timedelta(days=1)) == {}
    kinds = CalendarChange.objects.order_by("pk").values_list("kind", "code")
    assert list(kinds) == [("angka", code), ("angka_akhir", code)]


def test_a_confirmed_clock_is_not_changed_and_a_number_needs_its_source() -> None:
    simalungun()
    sure = next(item.rule.code for item in the_law().clocks if item.rule.confirmed)
    with pytest.raises(WrongInputError):
        proposed(sure)
    with pytest.raises(ClockError):
        clock_number_propose(actor=officer(), code=open_code(), n=9, source=" ", at=AT)
    with pytest.raises(NotVisibleError):
        clock_number_end(actor=officer(), setting=0, at=AT)
    with pytest.raises(NotVisibleError):
        open_clock(KEY, sure)
    assert not ClockSetting.objects.exists()


def test_each_change_of_the_calendar_waits_for_the_worker_once() -> None:
    simalungun()
    actor = officer()
    holiday = holiday_add(actor=actor, wish=WISH, at=AT)
    holiday_withdraw(actor=actor, holiday=holiday.pk, at=AT)
    first = change_claim(at=AT)
    second = change_claim(at=AT)
    assert first is not None
    assert second is not None
    assert (first.kind, first.first_on, first.decree) == ("libur", REVOTE, WISH.decree)
    assert (second.kind, second.reason) == (
        "libur_cabut",
        "hari libur Pemungutan suara ulang dicabut",
    )
    assert change_claim(at=AT) is None
    late = AT + CLAIM + timedelta(seconds=1)
    again = change_claim(at=late)
    assert again is not None
    assert again.pk == first.pk


def test_the_years_offered_are_this_one_the_next_and_those_with_own_days() -> None:
    simalungun()
    assert holiday_years_of(KEY, TODAY) == [2024, 2025]
    holiday_add(actor=officer(), wish=replace(WISH, day=date(2026, 2, 2)), at=AT)
    assert holiday_years_of(KEY, TODAY) == [2024, 2025, 2026]
