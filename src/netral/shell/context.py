"""What every page knows of its request. Works also where no middleware ran."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from netral.core.access import Actor, Role

ROLE_LABELS: dict[Role, str | Promise] = {
    Role.ASN: _("ASN"),
    Role.SUPERIOR: _("Atasan langsung"),
    Role.OPD_HEAD: _("Kepala OPD"),
    Role.HANDLER: _("Petugas"),
    Role.EXAMINER: _("Tim pemeriksa"),
    Role.SEKDA: _("Sekda"),
    Role.PPK: _("Pejabat pembina kepegawaian"),
    Role.DESK: _("Pengelola desk"),
    Role.OFFICER: _("Pengelola kepegawaian"),
    Role.OVERSEER: _("Pengawas"),
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every template: the door, the day, the ways on, the person.

    Middleware may set on the request: ``door``, ``today``, ``actor``, ``role_label``,
    ``navigation`` (of the door), ``public_navigation``, ``person_navigation``, ``account_menu``
    (lists of {label, url, is_current, count}), ``home_url``, ``government_name``, ``foot_note``.
    The settings give NETRAL_DEMO and NETRAL_TODAY.
    """
    actor: Actor | None = getattr(request, "actor", None)
    door, navigation = door_of(request), list(getattr(request, "navigation", ()))
    # An officer who reads a public page must not find the officers' ways in its head.
    outside = list(getattr(request, "public_navigation", () if door == "staff" else navigation))
    return {
        "is_demo": bool(getattr(settings, "NETRAL_DEMO", False)),
        "simulated_day": getattr(settings, "NETRAL_TODAY", None),
        "today": getattr(request, "today", None),
        "door": door,
        "government_name": getattr(request, "government_name", ""),
        "home_url": getattr(request, "home_url", "/"),
        "navigation": navigation,
        "public_navigation": outside,
        "person_navigation": list(getattr(request, "person_navigation", outside)),
        "account_menu": list(getattr(request, "account_menu", ())),
        "actor": actor,
        "role_label": getattr(request, "role_label", "") or _role_label(actor),
        "foot_note": getattr(request, "foot_note", ""),
        "is_plain_address": is_plain_address(request),
    }


def is_plain_address(request: HttpRequest) -> bool:
    """Tell whether the address is the page's alone: no key, no reference, nothing asked for.

    Head and foot of such a page may be kept for the next visitor. Of an address that says
    something of its visitor (a personal link, a search) not even a copy stays in memory.
    """
    match = request.resolver_match
    return match is not None and not match.kwargs and not request.GET


def _role_label(actor: Actor | None) -> str | Promise:
    return ROLE_LABELS[actor.role] if actor else ""


def door_of(request: HttpRequest) -> str:
    """Return "staff", "asn" or "public": what middleware says, else by who is there."""
    said: str | None = getattr(request, "door", None)
    if said:
        return said
    if getattr(request, "actor", None) is not None:
        return "staff"
    return "asn" if getattr(request, "person_ref", None) else "public"
