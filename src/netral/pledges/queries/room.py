"""What the waiting room tells: the moment, how many pledged, when to ask again."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from netral.core.flow.pledge import CallStage, Phase, Stage, phase
from netral.core.flow.room import SHORTEST, interval, pace
from netral.core.kinds.errors import NotVisibleError
from netral.pledges.models import Pledge, PledgeCall, PledgeSession
from netral.pledges.queries.counts import Count, pledge_counts

FRESH_SECONDS = 10.0
"""How old the figures may be that thousands look at."""
WINDOW_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Live:
    """The figures of a call at a moment: by government, and how many of them came late."""

    rows: tuple[Count, ...]
    late: int
    counted_at: datetime

    @property
    def done(self) -> int:
        """Return how many pledged in all."""
        return sum(row.done or 0 for row in self.rows)

    @property
    def total(self) -> int:
        """Return how many are on the rosters in all."""
        return sum(row.total for row in self.rows)


class Kept:
    """Figures kept for a few seconds in this process, by call; one thread counts anew at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[int, tuple[float, Live]] = {}

    def live(self, call: PledgeCall, at: datetime) -> Live:
        """Return the figures of a call, at most ``FRESH_SECONDS`` old."""
        with self._lock:
            until, live = self._kept.get(call.pk, (0.0, None))
            if live is not None and monotonic() < until:
                return live
            live = live_of(call=call, at=at)
            self._kept[call.pk] = (monotonic() + FRESH_SECONDS, live)
            return live


class Door:
    """How often this process is asked by those who wait, and what it tells them to do then."""

    def __init__(self, most: float) -> None:
        """Take how often a second the process can answer without strain."""
        self._most, self._lock = most, Lock()
        self._asked: deque[float] = deque()
        self._every, self._since = SHORTEST, 0.0

    def every(self, now: float) -> float:
        """Count one question; return the seconds between two that fit the load."""
        with self._lock:
            self._asked.append(now)
            while self._asked and self._asked[0] < now - WINDOW_SECONDS:
                self._asked.popleft()
            if now - self._since >= WINDOW_SECONDS:
                rate = len(self._asked) / WINDOW_SECONDS
                self._every = interval(rate=rate, last=self._every, most=self._most)
                self._since = now
            return self._every


def call_public(*, ref: str) -> PledgeCall:
    """Return a call as anyone may see it; raise NotVisibleError when there is none."""
    calls = PledgeCall.objects.select_related("government", "text")
    call = calls.filter(ref=ref).first()
    if call is None:
        raise NotVisibleError(_("Tidak ada ikrar serentak di alamat ini."))
    return call


def call_phase(call: PledgeCall, at: datetime) -> Phase:
    """Return what a call is at a moment; a withdrawn one has ended."""
    stage = Stage.OPEN if call.stage == CallStage.ANNOUNCED else Stage.CLOSED
    return phase(stage, call.opens_at, call.closes_at, at)


def sessions_of_call(call: PledgeCall) -> Sequence[PledgeSession]:
    """Return the sessions that joined, by the names of their governments."""
    joined = PledgeSession.objects.filter(call=call).exclude(stage=Stage.DRAFTED)
    return list(joined.select_related("government", "unit", "text").order_by("government__name"))


def live_of(*, call: PledgeCall, at: datetime) -> Live:
    """Count a call: sums of the governments that joined, and nothing of any person."""
    rows, joined = [], sessions_of_call(call)
    for session in joined:
        pairs = pledge_counts(government=session.government_id, session=session).values()
        done, total = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
        rows.append(Count(session.government_id, session.government.name, done, total, session.ref))
    late = Pledge.objects.filter(session__in=joined, at__gte=call.late_from).count()
    return Live(tuple(rows), late, at)


def room_state(*, call: PledgeCall, live: Live, every: float, at: datetime) -> dict[str, Any]:
    """Return what the waiting page asks for: small, the same for all, nothing of any person."""
    asked = pace(opens_at=call.opens_at, at=at, every=every)
    return {
        "phase": call_phase(call, at).value,
        "now": at.isoformat(timespec="seconds"),
        "opens_at": call.opens_at.isoformat(timespec="seconds"),
        "done": live.done,
        "total": live.total,
        "counted_at": live.counted_at.isoformat(timespec="seconds"),
        "wait": round(asked.wait, 1),
        "spread": round(asked.spread, 1),
    }
