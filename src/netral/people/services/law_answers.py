"""The answer of law that an act relies on, stored with its edition so that it can be replayed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from netral.core import law
from netral.core.law import Question, answer_to
from netral.core.law.book import data_files
from netral.core.law.editions import ENGINE, pack
from netral.people.models import LawAnswer, LawEdition
from netral.people.services.handles import handle_new


@transaction.atomic
def law_answer_store(*, government: str, question: Question, at: datetime) -> LawAnswer:
    """Answer by the law of this release and keep question, answer and edition.

    It enters nothing itself: the entry of the act that relies on the answer carries the law's
    version and ``answer_digest``. Raises UnknownLawCodeError as ``answer_to`` does.
    """
    kind = law.post_kind(question.post)
    asked = replace(question, post=kind.words[0] if kind else "")
    found = answer_to(asked, law.the_book())
    edition, _is_new = LawEdition.objects.defer("files").get_or_create(
        version=law.LAW_VERSION,
        defaults={"files": pack(data_files()), "first_used_on": at.date()},
    )
    return LawAnswer.objects.create(
        ref=handle_new(),
        government_id=government,
        edition=edition,
        engine=ENGINE,
        question=asked.to_json(),
        answer=found.to_json(),
        given_on=at.date(),
    )


def answer_digest(answer: LawAnswer | None) -> str:
    """Return the hash of a stored question and answer, for the journal; empty without one."""
    if answer is None or answer.question is None or answer.answer is None:
        return ""
    return sha256(f"{answer.question}\n{answer.answer}".encode()).hexdigest()
