"""Reads of accounts: one-time links, who can hold a key."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from netral.core.access import Actor
from netral.people.models import Account, Person, Posting, RoleGrant, SignInLink, Unit


def sign_in_link_of(token_hash: bytes, kind: str) -> SignInLink | None:
    """Return the one-time link of a token's hash, live or not."""
    links = SignInLink.objects.select_related("account")
    return links.filter(token_hash=token_hash, kind=kind).first()


def account_seen(actor: Actor, ref: str) -> Account | None:
    """Return an account of the actor's units, or nobody."""
    return Account.objects.visible_to(actor.unit).filter(ref=ref).first()


def person_by_nip(actor: Actor, nip: str) -> Person | None:
    """Return the person of the actor's units with this NIP, spaces forgiven."""
    digits = "".join(letter for letter in nip if letter.isdigit())
    return Person.objects.visible_to(actor.unit).filter(nip=digits).first() if digits else None


def units_offered(actor: Actor, today: date) -> QuerySet[Unit]:
    """Return the units that an officer can give a role over."""
    return Unit.objects.visible_to(actor.unit).live_on(today).order_by("path")


def postings_offered(account: Account | None, today: date) -> QuerySet[Posting]:
    """Return the posts that a role of the account can be tied to."""
    if account is None or account.person_id is None:
        return Posting.objects.none()
    held = Posting.objects.filter(person_id=account.person_id).exclude(valid_to__lt=today)
    return held.order_by("-valid_from")


def key_holders_offered(unit: str, roles: frozenset[str], today: date) -> QuerySet[Account]:
    """Return the accounts that can be given a key in a unit: a role that reads, a pass phrase."""
    grants = RoleGrant.objects.live_on(today).visible_to(unit).filter(role__in=roles)
    holders = Account.objects.filter(pk__in=grants.values("account"), unlock_key__isnull=False)
    return holders.order_by("name", "pk")
