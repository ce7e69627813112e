"""One question of the lesson: a scene with its stage and day, three choices, one of them right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Any

from netral.core.ledger.canonical import Json, canonical

CHOICES = 3
HOAX, VOTE = "hoaks", "hak-pilih"
GENERAL_TOPICS = (HOAX, VOTE)
"""Asked in every full lesson, whatever the clauses of the circular are."""


class Verdict(StrEnum):
    """What the right choice of an item says."""

    ALLOWED = "boleh"
    FORBIDDEN = "tidak"
    ASK = "tanya"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    id: str
    en: str

    def in_language(self, *, english: bool) -> str:
        """Return the text; an item without English is read in Indonesian."""
        return self.en if english and self.en else self.id


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the three choices, and why it is right or fails."""

    text: Words
    why: Words


@dataclass(frozen=True, slots=True)
class Item:
    """An item: the right choice stands first here; the order that a person sees is drawn."""

    name: str
    topic: str
    verdict: Verdict
    status: str
    acts: tuple[str, ...]
    on: date
    scene: Words
    choices: tuple[Choice, ...]
    basis: tuple[str, ...]
    contested: tuple[str, ...] = ()

    @property
    def right(self) -> Choice:
        """The right choice."""
        return self.choices[0]

    def content(self) -> dict[str, Json]:
        """Return all that an answer stands on; the name and the English are not part of it."""
        return {
            "topic": self.topic,
            "verdict": self.verdict.value,
            "status": self.status,
            "acts": list(self.acts),
            "on": self.on.isoformat(),
            "scene": self.scene.id,
            "choices": [[choice.text.id, choice.why.id] for choice in self.choices],
            "basis": list(self.basis),
            "contested": list(self.contested),
        }

    def fingerprint(self) -> str:
        """Return the SHA-256 of the content: another text is another item."""
        return _fingerprint(self)


@lru_cache(maxsize=4096)
def _fingerprint(item: Item) -> str:
    """Hash an item once: a draw asks for all of them, again and again."""
    return sha256(canonical(item.content())).hexdigest()


def item_stored(item: Item) -> dict[str, Any]:
    """Return the item as plain values, for keeping; ``item_read`` is the way back."""
    return {
        **item.content(),
        "name": item.name,
        "scene_en": item.scene.en,
        "choices_en": [[choice.text.en, choice.why.en] for choice in item.choices],
    }


def item_read(kept: dict[str, Any]) -> Item:
    """Return the item that ``item_stored`` kept."""
    pairs = zip(kept["choices"], kept["choices_en"], strict=True)
    return Item(
        name=kept["name"],
        topic=kept["topic"],
        verdict=Verdict(kept["verdict"]),
        status=kept["status"],
        acts=tuple(kept["acts"]),
        on=date.fromisoformat(kept["on"]),
        scene=Words(kept["scene"], kept["scene_en"]),
        choices=tuple(
            Choice(Words(text, text_en), Words(why, why_en))
            for (text, why), (text_en, why_en) in pairs
        ),
        basis=tuple(kept["basis"]),
        contested=tuple(kept["contested"]),
    )
