"""Values that the law data and the clock share: a rule of time, its kind and unit, a holiday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TermKind(StrEnum):
    """What the counted day means."""

    LATEST = "latest"
    NOT_BEFORE = "not_before"
    IN_FORCE = "in_force"
    LATEST_RECEIPT = "latest_receipt"


class TermUnit(StrEnum):
    """What is counted; the law's own words."""

    WORKDAYS = "hari_kerja"
    DAYS = "hari"
    HOURS = "jam"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One rule of time; ``n`` is in ``unit`` and is no default unless ``confirmed``."""

    code: str
    n: int | None
    unit: TermUnit
    kind: TermKind
    basis: tuple[str, ...]
    confirmed: bool
    title_id: str
    title_en: str
    regime: str = ""
    confidence: str = "sedang"
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which offices are closed; ``kind`` as in the decree, ``decree`` is its source."""

    day: date
    name: str
    kind: str
    decree: str
