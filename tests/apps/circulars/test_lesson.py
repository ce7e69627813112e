"""The person's own lesson: begun by a button, continued, passed once, asked anew by change."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from netral.circulars.models import Attempt, CircularVersion, Item, ItemAnswer, Lesson, Reading
from netral.circulars.queries.coverage import coverage_by_unit
from netral.circulars.queries.lesson import (
    clause_words,
    explanation_of,
    lesson_is_due,
    lessons_due,
    question_now,
    standing_of,
    version_last_understood,
)
from netral.circulars.services.lesson import lesson_answer
from netral.core.flow.circular import ClauseText
from netral.core.flow.lesson.items import GENERAL_TOPICS
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import CircularRef, PersonRef
from netral.journal.models import Entry
from netral.people.models import Person
from tests.apps.circulars.build import (
    AT,
    CAMPAIGN,
    DINKES,
    GOODS,
    KEY,
    has_read,
    opened,
    published_build,
    renewed_build,
    tree_build,
)
from tests.apps.circulars.lessons import answer, begun, finished, passed
from tests.apps.people.build import person_build

pytestmark = pytest.mark.django_db
TODAY = AT.date()
PHOTO = ClauseText("foto", "", "Jangan berfoto dengan isyarat.", ("E-FOTO", "S-FOTO"))


@pytest.fixture
def version() -> CircularVersion:
    tree_build()
    return published_build()


@pytest.fixture
def reader(version: CircularVersion) -> Person:
    person = person_build(DINKES)
    has_read(version, person)
    return person


def pass_entries() -> int:
    return Entry.objects.filter(kind="lesson.pass").count()


def test_a_lesson_covers_every_clause_and_the_general_topics(
    version: CircularVersion, reader: Person
) -> None:
    attempt = begun(version, reader)
    clauses = [clause for clause, _items in attempt.slots]
    assert set(clauses) == {"kampanye", "fasilitas", *GENERAL_TOPICS}
    assert attempt.questions == len(clauses) == 10
    assert attempt.uncovered == []
    assert Lesson.objects.get().version == version


def test_a_lesson_waits_until_the_letter_was_read(version: CircularVersion) -> None:
    person = person_build(DINKES)
    with pytest.raises(MoveRefusedError):
        begun(version, person)
    opened(version, person)
    with pytest.raises(MoveRefusedError):
        begun(version, person)
    assert not Attempt.objects.exists()


def test_a_lesson_of_another_government_is_not_there(version: CircularVersion) -> None:
    with pytest.raises(NotVisibleError):
        begun(version, person_build("kab-solok.dinkes"))


def test_a_lesson_that_was_left_is_continued_where_it_stood(
    version: CircularVersion, reader: Person
) -> None:
    attempt = begun(version, reader)
    answer(attempt)
    answer(attempt, right=False)
    again = begun(version, reader)
    assert again.pk == attempt.pk
    turn = standing_of(again).turn
    assert turn is not None
    assert turn.number == 3


def test_the_same_answer_sent_twice_is_recorded_once(
    version: CircularVersion, reader: Person
) -> None:
    attempt = begun(version, reader)
    first = answer(attempt)
    same = lesson_answer(
        person=PersonRef(reader.ref),
        ref=CircularRef(version.circular.ref),
        number=1,
        place=1,
        at=AT,
    )
    assert same == first
    assert ItemAnswer.objects.count() == 1


def test_the_last_answer_sent_twice_is_recorded_once(
    version: CircularVersion, reader: Person
) -> None:
    attempt = finished(begun(version, reader))
    last = attempt.answers.count()
    same = lesson_answer(
        person=PersonRef(reader.ref),
        ref=CircularRef(version.circular.ref),
        number=last,
        place=1,
        at=AT,
    )
    assert same.number == last
    assert attempt.answers.count() == last
    assert pass_entries() == 1


@pytest.mark.parametrize(("number", "place"), [(2, 1), (1, 0), (1, 4)])
def test_a_question_out_of_turn_or_a_choice_that_is_none_is_refused(
    version: CircularVersion, reader: Person, number: int, place: int
) -> None:
    begun(version, reader)
    with pytest.raises((AlreadyDoneError, WrongInputError)):
        lesson_answer(
            person=PersonRef(reader.ref),
            ref=CircularRef(version.circular.ref),
            number=number,
            place=place,
            at=AT,
        )
    assert not ItemAnswer.objects.exists()


def test_an_answer_without_a_lesson_begun_is_refused(
    version: CircularVersion, reader: Person
) -> None:
    with pytest.raises(MoveRefusedError):
        lesson_answer(
            person=PersonRef(reader.ref),
            ref=CircularRef(version.circular.ref),
            number=1,
            place=1,
            at=AT,
        )


def test_a_pass_is_understood_and_enters_the_journal_once_without_mark_or_name(
    version: CircularVersion, reader: Person
) -> None:
    attempt = finished(begun(version, reader), wrong=1)
    assert (attempt.mark, attempt.is_passed, attempt.first_right) == (90, True, 9)
    reading = Reading.objects.get(version=version, person=reader)
    assert (reading.understood_at, reading.understood_by) == (AT, "latihan")
    entry = Entry.objects.get(kind="lesson.pass")
    assert entry.matter == version.circular.ref
    told = json.loads(entry.body or "")["body"]
    assert sorted(told) == ["assurance", "hash", "unit", "version"]
    assert reader.name not in str(entry.body)
    assert attempt.promise
    with pytest.raises(AlreadyDoneError):
        begun(version, reader)
    assert pass_entries() == 1


def test_below_ninety_the_missed_ones_come_back_and_the_lesson_is_taken_anew_with_others(
    version: CircularVersion, reader: Person
) -> None:
    first = finished(begun(version, reader), wrong=2)
    assert (first.mark, first.is_passed) == (80, False)
    assert first.answers.count() == 12
    assert pass_entries() == 0
    assert Reading.objects.get(version=version, person=reader).understood_at is None
    second = begun(version, reader)
    assert second.number == 2
    leaders = {items[0] for _clause, items in first.slots}
    assert leaders.isdisjoint(items[0] for _clause, items in second.slots)
    assert finished(second).is_passed


def test_two_people_get_different_lessons(version: CircularVersion, reader: Person) -> None:
    other = person_build(DINKES)
    has_read(version, other)
    assert begun(version, reader).slots != begun(version, other).slots


def test_an_item_of_the_bank_is_kept_once_for_a_government(
    version: CircularVersion, reader: Person
) -> None:
    finished(begun(version, reader), wrong=3)
    begun(version, reader)
    hashes = list(Item.objects.values_list("sha256", flat=True))
    assert len(hashes) == len(set(hashes))
    assert set(Item.objects.values_list("source", flat=True)) == {"bank"}


def test_a_new_version_asks_only_what_changed(version: CircularVersion, reader: Person) -> None:
    finished(begun(version, reader))
    newer = renewed_build(version, (CAMPAIGN, GOODS, PHOTO))
    has_read(newer, reader)
    assert version_last_understood(version=newer, person=reader) == version
    attempt = begun(newer, reader)
    assert [clause for clause, _items in attempt.slots] == ["foto", "foto"]
    assert finished(attempt).is_passed
    assert pass_entries() == 2


def test_who_is_answering_when_a_new_version_comes_out_is_told_so(
    version: CircularVersion, reader: Person
) -> None:
    attempt = begun(version, reader)
    newer = renewed_build(version, [CAMPAIGN])
    with pytest.raises(MoveRefusedError, match="Versi 2 surat ini terbit saat Anda berlatih"):
        answer(attempt)
    other = person_build(DINKES)
    has_read(newer, other)
    with pytest.raises(MoveRefusedError, match="Mulai dulu"):
        lesson_answer(
            person=PersonRef(other.ref),
            ref=CircularRef(version.circular.ref),
            number=1,
            place=1,
            at=AT,
        )


def test_who_did_not_understand_the_old_version_is_asked_everything_of_the_new(
    version: CircularVersion, reader: Person
) -> None:
    newer = renewed_build(version, (CAMPAIGN, GOODS, PHOTO))
    has_read(newer, reader)
    attempt = begun(newer, reader)
    assert {clause for clause, _items in attempt.slots} == {
        "kampanye",
        "fasilitas",
        "foto",
        *GENERAL_TOPICS,
    }


def test_a_version_that_only_dropped_a_clause_is_understood_at_once(
    version: CircularVersion, reader: Person
) -> None:
    finished(begun(version, reader))
    newer = renewed_build(version, (CAMPAIGN,))
    has_read(newer, reader)
    attempt = begun(newer, reader)
    assert (attempt.questions, attempt.mark, attempt.is_passed) == (0, 100, True)


def test_a_clause_without_an_act_is_named_as_not_asked(version: CircularVersion) -> None:
    newer = renewed_build(version, (CAMPAIGN, ClauseText("lain", "", "Jaga ketertiban.")))
    person = person_build(DINKES)
    has_read(newer, person)
    assert begun(newer, person).uncovered == ["lain"]


def test_understood_is_counted_beside_read_and_who_left_is_out(
    version: CircularVersion, reader: Person
) -> None:
    person_build(DINKES)
    gone = person_build(DINKES)
    passed(version, gone)
    finished(begun(version, reader))
    gone.valid_to = TODAY - timedelta(days=1)
    gone.save()
    whole = coverage_by_unit(circular=version.circular, on=TODAY)[0]
    assert (whole.path, whole.denominator, whole.read) == (KEY, 2, 1)
    assert (whole.understood, whole.taught) == (1, 0)


def test_the_pledge_waits_for_the_lesson_of_each_circular_in_force(
    version: CircularVersion, reader: Person
) -> None:
    assert lessons_due(person=reader.ref, today=TODAY) == [version.circular]
    assert lesson_is_due(person=reader.ref, today=TODAY) is True
    finished(begun(version, reader))
    assert lessons_due(person=reader.ref, today=TODAY) == []
    assert lesson_is_due(person=reader.ref, today=TODAY) is False
    newer = renewed_build(version, (CAMPAIGN, GOODS, PHOTO))
    assert lessons_due(person=reader.ref, today=TODAY) == [newer.circular]
    assert lesson_is_due(person=reader.ref, today=TODAY) is True
    reader.valid_to = TODAY - timedelta(days=1)
    reader.save()
    assert lessons_due(person=reader.ref, today=TODAY) == []
    assert lesson_is_due(person=reader.ref, today=TODAY) is False


def test_a_question_shows_its_stage_and_day_and_three_choices(
    version: CircularVersion, reader: Person
) -> None:
    question = question_now(standing_of(begun(version, reader)))
    assert question is not None
    assert question.stage
    assert [option.place for option in question.options] == [1, 2, 3]
    assert (question.done, question.total) == (0, 10)


def test_an_answer_is_told_why_and_why_each_other_fails_with_its_basis(
    version: CircularVersion, reader: Person
) -> None:
    attempt = begun(version, reader)
    wrong = answer(attempt, right=False)
    told = explanation_of(wrong)
    assert not told.is_right
    assert told.chosen != told.right
    assert told.why
    assert told.basis
    assert all(each.why for each in told.others)
    assert explanation_of(answer(attempt)).is_right


def test_what_to_look_at_again_is_named_in_words(version: CircularVersion) -> None:
    assert clause_words(version, "kampanye") == "Jangan ikut kampanye."
    assert clause_words(version, "hak-pilih") == "Hak pilih"
    assert clause_words(version, "hoaks").startswith("Kabar palsu")
    assert clause_words(version, "tidak-ada") == ""


def test_the_database_holds_one_open_attempt_and_one_pass(
    version: CircularVersion, reader: Person
) -> None:
    attempt = finished(begun(version, reader))
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            lesson=attempt.lesson,
            government_id=KEY,
            person=reader,
            number=2,
            draw="x",
            slots=[],
            questions=0,
            unit_path=DINKES,
            assurance=attempt.assurance,
            begun_at=AT,
            ended_at=AT,
            mark=100,
            is_passed=True,
            promise="x",
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(mark=89)
