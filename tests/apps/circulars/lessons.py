"""Takes lessons for tests: a reader who has read, answers right or wrong, a pass."""

from __future__ import annotations

from netral.circulars.models import Attempt, CircularVersion, ItemAnswer
from netral.circulars.queries.lesson import standing_of
from netral.circulars.services.lesson import lesson_answer, lesson_begin
from netral.core.access import Assurance
from netral.core.flow.lesson.drawing import choice_order
from netral.core.kinds.refs import CircularRef, PersonRef
from netral.people.models import Person
from tests.apps.circulars.build import AT, has_read


def begun(version: CircularVersion, person: Person) -> Attempt:
    """Let a person begin the lesson."""
    return lesson_begin(
        person=PersonRef(person.ref),
        ref=CircularRef(version.circular.ref),
        assurance=Assurance.LINK_PIN,
        at=AT,
    )


def place_of(attempt: Attempt, *, right: bool) -> int:
    """Return where the right choice stands now, or a wrong one."""
    turn = standing_of(attempt).turn
    assert turn is not None
    order = choice_order(seed=attempt.draw, item=turn.item, turn=turn.number)
    return order.index(0 if right else 1) + 1


def answer(attempt: Attempt, *, right: bool = True) -> ItemAnswer:
    """Answer the next question."""
    turn = standing_of(attempt).turn
    assert turn is not None
    return lesson_answer(
        person=PersonRef(attempt.person.ref),
        ref=CircularRef(attempt.lesson.version.circular.ref),
        number=turn.number,
        place=place_of(attempt, right=right),
        at=AT,
    )


def finished(attempt: Attempt, *, wrong: int = 0) -> Attempt:
    """Answer to the end: the first ``wrong`` questions wrong at once, all else right."""
    while standing_of(attempt).turn is not None:
        answer(attempt, right=wrong <= 0)
        wrong -= 1
    attempt.refresh_from_db()
    return attempt


def passed(version: CircularVersion, person: Person) -> Attempt:
    """Let a person read the version and pass its lesson."""
    has_read(version, person)
    return finished(begun(version, person))
