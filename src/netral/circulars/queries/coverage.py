"""Jangkauan: how many of the roster of a day a circular has reached, opened, read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from netral.circulars.models import Circular, CircularVersion, Reading
from netral.circulars.models.delivery import BY_CLASS, BY_LESSON
from netral.circulars.queries.letters import version_in_force
from netral.circulars.queries.rosters import addressed
from netral.people.models import Person, Unit

FIGURES = ("denominator", "delivered", "opened", "read", "understood", "taught")


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One unit with all that lies below it: of how many people, how many were reached.

    ``understood`` counts who passed the lesson alone, ``taught`` who passed it on paper in a
    taught session; nobody is in both.
    """

    path: str
    name: str
    denominator: int
    delivered: int
    opened: int
    read: int
    understood: int = 0
    taught: int = 0

    @property
    def depth(self) -> int:
        """Return 0 for the government, 1 for an OPD, more below."""
        return self.path.count(".")

    @property
    def missing(self) -> int:
        """Return how many have not read."""
        return self.denominator - self.read


def coverage_by_unit(*, circular: Circular, on: date, scope: str = "") -> list[CoverageRow]:
    """Return a row for each unit alive on the day, itself and all below it, in the tree's order.

    The denominator is the roster of that day: who left is out, who joined later is in. ``scope``
    keeps a part of the tree; empty is the whole government. Three queries, however many units.
    """
    version = version_in_force(circular)
    if version is None:
        return []
    return version_coverage(version=version, on=on, scope=scope or circular.government_id)


def version_coverage(*, version: CircularVersion, on: date, scope: str) -> list[CoverageRow]:
    """Return the rows of ``coverage_by_unit`` for one version, below ``scope``. Two queries."""
    sums = _summed_up(_own_figures(version, on, scope), scope)
    units = Unit.objects.live_on(on).visible_to(scope).order_by("path")
    return [
        CoverageRow(path, name, *(sums[path, figure] for figure in FIGURES))
        for path, name in units.values_list("path", "name")
    ]


def coverage_of_government(*, circular: Circular, on: date) -> CoverageRow | None:
    """Return the sum for the whole government, or none while nothing is in force."""
    rows = coverage_by_unit(circular=circular, on=on)
    return rows[0] if rows else None


def _own_figures(
    version: CircularVersion, on: date, scope: str
) -> Iterable[tuple[str, int, int, int, int, int, int]]:
    """Return per unit: its path, people on the roster that day, how far each of them has come."""
    return (
        Person.objects.live_on(on)
        .visible_to(scope)
        .filter(addressed(version), government_id=version.government_id)
        .annotate(
            reading=FilteredRelation(
                "circular_readings", condition=Q(circular_readings__version=version)
            )
        )
        .values(path=F("unit__path"))
        .annotate(
            denominator=Count("pk"),
            delivered=Count("reading__sent_at"),
            opened=Count("reading__opened_at"),
            read=Count("reading__read_at"),
            understood=Count("pk", filter=Q(reading__understood_by=BY_LESSON)),
            taught=Count("pk", filter=Q(reading__understood_by=BY_CLASS)),
        )
        .values_list("path", *FIGURES)
    )


def _summed_up(
    rows: Iterable[tuple[str, int, int, int, int, int, int]], scope: str
) -> Counter[tuple[str, str]]:
    """Return each figure added to its unit and to every unit above it, up to the scope."""
    sums: Counter[tuple[str, str]] = Counter()
    for own, *figures in rows:
        path = own
        while path.startswith(scope):
            for name, figure in zip(FIGURES, figures, strict=True):
                sums[path, name] += figure
            path = path.rpartition(".")[0]
    return sums


def persons_with_reading(*, version: CircularVersion, unit: str, on: date) -> QuerySet[Person]:
    """Return the people of a unit and below, by name, each with how far the version has come.

    Adds ``sent_at``, ``opened_at``, ``read_at`` and ``understood_at``.
    """
    return (
        Person.objects.live_on(on)
        .visible_to(unit)
        .filter(addressed(version), government_id=version.government_id)
        .annotate(
            reading=FilteredRelation(
                "circular_readings", condition=Q(circular_readings__version=version)
            ),
            sent_at=F("reading__sent_at"),
            opened_at=F("reading__opened_at"),
            read_at=F("reading__read_at"),
            understood_at=F("reading__understood_at"),
        )
        .select_related("unit")
        .order_by("name", "pk")
    )


def persons_unread(*, version: CircularVersion, unit: str, on: date) -> QuerySet[Person]:
    """Return the gap list: who in the unit and below has not read the version yet."""
    have_read = Reading.objects.filter(version=version, read_at__isnull=False)
    people = persons_with_reading(version=version, unit=unit, on=on)
    return people.exclude(pk__in=have_read.values("person"))


def reading_of(*, version: CircularVersion, person: Person) -> Reading | None:
    """Return how far the version has come with the person, or none."""
    return Reading.objects.filter(version=version, person=person).first()


def version_last_read(*, version: CircularVersion, person: Person) -> CircularVersion | None:
    """Return the newest earlier version of the same circular that the person has read."""
    last = (
        Reading.objects.filter(
            version__circular_id=version.circular_id,
            version__sequence__lt=version.sequence,
            person=person,
            read_at__isnull=False,
        )
        .select_related("version")
        .order_by("-version__sequence")
        .first()
    )
    return last.version if last else None
