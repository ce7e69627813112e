"""Down the chain: to each addressed OPD, then on by each head with an own cover note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netral.circulars.access import circular_seen
from netral.circulars.models import CircularVersion, Delivery
from netral.circulars.queries.letters import version_in_force, versions_in_force
from netral.core.access import Actor, require
from netral.core.flow.circular import PASSERS
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.people.models import Unit
from netral.people.services.contacts import MACHINE


def deliveries_begin(*, version: CircularVersion, at: datetime) -> None:
    """Deliver a version that comes out to every addressed OPD of the day; its head passes it on."""
    _delivered(version, list(_opds(version, at)), at)


@transaction.atomic
def deliveries_follow(*, government: str, at: datetime) -> int:
    """Deliver what is in force to units that were opened after it; return how many that were.

    To an addressed OPD, and to a unit right below one that has passed it on. Enters
    ``circular.deliver`` for each letter; the worker calls it.
    """
    return sum(_followed(version, at) for version in versions_in_force(government))


def _followed(version: CircularVersion, at: datetime) -> int:
    came = version.deliveries.all()
    passed = came.filter(passed_on_at__isnull=False).values("unit")
    below = Unit.objects.live_on(at.date()).filter(parent__in=passed)
    missing = (_opds(version, at) | below).exclude(pk__in=came.values("unit"))
    units = list(missing.order_by("path"))
    if not units:
        return 0
    _delivered(version, units, at)
    paths: list[Json] = [unit.path for unit in units]
    entry_append(
        government=version.government_id,
        kind="circular.deliver",
        matter=version.circular.ref,
        actor=MACHINE,
        body={"version": version.sequence, "units": paths},
        at=at,
    )
    return len(units)


def _opds(version: CircularVersion, at: datetime) -> QuerySet[Unit]:
    """Return the addressed OPD that exist on the day."""
    opds = Unit.objects.live_on(at.date()).filter(
        government_id=version.government_id, kind=Unit.Kind.OPD
    )
    return opds.filter(path__in=version.units) if version.units else opds


@transaction.atomic
def circular_pass_on(
    *, actor: Actor, ref: CircularRef, unit: UnitPath, note: str, at: datetime
) -> Delivery:
    """Pass the version in force on to the units right below, with a cover note.

    Pressed twice, it is passed on once. Raises NotVisibleError when it has not come to the unit
    or lies outside the actor's units, NotAllowedError in another role.
    """
    circular = circular_seen(actor, ref)
    require(actor, PASSERS, unit)
    version = version_in_force(circular)
    delivery = Delivery.objects.select_for_update().filter(version=version, unit__path=unit).first()
    if version is None or delivery is None:
        raise NotVisibleError(
            _("Surat edaran ini belum sampai ke unit Anda, atau tidak berlaku lagi.")
        )
    if delivery.passed_on_at is not None:
        return delivery
    delivery.note, delivery.passed_on_at, delivery.passed_on_by = note, at, actor.name
    delivery.save(update_fields=["note", "passed_on_at", "passed_on_by"])
    sent = _send_below(delivery, at)
    entry_append(
        government=delivery.government_id,
        kind="circular.pass_on",
        matter=circular.ref,
        actor=actor.account,
        body={"version": version.sequence, "unit": unit, "note": note, "units": sent},
        at=at,
    )
    return delivery


def _send_below(delivery: Delivery, at: datetime) -> int:
    """Deliver to the units right below; return how many."""
    below = list(Unit.objects.live_on(at.date()).filter(parent_id=delivery.unit_id))
    _delivered(delivery.version, below, at)
    return len(below)


def _delivered(version: CircularVersion, units: Sequence[Unit], at: datetime) -> None:
    """Deliver once to each unit. An OPD passes on, and any other that has units below."""
    alive = Unit.objects.live_on(at.date())
    has_parts = set(alive.filter(parent__in=units).values_list("parent_id", flat=True))
    made = [
        Delivery(
            version=version,
            government_id=version.government_id,
            unit=unit,
            received_at=at,
            must_pass_on=unit.kind == Unit.Kind.OPD or unit.pk in has_parts,
        )
        for unit in units
    ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
