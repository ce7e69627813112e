"""The shape of an answer: suggested acts with their words, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An act that the words resemble; ``words`` spoke for it, ``spans`` tell where they stand."""

    code: str
    family: str
    title: str
    score: float
    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    basis: tuple[str, ...]
    track: str
    sanction: dict[str, Any] | None
    contested: dict[str, Any] | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values only."""
        return {
            "code": self.code,
            "family": self.family,
            "title": self.title,
            "score": self.score,
            "spans": [list(span) for span in self.spans],
            "words": list(self.words),
            "basis": list(self.basis),
            "track": self.track,
            "sanction": self.sanction,
            "contested": self.contested,
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a text resembles, what it leaves open, and by which version of the law."""

    acts: tuple[Suggestion, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    law_version: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain values only."""
        return {
            "acts": [act.to_dict() for act in self.acts],
            "missing": list(self.missing),
            "notes": list(self.notes),
            "law_version": self.law_version,
        }
