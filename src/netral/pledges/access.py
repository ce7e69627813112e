"""Who may see what of a session: gates that return the thing, or refuse."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, is_within, require
from netral.core.flow.pledge import OPENERS
from netral.core.kinds.errors import NotAllowedError
from netral.people.models import Instansi, Person
from netral.pledges.models import PledgeSession
from netral.pledges.queries import persons_waiting, session_visible, sessions_visible

CALLERS = ("provinsi", "kementerian")
"""Which governments call others: those to whom the others answer for the election."""
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


def caller_required(actor: Actor) -> None:
    """Pass if the actor may call other governments: an opener of a whole province or ministry.

    Raises NotVisibleError below the whole government, NotAllowedError for another role or kind.
    """
    require(actor, OPENERS, actor.government)
    if not may_call(actor):
        raise NotAllowedError(
            _("Yang mengajak adalah provinsi atau kementerian. Untuk pegawai sendiri, buat sesi.")
        )


def may_call(actor: Actor) -> bool:
    """Tell whether the actor may call other governments to a simultaneous pledge."""
    is_whole = is_within(actor.government, actor.unit) and actor.role in OPENERS
    return is_whole and Instansi.objects.filter(pk=actor.government, kind__in=CALLERS).exists()
