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
ROUNDS = 2


def questions() -> list[law.Question]:
    """Every seventh of the usual questions: all acts, persons, stages and turns of the law."""
    book = law.the_book()
    return list(usual_questions(book, book))[::EACH]


def timed(asked: list[law.Question], *, with_json: bool) -> list[float]:
    """Return the milliseconds of each answer; with its JSON when it is to be stored."""
    book, took = law.the_book(), []
    for question in asked * ROUNDS:
        start = time.perf_counter()
        found = law.answer_to(question, book)
        if with_json:
            found.to_json()
        took.append((time.perf_counter() - start) * 1000)
    return took


def json_alone(asked: list[law.Question]) -> float:
    """Return the mean milliseconds of writing answers that are there already as JSON."""
    answers = [law.answer_to(question, law.the_book()) for question in asked]
    start = time.perf_counter()
    for found in answers:
        found.to_json()
    return (time.perf_counter() - start) * 1000 / len(answers)


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Answer each question twice, with and without its JSON; needs no database and no ``data``."""
    start = time.perf_counter()
    law.the_book()
    opened = time.perf_counter() - start
    asked = questions()
    plain, full = timed(asked, with_json=False), timed(asked, with_json=True)
    figure, limit = quantiles(full, n=100)[98], json_alone(asked)
    return {
        "name": "answer",
        "figure": round(figure, 3),
        "unit": "ms, p99 of a full answer with its tree of reasons, written as JSON",
        "limit": round(limit, 3),
        "limit_is": "the same answers only written as JSON, mean",
        "ratio": round(figure / limit, 2),
        "target": TARGET_MS,
        "ok": figure <= TARGET_MS,
        "details": {
            "questions": len(asked),
            "mean_ms": round(sum(full) / len(full), 3),
            "mean_without_json_ms": round(sum(plain) / len(plain), 3),
            "slowest_ms": round(max(full), 3),
            "book_opened_seconds": round(opened, 3),
            "database": database,
            "folder": str(data),
        },
    }
