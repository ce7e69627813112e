"""Figures of a lesson: equal to a recount, true denominators, no small cell, no name."""

from __future__ import annotations

from datetime import timedelta
from statistics import correlation

import pytest

from netral.circulars.models import Attempt, CircularVersion, ItemAnswer
from netral.circulars.queries import lesson_figures
from netral.circulars.queries.lesson_figures import clause_rows, item_rows, stressed, unit_rows
from netral.circulars.queries.lesson_pages import lesson_counts
from netral.core.access import Role
from netral.core.flow.lesson.figures import item_figure
from netral.people.models import Person
from tests.apps.circulars.build import (
    AT,
    DINKES,
    DISDIK,
    KEY,
    PKM,
    has_read,
    published_build,
    tree_build,
)
from tests.apps.circulars.lessons import answer, begun, finished
from tests.apps.people.build import account_build, person_build, staff_client

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def version() -> CircularVersion:
    tree_build()
    return published_build()


def learnt(version: CircularVersion, unit: str, wrong: int) -> Person:
    person = person_build(unit)
    has_read(version, person)
    finished(begun(version, person), wrong=wrong)
    return person


def class_of(version: CircularVersion) -> list[Person]:
    """Six learn in the health centre, three at the agency for schools."""
    wrongs = [0, 1, 2, 3, 4, 5]
    people = [learnt(version, PKM, wrong) for wrong in wrongs]
    return [*people, *(learnt(version, DISDIK, 1) for _each in range(3))]


def test_an_items_figures_equal_a_plain_recount(
    version: CircularVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    class_of(version)
    monkeypatch.setattr(lesson_figures, "item_figure", lambda sums: item_figure(sums, fewest=2))
    rows = item_rows(version=version, today=TODAY)
    assert rows
    for row in rows:
        firsts = ItemAnswer.objects.filter(item=row.item, is_first=True, attempt__number=1)
        rights = [float(each.choice == 0) for each in firsts]
        assert row.figure.answers == len(rights)
        if len(rights) < 2:
            assert row.figure.share_right is None
            continue
        assert row.figure.share_right == pytest.approx(sum(rights) / len(rights))
        rest = [
            (each.attempt.first_right - (each.choice == 0)) / (each.attempt.questions - 1)
            for each in firsts.select_related("attempt")
        ]
        if len(set(rights)) > 1 and len(set(rest)) > 1:
            assert row.figure.telling == pytest.approx(correlation(rights, rest), abs=1e-6)


def test_an_item_is_silent_until_thirty_have_answered(version: CircularVersion) -> None:
    class_of(version)
    assert all(row.percent is None for row in item_rows(version=version, today=TODAY))


def test_a_clause_is_right_only_when_all_its_first_answers_were(version: CircularVersion) -> None:
    class_of(version)
    for row in clause_rows(version=version, today=TODAY, scope=KEY):
        firsts = ItemAnswer.objects.filter(
            clause=row.figure.clause, is_first=True, attempt__number=1
        )
        wrong = {each.attempt_id for each in firsts if each.choice != 0}
        assert row.figure.people == 9
        assert row.figure.right == 9 - len(wrong)


def test_the_clauses_to_stress_are_the_most_missed(version: CircularVersion) -> None:
    class_of(version)
    rows = clause_rows(version=version, today=TODAY, scope=KEY)
    shares = [row.figure.share_right for row in rows]
    assert shares == sorted(shares)
    assert stressed(rows) == [row for row in rows if row.figure.right < row.figure.people][:3]


def test_a_unit_of_few_people_is_hidden_and_the_next_smallest_with_it(
    version: CircularVersion,
) -> None:
    class_of(version)
    units = {row.name: row for row in unit_rows(version=version, today=TODAY, scope=KEY)}
    assert units["Dinas Pendidikan"].is_hidden
    # The health centre belongs to the agency; alone it could be found by subtraction.
    assert all(row.is_hidden and row.weakest is None for row in units.values())


def test_large_units_are_shown_with_their_weakest_clause(version: CircularVersion) -> None:
    for wrong in (1, 2, 3, 4, 5):
        learnt(version, PKM, wrong)
    for _each in range(5):
        learnt(version, DISDIK, 0)
    units = {row.name: row for row in unit_rows(version=version, today=TODAY, scope=KEY)}
    shown = {name: row.weakest for name, row in units.items()}
    assert shown["Dinas Pendidikan"] is None
    assert shown["Dinkes"] is not None
    assert not any(row.is_hidden for row in units.values())


def test_who_left_and_who_is_under_way_are_not_counted(version: CircularVersion) -> None:
    gone = learnt(version, PKM, 0)
    gone.valid_to = TODAY - timedelta(days=1)
    gone.save()
    waiting = person_build(PKM)
    has_read(version, waiting)
    answer(begun(version, waiting))
    assert clause_rows(version=version, today=TODAY, scope=KEY) == []
    counts = lesson_counts(version, TODAY, KEY)
    assert (counts.total, counts.begun, counts.passed) == (1, 1, 0)


def test_the_counts_tell_who_passed_at_once(version: CircularVersion) -> None:
    again = learnt(version, PKM, 3)
    finished(begun(version, again))
    learnt(version, PKM, 0)
    person_build(PKM)
    counts = lesson_counts(version, TODAY, KEY)
    assert (counts.total, counts.begun, counts.passed, counts.at_once) == (3, 2, 2, 1)
    assert lesson_counts(version, TODAY, DISDIK).total == 0


def test_twice_as_many_people_cost_no_more_queries(
    version: CircularVersion, django_assert_max_num_queries: object
) -> None:
    class_of(version)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        item_rows(version=version, today=TODAY)


def test_the_page_shows_figures_and_no_names(version: CircularVersion) -> None:
    people = class_of(version)
    client = staff_client(account_build(Role.DESK, KEY))
    page = client.get(f"/edaran/{version.circular.ref}/latihan/").content.decode()
    assert "Yang perlu ditekankan berikutnya" in page
    assert "Terlalu sedikit orang untuk ditampilkan" in page
    assert not [person for person in people if person.name in page]
    head = staff_client(account_build(Role.OPD_HEAD, DINKES))
    own = head.get(f"/edaran/{version.circular.ref}/latihan/").content.decode()
    assert "Daya beda" not in own
    assert Attempt.objects.count() == 9
