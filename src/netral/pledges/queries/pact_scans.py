"""Printed sheets that are still out, and scans that wait for a second person."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.flow.pact import DONE
from netral.core.kinds.errors import NotVisibleError
from netral.pledges.models import PactRound, PactScan, PactSheet

_DONE = [state.value for state in DONE]


def sheets_out(*, actor: Actor, round_: PactRound) -> QuerySet[PactSheet]:
    """Return the printed sheets of the actor's units that came back in no scan, by unit and name.

    Those who signed another way meanwhile are left out.
    """
    signed = Q(person__pacts__round=round_, person__pacts__state__in=_DONE)
    sheets = PactSheet.objects.filter(_inside(actor), round=round_, scan=None)
    done = sheets.filter(signed).values("pk")
    return (
        sheets.exclude(pk__in=done)
        .select_related("person__unit")
        .order_by("person__unit__path", "person__name", "pk")
    )


def scans_waiting(*, actor: Actor, round_: PactRound) -> list[PactScan]:
    """Return the scans of the actor's units that nobody has confirmed yet, oldest first."""
    waiting = PactSheet.objects.filter(
        _inside(actor), round=round_, scan__isnull=False, confirmed_by=""
    )
    scans = PactScan.objects.filter(pk__in=waiting.values("scan")).select_related("file")
    return list(scans.order_by("at", "pk"))


def scan_seen(*, actor: Actor, round_: PactRound, ref: str) -> PactScan:
    """Return a scan whose sheets are all of the actor's units; raise NotVisibleError if not."""
    scan = PactScan.objects.filter(round=round_, ref=ref).select_related("file", "round").first()
    sheets = PactSheet.objects.filter(scan=scan) if scan else PactSheet.objects.none()
    if scan is None or not sheets.exists() or sheets.exclude(_inside(actor)).exists():
        raise NotVisibleError(_("Pindaian ini tidak ada, atau bukan untuk wilayah kerja Anda."))
    return scan


def sheets_in(scan: PactScan) -> QuerySet[PactSheet]:
    """Return the sheets said to be in a scan that wait for the second person, by name."""
    waiting = PactSheet.objects.filter(scan=scan, confirmed_by="")
    return waiting.select_related("person__unit").order_by("person__name", "pk")


def _inside(actor: Actor) -> Q:
    return Q(person__unit__path=actor.unit) | Q(person__unit__path__startswith=f"{actor.unit}.")
