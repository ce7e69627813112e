"""Calls for a simultaneous pledge as the governments see them that may join."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.kinds.errors import NotVisibleError
from netral.people.models import Instansi
from netral.pledges.models import PledgeCall, PledgeSession


def calls_seen(*, actor: Actor) -> QuerySet[PledgeCall]:
    """Return the calls that the actor's government made or may join, newest first.

    A province's call is for the governments of its region, a ministry's for all. One that another
    installation made is for the government alone that holds its invitation.
    """
    own = Instansi.objects.select_related("region").get(pk=actor.government)
    mine = Q(government=own) | Q(government__kind="kementerian")
    if own.region is not None:
        mine |= Q(government__region=own.region) | Q(government__region=own.region.parent_id)
    calls = PledgeCall.objects.filter(mine).filter(Q(host=None) | Q(government=own))
    calls = calls.select_related("government", "text", "host")
    return calls.order_by(F("opens_at").desc(), "-pk")


def call_seen(*, actor: Actor, ref: str) -> PledgeCall:
    """Return one call that the actor's government made or may join; NotVisibleError if none."""
    call = calls_seen(actor=actor).filter(ref=ref).first()
    if call is None:
        raise NotVisibleError(_("Ajakan ini tidak ada, atau bukan untuk pemerintah Anda."))
    return call


def session_of_call(*, actor: Actor, call: PledgeCall) -> PledgeSession | None:
    """Return the session by which the actor's own government joined, None before it did."""
    return PledgeSession.objects.filter(call=call, government_id=actor.government).first()
