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


NAMES_SEEN_BY = frozenset({Role.SUPERIOR, Role.OPD_HEAD, Role.OFFICER, Role.HANDLER})
"""Who may see how far each person has come: the heads of the unit and the personnel side."""


def reader_of_names(request: HttpRequest) -> Actor:
    """Return who acts; raise NotAllowedError (403) for a role that sees figures alone."""
    actor = actor_required(request)
    require(actor, NAMES_SEEN_BY, actor.unit)
    return actor
