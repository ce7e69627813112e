"""Stored answers of law, asked again under the edition that they were given under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from netral.core.law.editions import ENGINE, Replay, compare_replay
from netral.people.models import LawAnswer, LawEdition


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of replaying one stored answer.

    ``is_kept`` is False when it is no longer kept; ``is_old_engine`` tells that the program reads
    the law otherwise by now, so that a difference may be its own.
    """

    ref: str
    version: str
    is_kept: bool
    is_equal: bool
    difference: str
    is_old_engine: bool


def law_answer_replay(answer: LawAnswer) -> Replayed:
    """Replay one answer: equal byte for byte, or the first thing that differs."""
    version = str(answer.edition_id)
    if answer.question is None or answer.answer is None:
        return Replayed(answer.ref, version, False, False, "", False)
    found: Replay = compare_replay(answer.question, _files(version), answer.answer)
    is_old = answer.engine != ENGINE
    return Replayed(answer.ref, version, True, found.is_equal, found.difference, is_old)


def law_answers_replayed(*, newest: int | None = None) -> Iterator[Replayed]:
    """Replay every stored answer, oldest first; or only so many of the newest, newest first."""
    answers = (
        LawAnswer.objects.order_by("-pk")[:newest] if newest else LawAnswer.objects.order_by("pk")
    )
    for answer in answers.iterator(chunk_size=500):
        yield law_answer_replay(answer)


@lru_cache(maxsize=8)
def _files(version: str) -> bytes:
    # An edition never changes, so the process reads it once.
    return bytes(LawEdition.objects.get(version=version).files)
