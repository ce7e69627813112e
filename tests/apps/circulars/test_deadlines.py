"""Days of each level: set by the office, counted by the region's calendar, seen from above."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from netral.circulars.models import LevelTerm
from netral.circulars.queries.deadlines import Reckoner, terms_of
from netral.circulars.queries.deliveries import deliveries_waiting, delivery_at
from netral.circulars.services.deadlines import deadlines_set
from netral.core.access import Role
from netral.core.flow.passing import READING, SETTERS
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import CircularRef
from netral.journal.models import Entry
from netral.people.models import Instansi
from netral.people.services.calendar import HolidayWish, holiday_add
from tests.apps.circulars.build import (
    AT,
    DINKES,
    DISDIK,
    KEY,
    PKM,
    draft_build,
    kinds_entered,
    passed_on,
    published_build,
    renewed_build,
    tree_build,
)
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    person_client,
    staff_client,
    unit_build,
)

pytestmark = pytest.mark.django_db

DAYS = {1: 2, 2: 3, READING: 10}


def set_days(ref: str, days: dict[int, int] | None = None, *, workdays: bool = True) -> None:
    deadlines_set(
        actor=actor_build(Role.OFFICER),
        ref=CircularRef(ref),
        days=DAYS if days is None else days,
        is_workdays=workdays,
        at=AT,
    )


def last_day(version: object, unit: str, today: date) -> date | None:
    found = delivery_at(version, unit)  # type: ignore[arg-type]
    assert found is not None
    due = Reckoner(Instansi.objects.get(key=KEY), today).of_delivery(found, version)  # type: ignore[arg-type]
    return due.last_on if due else None


def test_each_level_counts_from_the_day_the_letter_came_to_it() -> None:
    tree_build()
    unit_build(f"{PKM}.posyandu")
    version = published_build()  # Thursday, 12 September 2024; the 16th is a holiday
    set_days(version.circular.ref)
    passed_on(version)
    assert last_day(version, DISDIK, AT.date()) == date(2024, 9, 17)
    assert last_day(version, PKM, AT.date()) == date(2024, 9, 18)
    set_days(version.circular.ref, workdays=False)
    assert last_day(version, DISDIK, AT.date()) == date(2024, 9, 14)


def test_a_day_that_the_region_closes_moves_the_last_day_by_itself() -> None:
    tree_build()
    version = published_build()
    set_days(version.circular.ref)
    wish = HolidayWish(date(2024, 9, 13), "Hari jadi", "libur_daerah", "SK 1/2024")
    holiday_add(actor=actor_build(Role.OFFICER), wish=wish, at=AT)
    assert last_day(version, DISDIK, AT.date()) == date(2024, 9, 18)


def test_the_level_above_sees_what_is_overdue_first_and_by_how_many_days() -> None:
    tree_build()
    version = published_build()
    set_days(version.circular.ref)
    later = published_build(number="800/9/SE/2024")
    rows = deliveries_waiting(actor_build(Role.SEKDA), today=date(2024, 9, 20))
    assert [row.delivery.version_id == version.pk for row in rows] == [True, True, False, False]
    assert [row.due.over for row in rows if row.due] == [3, 3]
    assert later.pk in {row.delivery.version_id for row in rows}


def test_a_new_version_keeps_the_days_until_others_are_set() -> None:
    tree_build()
    first = published_build()
    set_days(first.circular.ref)
    second = renewed_build(first, [clause.content() for clause in first.clauses.all()])
    assert terms_of(second).days == DAYS
    set_days(first.circular.ref, {1: 9})
    assert terms_of(second).days == {1: 9}
    assert terms_of(first).days == DAYS


def test_days_that_were_emptied_stay_empty_also_in_a_later_version() -> None:
    tree_build()
    first = published_build()
    set_days(first.circular.ref)
    second = renewed_build(first, [clause.content() for clause in first.clauses.all()])
    set_days(first.circular.ref, {})
    assert terms_of(second).days == {}


def test_setting_them_is_one_entry_and_replaces_what_was_set() -> None:
    tree_build()
    version = published_build()
    set_days(version.circular.ref)
    set_days(version.circular.ref, {1: 5})
    assert list(LevelTerm.objects.values_list("level", "days")) == [(1, 5)]
    assert kinds_entered().count("circular.deadline") == 2
    assert '"days":{"1":5}' in (Entry.objects.latest("pk").body or "")


@pytest.mark.parametrize("days", [{1: 0}, {1: 61}, {5: 1}])
def test_days_that_are_none_are_refused(days: dict[int, int]) -> None:
    tree_build()
    version = published_build()
    with pytest.raises(WrongInputError):
        set_days(version.circular.ref, days)


@pytest.mark.parametrize("role", sorted(set(Role) - SETTERS - {Role.ASN}))
def test_no_other_role_sets_days(role: Role) -> None:
    tree_build()
    version = published_build()
    with pytest.raises(NotAllowedError):
        deadlines_set(
            actor=actor_build(role),
            ref=CircularRef(version.circular.ref),
            days=DAYS,
            is_workdays=True,
            at=AT,
        )


def test_an_officer_of_one_opd_or_of_elsewhere_sets_none_and_a_draft_has_none() -> None:
    tree_build()
    ref = published_build().circular.ref
    for unit in (DINKES, "kab-samosir"):
        with pytest.raises(NotVisibleError):
            deadlines_set(
                actor=actor_build(Role.OFFICER, unit),
                ref=CircularRef(ref),
                days=DAYS,
                is_workdays=True,
                at=AT,
            )
    with pytest.raises(NotVisibleError):
        set_days(draft_build().ref)


def test_the_pages_say_until_when_and_lose_nothing_typed() -> None:
    tree_build()
    person = person_build(DINKES)
    version = published_build()
    officer = staff_client(account_build(Role.OFFICER))
    page = reverse("circular-deadlines", args=[version.circular.ref])
    assert officer.get(page).status_code == 200
    form = {"counted": "kerja", "level_1": "2", "level_0": "99"}
    wrong = officer.post(page, form)
    assert wrong.status_code == 422
    assert 'value="99"' in wrong.content.decode()
    assert officer.post(page, {**form, "level_0": "10"}).status_code == 302
    assert "lewat" in officer.get(reverse("circulars-waiting")).content.decode()
    letter = reverse("circular-read", args=[version.circular.ref])
    assert "paling lambat" in person_client(person).get(letter).content.decode()
    assert datetime.now(AT.tzinfo) - AT > timedelta(days=30)  # the letter of 2024 is overdue now
