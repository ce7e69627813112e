"""Where a person stands in a lesson: the attempt, the next question, what an answer is told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils.translation import get_language

from netral.circulars.models import Attempt, Circular, CircularVersion, Item, ItemAnswer, Reading
from netral.circulars.queries.letters import acts_told
from netral.circulars.queries.rosters import is_addressed
from netral.core.flow.circular import CircularStage
from netral.core.flow.lesson.attempt import Answered, Turn, missed, next_turn
from netral.core.flow.lesson.bank import ELECTION, is_unconfirmed
from netral.core.flow.lesson.drawing import Slot, choice_order
from netral.core.flow.lesson.items import HOAX, VOTE, item_read
from netral.core.law import the_book
from netral.core.law.records import Contested
from netral.people.models import Person
from netral.shell.database import rows_read, stored_moment

SECONDS_AN_ITEM = 30


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as it stands on the page: its place, and what it says."""

    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """The question on the page; ``left`` counts the slots still open, this one included."""

    turn: Turn
    on: date
    stage: str
    scene: str
    options: tuple[Option, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Failing:
    """A choice that was not the right one, and why it fails."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an answer is told at once: right or not, why, why each other fails, on what basis."""

    is_right: bool
    chosen: str
    right: str
    why: str
    others: tuple[Failing, ...]
    verdict: str
    basis: tuple[str, ...]
    disputes: tuple[Contested, ...]
    is_unconfirmed: bool
    scene: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's attempt with its answers, read once for the page and the service."""

    attempt: Attempt
    slots: tuple[Slot, ...]
    answers: tuple[Answered, ...]

    @property
    def turn(self) -> Turn | None:
        """The next question, or none at the end."""
        return next_turn(self.slots, self.answers)

    @property
    def missed(self) -> tuple[str, ...]:
        """The clauses to look at again."""
        return missed(self.slots, self.answers)


def is_english() -> bool:
    """Tell whether the page is read in English."""
    return (get_language() or "id").startswith("en")


def attempts_of(*, version: CircularVersion, person: Person) -> list[Attempt]:
    """Return the person's attempts at the lesson of a version, the newest first."""
    own = Attempt.objects.filter(lesson__version=version, person=person)
    return list(own.select_related("lesson").order_by("-number"))


def standing_of(attempt: Attempt) -> Standing:
    """Return where an attempt stands. One query."""
    rows = attempt.answers.values_list("slot", "item_id", "choice")
    answers = tuple(Answered(slot, str(item), choice == 0) for slot, item, choice in rows)
    slots = tuple(Slot(clause, tuple(map(str, items))) for clause, items in attempt.slots)
    return Standing(attempt, slots, answers)


def question_now(standing: Standing) -> Question | None:
    """Return the next question as the page shows it, or none at the end. One query."""
    turn = standing.turn
    if turn is None:
        return None
    item = item_read(Item.objects.get(pk=turn.item).content)
    order = choice_order(seed=standing.attempt.draw, item=turn.item, turn=turn.number)
    english = is_english()
    texts = [item.choices[at].text.in_language(english=english) for at in order]
    seen = {answer.slot for answer in standing.answers}
    return Question(
        turn=turn,
        on=item.on,
        stage=stage_words(item.on, english=english),
        scene=item.scene.in_language(english=english),
        options=tuple(Option(place, text) for place, text in enumerate(texts, start=1)),
        done=len(seen),
        total=len(standing.slots),
    )


def stage_words(day: date, *, english: bool) -> str:
    """Return the stage of the calendar on the day of a scene."""
    stage = the_book().stage_on(ELECTION, day)
    if stage is None:
        return ""
    return stage.title_en if english else stage.title_id


def answer_numbered(attempt: Attempt, number: int) -> ItemAnswer | None:
    """Return one answer of the attempt, or none."""
    return attempt.answers.filter(number=number).select_related("item").first()


def explanation_of(answer: ItemAnswer) -> Explanation:
    """Return what the person is told about the answer."""
    item, english, book = item_read(answer.item.content), is_english(), the_book()
    shown = [
        Failing(each.text.in_language(english=english), each.why.in_language(english=english))
        for each in item.choices
    ]
    return Explanation(
        is_right=answer.is_right,
        chosen=shown[answer.choice].text,
        right=shown[0].text,
        why=shown[0].why,
        others=tuple(shown[1:]),
        verdict=item.verdict.value,
        basis=item.basis,
        disputes=tuple(each for each in book.law.contested if each.id in item.contested),
        is_unconfirmed=is_unconfirmed(item, book),
        scene=item.scene.in_language(english=english),
    )


def version_last_understood(*, version: CircularVersion, person: Person) -> CircularVersion | None:
    """Return the newest earlier version of the same circular that the person has understood."""
    last = (
        Reading.objects.filter(
            version__circular_id=version.circular_id,
            version__sequence__lt=version.sequence,
            person=person,
            understood_at__isnull=False,
        )
        .select_related("version")
        .order_by("-version__sequence")
        .first()
    )
    return last.version if last else None


def clause_words(version: CircularVersion, key: str) -> str:
    """Return the words of a clause, or of a general topic, for "look at it again"."""
    english = is_english()
    if key == VOTE:
        return "The right to vote" if english else "Hak pilih"
    if key == HOAX:
        return "False news, hatred and money" if english else "Kabar palsu, kebencian, dan uang"
    clause = version.clauses.filter(key=key).first()
    if clause is None:
        return ""
    told = acts_told(clause.acts, version.dated_on or date.max)
    return clause.text if not english or not told else "; ".join(act.plain for act in told)


# By hand, for each opened page of a pledge asks: the ORM's building costs more than the running.
_DUE = """
    SELECT DISTINCT p.ref FROM circulars_circularversion v JOIN people_person p
        ON p.government_id = v.government_id
    WHERE p.ref IN ({}) AND v.stage = %s AND p.valid_from <= %s
        AND (p.valid_to IS NULL OR p.valid_to >= %s)
        AND NOT EXISTS (
            SELECT 1 FROM circulars_reading r
            WHERE r.version_id = v.id AND r.person_id = p.id AND r.understood_at IS NOT NULL
        )
"""
_NEW = "FROM circulars_circularversion WHERE stage {} AND published_at >= %s"


def lesson_is_due(*, person: str, today: date) -> bool:
    """Tell whether ``lessons_due`` has anything for the person."""
    return bool(persons_untaught(persons=[person], today=today))


def persons_untaught(*, persons: Collection[str], today: date) -> set[str]:
    """Return those of the persons for whom ``lessons_due`` has anything."""
    day, marks = today.isoformat(), ", ".join(["%s"] * len(persons))
    values = [*persons, CircularStage.PUBLISHED.value, day, day]
    with connection.cursor() as cursor:
        cursor.execute(_DUE.replace("{}", marks), values)
        found = {ref for (ref,) in cursor.fetchall()}
    # The query knows no addressees: few circulars have any, and then it is asked again.
    return {ref for ref in found if lessons_due(person=ref, today=today)}


def lesson_is_new(*, since: datetime) -> bool:
    """Tell whether any government published a circular since then."""
    # By hand: each batch of pledges asks.
    return bool(rows_read(["1"], _NEW, [CircularStage.PUBLISHED.value], stored_moment(since)))


def lessons_due(*, person: str, today: date) -> list[Circular]:
    """Return the circulars in force that the person has not understood yet, the oldest first.

    What the pledge waits for: nothing for a person who has left, nothing that was addressed to
    others. Two queries.
    """
    served = Person.objects.live_on(today).filter(ref=person).select_related("unit").first()
    if served is None:
        return []
    understood = Reading.objects.filter(person__ref=person, understood_at__isnull=False)
    bound = CircularVersion.objects.filter(
        stage=CircularStage.PUBLISHED.value, government_id=served.government_id
    ).exclude(pk__in=understood.values("version"))
    rows = bound.select_related("circular").order_by("published_at")
    return [version.circular for version in rows if is_addressed(version, served)]
