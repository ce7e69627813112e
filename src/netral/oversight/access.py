"""Who reads the overview of a unit and all below it."""

from __future__ import annotations

from django.http import HttpRequest

from netral.core.access import Actor, Role, require
from netral.people.access import actor_required

READERS = frozenset(set(Role) - {Role.ASN, Role.EXAMINER})


def reader_required(request: HttpRequest) -> Actor:
    """Return who acts; raise NotAllowedError (403) for a role that does not oversee."""
    actor = actor_required(request)
    require(actor, READERS, actor.unit)
    return actor
