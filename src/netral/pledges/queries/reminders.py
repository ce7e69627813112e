"""What waits to be sent of a pledge's or a pact's reminder, and how many can be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from django.db.models import QuerySet

from netral.core.access import Actor
from netral.people.models import Notice, Person
from netral.people.queries.contacts import reaches_of


def reminders_waiting(*, actor: Actor, matter: str) -> QuerySet[Notice]:
    """Return the messages about a session or a round to people of the actor's units, not sent."""
    inside = Person.objects.visible_to(actor.unit)
    waiting = Notice.objects.filter(state=Notice.State.WAITING, purpose=Notice.Purpose.REMINDER)
    return waiting.filter(cause__startswith=matter, person__in=inside)


def ways_counted(people: Iterable[Person], open_ways: Collection[str]) -> Mapping[str, int]:
    """Return how many of the people are reached by each way; by "" those by none."""
    return Counter(reach.way for reach in reaches_of(people, open_ways).values())
