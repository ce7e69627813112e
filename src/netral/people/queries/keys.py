"""Reads of keys: never of what is private in them."""

from __future__ import annotations

from netral.core.access import Actor
from netral.people.models import Account, UnitKey, UnlockKey


def has_unlock_key(account: Account) -> bool:
    """Tell whether the account has chosen a pass phrase."""
    return UnlockKey.objects.filter(account=account).exists()


def keys_held(actor: Actor) -> list[UnitKey]:
    """Return the unit keys of which the officer holds a live share."""
    held = UnitKey.objects.filter(shares__account__ref=actor.account, shares__ended_at=None)
    return list(held.select_related("unit").order_by("unit__path", "pk"))
