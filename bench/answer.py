"""One full answer of the law's engine: act, person, day and region to reasons, by one process."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from netral.core import law
from netral.core.law.questions import usual_questions

TARGET_MS = 2.0
EACH = 7
ROUNDS = 3


def questions() -> list[law.Question]:
    """Every seventh of the usual questions: all acts, persons, stages and turns of the law."""
    book = law.the_book()
    return list(usual_questions(book, book))[::EACH]


def timed(asked: list[law.Question], *, with_json: bool) -> list[list[float]]:
    """Return the milliseconds of each question's rounds; with its JSON when it is to be stored."""
    book, took = law.the_book(), []
    for question in asked:
        rounds = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            found = law.answer_to(question, book)
            if with_json:
                found.to_json()
            rounds.append((time.perf_counter() - start) * 1000)
        took.append(rounds)
    return took


def json_alone(asked: list[law.Question]) -> float:
    """Return the mean milliseconds of writing answers that are there already as JSON."""
    answers = [law.answer_to(question, law.the_book()) for question in asked]
    start = time.perf_counter()
    for found in answers:
        found.to_json()
    return (time.perf_counter() - start) * 1000 / len(answers)


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Answer each question three times, with and without its JSON; needs no database.

    The figure takes each question's best round, for others may hold the processor in between; the
    worst of all rounds is told beside it.
    """
    start = time.perf_counter()
    law.the_book()
    opened = time.perf_counter() - start
    asked = questions()
    plain, full = timed(asked, with_json=False), timed(asked, with_json=True)
    best = [min(rounds) for rounds in full]
    every = [one for rounds in full for one in rounds]
    figure, limit = quantiles(best, n=100)[98], json_alone(asked)
    return {
        "name": "answer",
        "figure": round(figure, 3),
        "unit": "ms, p99 over questions of a full answer written as JSON (best of 3)",
        "limit": round(limit, 3),
        "limit_is": "the same answers only written as JSON, mean",
        "ratio": round(figure / limit, 2),
        "target": TARGET_MS,
        "ok": figure <= TARGET_MS,
        "details": {
            "questions": len(asked),
            "mean_ms": round(sum(every) / len(every), 3),
            "mean_without_json_ms": round(sum(map(min, plain)) / len(plain), 3),
            "p99_of_all_rounds_ms": round(quantiles(every, n=100)[98], 3),
            "slowest_of_all_rounds_ms": round(max(every), 3),
            "book_opened_seconds": round(opened, 3),
            "database": database,
            "folder": str(data),
        },
    }
