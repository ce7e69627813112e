"""Addresses that reach nobody: marked by hand, from a list, by the mail server's hook; lifted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor, require
from netral.core.kinds.contact import mail_of, phone_of
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.gateways.chosen import MAIL, MESSAGE
from netral.journal.services import entry_append
from netral.people.models import DeadAddress, Notice, Person
from netral.people.queries.contacts import address_digest, address_of, dead_address_seen
from netral.people.services.links import ISSUERS
from netral.people.services.tokens import handle_draw

Source = DeadAddress.Source
MOST_LINES = 2_000
MACHINE = "pekerja"
"""Who stands in the journal for what the worker or a hook does by itself."""


@dataclass(frozen=True, slots=True)
class ListTaken:
    """What came of a list of addresses: how many were marked, which lines name nobody here."""

    marked: int
    unknown: tuple[str, ...]


@transaction.atomic
def address_mark(*, actor: Actor, person: str, way: str, reason: str, at: datetime) -> DeadAddress:
    """Mark the address on file of one person as reaching nobody; enter ``contact.dead``.

    Raises NotVisibleError or NotAllowedError by authority, WrongInputError without such an
    address, AlreadyDoneError when it is marked.
    """
    who = Person.objects.visible_to(actor.unit).filter(ref=person).select_related("unit").first()
    if who is None:
        raise NotVisibleError(_("Orang ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    require(actor, ISSUERS, who.unit.path)
    if not address_of(who, way):
        raise WrongInputError(_("Alamat seperti itu tidak tercatat untuk orang ini."))
    mark = dead_mark(who, way, Source.HAND, reason, actor.account, at)
    if mark is None:
        raise AlreadyDoneError(_("Alamat ini sudah ditandai tidak sampai."))
    return mark


@transaction.atomic
def addresses_mark(*, actor: Actor, lines: Iterable[str], at: datetime) -> ListTaken:
    """Mark each address of a list (the first cell of a CSV line; the rest of it is the reason).

    Only persons of the actor's units are looked at. Raises WrongInputError for a list too long.
    """
    require(actor, ISSUERS, actor.unit)
    rows = [line.strip() for line in lines if line.strip()]
    if len(rows) > MOST_LINES:
        raise WrongInputError(_("Paling banyak 2.000 baris sekali kirim. Bagi daftarnya."))
    marked, unknown = 0, []
    for row in rows:
        address, _comma, reason = row.replace(";", ",").partition(",")
        found = _holders(Person.objects.visible_to(actor.unit), address.strip(' "'))
        if not found:
            unknown.append(address.strip()[:80])
        for person, way in found:
            mark = dead_mark(person, way, Source.HAND, reason.strip(' "'), actor.account, at)
            marked += mark is not None
    return ListTaken(marked, tuple(unknown))


def address_bounced(*, address: str, key: str, reason: str, at: datetime) -> int:
    """Mark what the mail server (or provider) says came back; return how many persons.

    ``key`` is the message's own key where the server tells it, else ``address`` is looked for in
    every government. What nobody holds is passed over.
    """
    with transaction.atomic():
        notice = Notice.objects.filter(ref=key).select_related("person").first() if key else None
        found = (
            [(notice.person, notice.way)]
            if notice is not None
            else _holders(Person.objects.all(), address)
        )
        marks = [dead_mark(who, way, Source.HOOK, reason, MACHINE, at) for who, way in found]
    return sum(mark is not None for mark in marks)


@transaction.atomic
def address_lift(*, actor: Actor, mark: int, at: datetime) -> DeadAddress:
    """Lift a mark: the address is good after all; enter ``contact.live``.

    Raises NotVisibleError for no live mark in the actor's units, NotAllowedError by role.
    """
    found = dead_address_seen(actor.unit, mark)
    if found is None:
        raise NotVisibleError(_("Tanda ini tidak ada, atau sudah dicabut."))
    require(actor, ISSUERS, found.person.unit.path)
    found.lifted_at = at
    found.save(update_fields=["lifted_at"])
    _entry("contact.live", found.person, found.way, actor.account, at)
    return found


def dead_mark(
    person: Person, way: str, source: Source, reason: str, account: str, at: datetime
) -> DeadAddress | None:
    """Mark the person's present address of a way, once; None when it was marked or is none."""
    address = address_of(person, way)
    if not address:
        return None
    mark = DeadAddress(
        government_id=person.government_id,
        person=person,
        way=way,
        digest=address_digest(way, address),
        source=source,
        reason=reason[:160],
        marked_by=account,
        marked_at=at,
    )
    try:
        with transaction.atomic():
            mark.save(force_insert=True)
    except IntegrityError:
        return None
    _entry("contact.dead", person, way, account, at)
    return mark


def _holders(people: QuerySet[Person], typed: str) -> list[tuple[Person, str]]:
    """Return who has the address on file, each with its way; a shared one marks all its holders."""
    if mail := mail_of(typed):
        return [(person, MAIL) for person in people.filter(email__iexact=mail)]
    phone = phone_of(typed)
    if not phone:
        return []
    # A file may write it in any way: look by the last figures, then compare in one form.
    near = people.filter(Q(phone__endswith=phone[-3:]))
    return [(person, MESSAGE) for person in near if phone_of(person.phone) == phone]


def _entry(kind: str, person: Person, way: str, account: str, at: datetime) -> None:
    entry_append(
        government=person.government_id,
        kind=kind,
        matter=handle_draw(),
        actor=account,
        body={"person": person.ref, "way": way},
        at=at,
    )
