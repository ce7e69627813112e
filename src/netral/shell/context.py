"""What every page knows of its request. Works also when middleware did not run."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every template: the door, the day, the navigation, the person.

    Middleware may set on the request: ``door``, ``today``, ``actor``, ``navigation`` (a list of
    {label, url, is_current, count}), ``menu`` (the whole menu at the foot), ``account_menu``,
    ``home_url``, ``government_name``, ``role_label``. The settings give NETRAL_DEMO and
    NETRAL_TODAY.
    """
    navigation = list(getattr(request, "navigation", ()))
    return {
        "is_demo": bool(getattr(settings, "NETRAL_DEMO", False)),
        "simulated_day": getattr(settings, "NETRAL_TODAY", None),
        "today": getattr(request, "today", None),
        "door": getattr(request, "door", "public"),
        "government_name": getattr(request, "government_name", ""),
        "home_url": getattr(request, "home_url", "/"),
        "navigation": navigation,
        "menu": list(getattr(request, "menu", navigation)),
        "actor": getattr(request, "actor", None),
        "role_label": getattr(request, "role_label", ""),
        "account_menu": list(getattr(request, "account_menu", ())),
    }
