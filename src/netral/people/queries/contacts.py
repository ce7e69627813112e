"""By which way a person can be reached: what is on file, what is dead, what stays hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from netral.core.flow.reminding import QuietHours
from netral.core.kinds.contact import mail_masked, mail_of, phone_masked, phone_of
from netral.gateways.chosen import MAIL, MESSAGE, WAYS
from netral.people.models import DeadAddress, MessageRule, Person

DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Contact:
    """One address on file; a page shows ``shown`` alone."""

    way: str
    address: str = field(repr=False)
    is_dead: bool

    @property
    def shown(self) -> str:
        """Return the address with its middle hidden."""
        return mail_masked(self.address) if self.way == MAIL else phone_masked(self.address)


@dataclass(frozen=True, slots=True)
class Reach:
    """All addresses of a person, and the one that a message takes now (none: print a sheet)."""

    contacts: tuple[Contact, ...]
    chosen: Contact | None

    @property
    def way(self) -> str:
        """Return the way of the chosen address, or nothing."""
        return self.chosen.way if self.chosen else ""


def address_digest(way: str, address: str) -> bytes:
    """Return what is kept of a dead address: nothing, without the site's secret."""
    made = salted_hmac("netral.dead_address", f"{way}:{address}", algorithm="sha256")
    return made.digest()[:DIGEST_BYTES]


def address_of(person: Person, way: str) -> str:
    """Return the person's address of a way as it is sent to, or nothing."""
    return {MAIL: mail_of(person.email), MESSAGE: phone_of(person.phone)}.get(way, "")


def reach_of(person: Person, open_ways: Collection[str]) -> Reach:
    """Return how one person is reached."""
    return reaches_of([person], open_ways)[person.pk]


def reaches_of(persons: Iterable[Person], open_ways: Collection[str]) -> Mapping[int, Reach]:
    """Return how each person is reached, by primary key. One query."""
    meant = list(persons)
    dead = {
        (row.person_id, row.way, bytes(row.digest))
        for row in DeadAddress.objects.filter(
            person__in=[person.pk for person in meant], lifted_at=None
        )
    }
    return {person.pk: _reach(person, dead, open_ways) for person in meant}


def _reach(
    person: Person, dead: Collection[tuple[int, str, bytes]], open_ways: Collection[str]
) -> Reach:
    contacts = tuple(
        Contact(way, address, (person.pk, way, address_digest(way, address)) in dead)
        for way in WAYS
        if (address := address_of(person, way))
    )
    usable = (one for one in contacts if not one.is_dead and one.way in open_ways)
    return Reach(contacts, next(usable, None))


def phone_reach(person: Person, open_ways: Collection[str]) -> Contact | None:
    """Return the phone that a code can be sent to, or none."""
    found = reach_of(person, open_ways).contacts
    usable = (one for one in found if one.way == MESSAGE and not one.is_dead)
    return next(usable, None) if MESSAGE in open_ways else None


def dead_addresses(unit: str) -> QuerySet[DeadAddress]:
    """Return the live marks on persons of a unit and below, newest first."""
    persons = Person.objects.visible_to(unit)
    live = DeadAddress.objects.filter(lifted_at=None, person__in=persons)
    return live.select_related("person__unit").order_by("-marked_at", "-pk")


def dead_address_seen(unit: str, mark: int) -> DeadAddress | None:
    """Return one live mark on a person of the unit or below, or none."""
    return dead_addresses(unit).filter(pk=mark).first()


def message_rule_of(government: str) -> MessageRule:
    """Return the government's rule, or the rule that holds until one is set (not stored)."""
    found = MessageRule.objects.filter(government=government).first()
    return found or MessageRule(government_id=government)


def quiet_hours(rule: MessageRule) -> QuietHours:
    """Return the rule's quiet hours as the core reckons with them."""
    return QuietHours(rule.quiet_from, rule.quiet_to)
