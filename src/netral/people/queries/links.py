"""Reads of personal links."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from netral.core.access import Actor
from netral.people.models import LinkCode, Person, PersonalLink
from netral.shell.database import stored_moment

_CHANGED_HANDS = """
    SELECT 1 FROM people_personallink l JOIN people_person p ON p.id = l.person_id
    WHERE p.ref = %s AND l.bound_at IS NOT NULL
        AND (l.revoked_at >= %s OR l.confirmed_at > %s) LIMIT 1
"""


def person_seen(actor: Actor, ref: str) -> Person | None:
    """Return a person of the actor's units, or nobody."""
    people = Person.objects.visible_to(actor.unit).select_related("unit")
    return people.filter(ref=ref).first()


def links_changed_hands_since(person: str, moment: datetime) -> bool:
    """Tell whether a session of the person that began at that moment has ended with its link.

    A link bound by a PIN was revoked since, or later a code to the phone on file confirmed who
    holds it: who came in before that without the code may have been somebody else.
    """
    # By hand, for each request of a person asks: the ORM would take longer than the answer.
    with connection.cursor() as cursor:
        since = stored_moment(moment)
        cursor.execute(_CHANGED_HANDS, [person, since, since])
        return cursor.fetchone() is not None


def links_of(person: Person) -> list[PersonalLink]:
    """Return the person's links, newest first."""
    return list(PersonalLink.objects.filter(person=person).order_by("-created_at", "-pk")[:20])


def code_is_asked(link: PersonalLink, purpose: str, *, at: datetime) -> bool:
    """Tell whether a code of that purpose is on its way to the person and still good."""
    asked = LinkCode.objects.filter(person_id=link.person_id, purpose=purpose, ended_at=None)
    return asked.filter(expires_at__gt=at).exists()
