"""Who may see what of a session: gates that return the thing, or refuse."""

from __future__ import annotations

from django.db.models import QuerySet

from netral.core.access import Actor, Role, require
from netral.people.models import Person
from netral.pledges.models import PledgeSession
from netral.pledges.queries import persons_waiting, session_visible, sessions_visible

READERS = frozenset(
    {
        Role.SUPERIOR,
        Role.OPD_HEAD,
        Role.SEKDA,
        Role.PPK,
        Role.DESK,
        Role.OFFICER,
        Role.OVERSEER,
    }
)
"""Who sees sessions and their counts, each in their own units."""
LISTERS = READERS - {Role.OVERSEER}
"""Who sees by name those who have not pledged."""


def reader_required(actor: Actor) -> None:
    """Pass if the actor's role reads sessions at all; raise NotAllowedError (403) if not."""
    require(actor, READERS, actor.unit)


def sessions_for_reader(actor: Actor) -> QuerySet[PledgeSession]:
    """Return the sessions of an officer who may read them."""
    reader_required(actor)
    return sessions_visible(actor=actor)


def session_for_reader(actor: Actor, ref: str) -> PledgeSession:
    """Return one session to an officer who may read it; 404 outside their units."""
    reader_required(actor)
    return session_visible(actor=actor, ref=ref)


def waiting_for_lister(actor: Actor, session: PledgeSession) -> QuerySet[Person]:
    """Return who has not pledged to an officer who may see names; 403 for one who may not."""
    require(actor, LISTERS, actor.unit)
    return persons_waiting(actor=actor, session=session)
