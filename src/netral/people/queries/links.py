"""Reads of personal links."""

from __future__ import annotations

from datetime import datetime

from netral.core.access import Actor
from netral.people.models import Person, PersonalLink


def person_seen(actor: Actor, ref: str) -> Person | None:
    """Return a person of the actor's units, or nobody."""
    people = Person.objects.visible_to(actor.unit).select_related("unit")
    return people.filter(ref=ref).first()


def links_are_revoked_since(person: str, moment: datetime) -> bool:
    """Tell whether a link that the person had bound by a PIN was revoked from that moment on."""
    bound = PersonalLink.objects.filter(person__ref=person, bound_at__isnull=False)
    return bound.filter(revoked_at__gte=moment).exists()


def links_of(person: Person) -> list[PersonalLink]:
    """Return the person's links, newest first."""
    return list(PersonalLink.objects.filter(person=person).order_by("-created_at", "-pk")[:20])
