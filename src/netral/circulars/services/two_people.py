"""Two people answer for a paper: who entered any of it never countersigns it."""

from __future__ import annotations

from collections.abc import Collection

from netral.circulars.services.advice import OneReaderError
from netral.core.access import Actor
from netral.people.models import Account


def second_person_check(*, signer: Actor, entered_by: Collection[str], said: str) -> None:
    """Pass if the signer entered nothing of it; else raise OneReaderError with what to do instead.

    A person of the staff list has one account, so two accounts that name persons are two people.
    """
    if signer.account in entered_by:
        raise OneReaderError(said)


def own_person(signer: Actor) -> int | None:
    """Return the key of the person behind the signer's account, or None where it names none."""
    return Account.objects.filter(ref=signer.account).values_list("person", flat=True).first()
