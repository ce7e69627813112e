"""Texts assessed in a second by one process, start-up apart: the labelled sentences as they are."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from netral.core.text import assess
from netral.core.text.clean import pieces

LABELLED = Path(__file__).resolve().parents[1] / "tests" / "law" / "assess"
DAYS = [f"2024-{month:02}-{day:02}" for month in (8, 9, 10, 11) for day in range(1, 29)]
ROUNDS, TARGET = 4, 300


def lines() -> list[dict[str, str]]:
    """Make the input: each labelled text on some day, with the facts of its group."""
    made: list[dict[str, str]] = []
    for file in sorted(LABELLED.rglob("*.toml")):
        for group in tomllib.loads(file.read_text(encoding="utf-8"))["group"]:
            facts = {name: group[name] for name in ("status", "post") if name in group}
            for text in group["texts"]:
                made.append({"text": text, "on": DAYS[len(made) % len(DAYS)], **facts})
    return made


def through_the_door(asked: list[dict[str, str]]) -> float:
    """Return texts a second of the whole command, its start-up counted."""
    fed = "".join(json.dumps({"id": at, **item}) + "\n" for at, item in enumerate(asked))
    command = [sys.executable, "-m", "netral.ops.cli", "assess", "--jsonl"]
    start = time.perf_counter()
    done = subprocess.run(  # noqa: S603
        command, input=fed, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\n") == len(asked)
    return len(asked) / (time.perf_counter() - start)


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Assess all texts four times over; neither database nor ``data`` is needed."""
    first = time.perf_counter()
    assess("Camat ikut kampanye.")
    start_up = time.perf_counter() - first
    asked = lines() * ROUNDS
    start = time.perf_counter()
    for item in asked:
        assess(**item)
    rate = len(asked) / (time.perf_counter() - start)
    start = time.perf_counter()
    for item in asked:
        pieces(item["text"])
    limit = len(asked) / (time.perf_counter() - start)
    return {
        "name": "assess",
        "figure": round(rate),
        "unit": "texts/s on one core, start-up apart",
        "limit": round(limit),
        "limit_is": "the same texts only cut into words",
        "ratio": round(rate / limit, 3),
        "target": TARGET,
        "ok": rate >= TARGET,
        "details": {
            "texts": len(asked),
            "start_up_seconds": round(start_up, 3),
            "command_with_start_up": round(through_the_door(asked)),
            "database": database,
            "folder": str(data),
        },
    }
