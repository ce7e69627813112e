"""Who is asked about and when, as the law sees them: subjects, level of post, stage, election."""

from __future__ import annotations

import re
from dataclasses import dataclass

from netral.core.law.answers import Question
from netral.core.law.builders import ROLES, STAGES, STATUSES, SUBJECTS
from netral.core.law.indexed import Book, UnknownLawCodeError

ASN = frozenset({"PNS", "CPNS", "PPPK"})
# Subjects that only the post can tell.
OF_POST = frozenset({"PEJABAT_ASN", "LURAH"})
# Told of a person who plays no part of its own in the matter.
NO_ROLE = "BUKAN"
_REGION = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")


@dataclass(frozen=True, slots=True)
class Person:
    """Who did it: all kinds of subject that the status, the post and the facts make.

    ``scope`` is empty when the region was not given; ``knows_post`` tells whether the post is in
    the law data's list.
    """

    status: str
    subjects: frozenset[str]
    post_level: str
    scope: str
    knows_post: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """When it was done: the stage and election of that day, and the election's regime.

    ``source`` is what the stage rests on: a calendar's citation, or empty where the calendar does
    not say so and it was told.
    """

    stage: str | None
    election: str | None
    regime: str
    source: str


def person_of(question: Question, book: Book) -> Person:
    """Read the person; raise UnknownLawCodeError for a status or region that cannot be one."""
    status, region = question.status, question.region
    if status and status not in STATUSES:
        known = ", ".join(STATUSES)
        raise UnknownLawCodeError(f"Status '{status}' tidak dikenal. Yang ada: {known}.")
    if region and not _REGION.fullmatch(region):
        raise UnknownLawCodeError(
            f"Kode wilayah '{region}' tidak dikenal. Tulis seperti 15 (provinsi) atau 15.04."
        )
    kind = book.post_kind(question.post)
    named = {value for value in facts_of(question, "subjek") if value in SUBJECTS}
    of_post = set(kind.subjects) if kind else set()
    if status not in ASN:
        of_post -= {"PEJABAT_ASN"}
    return Person(
        status=status,
        subjects=frozenset({status} - {""} | named | of_post),
        post_level=kind.level if kind else "",
        scope="" if not region else "kabupaten" if "." in region else "provinsi",
        knows_post=kind is not None,
    )


def moment_of(question: Question, book: Book) -> Moment:
    """Read the moment: a stage that was told wins over the calendar's."""
    chosen = fact_of(question, "pemilihan")
    days = (*book.stages_on(question.on), *book.windows_on(question.act, question.on))
    first = next((stage for stage in days if chosen in {"", stage.election}), None)
    calendar = book.election(first.election if first else chosen)
    told = fact_of(question, "tahap")
    stage = told if told in STAGES else first.stage if first else ""
    return Moment(
        stage=stage or None,
        election=calendar.id if calendar else None,
        regime=calendar.regime if calendar else "",
        source=first.citation if first and first.stage == stage else "",
    )


def fact_of(question: Question, name: str) -> str:
    """The first value that was given for a fact; empty without one."""
    return next(iter(facts_of(question, name)), "")


def facts_of(question: Question, name: str) -> list[str]:
    """All values that were given for a fact."""
    prefix = f"{name}:"
    return [fact[len(prefix) :] for fact in question.facts if fact.startswith(prefix)]


def unusable(question: Question, book: Book) -> list[str]:
    """The facts that cannot be used: of an unknown name, or with an unknown value.

    A known name with nothing after it tells nothing, and is no mistake.
    """
    allowed: dict[str, frozenset[str]] = {
        "tahap": frozenset(STAGES),
        "pemilihan": frozenset(item.id for item in book.elections()),
        "subjek": frozenset({*SUBJECTS, NO_ROLE}),
        **{item.id: frozenset(v.value for v in item.values) for item in book.law.questions},
    }
    return [
        fact
        for fact in question.facts
        if fact.partition(":")[2] not in {"", *allowed.get(fact.partition(":")[0], ())}
        or fact.partition(":")[0] not in allowed
    ]


def roles_needed(applies_to: tuple[str, ...]) -> tuple[str, ...]:
    """The parts in the matter that would bind a person, such as direct superior."""
    return tuple(name for name in applies_to if name in ROLES and name not in OF_POST)
