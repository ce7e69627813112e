"""Which calendar address a role has."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.kinds.errors import NotVisibleError
from netral.people.models import CalendarFeed, RoleGrant


def grant_acting(actor: Actor, today: date) -> RoleGrant:
    """Return the live grant by which the actor acts; NotVisibleError when it has just ended."""
    live = RoleGrant.objects.live_on(today)
    found = live.filter(
        account__ref=actor.account, role=actor.role.value, unit__path=actor.unit
    ).first()
    if found is None:
        raise NotVisibleError(_("Peran ini bukan milik Anda, atau sudah berakhir."))
    return found


def feed_of(actor: Actor, today: date) -> CalendarFeed | None:
    """Return the live address of the role that the actor acts in, if one was made."""
    grant = grant_acting(actor, today)
    return CalendarFeed.objects.filter(grant=grant, revoked_at=None).first()
