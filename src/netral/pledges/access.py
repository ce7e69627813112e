"""Who may see what of a pledge."""

from __future__ import annotations

from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, is_within, require
from netral.core.kinds.errors import NotVisibleError
from netral.people.models import Account, Person
from netral.pledges.models import PledgeSession

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


def lister_required(actor: Actor) -> None:
    """Pass if the actor's role may see names; raise NotAllowedError (403) if not."""
    require(actor, LISTERS, actor.unit)


def invited_required(person: Person, session: PledgeSession) -> None:
    """Pass if the session is for this person; raise NotVisibleError (404) if not."""
    if not is_within(person.unit.path, session.unit.path):
        raise NotVisibleError(
            _(
                "Sesi ikrar ini bukan untuk unit Anda, atau tautannya milik orang lain. Buka lagi "
                "tautan pribadi Anda sendiri."
            )
        )


def reasons_scope(actor: Actor) -> int | None:
    """Return the person whose direct staff's reasons the actor may read; None for nobody.

    A reason is read by the direct superior alone, whatever higher role another holds.
    """
    account = Account.objects.filter(ref=actor.account).first()
    return account.person_id if account else None
