"""Who acts in a request: the gate between a session and an actor."""

from __future__ import annotations

from datetime import date, datetime

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from netral.core.access import Actor, Role
from netral.core.kinds.refs import AccountRef, UnitPath
from netral.people.models import Account, RoleGrant

GRANT_KEY = "netral_grant"
PERSON_KEY = "netral_person"


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the personnel office; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration."""
        return False


def actor_for(request: HttpRequest, *, today: date) -> Actor | None:
    """Return the officer acting in this session in the chosen (else the first) live grant."""
    account = request.user
    if not isinstance(account, Account):
        return None
    grants = RoleGrant.objects.live_on(today).filter(account=account).select_related("unit")
    chosen = request.session.get(GRANT_KEY)
    ordered = sorted(grants, key=lambda grant: (grant.pk != chosen, grant.pk))
    return actor_of(account, ordered[0]) if ordered else None


def actor_of(account: Account, grant: RoleGrant) -> Actor:
    """Return the actor that a grant makes of its account."""
    return Actor(
        account=AccountRef(account.ref),
        name=account.name,
        role=Role(grant.role),
        unit=UnitPath(grant.unit.path),
    )


def person_for(request: HttpRequest, *, at: datetime) -> tuple[str, str] | None:
    """Return (person reference, assurance) of a session opened by a personal link, while it lasts."""
    held = request.session.get(PERSON_KEY)
    if not held or datetime.fromisoformat(held["until"]) <= at:
        return None
    return held["person"], held["assurance"]
