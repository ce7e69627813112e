"""Ends handed-out links that nobody has used yet, when a new sheet takes their place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from netral.core.access import Actor, require
from netral.journal.services import entry_append
from netral.people.models import Person, PersonalLink
from netral.people.services.links import ISSUERS
from netral.people.services.tokens import handle_draw


@transaction.atomic
def links_unbound_revoke(
    *,
    actor: Actor,
    unit: str,
    persons: Sequence[Person],
    channel: str,
    reason: str,
    at: datetime,
) -> int:
    """End the live links of one channel that these persons never bound by a PIN; return how many.

    A bound link stays: its person uses it. Enters ``link.revoke`` once when there was any.
    Raises NotAllowedError or NotVisibleError by authority.
    """
    require(actor, ISSUERS, unit)
    unbound = PersonalLink.objects.filter(
        person__in=[person.pk for person in persons],
        channel=channel,
        bound_at=None,
        revoked_at=None,
    )
    count = unbound.update(revoked_at=at, revoked_reason=reason[:120])
    if count:
        entry_append(
            government=actor.government,
            kind="link.revoke",
            matter=handle_draw(),
            actor=actor.account,
            body={"unit": unit, "channel": channel, "count": count, "reason": reason},
            at=at,
        )
    return count
