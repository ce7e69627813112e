"""Values that the law data and the clock share: a rule of time, its options, a holiday."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class TermKind(StrEnum):
    """What the counted day means."""

    LATEST = "latest"
    NOT_BEFORE = "not_before"
    IN_FORCE = "in_force"
    LATEST_RECEIPT = "latest_receipt"


class TermUnit(StrEnum):
    """What is counted; the law's own words. Hours may run on every day or on working days only."""

    WORKDAYS = "hari_kerja"
    DAYS = "hari"
    WEEKS = "minggu"
    MONTHS = "bulan"
    HOURS = "jam"
    WORKDAY_HOURS = "jam_hari_kerja"


class Direction(StrEnum):
    """Whether a term runs from its start onward, or is counted back from a day to come."""

    FORWARD = "maju"
    BACKWARD = "mundur"


class Ending(StrEnum):
    """What becomes of a last day on which offices are closed.

    It stays, or the term runs on, in its own direction, to the first day that is open.
    """

    STAYS = "tetap"
    OPEN = "hari_buka"


@dataclass(frozen=True, slots=True)
class Addition:
    """Time that a fact adds once the term has run out, such as service by mail."""

    fact: str
    n: int
    unit: TermUnit
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One side of a dispute on how a term is counted; ``n`` and ``unit`` where they differ."""

    who: str
    says_id: str
    says_en: str
    sources: tuple[str, ...]
    n: int | None = None
    unit: TermUnit | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question on which sources differ; the first reading is the one that is counted."""

    question_id: str
    question_en: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One rule of time; ``n`` is in ``unit`` and is no default unless ``confirmed``.

    ``additions`` are those that some fact brings, ``added`` those whose fact holds (``given``).
    ``after`` names the clock whose last day begins this one, which then runs ``times`` times;
    ``twin`` names the clock of the other election's law.
    """

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
    direction: Direction = Direction.FORWARD
    ending: Ending = Ending.STAYS
    additions: tuple[Addition, ...] = ()
    added: tuple[Addition, ...] = ()
    dispute: Dispute | None = None
    after: str = ""
    times: int = 1
    twin: str = ""

    def given(self, facts: Collection[str]) -> ClockRule:
        """Return the rule as it counts where these facts hold; a fact it does not know is none."""
        return replace(self, added=tuple(item for item in self.additions if item.fact in facts))

    def read_as(self, reading: Reading) -> ClockRule:
        """Return the rule as one side of a dispute counts it."""
        return replace(self, n=reading.n or self.n, unit=reading.unit or self.unit)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which offices are closed; ``kind`` as in the decree, ``decree`` is its source."""

    day: date
    name: str
    kind: str
    decree: str
