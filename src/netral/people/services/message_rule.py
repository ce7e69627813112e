"""How a government sends messages: set by its personnel office, entered in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from netral.core.access import Actor, require
from netral.core.flow.reminding import RULE_SETTERS
from netral.journal.services import entry_append
from netral.people.models import MessageRule
from netral.people.services.tokens import handle_draw


@dataclass(frozen=True, slots=True)
class RuleWish:
    """Quiet hours, whether reminders go out by themselves, hold a link, and need a code."""

    quiet_from: time
    quiet_to: time
    is_automatic: bool
    has_link: bool
    needs_code: bool


@transaction.atomic
def message_rule_set(*, actor: Actor, wish: RuleWish, at: datetime) -> MessageRule:
    """Set the rule of the actor's government; enter ``message_rule.set``."""
    require(actor, RULE_SETTERS, actor.government)
    rule, _is_new = MessageRule.objects.update_or_create(
        government_id=actor.government,
        defaults={
            "quiet_from": wish.quiet_from,
            "quiet_to": wish.quiet_to,
            "is_automatic": wish.is_automatic,
            "has_link": wish.has_link,
            "needs_code": wish.needs_code,
            "set_by": actor.account,
            "set_at": at,
        },
    )
    entry_append(
        government=actor.government,
        kind="message_rule.set",
        matter=handle_draw(),
        actor=actor.account,
        body={
            "quiet": [f"{wish.quiet_from:%H:%M}", f"{wish.quiet_to:%H:%M}"],
            "is_automatic": wish.is_automatic,
            "has_link": wish.has_link,
            "needs_code": wish.needs_code,
        },
        at=at,
    )
    return rule
