"""Pledges a second through the raw door, 256 browsers; each acknowledged one is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench import pledge

TARGETS = {"sqlite": 5_000.0, "postgresql": 3_500.0}
PEOPLE = 220_000


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Measure the raw door and return the JSON object."""
    del data
    return pledge.measured(
        database, name="pledge-hot", target=TARGETS[database], people=PEOPLE, hot=True
    )
