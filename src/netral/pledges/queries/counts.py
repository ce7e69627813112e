"""How many have pledged, by agency, out of how many on the roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count as CountOf
from django.db.models import FilteredRelation, Q

from netral.core.access import Assurance, is_within
from netral.people.models import Person, Unit
from netral.pledges.models import Pledge, PledgeSession

SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Outside:
    """Where a government's figures came from that is in another installation, and when."""

    ref: str
    heard_at: datetime
    is_silent: bool


@dataclass(frozen=True, slots=True)
class Count:
    """One agency: how many of its people on the roster have pledged; ``done`` None is hidden.

    ``link`` is the reference of the session whose own result tells more, empty for none;
    ``outside`` is set for figures that another installation told.
    """

    path: str
    name: str
    done: int | None
    total: int
    link: str = ""
    outside: Outside | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """How the pledges of a session were given: by assurance, and how many came late."""

    by_assurance: dict[str, int]
    late: int


def pledge_ways(*, session: PledgeSession) -> Ways:
    """Return how a session's pledges were given, strongest proof last, in two queries."""
    made = Pledge.objects.filter(session=session)
    counted = dict(made.values_list("assurance").annotate(n=CountOf("pk")))
    late = made.filter(at__gte=session.late_from).count() if session.late_from else 0
    return Ways({kind.value: counted[kind.value] for kind in Assurance if kind in counted}, late)


def session_day(session: PledgeSession) -> date:
    """Return the session's day, where its government is."""
    return session.opens_at.astimezone(ZoneInfo(session.government.timezone)).date()


def pledge_counts(*, government: str, session: PledgeSession) -> dict[str, tuple[int, int]]:
    """Return (pledged, on the roster on the session's day) for each agency's path.

    Both count the same people, by the unit they are in now: pledged never exceeds the roster.
    One query, whatever the size.
    """
    rows = (
        Person.objects.visible_to(session.unit.path)
        .live_on(session_day(session))
        .filter(government=government)
        # A person has at most one pledge in a session, so the join doubles nobody.
        .annotate(here=FilteredRelation("pledges", condition=Q(pledges__session=session)))
        .values_list("unit__path")
        .annotate(done=CountOf("here"), total=CountOf("pk"))
    )
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for path, done, total in rows:
        opd = ".".join(path.split(".")[:2])
        sums[opd] = (sums[opd][0] + done, sums[opd][1] + total)
    return dict(sums)


def pledge_rows(*, session: PledgeSession, scope: str) -> list[Count]:
    """Return the counts by agency in alphabetical order, for those who see ``scope``."""
    counts = pledge_counts(government=session.government_id, session=session)
    seen = {
        path: pair
        for path, pair in counts.items()
        if is_within(path, scope) or is_within(scope, path)
    }
    names = dict(Unit.objects.filter(path__in=seen).values_list("path", "name"))
    rows = [Count(path, names[path], done, total) for path, (done, total) in seen.items()]
    return sorted(rows, key=lambda row: row.name)


def session_result(*, session: PledgeSession) -> tuple[list[Count], Ways | None]:
    """Return what anyone may know: the rows by agency with small cells hidden, and the ways.

    The ways add up to how many pledged in all; where that could point at a person there are none.
    """
    rows = pledge_rows(session=session, scope=session.government_id)
    ways = None if _is_small(_summed(rows)) else pledge_ways(session=session)
    return protected(rows), ways


def protected(rows: Sequence[Count]) -> list[Count]:
    """Hide each cell that could point at a person, and others until the hidden sum points at none.

    A cell is small when those who pledged, or those who did not, are one to four. The sum of all
    is told elsewhere, so what is hidden can be had together by subtraction: that must not be
    small either.
    """
    hidden = [row for row in rows if _is_small(row)]
    others = sorted((row for row in rows if not _is_small(row)), key=lambda row: -row.total)
    while hidden and others and (len(hidden) == 1 or _is_small(_summed(hidden))):
        hidden.append(others.pop())
    paths = {row.path for row in hidden}
    return [replace(row, done=None) if row.path in paths else row for row in rows]


def _summed(rows: Sequence[Count]) -> Count:
    return Count("", "", sum(row.done or 0 for row in rows), sum(row.total for row in rows))


def _is_small(row: Count) -> bool:
    done = row.done or 0
    return 0 < done < SMALLEST_SHOWN or 0 < row.total - done < SMALLEST_SHOWN
