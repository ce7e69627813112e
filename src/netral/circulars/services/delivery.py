"""Passing on: the head of an OPD or unit sends the circular down with an own cover note."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.circulars.access import circular_seen
from netral.circulars.models import Delivery
from netral.circulars.queries.letters import version_in_force
from netral.core.access import Actor, require
from netral.core.flow.circular import PASSERS
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.journal.services import entry_append
from netral.people.models import Unit


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
    """Deliver to the units right below; return how many. One with units below passes on again."""
    alive = Unit.objects.live_on(at.date())
    below = list(alive.filter(parent_id=delivery.unit_id))
    has_parts = set(alive.filter(parent__in=below).values_list("parent_id", flat=True))
    made = [
        Delivery(
            version_id=delivery.version_id,
            government_id=delivery.government_id,
            unit=unit,
            received_at=at,
            must_pass_on=unit.pk in has_parts,
        )
        for unit in below
    ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)
