"""Two presses at once, on both databases: one lesson, one answer, one pass, one signature."""

from __future__ import annotations

import pytest

from netral.circulars.models import Attempt, ItemAnswer, TaughtSession
from netral.circulars.queries.lesson import standing_of
from netral.circulars.services.lesson import lesson_answer
from netral.circulars.services.lesson_taught import (
    TaughtPlan,
    taught_countersign,
    taught_enter,
    taught_open,
)
from netral.core.access import Role
from netral.core.kinds.refs import CircularRef, PersonRef, UnitPath
from netral.journal.models import Entry
from tests.apps.circulars.build import AT, DINKES, KEY, has_read, published_build, tree_build
from tests.apps.circulars.lessons import answer, begun, place_of
from tests.apps.people.build import actor_build, person_build
from tests.apps.people.told import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_presses_on_start_at_once_begin_one_lesson() -> None:
    tree_build()
    version, person = published_build(), person_build(DINKES)
    has_read(version, person)
    assert at_once(lambda: begun(version, person)) == ["done", "done"]
    assert Attempt.objects.count() == 1


def test_the_last_answer_sent_twice_at_once_passes_once() -> None:
    tree_build()
    version, person = published_build(), person_build(DINKES)
    has_read(version, person)
    attempt = begun(version, person)
    while len(standing_of(attempt).answers) < attempt.questions - 1:
        answer(attempt)
    last, place = attempt.questions, place_of(attempt, right=True)

    def send() -> object:
        return lesson_answer(
            person=PersonRef(person.ref),
            ref=CircularRef(version.circular.ref),
            number=last,
            place=place,
            at=AT,
        )

    assert at_once(send) == ["done", "done"]
    assert ItemAnswer.objects.count() == last
    assert Entry.objects.filter(kind="lesson.pass").count() == 1


def test_two_second_persons_at_once_sign_once() -> None:
    tree_build()
    version, person = published_build(), person_build(DINKES)
    head, second = actor_build(Role.OPD_HEAD, DINKES), actor_build(Role.OFFICER, KEY)
    room = taught_open(
        actor=head,
        ref=CircularRef(version.circular.ref),
        unit=UnitPath(DINKES),
        plan=TaughtPlan("Aula", AT.date(), "Kepala", 10),
        at=AT,
    )
    taught_enter(actor=head, ref=room.ref, rights={person.ref: 10}, at=AT)
    signed = at_once(lambda: taught_countersign(actor=second, ref=room.ref, at=AT))
    assert signed == ["AlreadyDoneError", "done"]
    assert Entry.objects.filter(kind="lesson.countersign").count() == 1
    assert TaughtSession.objects.get().closed_at == AT
