"""Who may hold a unit's private key, and how a share of it ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from netral.core.access import Role, government_of, is_within
from netral.journal.services import entry_append
from netral.people.models import Account, RoleGrant, UnitKey, UnitKeyShare

KEY_ROLES = frozenset(
    {Role.SUPERIOR, Role.OPD_HEAD, Role.HANDLER, Role.EXAMINER, Role.SEKDA, Role.PPK}
)
"""Those who read reports and cases; who runs accounts or only watches holds no key."""


def may_hold(grants: Iterable[RoleGrant], unit: str) -> bool:
    """Tell whether one of the grants lets its account hold the key of the unit."""
    return any(
        Role(grant.role) in KEY_ROLES and is_within(unit, grant.unit.path) for grant in grants
    )


def grants_live(holder: Account, day: date) -> list[RoleGrant]:
    """Return the live grants of an account with their units."""
    return list(RoleGrant.objects.live_on(day).filter(account=holder).select_related("unit"))


def shares_end(*, holder: Account, actor: str, at: datetime) -> list[UnitKey]:
    """End the account's key shares that no live grant carries any more; enter each.

    Called inside the transaction that ended the grant. Returns the keys concerned. The last live
    share of a key rests instead: without a role it opens nothing, and ended it would leave what
    was sealed to the key unreadable for ever.
    """
    grants = grants_live(holder, at.date())
    shares = UnitKeyShare.objects.filter(account=holder, ended_at=None)
    ended: list[UnitKey] = []
    for share in shares.select_related("unit_key__unit"):
        if may_hold(grants, share.unit_key.unit.path) or _is_last(share):
            continue
        UnitKeyShare.objects.filter(pk=share.pk, ended_at=None).update(ended_at=at)
        _enter(share.unit_key, holder, actor, at)
        ended.append(share.unit_key)
    return ended


def _is_last(share: UnitKeyShare) -> bool:
    live = UnitKeyShare.objects.filter(unit_key=share.unit_key_id, ended_at=None)
    return not live.exclude(pk=share.pk).filter(account__is_active=True).exists()


def _enter(key: UnitKey, holder: Account, actor: str, at: datetime) -> None:
    entry_append(
        government=government_of(key.unit.path),
        kind="unit_key.end",
        matter=key.ref,
        actor=actor,
        body={"unit": key.unit.path, "holder": holder.ref, "what": "share"},
        at=at,
    )
