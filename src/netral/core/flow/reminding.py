"""Reminders: who may send them, about which gap, at which hour, how often, and after how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from netral.core.access import Role

UNDO = timedelta(minutes=5)
"""A reminder waits so long before it is sent, so that a slip of the hand can be taken back."""

QUIET_FROM, QUIET_TO = time(20, 0), time(7, 0)
"""From and to which local hour no reminder is sent, until the region sets other hours."""

BACK_OFF = (1, 5, 15, 60, 240)
"""Minutes after which a message is tried again; after the last one it is given up."""

STUCK_AFTER = timedelta(minutes=2)
"""A claim older than this belongs to a worker that was killed."""

BEFORE_DAYS, AFTER_DAYS = 2, 14
"""Automatic reminders go out so many days before the last day, and until so many days after it."""

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR, CODES_A_DAY = 3, 6


class Gap(StrEnum):
    """What somebody has not done yet; the value stands in addresses and records."""

    READ = "baca"
    LESSON = "latihan"
    ONWARD = "teruskan"
    PLEDGE = "ikrar"
    PACT = "pakta"


LETTER_GAPS = (Gap.READ, Gap.LESSON, Gap.ONWARD)
"""Those about a circular; of a pledge and a pact their own pages remind."""


class Round(StrEnum):
    """Which automatic reminder it is; each goes out once for its gap."""

    BY_HAND = ""
    BEFORE = "sebelum"
    AFTER = "sesudah"


PERSON_REMINDERS = frozenset({Role.SUPERIOR, Role.OPD_HEAD, Role.OFFICER, Role.HANDLER})
"""Who reminds persons: those who may see which person has not read."""

HEAD_REMINDERS = PERSON_REMINDERS | {Role.SEKDA, Role.PPK, Role.DESK}
"""Who reminds heads that have not passed a circular on: also those above them."""

RULE_SETTERS = frozenset({Role.OFFICER})
"""Who sets the government's rule for messages."""


def reminders_by(gap: Gap) -> frozenset[Role]:
    """Return who may remind of a gap."""
    return HEAD_REMINDERS if gap is Gap.ONWARD else PERSON_REMINDERS


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The local hours without a reminder; equal hours: none are quiet."""

    start: time = QUIET_FROM
    end: time = QUIET_TO

    def is_quiet(self, local: datetime) -> bool:
        """Tell whether no reminder is sent at that local moment."""
        now = local.time()
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def opens_at(self, local: datetime) -> datetime:
        """Return the moment itself, or the end of the quiet hours it falls in."""
        if not self.is_quiet(local):
            return local
        morning = datetime.combine(local.date(), self.end, local.tzinfo)
        return morning if morning > local else self.tomorrow(local)

    def tomorrow(self, local: datetime) -> datetime:
        """Return when reminders begin on the next day."""
        return datetime.combine(local.date() + timedelta(days=1), self.end, local.tzinfo)


def next_try(tries: int) -> timedelta | None:
    """Return how long to wait after so many failed tries; None: no more."""
    return timedelta(minutes=BACK_OFF[tries - 1]) if 0 < tries <= len(BACK_OFF) else None
