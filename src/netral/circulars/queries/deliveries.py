"""Down the tree: which unit has the circular, who still has to pass it on, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate

from netral.circulars.models import CircularVersion, Delivery, Reading
from netral.circulars.queries.deadlines import Due, Reckoner
from netral.circulars.queries.letters import versions_in_force
from netral.circulars.queries.rosters import is_addressed
from netral.core.access import Actor
from netral.core.flow.circular import CircularStage
from netral.people.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that its unit's head has not passed on: days since it came, and its last day."""

    delivery: Delivery
    days: int
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class PersonCircular:
    """One circular that binds a person, and how far it has come with them (none: not at all)."""

    version: CircularVersion
    reading: Reading | None
    has_earlier: bool

    @property
    def is_read(self) -> bool:
        """Tell whether this version has been read."""
        return self.reading is not None and self.reading.read_at is not None

    @property
    def is_understood(self) -> bool:
        """Tell whether its lesson has been passed, alone or in a taught session."""
        return self.reading is not None and self.reading.understood_at is not None

    @property
    def is_opened(self) -> bool:
        """Tell whether this version has been opened."""
        return self.reading is not None and self.reading.opened_at is not None


def deliveries_waiting(actor: Actor, *, today: date, limit: int | None = None) -> list[Waiting]:
    """Return what units in the actor's scope have not passed on: past its last day first.

    A unit that has ended since waits for nobody: its people read where they serve now.
    """
    waiting = (
        Delivery.objects.visible_to(actor.unit)
        .filter(
            unit__in=Unit.objects.live_on(today),
            version__stage=CircularStage.PUBLISHED.value,
            must_pass_on=True,
            passed_on_at__isnull=True,
        )
        .select_related("unit", "version__circular", "version__government")
        .order_by("received_at", "unit__path")
    )
    rows = _with_due(list(waiting[:limit]), today)
    return sorted(rows, key=lambda row: not (row.due and row.due.is_past))


def _with_due(found: list[Delivery], today: date) -> list[Waiting]:
    if not found:
        return []
    reckoner = Reckoner(found[0].version.government, today)
    return [
        Waiting(each, days_since(each, today), reckoner.of_delivery(each, each.version))
        for each in found
    ]


def days_since(delivery: Delivery, today: date) -> int:
    """Return the calendar days since the delivery came; the day itself counts as 0."""
    return (today - localdate(delivery.received_at)).days


def deliveries_of(version: CircularVersion, scope: str) -> QuerySet[Delivery]:
    """Return the version's deliveries in the scope, in the tree's order."""
    return (
        version.deliveries.filter(
            pk__in=Delivery.objects.visible_to(scope).filter(version=version).values("pk")
        )
        .select_related("unit")
        .order_by("unit__path")
    )


def delivery_at(version: CircularVersion, path: str) -> Delivery | None:
    """Return the version's delivery to one unit, or none."""
    return version.deliveries.filter(unit__path=path).select_related("unit").first()


def circulars_for_person(person: Person) -> list[PersonCircular]:
    """Return what binds the person now, unread first. Two queries."""
    in_force = versions_in_force(person.government_id)
    versions = [version for version in in_force if is_addressed(version, person)]
    readings = Reading.objects.filter(
        person=person, version__circular_id__in=[version.circular_id for version in versions]
    ).select_related("version")
    own = {reading.version_id: reading for reading in readings}
    before = {reading.version.circular_id for reading in readings if reading.read_at is not None}
    rows = [
        PersonCircular(
            version, own.get(version.pk), version.pk not in own and version.circular_id in before
        )
        for version in versions
    ]
    return sorted(rows, key=lambda row: (row.is_read, row.is_understood))


def cover_notes_for(person: Person, version: CircularVersion) -> list[Delivery]:
    """Return the cover notes on the person's way down the tree, from the OPD to the unit."""
    parts = person.unit.path.split(".")
    above = [".".join(parts[: count + 1]) for count in range(len(parts))]
    return list(
        version.deliveries.filter(unit__path__in=above, passed_on_at__isnull=False)
        .exclude(note="")
        .select_related("unit")
        .order_by("unit__path")
    )
