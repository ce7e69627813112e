"""Which questions and proposed answers: lists for officers, look-ups, what an answer may cite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.db.models import F, QuerySet

from netral.circulars.models import Advice, Question
from netral.core.access import Actor, Role
from netral.core.clock import add_workdays
from netral.core.flow.question import ANSWER_WORKDAYS, AdviceState, QuestionState
from netral.core.law import acts
from netral.people.models import UnitKey
from netral.people.queries.calendar import calendar_of
from netral.people.queries.offices import OTHER_OFFICE, handling_keys, is_told_of, office_rank

_FIRM = ("Pasal ", "butir ", "SE ", "Peraturan ")
_VAGUE = ("belum terkonfirmasi", "bukan peraturan", "bukan pasal")


def questions_of(actor: Actor) -> QuerySet[Question]:
    """Return the questions of the actor's units, newest first."""
    return Question.objects.visible_to(actor.unit).select_related("unit").order_by("-pk")


def questions_waiting(actor: Actor) -> QuerySet[Question]:
    """Return the questions that wait for an answer, the most urgent first."""
    waiting = questions_of(actor).filter(state=QuestionState.ASKED.value)
    return waiting.order_by(F("due_on").asc(nulls_last=True), "pk")


def question_by_form(form_hash: bytes) -> Question | None:
    """Return the question that a form was sent as, if it was."""
    return _whole().filter(form_hash=form_hash).first()


def question_by_locator(locator: bytes) -> Question | None:
    """Return the question of a phrase's locator."""
    return _whole().filter(locator=locator).first()


def question_by_ref(ref: str, *, is_locked: bool = False) -> Question | None:
    """Return a question; locked for a change until the transaction ends."""
    found = _whole().filter(ref=ref)
    return (found.select_for_update(of=("self",)) if is_locked else found).first()


def _whole() -> QuerySet[Question]:
    return Question.objects.select_related("unit", "government", "unit_key")


def answering_key(*, government: str, text: str, today: date) -> UnitKey | None:
    """Return the key of the office that answers: personnel; another when the words speak of it."""
    keys: Sequence[UnitKey] = sorted(handling_keys(government, today=today), key=office_rank)
    apart = (
        key for key in keys if office_rank(key)[0] < OTHER_OFFICE and not is_told_of(key, text)
    )
    return next(apart, keys[0] if keys else None)


def answer_due(government: str, *, today: date) -> date:
    """Return until when the office promises an answer: its own promise, not law."""
    return add_workdays(today, ANSWER_WORKDAYS, calendar_of(government, today))


@lru_cache(maxsize=16)
def articles_on(day: date) -> tuple[str, ...]:
    """Return the articles of the law data that are in force on a day, by name.

    What the data does not confirm, or what is no rule, cannot carry an answer.
    """
    cited = {basis for act in acts(day) for basis in act.basis}
    firm = (one for one in cited if any(word in one for word in _FIRM))
    return tuple(sorted(one for one in firm if not any(word in one for word in _VAGUE)))


def advice_of(actor: Actor) -> QuerySet[Advice]:
    """Return the proposed answers of the actor's units, newest first."""
    return Advice.objects.visible_to(actor.unit).select_related("unit").order_by("-pk")


def advice_waiting(actor: Actor) -> QuerySet[Advice]:
    """Return what this officer can act on: read a second time, or write anew after a return."""
    mine = advice_of(actor)
    if actor.role is Role.HANDLER:
        returned = mine.filter(state=AdviceState.RETURNED.value, proposed_by=actor.account)
    else:
        returned = mine.none()
    fresh = mine.filter(state=AdviceState.PROPOSED.value).exclude(proposed_by=actor.account)
    return fresh | returned


def advice_by_ref(ref: str, *, is_locked: bool = False) -> Advice | None:
    """Return a proposed answer; locked for a change until the transaction ends."""
    found = Advice.objects.select_related("unit", "government").filter(ref=ref)
    return (found.select_for_update(of=("self",)) if is_locked else found).first()


def advice_in_force(*, today: date, government: str = "") -> list[Advice]:
    """Return the answers that are part of the helper on a day, of one government or of all."""
    found = Advice.objects.filter(state=AdviceState.IN_FORCE.value, valid_from__lte=today)
    own = found.filter(government_id=government) if government else found
    return list(own.select_related("government").order_by("title_id", "pk"))
