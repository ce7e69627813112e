"""What the waiting room tells: the moment, how many pledged, when to ask again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from netral.core.flow.joint import SILENT_AFTER, GuestStage
from netral.core.flow.pledge import CallStage, Phase, Stage, phase
from netral.core.flow.room import SHORTEST, interval, pace
from netral.core.kinds.errors import NotVisibleError
from netral.pledges.models import CallGuest, Pledge, PledgeCall, PledgeSession
from netral.pledges.queries.counts import Count, Outside, pledge_counts

FRESH_SECONDS = 10.0
"""How old the figures may be that thousands look at."""
WINDOW_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Live:
    """The figures of a call at a moment: by government, and how many of them came late.

    ``unheard`` are those of other installations whose sums never came; ``is_late_hidden`` says
    that one of those told too few late comers for a number.
    """

    rows: tuple[Count, ...]
    late: int
    counted_at: datetime
    unheard: tuple[str, ...] = ()
    is_late_hidden: bool = False

    @property
    def done(self) -> int:
        """Return how many pledged in all."""
        return sum(row.done or 0 for row in self.rows)

    @property
    def total(self) -> int:
        """Return how many are on the rosters in all."""
        return sum(row.total for row in self.rows)


T = TypeVar("T")


class Kept(Generic[T]):
    """Figures kept for a few seconds in this process, by call; one thread counts anew at a time."""

    def __init__(self, count: Callable[..., T]) -> None:
        """Take what counts a ``call`` as of ``at``."""
        self._count, self._lock = count, Lock()
        self._kept: dict[int, tuple[float, T]] = {}

    def live(self, call: PledgeCall, at: datetime) -> T:
        """Return the figures of a call, at most ``FRESH_SECONDS`` old."""
        with self._lock:
            until, kept = self._kept.get(call.pk, (0.0, None))
            if kept is not None and monotonic() < until:
                return kept
            kept = self._count(call=call, at=at)
            self._kept[call.pk] = (monotonic() + FRESH_SECONDS, kept)
            return kept


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
    calls = PledgeCall.objects.select_related("government", "text", "host")
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
    rows, joined, guests = [], sessions_of_call(call), guests_heard(call)
    for session in joined:
        pairs = pledge_counts(government=session.government_id, session=session).values()
        done, total = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
        rows.append(Count(session.government_id, session.government.name, done, total, session.ref))
    late = Pledge.objects.filter(session__in=joined, at__gte=call.late_from).count()
    heard = [guest for guest in guests if guest.sequence]
    rows += [heard_row(guest, call, at) for guest in heard]
    return Live(
        rows=tuple(sorted(rows, key=lambda row: row.name)),
        late=late + sum(guest.late or 0 for guest in heard),
        counted_at=at,
        unheard=tuple(guest.name for guest in guests if not guest.sequence),
        is_late_hidden=any(guest.late is None for guest in heard),
    )


def guests_heard(call: PledgeCall) -> Sequence[CallGuest]:
    """Return the confirmed guests of a call, by name: those of whom something is shown."""
    return list(CallGuest.objects.filter(call=call, stage=GuestStage.CONFIRMED).order_by("name"))


def heard_row(guest: CallGuest, call: PledgeCall, at: datetime) -> Count:
    """Return a guest's last sums as a row, with when they came and whether it fell silent since."""
    name, heard_at = guest.name, guest.heard_at
    since = max(heard_at or at, call.opens_at)
    is_silent = call_phase(call, at) is Phase.RUNNING and at - since > SILENT_AFTER
    outside = Outside(guest.ref, heard_at or at, is_silent)
    return Count(f"luar.{guest.ref}", name, guest.done, guest.total, outside=outside)


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
