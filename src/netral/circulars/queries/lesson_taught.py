"""Sessions taught in a room: lists, who was there, the paper with its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from netral.circulars.models import Circular, CircularVersion, TaughtAttendance, TaughtSession
from netral.circulars.queries.lesson import Option, is_english, stage_words
from netral.circulars.queries.lesson_items import asked_of
from netral.circulars.queries.rosters import persons_addressed
from netral.core.flow.lesson.drawing import choice_order, lesson_draw
from netral.core.flow.lesson.items import GENERAL_TOPICS
from netral.people.models import Person

LETTERS = "ABC"


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One question on paper, with the letter of the right choice and why."""

    number: int
    stage: str
    scene: str
    options: tuple[Option, ...]
    letter: str
    why: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the room's units, with what was noted, or none."""

    person: Person
    noted: TaughtAttendance | None

    @property
    def has_paper(self) -> bool:
        """Tell whether what the paper says was entered."""
        return self.noted is not None and self.noted.right is not None


STATES: dict[str, Callable[[PersonRow], bool]] = {
    "belum": lambda row: not row.has_paper,
    "terisi": lambda row: row.has_paper,
    "hadir": lambda row: row.noted is not None,
}
"""What a list of the room may be narrowed to."""


def session_by_ref(ref: str, *, is_locked: bool = False) -> TaughtSession | None:
    """Return a session with its version and unit, or none."""
    rows = TaughtSession.objects.select_related("version__circular", "unit").filter(ref=ref)
    return (rows.select_for_update(of=("self",)) if is_locked else rows).first()


def sessions_of(circular: Circular, scope: str) -> QuerySet[TaughtSession]:
    """Return the sessions on a circular within the scope, newest first, with how many came.

    Those on a version replaced since stay in the list: their papers may wait to be signed.
    """
    return (
        TaughtSession.objects.visible_to(scope)
        .filter(version__circular=circular)
        .select_related("unit", "version")
        .annotate(present=Count("attendances"))
        .order_by("-held_on", "-pk")
    )


def room_people(session: TaughtSession) -> QuerySet[Person]:
    """Return who may sit in the room: the letter's people of its units, and who was noted there.

    A person who was noted and has moved or left since keeps the place: the paper is there.
    """
    asked = persons_addressed(session.version, on=session.held_on).visible_to(session.unit.path)
    noted = session.attendances.values("person")
    return Person.objects.filter(Q(pk__in=asked.values("pk")) | Q(pk__in=noted))


def room_rows(session: TaughtSession) -> list[PersonRow]:
    """Return the people of the room by unit and name, each with what was noted. Two queries."""
    noted = {row.person_id: row for row in session.attendances.all()}
    rows = (
        room_people(session).select_related("unit").order_by("unit__name", "unit_id", "name", "pk")
    )
    return [PersonRow(person, noted.get(person.pk)) for person in rows]


def room_rows_kept(rows: Sequence[PersonRow], *, text: str, state: str) -> list[PersonRow]:
    """Keep the people whose name or unit holds every word, and who stand in a ``STATES`` state."""
    words = text.casefold().split()
    return [
        row
        for row in rows
        if (not state or STATES[state](row))
        and all(word in f"{row.person.name} {row.person.unit.name}".casefold() for word in words)
    ]


def questions_for(version: CircularVersion) -> int:
    """Return how many questions a paper asks: one for each clause and topic, ten at least."""
    return max(10, version.clauses.count() + len(GENERAL_TOPICS))


def paper_of(session: TaughtSession) -> list[PaperItem]:
    """Return the paper of a session: the same for all in the room, drawn by its reference."""
    asked = asked_of(session.version, since=None, today=session.held_on)
    draw = lesson_draw(asked, seed=session.ref, fewest=session.questions)
    known = {item.fingerprint(): item for each in asked for item in each.items}
    english, paper = is_english(), []
    for number, slot in enumerate(draw.slots[: session.questions], start=1):
        item = known[slot.items[0]]
        order = choice_order(seed=session.ref, item=slot.items[0], turn=number)
        texts = [item.choices[at].text.in_language(english=english) for at in order]
        paper.append(
            PaperItem(
                number=number,
                stage=stage_words(item.on, english=english),
                scene=item.scene.in_language(english=english),
                options=tuple(Option(at, text) for at, text in enumerate(texts, start=1)),
                letter=LETTERS[order.index(0)],
                why=item.right.why.in_language(english=english),
            )
        )
    return paper
