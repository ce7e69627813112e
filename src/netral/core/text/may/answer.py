"""The shape of an answer to "Boleh tidak?"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from netral.core.text.may.records import Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """From this day the answer, or the rule behind it, is another one."""

    on: date
    stage: str
    verdict: Verdict
    acts: tuple[str, ...]
    text_id: str
    text_en: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain values only."""
        return {
            "on": self.on.isoformat(),
            "stage": self.stage,
            "answer": self.verdict.value,
            "acts": list(self.acts),
            "text": self.text_id,
            "text_en": self.text_en,
        }


@dataclass(frozen=True, slots=True)
class View:
    """One side of a dispute; Netral does not choose."""

    who: str
    says_id: str
    says_en: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question on which the sources differ."""

    id: str
    question_id: str
    question_en: str
    sides: tuple[View, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values only."""
        return {
            "id": self.id,
            "question": self.question_id,
            "question_en": self.question_en,
            "sides": [
                {
                    "who": side.who,
                    "says": side.says_id,
                    "says_en": side.says_en,
                    "sources": list(side.sources),
                }
                for side in self.sides
            ],
        }


@dataclass(frozen=True, slots=True)
class MayAnswer:
    """May it be done? The answer first, then why with its articles, and what to do instead.

    ``text_*`` is the whole answer in plain words; the parts of it stand beside. ``stage_from``
    tells how the stage is known: "diberikan", "kalender", "pertanyaan" or "". ``spans`` are
    code points of the question, end exclusive. ``parts`` holds the single answers where more
    than one thing was asked.
    """

    verdict: Verdict
    situation: str
    topic: str
    title_id: str
    title_en: str
    text_id: str
    text_en: str
    law_version: str
    why_id: str = ""
    why_en: str = ""
    limit_id: str = ""
    limit_en: str = ""
    if_yes_id: str = ""
    if_yes_en: str = ""
    if_no_id: str = ""
    if_no_en: str = ""
    instead_id: str = ""
    instead_en: str = ""
    example_yes_id: str = ""
    example_yes_en: str = ""
    example_no_id: str = ""
    example_no_en: str = ""
    basis: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    contested: tuple[Dispute, ...] = ()
    ask_a_person: bool = False
    is_report: bool = False
    stage: str = ""
    stage_from: str = ""
    stages_id: tuple[str, ...] = ()
    stages_en: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()
    parts: tuple[MayAnswer, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as the contract of ``./netral boleh`` wants it, and what is beside."""
        return {
            "answer": self.verdict.value,
            "text": self.text_id,
            "basis": list(self.basis),
            "acts": list(self.acts),
            "contested": self.contested[0].to_dict() if self.contested else None,
            "ask_a_person": self.ask_a_person,
            "situation": self.situation,
            "topic": self.topic,
            "text_en": self.text_en,
            "is_report": self.is_report,
            "stage": self.stage,
            "stage_from": self.stage_from,
            "changes": [change.to_dict() for change in self.changes],
            "spans": [list(span) for span in self.spans],
            "words": list(self.words),
            "notes": list(self.notes),
            "parts": [part.to_dict() for part in self.parts],
            "law_version": self.law_version,
        }
