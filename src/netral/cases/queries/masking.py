"""A reporter's words made ready for the first reading: names left out here never reach the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

SHORTEST_NAME = 3


def masked_parts(text: str, names: Iterable[str]) -> list[str | None]:
    """Return the text in parts; None stands where a word of one of the names was."""
    words = {word for name in names for word in re.findall(r"\w+", name)}
    long = sorted((word for word in words if len(word) >= SHORTEST_NAME), key=len, reverse=True)
    if not long:
        return [text]
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, long))})\b", re.IGNORECASE)
    parts: list[str | None] = []
    end = 0
    for found in pattern.finditer(text):
        parts += [text[end : found.start()], None]
        end = found.end()
    return [part for part in [*parts, text[end:]] if part != ""]


def day_written(written: str) -> date | None:
    """Return the day a reporter wrote as ISO text; None for what is no day."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
