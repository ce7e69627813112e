"""Replays a simultaneous pledge from its records, with the count moving as it did that day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from netral.people.models import Person
from netral.pledges.models import Pledge, PledgeSession
from netral.shell.format import clock_time, long_date

GOVERNMENT = "kab-samosir"
BAR = 40
SECONDS = 12.0
Say = Callable[[str], object]
Pause = Callable[[float], object]


@dataclass(frozen=True, slots=True)
class Count:
    """How many had pledged at a moment, of how many."""

    at: datetime
    made: int
    people: int

    @property
    def line(self) -> str:
        """Return the count as one line with its bar."""
        full = BAR * self.made // self.people
        bar = "#" * full + "." * (BAR - full)
        return f"pukul {clock_time(self.at)}  [{bar}] {self.made} dari {self.people}"


def counts_of(session: PledgeSession) -> Iterator[Count]:
    """Yield the count after each pledge of a session, in the order of their moments."""
    zone = ZoneInfo(session.government.timezone)
    people = Person.objects.filter(government=session.government)
    invited = people.live_on(session.opens_at.astimezone(zone).date()).count()
    moments = Pledge.objects.filter(session=session).order_by("at").values_list("at", flat=True)
    for made, at in enumerate(moments, 1):
        yield Count(at.astimezone(zone), made, invited)


def pledge_replay(*, say: Say, pause: Pause, is_moving: bool) -> int:
    """Tell the session's course in about twelve seconds; return how many pledged.

    ``is_moving``: overwrite one line, as a terminal can; else a line for every tenth pledge.
    """
    sessions = PledgeSession.objects.select_related("government")
    session = sessions.get(government=GOVERNMENT)
    day = long_date(session.opens_at.astimezone(ZoneInfo(session.government.timezone)).date())
    say(f"{session.title}, {day}. Pemimpin: {session.leader}.\n")
    counts = list(counts_of(session))
    for count in counts:
        if is_moving:
            say(f"\r{count.line}")
        elif count.made % 10 == 0 or count.made == len(counts):
            say(f"{count.line}\n")
        pause(SECONDS / len(counts))
    silent = counts[-1].people - len(counts) if counts else 0
    say(f"\nYang belum berikrar: {silent}. Tidak bersuara bukan berarti sudah.\n")
    return len(counts)
