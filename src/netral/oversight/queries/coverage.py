"""Reached, read, understood, pledged: one table of a government's agencies, denominators true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netral.circulars.models import CircularVersion
from netral.circulars.queries.coverage import CoverageRow, version_coverage
from netral.circulars.queries.letters import versions_in_force
from netral.pledges.models import PledgeSession
from netral.pledges.queries.counts import pledge_counts


@dataclass(frozen=True, slots=True)
class Depths:
    """How far the letter and the pledge have come in one unit and all below it."""

    path: str
    name: str
    total: int
    delivered: int
    read: int
    understood: int
    taught: int
    pledged: int

    @property
    def grasped(self) -> int:
        """Return how many have understood, alone or in a taught session: nobody is in both."""
        return self.understood + self.taught

    @property
    def share_missing(self) -> float:
        """Return the share that has not pledged: the table begins with the largest."""
        return (self.total - self.pledged) / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The letter in force, the latest pledge session, and the figures of each agency."""

    version: CircularVersion | None
    session: PledgeSession | None
    whole: Depths | None
    rows: list[Depths]


def coverage_now(*, government: str, scope: str, today: date) -> Coverage:
    """Return the coverage of the agencies within ``scope``, the furthest behind first.

    A handful of queries, however many units: the letter's figures and the pledge's, joined here.
    """
    version = versions_in_force(government).first()
    session = session_latest(government)
    letters = version_coverage(version=version, on=today, scope=scope) if version else []
    pledges = pledge_counts(government=government, session=session) if session else {}
    by_path = {row.path: row for row in letters}
    paths = sorted({row.path for row in letters if row.depth <= 1})
    rows = [_depths(by_path[path], pledges) for path in paths if path != government]
    rows.sort(key=lambda row: (-row.share_missing, row.name))
    whole = _whole(by_path.get(scope), rows, pledges) if version else None
    return Coverage(version, session, whole, rows)


def session_latest(government: str) -> PledgeSession | None:
    """Return the newest pledge session of the whole government that was opened."""
    opened = PledgeSession.objects.filter(government_id=government, opened_at__isnull=False)
    return opened.filter(unit__path=government).order_by("-opens_at").first()


def _depths(row: CoverageRow, pledges: dict[str, tuple[int, int]]) -> Depths:
    done, _total = pledges.get(row.path, (0, 0))
    return _joined(row, done)


def _whole(
    row: CoverageRow | None, rows: list[Depths], pledges: dict[str, tuple[int, int]]
) -> Depths | None:
    """Return the sum: of the government with those who sit in no agency, or of one agency."""
    if row is None:
        return None
    own, _total = pledges.get(row.path, (0, 0))
    below = sum(part.pledged for part in rows if part.path != row.path)
    return _joined(row, own + below)


def _joined(row: CoverageRow, pledged: int) -> Depths:
    return Depths(
        path=row.path,
        name=row.name,
        total=row.denominator,
        delivered=row.delivered,
        read=row.read,
        understood=row.understood,
        taught=row.taught,
        pledged=pledged,
    )
