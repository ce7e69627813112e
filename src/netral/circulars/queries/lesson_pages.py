"""What the person's lesson page shows: before it, one question, what an answer is told, the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from netral.circulars.models import Attempt, CircularVersion, ItemAnswer, Reading
from netral.circulars.queries.coverage import reading_of
from netral.circulars.queries.lesson import (
    SECONDS_AN_ITEM,
    Standing,
    answer_numbered,
    attempts_of,
    clause_words,
    explanation_of,
    is_english,
    question_now,
    standing_of,
    version_last_understood,
)
from netral.circulars.queries.letters import changes_between
from netral.circulars.queries.rosters import persons_addressed
from netral.core.clock.icalendar import Event, calendar_text
from netral.core.flow.lesson.attempt import PASS_MARK
from netral.core.flow.lesson.drawing import FEWEST
from netral.core.flow.lesson.items import GENERAL_TOPICS
from netral.core.law import elections
from netral.core.law.records import Election
from netral.people.models import Person


def lesson_page(
    person: Person, version: CircularVersion, *, after: int | None, today: date
) -> dict[str, Any]:
    """Return the context of the lesson's page; ``after`` is the answer that was just given."""
    attempts = attempts_of(version=version, person=person)
    newest = attempts[0] if attempts else None
    reading = reading_of(version=version, person=person)
    context: dict[str, Any] = {
        "person": person,
        "circular": version.circular,
        "version": version,
        "is_read": reading is not None and reading.read_at is not None,
        "in_class": reading is not None and reading.understood_by == "kelas",
        "pass_mark": PASS_MARK,
        "polling_day": polling_day(version, today),
    }
    answer = answer_numbered(newest, after) if newest and after else None
    if newest and answer:
        return {**context, **_explained(newest, answer)}
    if newest and newest.ended_at is None:
        return {**context, **_asked(standing_of(newest))}
    if newest:
        return {**context, **_ended(newest, version)}
    return {**context, "state": "start", **_before(person, version)}


def _before(person: Person, version: CircularVersion) -> dict[str, Any]:
    """Return how long the lesson will be, and whether it asks only what changed."""
    since = version_last_understood(version=version, person=person)
    if since is None:
        count = max(FEWEST, version.clauses.count() + len(GENERAL_TOPICS))
    else:
        changed = [each for each in changes_between(since, version) if each.new and each.new.key]
        count = 2 * len(changed)
    return {"count": count, "minutes": minutes_for(count), "since": since}


def minutes_for(count: int) -> int:
    """Return about how many minutes so many questions take, at least one."""
    return max(1, -(-count * SECONDS_AN_ITEM // 60))


def _asked(standing: Standing) -> dict[str, Any]:
    return {"state": "question", "question": question_now(standing)}


def _explained(attempt: Attempt, answer: ItemAnswer) -> dict[str, Any]:
    standing = standing_of(attempt)
    return {
        "state": "explained",
        "told": explanation_of(answer),
        "is_english": is_english(),
        "number": answer.number,
        "done": len({each.slot for each in standing.answers}),
        "total": len(standing.slots),
        "is_last": standing.turn is None,
    }


def _ended(attempt: Attempt, version: CircularVersion) -> dict[str, Any]:
    standing = standing_of(attempt)
    return {
        "state": "passed" if attempt.is_passed else "missed",
        "attempt": attempt,
        "again": _words(version, standing.missed),
        "uncovered": _words(version, attempt.uncovered),
    }


def _words(version: CircularVersion, keys: Sequence[str]) -> list[str]:
    return [words for key in keys if (words := clause_words(version, key))]


def polling_day(version: CircularVersion, today: date) -> Election | None:
    """Return the election of the circular's kind that is still to be held, the nearest."""
    regime = version.circular.election
    coming = [each for each in elections() if each.regime == regime and each.voting_on >= today]
    return min(coming, key=lambda each: each.voting_on, default=None)


def polling_calendar(election: Election, *, stamp: datetime) -> str:
    """Return polling day as a calendar file for the phone."""
    title = election.title_en if is_english() else election.title_id
    event = Event(
        uid=f"hari-pemungutan-{election.id}@netral",
        day=election.voting_on,
        summary=_("Hari pemungutan suara: %(election)s") % {"election": title},
        description=_(
            "ASN punya hak pilih. Pilihan Anda rahasia. Ajak orang ke TPS tanpa menyebut calon. "
            "Dasar: %(basis)s."
        )
        % {"basis": election.citation},
    )
    return calendar_text(name=title, events=[event], stamp=stamp)


@dataclass(frozen=True, slots=True)
class LessonCounts:
    """How far the lesson has come: of the roster of the day, begun, passed, passed at once."""

    total: int
    begun: int
    passed: int
    at_once: int
    taught: int


def lesson_counts(version: CircularVersion, today: date, scope: str) -> LessonCounts:
    """Return the counts within the scope, of those in service on the day. Three queries."""
    people = persons_addressed(version, on=today).visible_to(scope)
    own = Attempt.objects.filter(lesson__version=version, person__in=people.values("pk"))
    found = own.aggregate(
        begun=Count("person", distinct=True),
        passed=Count("pk", filter=Q(is_passed=True)),
        at_once=Count("pk", filter=Q(is_passed=True, number=1)),
    )
    taught = Reading.objects.filter(
        version=version, understood_by="kelas", person__in=people.values("pk")
    )
    return LessonCounts(people.count(), taught=taught.count(), **found)
