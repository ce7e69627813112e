"""Coverage: equal to a recount by hand, the roster of the day as denominator, constant queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netral.circulars.models import CircularVersion, Reading
from netral.circulars.queries.coverage import (
    CoverageRow,
    coverage_by_unit,
    coverage_of_government,
    persons_unread,
    persons_with_reading,
)
from netral.circulars.queries.deliveries import circulars_for_person
from netral.people.models import Person
from tests.apps.circulars.build import (
    AT,
    CAMPAIGN,
    DINKES,
    DISDIK,
    KEY,
    PKM,
    draft_build,
    has_read,
    opened,
    published_build,
    renewed_build,
    tree_build,
)
from tests.apps.people.build import person_build, unit_build

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def staffed_build() -> CircularVersion:
    """Return a version in force: Dinkes 2, its health centre 3, Disdik 1; some have read."""
    tree_build()
    people = [person_build(unit) for unit in (DINKES, DINKES, PKM, PKM, PKM, DISDIK)]
    version = published_build()
    has_read(version, people[0])
    has_read(version, people[2])
    opened(version, people[3])
    Reading.objects.create(
        version=version,
        government=version.government,
        person=people[4],
        sent_at=AT,
        channel="lembar",
    )
    return version


def rows_of(version: CircularVersion, scope: str = "") -> dict[str, tuple[int, int, int, int]]:
    rows = coverage_by_unit(circular=version.circular, on=TODAY, scope=scope)
    return {row.path: (row.denominator, row.delivered, row.opened, row.read) for row in rows}


def test_each_unit_counts_itself_and_all_below_it() -> None:
    version = staffed_build()
    assert rows_of(version) == {
        KEY: (6, 4, 3, 2),
        DINKES: (5, 4, 3, 2),
        PKM: (3, 3, 2, 1),
        DISDIK: (1, 0, 0, 0),
    }


def test_the_figures_equal_a_recount_person_by_person() -> None:
    version = staffed_build()
    for path, figures in rows_of(version).items():
        people = Person.objects.live_on(TODAY).visible_to(path)
        read = Reading.objects.filter(version=version, person__in=people)
        assert figures == (
            people.count(),
            read.count(),
            read.exclude(opened_at=None).count(),
            read.exclude(read_at=None).count(),
        )


def test_a_scope_keeps_its_own_part_of_the_tree_and_minds_the_dot() -> None:
    version = staffed_build()
    unit_build(f"{KEY}.dinkes-dua")
    assert set(rows_of(version, DINKES)) == {DINKES, PKM}


def test_who_leaves_is_out_and_who_joins_is_in() -> None:
    version = staffed_build()
    gone = Person.objects.filter(circular_readings__read_at__isnull=False).earliest("pk")
    gone.valid_to = TODAY - timedelta(days=1)
    gone.save()
    person_build(DISDIK)
    rows = rows_of(version)
    assert rows[KEY] == (6, 3, 2, 1)
    assert rows[DISDIK] == (2, 0, 0, 0)


def test_who_moves_is_counted_where_they_serve_now() -> None:
    version = staffed_build()
    mover = Person.objects.filter(circular_readings__read_at__isnull=False).earliest("pk")
    mover.unit = unit_build(DISDIK)
    mover.save()
    assert rows_of(version)[DISDIK] == (2, 1, 1, 1)


def test_readings_of_an_earlier_version_neither_count_nor_double_the_people() -> None:
    first = staffed_build()
    second = renewed_build(first, [CAMPAIGN])
    assert rows_of(second)[KEY] == (6, 0, 0, 0)
    has_read(second, Person.objects.earliest("pk"))
    assert rows_of(second)[KEY] == (6, 1, 1, 1)


def test_another_government_is_never_counted() -> None:
    version = staffed_build()
    person_build("kab-samosir.dinkes")
    assert rows_of(version)[KEY][0] == 6


def test_the_sum_of_the_government_is_its_first_row() -> None:
    version = staffed_build()
    total = coverage_of_government(circular=version.circular, on=TODAY)
    assert total is not None
    assert (total.path, total.denominator, total.read, total.missing) == (KEY, 6, 2, 4)


def test_without_a_version_in_force_there_is_no_coverage() -> None:
    circular = draft_build()
    assert coverage_by_unit(circular=circular, on=TODAY) == []
    assert coverage_of_government(circular=circular, on=TODAY) is None


def test_a_row_knows_its_depth_in_the_tree() -> None:
    assert [CoverageRow(path, "", 0, 0, 0, 0).depth for path in (KEY, DINKES, PKM)] == [0, 1, 2]


def test_the_gap_list_is_everyone_who_has_not_read_with_how_far_it_came() -> None:
    version = staffed_build()
    unread = persons_unread(version=version, unit=DINKES, on=TODAY)
    everyone = persons_with_reading(version=version, unit=DINKES, on=TODAY)
    assert (unread.count(), everyone.count()) == (3, 5)
    assert not unread.filter(circular_readings__read_at__isnull=False).exists()
    came = [
        sum(vars(person)[name] is not None for name in ("sent_at", "opened_at", "read_at"))
        for person in unread
    ]
    assert sorted(came) == [0, 1, 2]


def test_twice_as_many_units_and_people_cost_no_more_queries() -> None:
    version = staffed_build()
    with CaptureQueriesContext(
        connection,
    ) as few:
        rows_of(version)
    for number in range(12):
        person_build(f"{KEY}.opd-{number}.unit-{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(rows_of(version)) == 4 + 24
    assert len(many) == len(few) <= 3


def test_a_persons_list_costs_the_same_for_many_circulars() -> None:
    person = person_build()
    published_build(number="1/SE")
    with CaptureQueriesContext(connection) as few:
        circulars_for_person(person)
    for number in range(2, 6):
        published_build(number=f"{number}/SE")
    with CaptureQueriesContext(connection) as many:
        assert len(circulars_for_person(person)) == 5
    assert len(many) == len(few)
