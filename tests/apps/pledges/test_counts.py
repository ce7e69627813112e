"""Figures by agency: with their denominators, the same as a recount, in one query."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from netral.core.access import ASSURANCE_WORDS, Assurance, Role, is_within
from netral.core.flow.pledge import LISTERS, READERS, Absence, Stage
from netral.core.kinds.errors import NotAllowedError, NotVisibleError
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.people.access import actor_of
from netral.people.models import Person, Posting
from netral.pledges.access import session_for_reader, sessions_for_reader, waiting_for_lister
from netral.pledges.models import Pledge, PledgeSession
from netral.pledges.queries import (
    Count,
    pledge_counts,
    pledge_rows,
    pledge_ways,
    protected,
    session_public,
    sessions_of_person,
    waiting_rows,
)
from netral.pledges.services import absence_record, session_draft, session_open
from tests.apps.papers.reading import words_of
from tests.apps.people.build import account_build, actor_build, person_build, unit_build
from tests.apps.pledges.build import (
    BEFORE,
    DURING,
    HERE,
    OPD,
    OPENS,
    officer,
    plan,
    pledge_build,
    session_build,
)

DISDIK = f"{HERE}.disdik"
SCHOOL = f"{DISDIK}.sd-7"


def people(unit: str, count: int) -> list[Person]:
    return [person_build(unit) for _ in range(count)]


def recount(session: PledgeSession) -> dict[str, tuple[int, int]]:
    """Count by hand, one person at a time."""
    found: dict[str, tuple[int, int]] = {}
    for person in Person.objects.select_related("unit"):
        if person.valid_to or not is_within(person.unit.path, session.unit.path):
            continue
        opd = ".".join(person.unit.path.split(".")[:2])
        done, total = found.get(opd, (0, 0))
        has_pledged = Pledge.objects.filter(session=session, person=person).exists()
        found[opd] = (done + has_pledged, total + 1)
    return found


@pytest.mark.django_db
def test_counts_equal_a_recount_and_cost_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    session, other = session_build(), session_build(title="Ikrar lain")
    health, school = people(OPD, 4), [*people(SCHOOL, 3), *people(f"{HERE}.disdik", 2)]
    people(HERE, 1)
    people("kab-samosir.dinkes", 3)
    gone = person_build(OPD)
    Person.objects.filter(pk=gone.pk).update(valid_to=date(2024, 1, 1))
    for person in (*health[:3], school[0]):
        pledge_build(session, person)
    pledge_build(other, health[0])
    with django_assert_num_queries(1):
        counts = pledge_counts(government=HERE, session=session)
    assert counts == recount(session)
    assert counts == {HERE: (0, 1), OPD: (3, 4), f"{HERE}.disdik": (1, 5)}


@pytest.mark.django_db
def test_a_session_of_one_agency_counts_that_agency_alone() -> None:
    session = session_build(unit=OPD)
    people(OPD, 2)
    people(SCHOOL, 2)
    assert pledge_counts(government=HERE, session=session) == {OPD: (0, 2)}


@pytest.mark.django_db
def test_an_officer_sees_the_rows_of_their_own_branch_by_name() -> None:
    session = session_build()
    people(OPD, 1)
    people(SCHOOL, 1)
    assert [row.name for row in pledge_rows(session=session, scope=HERE)] == ["Dinkes", "Disdik"]
    assert [row.path for row in pledge_rows(session=session, scope=OPD)] == [OPD]
    assert [row.path for row in pledge_rows(session=session, scope=SCHOOL)] == [f"{HERE}.disdik"]


@pytest.mark.parametrize(
    ("pairs", "shown"),
    [
        ([(10, 20), (30, 60)], [10, 30]),
        ([(4, 20), (30, 60), (9, 30)], [None, 30, None]),
        ([(4, 20), (3, 60), (9, 30)], [None, None, 9]),
        ([(18, 20), (30, 60)], [None, None]),
        ([(0, 20), (20, 20)], [0, 20]),
        ([(2, 3)], [None]),
        # Two of 43: nobody is found by taking the shown ones from the sum of all.
        ([(2, 3), (40, 40), (60, 90)], [None, None, None]),
        ([(2, 3), (40, 40), (60, 90), (20, 100)], [None, None, None, 20]),
        ([], []),
    ],
)
def test_small_cells_are_hidden_and_cannot_be_worked_out(
    pairs: list[tuple[int, int]], shown: list[int | None]
) -> None:
    rows = [Count(f"k.{n}", f"OPD {n}", done, total) for n, (done, total) in enumerate(pairs)]
    assert [row.done for row in protected(rows)] == shown


@pytest.mark.django_db
def test_a_sheet_whose_figures_are_hidden_does_not_tell_them_by_way_and_by_hour() -> None:
    made = session_draft(actor=officer(OPD), plan=plan(OPD, late_from=OPENS), at=BEFORE)
    session = session_open(actor=officer(OPD), ref=SessionRef(made.ref), at=BEFORE)
    staff = people(OPD, 12)
    for person in staff[:11]:
        pledge_build(session, person)
    assert pledge_ways(session=session).late == 11
    page = Client().get(f"/ikrar/{session.ref}/hasil/").content.decode()
    sheet = words_of(Client().get(f"/ikrar/{session.ref}/hasil.pdf").content)
    assert "Cara pengesahan tidak ditampilkan" in sheet
    assert "susulan" not in page + sheet
    pledge_build(session, staff[11])
    page = Client().get(f"/ikrar/{session.ref}/hasil/").content.decode()
    sheet = words_of(Client().get(f"/ikrar/{session.ref}/hasil.pdf").content)
    assert f"{ASSURANCE_WORDS[Assurance.LINK_PIN]} 12" in sheet, "all of them point at nobody"
    assert "12, sejak" in page


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(Role))
def test_who_reads_sessions_and_who_sees_names(role: Role) -> None:
    session, actor = session_build(), actor_build(role, HERE)
    if role in READERS:
        assert session_for_reader(actor, session.ref) == session
    else:
        with pytest.raises(NotAllowedError):
            sessions_for_reader(actor)
    if role in LISTERS:
        assert not waiting_for_lister(actor, session).exists()
    else:
        with pytest.raises(NotAllowedError):
            waiting_for_lister(actor, session)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("unit", "sees"), [(HERE, 2), (OPD, 2), (f"{OPD}.pkm", 2), (SCHOOL, 1), ("kab-samosir", 0)]
)
def test_an_officer_sees_the_sessions_above_and_below_their_unit(unit: str, sees: int) -> None:
    session_build()
    session_build(unit=OPD)
    assert sessions_for_reader(actor_build(Role.SUPERIOR, unit)).count() == sees


@pytest.mark.django_db
def test_a_session_elsewhere_is_not_found() -> None:
    session = session_build()
    with pytest.raises(NotVisibleError):
        session_for_reader(actor_build(Role.OFFICER, "kab-samosir"), session.ref)
    with pytest.raises(NotVisibleError):
        session_public(ref=session_build(Stage.DRAFTED, title="Kelak").ref)
    assert session_public(ref=session.ref) == session


@pytest.mark.django_db
def test_a_superior_lists_their_own_unit_alone() -> None:
    session = session_build()
    mine, school = people(OPD, 2), people(SCHOOL, 2)
    pledge_build(session, mine[0])
    actor = actor_build(Role.SUPERIOR, OPD)
    assert list(waiting_for_lister(actor, session)) == [mine[1]]
    everyone = waiting_for_lister(actor_build(Role.OFFICER, HERE), session)
    assert list(everyone) == [mine[1], *sorted(school, key=lambda person: person.name)]


@pytest.mark.django_db
def test_a_reason_is_read_by_the_direct_superior_alone(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    session, chief = session_build(), person_build(OPD)
    person, silent = person_build(OPD, superior=chief), person_build(OPD, superior=chief)
    absence_record(
        person_ref=PersonRef(person.ref),
        session=SessionRef(session.ref),
        kind=Absence.LEAVE,
        reason="Cuti melahirkan",
        returns_on=date(2024, 12, 1),
        at=DURING,
    )
    account = account_build(Role.SUPERIOR, OPD, person=chief)
    chief_actor = actor_of(account, account.grants.select_related("unit").get())
    asked = partial(waiting_rows, session=session, persons=[person, silent], on=DURING.date())
    with django_assert_num_queries(4):
        rows = asked(actor=chief_actor)
    assert [(row.kind, row.reason) for row in rows] == [("cuti", "Cuti melahirkan"), ("", "")]
    for role in sorted(LISTERS):
        one, other = asked(actor=actor_build(role, HERE))
        assert replace(one, person=silent) == other, "nobody else sees that there is a reason"


@pytest.mark.django_db
def test_the_head_of_the_unit_reads_where_the_staff_list_names_no_superior() -> None:
    session, head, person = session_build(), person_build(OPD), person_build(OPD)
    Posting.objects.create(
        person=head, unit=head.unit, title="Kepala", is_head=True, valid_from=date(2020, 1, 1)
    )
    absence_record(
        person_ref=PersonRef(person.ref),
        session=SessionRef(session.ref),
        kind=Absence.REFUSED,
        reason="Tidak setuju",
        returns_on=None,
        at=DURING,
    )
    account = account_build(Role.OPD_HEAD, OPD, person=head)
    actor = actor_of(account, account.grants.select_related("unit").get())
    (row,) = waiting_rows(actor=actor, session=session, persons=[person], on=DURING.date())
    assert (row.kind, row.reason) == ("menolak", "Tidak setuju")


@pytest.mark.django_db
def test_a_person_finds_the_opened_sessions_of_the_offices_above() -> None:
    person = person_build(f"{OPD}.pkm")
    wide, own = session_build(), session_build(unit=OPD, title="Ikrar dinas")
    session_build(Stage.DRAFTED, title="Kelak")
    session_build(unit=DISDIK)
    pledge_build(own, person)
    found = dict(sessions_of_person(person_ref=PersonRef(person.ref), today=BEFORE.date()))
    assert found == {wide: False, own: True}
    Person.objects.filter(pk=person.pk).update(unit=unit_build(SCHOOL))
    moved = dict(sessions_of_person(person_ref=PersonRef(person.ref), today=BEFORE.date()))
    assert moved == {wide: False, own: True, PledgeSession.objects.get(unit__path=DISDIK): False}
    assert sessions_of_person(person_ref=PersonRef("P000000000"), today=BEFORE.date()) == []
