"""The records of "Boleh tidak?": situations, topics, and the questions of the wizard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What may be done; ``TAK_TENTU`` says that nobody has answered this yet."""

    BOLEH = "boleh"
    TIDAK = "tidak"
    TERGANTUNG = "tergantung"
    TAK_TENTU = "tak_tentu"


# Where two situations fit a question equally well, the stricter one answers.
STRICTNESS = (Verdict.TIDAK, Verdict.TAK_TENTU, Verdict.TERGANTUNG, Verdict.BOLEH)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Word classes that must all be told (``slots``), and classes that may not (``none``).

    A class with a minus before it is one that the question denies ("tanpa atribut").
    """

    slots: tuple[frozenset[str], ...]
    none: frozenset[str] = frozenset()
    bonus: float = 0.0

    @property
    def weight(self) -> float:
        """The more must be told, the closer the pattern fits."""
        return len(self.slots) + self.bonus

    @property
    def denies(self) -> bool:
        """Tell whether the pattern rests on something denied."""
        return any(name.startswith("-") for slot in self.slots for name in slot)

    @property
    def classes(self) -> frozenset[str]:
        """All classes that the pattern speaks of."""
        return frozenset().union(*self.slots, self.none)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question of the wizard; ``to`` is the situation that it leads to."""

    key: str
    text_id: str
    text_en: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that changes the answer, asked before it is given."""

    text_id: str
    text_en: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What somebody may want to do, and what the rules say of it.

    ``concept`` (of codes.toml) or ``acts`` name what is broken, ``limits`` the acts at which
    what is allowed ends; the articles come from the law data. ``basis`` holds further
    citations. An answer that was given to a person carries its articles there, and ``phrases``
    by which it is found. What is ``about`` somebody is never the answer where none of these
    classes is told.
    """

    id: str
    topic: str
    title_id: str
    title_en: str
    verdict: Verdict
    why_id: str
    why_en: str
    instead_id: str = ""
    instead_en: str = ""
    example_yes_id: str = ""
    example_yes_en: str = ""
    example_no_id: str = ""
    example_no_en: str = ""
    if_yes_id: str = ""
    if_yes_en: str = ""
    if_no_id: str = ""
    if_no_en: str = ""
    concept: str = ""
    acts: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    stages: Mapping[str, Verdict] = field(default_factory=dict)
    groups: Mapping[str, Verdict] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    covers: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    fact: Fact | None = None
    ask: bool = False
    listed: bool = True

    def verdict_for(self, *, kind: str, stage: str) -> Verdict:
        """The verdict for this kind of person in this stage."""
        return self.groups.get(kind) or self.stages.get(stage) or self.verdict


@dataclass(frozen=True, slots=True)
class Topic:
    """A plain heading under which situations are chosen."""

    id: str
    title_id: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Classes that need care: ``risk`` before a yes, ``mild`` before a no.

    ``deeds`` are acts, ``politics`` tell that an election is spoken of; ``others`` are people
    who may be the ones that do not do something.
    """

    risk: frozenset[str]
    mild: frozenset[str]
    deeds: frozenset[str]
    politics: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed sentences in both languages."""

    texts: Mapping[str, Mapping[str, str]]

    def say(self, key: str, language: str, **values: str) -> str:
        """Return one sentence with its values put in."""
        text = self.texts[key][language]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text
