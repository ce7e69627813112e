"""Other installations in a call of ours, and calls of others in which we take part."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.flow.joint import (
    CallSaid,
    OfficeSum,
    Sums,
    Wording,
)
from netral.core.flow.pledge import CallStage
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import handle_from, handle_shown
from netral.journal.queries.logs import log_of
from netral.pledges.models import CallGuest, CallHost, Pledge, PledgeCall, PledgeSession
from netral.pledges.queries.calls import call_seen
from netral.pledges.queries.counts import SMALLEST_SHOWN, pledge_rows, protected
from netral.pledges.queries.room import guests_heard

FINGERPRINT_LETTERS = 16


def key_fingerprint(verifier_key: str) -> str:
    """Return what two officers read to each other to know that a key is the right one (80 bits)."""
    digest = hashlib.sha256(verifier_key.encode()).digest()
    return handle_shown(handle_from(digest, length=FINGERPRINT_LETTERS))


def own_fingerprint(*, actor: Actor) -> str:
    """Return the fingerprint of the key of the actor's own government."""
    return key_fingerprint(log_of(actor.government).verifier_key)


def guests_of(*, call: PledgeCall) -> Sequence[CallGuest]:
    """Return all that were invited to a call from outside, by name; the caller's own officers'."""
    return list(call.guests.order_by("name"))


def call_own(*, actor: Actor, ref: str) -> PledgeCall:
    """Return a call that the actor's government made itself; NotVisibleError for any other."""
    call = call_seen(actor=actor, ref=ref)
    if call.government_id != actor.government or hasattr(call, "host"):
        raise NotVisibleError(_("Ajakan ini bukan dari pemerintah Anda. Buka lagi daftarnya."))
    return call


def guest_own(*, actor: Actor, ref: str) -> CallGuest:
    """Return one guest of a call of the actor's own government; NotVisibleError if none."""
    guests = CallGuest.objects.filter(call__government_id=actor.government)
    guest = guests.select_related("call").filter(ref=ref).first()
    if guest is None:
        raise NotVisibleError(_("Undangan ini bukan dari pemerintah Anda. Buka lagi ajakannya."))
    return guest


def guest_public(*, call: PledgeCall, ref: str) -> CallGuest:
    """Return a guest whose sums anyone may see; NotVisibleError while there are none."""
    guest = next((one for one in guests_heard(call) if one.ref == ref and one.sequence), None)
    if guest is None:
        raise NotVisibleError(_("Belum ada angka yang diterima dari pemerintah ini."))
    return guest


def host_of(call: PledgeCall) -> CallHost | None:
    """Return where a call came from when another installation made it, None for one of ours."""
    return CallHost.objects.filter(call=call).first()


def host_own(*, actor: Actor, ref: str) -> CallHost:
    """Return the outside call behind a call of the actor's own government; else NotVisibleError."""
    hosts = CallHost.objects.select_related("call__text", "call__government")
    host = hosts.filter(call__government_id=actor.government, call__ref=ref).first()
    if host is None:
        raise NotVisibleError(_("Ajakan ini bukan dari instalasi lain. Buka lagi daftarnya."))
    return host


def hosts_due(*, at: datetime, most: int = 100) -> Sequence[CallHost]:
    """Return the outside calls to which something is to be told now, the longest waiting first."""
    due = CallHost.objects.filter(due_at__lte=at).exclude(address="")
    return list(due.select_related("call__text", "call__government").order_by("due_at")[:most])


def call_said(*, call: PledgeCall, at: datetime) -> CallSaid:
    """Return a call of ours as it is stated to other installations."""
    text = call.text
    return CallSaid(
        call=call.ref,
        government=call.government.name,
        title=call.title,
        leader=call.leader,
        text=Wording(text.title, tuple(text.points), text.source, text.is_official, text.variant),
        opens_at=call.opens_at,
        late_from=call.late_from,
        closes_at=call.closes_at,
        stage=CallStage(call.stage),
        reason=call.reason,
        at=at,
    )


def host_sums(*, host: CallHost, at: datetime) -> Sums:
    """Count our own part of an outside call as it may be told: no person, small cells hidden.

    The number is the one that follows the last message's.
    """
    call = host.call
    session = PledgeSession.objects.select_related("unit", "government", "text").get(
        call=call, government_id=call.government_id
    )
    rows = pledge_rows(session=session, scope=session.government_id)
    late = Pledge.objects.filter(session=session, at__gte=call.late_from).count()
    return Sums(
        call=host.called,
        guest=host.guest,
        text_sha256=session.text.sha256,
        sequence=host.sequence + 1,
        at=at,
        done=sum(row.done or 0 for row in rows),
        total=sum(row.total for row in rows),
        late=None if 0 < late < SMALLEST_SHOWN else late,
        offices=tuple(OfficeSum(row.name, row.total, row.done) for row in protected(rows)),
    )
