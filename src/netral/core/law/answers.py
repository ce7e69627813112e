"""The shape of an answer of law: frozen, with its tree of reasons, and the same every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from netral.core.law.records import Addressee, Contested, Decider, Examiner, SanctionMenu


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence in both languages, and the sentences that it rests on."""

    text_id: str
    text_en: str
    because: tuple[Reason, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact still needed, and the values that it may take."""

    id: str
    text_id: str
    text_en: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law of a day says of one act; ``governing`` is None when no norm is broken."""

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

    def to_dict(self) -> dict[str, Any]:
        """Return plain values only: texts, numbers, lists and maps."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    def to_json(self) -> str:
        """Return the answer as one line of JSON with sorted keys."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
