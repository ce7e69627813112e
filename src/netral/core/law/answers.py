"""The shape of a question of law and of its answer: frozen, and the same every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from netral.core.kinds.errors import WrongInputError
from netral.core.law.records import Addressee, Contested, Decider, Examiner, SanctionMenu


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: an act, a person's status and post, a region, a day, and known facts."""

    act: str
    status: str
    post: str
    region: str
    on: date
    facts: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Return the question as one line of JSON with sorted keys."""
        return json.dumps(_plain(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def of(cls, plain: object) -> Question:
        """Read a question from plain values; raise WrongInputError for what is none."""
        if not isinstance(plain, Mapping):
            raise WrongInputError('Pertanyaan hukum harus berupa objek, misalnya {"act": "D-N1"}.')
        texts = {name: plain.get(name, "") for name in ("act", "status", "post", "region")}
        facts, day = plain.get("facts", []), plain.get("on")
        wrong = [name for name, text in texts.items() if not isinstance(text, str)]
        if wrong or not texts["act"]:
            raise WrongInputError(f"Isi '{(wrong or ['act'])[0]}' dengan teks.")
        if not isinstance(facts, list) or not all(isinstance(fact, str) for fact in facts):
            raise WrongInputError("Isi 'facts' dengan daftar teks, misalnya [\"keaktifan:pasif\"].")
        try:
            on = date.fromisoformat(day) if isinstance(day, str) else None
        except ValueError:
            on = None
        if on is None:
            raise WrongInputError("Isi 'on' dengan tanggal, misalnya \"2024-10-05\".")
        return cls(**texts, on=on, facts=tuple(dict.fromkeys(facts)))


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence in both languages, what it is about, what it cites, and what it rests on.

    ``about`` names the conclusion: ``norma``, ``jalur:disiplin``, ``batas:DIS-SAMPAI`` and so on.
    """

    text_id: str
    text_en: str
    because: tuple[Reason, ...] = ()
    about: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Norm:
    """An article that the act breaks, on which track, and by which act code."""

    ref: str
    track: str
    act: str
    confirmed: bool
    confidence: str


@dataclass(frozen=True, slots=True)
class SanctionRange:
    """What may be imposed; without menus the text alone says it, and a person must decide."""

    levels: tuple[str, ...]
    text: str
    menus: tuple[SanctionMenu, ...]
    confirmed: bool
    text_en: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact still needed, and the values that it may take."""

    id: str
    text_id: str
    text_en: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law of a day says of one act; ``governing`` is None when no norm is broken.

    With ``governing`` None and something ``missing`` the law does not say no: it is not known yet.
    """

    act: str
    on: date
    status: str
    post: str
    region: str
    facts: tuple[str, ...]
    law_version: str
    reason: Reason
    governing: str | None = None
    stage: str | None = None
    election: str | None = None
    tracks: tuple[str, ...] = ()
    norms: tuple[Norm, ...] = ()
    sanction: SanctionRange | None = None
    examiner: Examiner | None = None
    decider: Decider | None = None
    clocks: tuple[str, ...] = ()
    referral: tuple[Addressee, ...] = ()
    contested: tuple[Contested, ...] = ()
    missing: tuple[Missing, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def question(self) -> Question:
        """The question that this answers."""
        return Question(self.act, self.status, self.post, self.region, self.on, self.facts)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values only: texts, numbers, lists and maps."""
        plain: dict[str, Any] = _plain(self)
        return plain

    def to_json(self) -> str:
        """Return the answer as one line of JSON with sorted keys."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
