"""A whole unit done from one browser: told to the level above, with what it may also mean."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from netral.circulars.models import CircularVersion
from netral.circulars.queries.patterns import SEEN_BY, pattern_at, patterns_below
from netral.circulars.services import reading_open, reading_read
from netral.core.access import Assurance, Role
from netral.core.kinds.refs import CircularRef, PersonRef
from netral.people.models import Person
from netral.people.services.browsers import browser_note
from netral.shell.moment import moment
from tests.apps.circulars.build import DINKES, DISDIK, KEY, PKM, published_build, tree_build
from tests.apps.people.build import account_build, actor_build, person_build, staff_client

pytestmark = pytest.mark.django_db

CLERK, OTHER = "a" * 32, "b" * 32
NOW = moment()


@pytest.fixture
def version() -> CircularVersion:
    tree_build()
    return published_build()


def read_from(version: CircularVersion, person: Person, browser: str, minutes: float) -> None:
    """Let a person come in from a browser and read, so many minutes before now."""
    at = NOW - timedelta(minutes=minutes)
    if browser:
        browser_note(person=PersonRef(person.ref), token=browser, at=at)
    for act in (reading_open, reading_read):
        act(
            person=PersonRef(person.ref),
            ref=CircularRef(version.circular.ref),
            sequence=version.sequence,
            assurance=Assurance.LINK_PIN,
            at=at + timedelta(seconds=20),
        )


def clerk_reads(version: CircularVersion, unit: str = PKM, count: int = 6) -> None:
    for number in range(count):
        read_from(version, person_build(unit), CLERK, 30 - number)


def test_the_clerk_with_all_the_sheets_is_seen_by_the_level_above(
    version: CircularVersion,
) -> None:
    clerk_reads(version)
    read_from(version, person_build(PKM), OTHER, 500)
    read_from(version, person_build(PKM), "", 12)
    (found,) = patterns_below(actor_build(Role.OPD_HEAD, DINKES), version, at=moment())
    assert found.unit.path == PKM
    assert (found.pattern.count, found.pattern.total, found.pattern.minutes) == (6, 8, 5)


def test_the_unit_itself_its_neighbours_and_strangers_see_nothing(
    version: CircularVersion,
) -> None:
    clerk_reads(version)
    for actor in (
        actor_build(Role.SUPERIOR, PKM),
        actor_build(Role.OPD_HEAD, DISDIK),
        actor_build(Role.SEKDA, "kab-samosir"),
        actor_build(Role.OVERSEER, KEY),
    ):
        assert patterns_below(actor, version, at=moment()) == []
        assert pattern_at(actor, version, PKM, at=moment()) is None
    assert pattern_at(actor_build(Role.SEKDA), version, PKM, at=moment()) is not None


def test_each_on_their_own_phone_is_no_pattern(version: CircularVersion) -> None:
    for number in range(8):
        read_from(version, person_build(PKM), f"{number:032x}", number)
    assert patterns_below(actor_build(Role.SEKDA), version, at=moment()) == []


def test_who_reads_on_the_own_phone_after_the_clerk_came_in_for_them_is_not_counted_with_him(
    version: CircularVersion,
) -> None:
    people = [person_build(PKM) for _ in range(6)]
    for person in people:
        browser_note(person=PersonRef(person.ref), token=CLERK, at=moment() - timedelta(minutes=50))
    for number, person in enumerate(people):
        read_from(version, person, f"{number:032x}", 10)
    assert patterns_below(actor_build(Role.SEKDA), version, at=moment()) == []


def test_what_is_older_than_thirty_days_is_not_told(version: CircularVersion) -> None:
    clerk_reads(version)
    sekda = actor_build(Role.SEKDA)
    assert patterns_below(sekda, version, at=moment() + timedelta(days=29))
    assert patterns_below(sekda, version, at=moment() + timedelta(days=31)) == []


def test_the_page_gives_facts_and_says_what_they_may_also_mean(
    version: CircularVersion,
) -> None:
    clerk_reads(version)
    browser = staff_client(account_build(Role.OPD_HEAD, DINKES))
    page = browser.get(reverse("circular-patterns", args=[version.circular.ref]))
    said = page.content.decode()
    assert "6 dari 6 bacaan datang dalam 5 menit dari satu peramban" in said
    assert "satu HP dipakai bergantian" in said
    assert "bukan tuduhan" in said
    for word in ("curang", "palsu", "pelanggaran", "dicurigai"):
        assert word not in said
    unit = browser.get(reverse("circular-unit", args=[version.circular.ref, PKM]))
    assert "6 dari 6 bacaan" in unit.content.decode()
    own = staff_client(account_build(Role.SUPERIOR, PKM))
    below = own.get(reverse("circular-unit", args=[version.circular.ref, PKM]))
    assert "dari satu peramban" not in below.content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - SEEN_BY - {Role.ASN}))
def test_no_other_role_opens_the_page(version: CircularVersion, role: Role) -> None:
    browser = staff_client(account_build(role, KEY))
    page = reverse("circular-patterns", args=[version.circular.ref])
    assert browser.get(page).status_code == 403


def test_a_large_unit_costs_as_few_queries_as_a_small_one(
    version: CircularVersion, django_assert_num_queries: object
) -> None:
    clerk_reads(version, count=12)
    sekda = actor_build(Role.SEKDA)
    with django_assert_num_queries(3):  # type: ignore[operator]
        patterns_below(sekda, version, at=moment())
