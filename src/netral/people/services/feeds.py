"""The secret address of an officer's own calendar: made, shown once, revoked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.secrets import SecretText
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.people.access import actor_of
from netral.people.models import CalendarFeed, RoleGrant
from netral.people.queries.feeds import feed_of, grant_acting
from netral.people.services.handles import handle_new
from netral.people.services.tokens import token_draw, token_hash


@transaction.atomic
def feed_make(*, actor: Actor, at: datetime) -> SecretText:
    """Make the address of the role's calendar and return its secret, which is told once.

    The address before it ends. Enters ``feed.make``.
    """
    grant = grant_acting(actor, at.date())
    CalendarFeed.objects.filter(grant=grant, revoked_at=None).update(revoked_at=at)
    token, kept = token_draw()
    CalendarFeed.objects.create(grant=grant, token_hash=kept, created_at=at)
    _enter(actor, "feed.make", at)
    return token


@transaction.atomic
def feed_revoke(*, actor: Actor, at: datetime) -> None:
    """End the address at once; enters ``feed.revoke``. Raises NotVisibleError without one."""
    feed = feed_of(actor, at.date())
    if feed is None:
        raise NotVisibleError(_("Alamat kalender ini tidak ada, atau sudah dicabut."))
    CalendarFeed.objects.filter(pk=feed.pk).update(revoked_at=at)
    _enter(actor, "feed.revoke", at)


def feed_actor(*, token: str, today: date) -> Actor:
    """Return for whom an address speaks, as long as their role holds.

    Nothing is noted: a calendar program asks many times a day. Raises NotVisibleError for a secret
    that is unknown or revoked, or a role that ended.
    """
    feed = CalendarFeed.objects.filter(token_hash=token_hash(token), revoked_at=None).first()
    live = RoleGrant.objects.live_on(today).select_related("account", "unit__government")
    grant = live.filter(pk=feed.grant_id).first() if feed else None
    if grant is None:
        raise NotVisibleError(_("Alamat kalender ini tidak ada, atau sudah dicabut."))
    return actor_of(grant.account, grant)


def _enter(actor: Actor, kind: str, at: datetime) -> None:
    body: dict[str, Json] = {"role": actor.role.value, "unit": actor.unit}
    entry_append(
        government=actor.government,
        kind=kind,
        matter=handle_new(),
        actor=actor.account,
        body=body,
        at=at,
    )
