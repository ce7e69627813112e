"""The people of a node by name, each with the five states and in which way they were reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from netral.core.flow.coverage import STATES
from netral.oversight.queries.tally import WAY_FIELDS, people_with_ways, roster_of, topic_of
from netral.people.models import Person, Unit


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, and for each state in order the way in which it was reached, empty for not yet."""

    person: Person
    ways: tuple[str, ...]


def people_of_node(*, unit: Unit, today: date, missing: str, text: str) -> QuerySet[Person]:
    """Return the people of a unit and all below by name; ``missing``: who lacks that state.

    Digits find nobody: a number is personal data and has no place in an address.
    """
    topic = topic_of(unit.government_id)
    roster = roster_of(topic, today).visible_to(unit.path).select_related("unit")
    people = people_with_ways(roster, topic)
    for word in text.split():
        people = (
            people.none() if any(c.isdigit() for c in word) else people.filter(name__icontains=word)
        )
    fields = zip(STATES, WAY_FIELDS, strict=True)
    found = {state.value: name for state, name in fields}.get(missing)
    if found is not None:
        people = people.filter(**{found: ""})
    return people.order_by("name", "pk")


def people_rows(people: Iterable[Person]) -> list[PersonRow]:
    """Return people of ``people_of_node`` with their ways in the order of the states."""
    return [
        PersonRow(person, tuple(getattr(person, name) for name in WAY_FIELDS)) for person in people
    ]
