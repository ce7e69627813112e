"""Reads of personal links."""

from __future__ import annotations

from netral.core.access import Actor
from netral.people.models import Person, PersonalLink


def person_seen(actor: Actor, ref: str) -> Person | None:
    """Return a person of the actor's units, or nobody."""
    people = Person.objects.visible_to(actor.unit).select_related("unit")
    return people.filter(ref=ref).first()


def links_of(person: Person) -> list[PersonalLink]:
    """Return the person's links, newest first."""
    return list(PersonalLink.objects.filter(person=person).order_by("-created_at", "-pk")[:20])
