"""A form that could not be taken in: what was typed stands on the page that says why."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from netral.shell.context import door_of

LAYOUTS = {"staff": "shell/staff.html", "asn": "shell/asn.html"}
FORM_KEY = "csrfmiddlewaretoken"
SECRETS = re.compile(
    r"password|(?:^|[_-])(?:sandi|frasa|phrase|pin|kode|code|proof|kata)(?:$|[_-])"
)
"""Names of fields whose values are never written into a page."""


def typed_can_be_kept(request: HttpRequest) -> bool:
    """Tell whether a form was sent from a page of this site and holds no secret.

    A form that another site made the browser send carries that site's name as its origin; what it
    holds is never shown with a button under it.
    """
    own = f"{request.scheme}://{request.get_host()}"
    names = [name.lower() for name in request.POST if name != FORM_KEY]
    has_secret = any(SECRETS.search(name) for name in names)
    is_own = request.headers.get("Origin", "") in {own, settings.NETRAL_ORIGIN}
    return request.method == "POST" and is_own and bool(names) and not has_secret


def typed_page(request: HttpRequest, *, status: int, asks_sign_in: bool) -> HttpResponse:
    """Return the page with all that was typed, a button that sends it again, and what to do first.

    Only where ``typed_can_be_kept`` holds. Files cannot stay: the page says to choose them again.
    """
    context = {
        "layout": LAYOUTS.get(door_of(request), "shell/public.html"),
        "fields": [
            (name, value)
            for name, values in request.POST.lists()
            if name != FORM_KEY
            for value in values
        ],
        "address": request.get_full_path(),
        "asks_sign_in": asks_sign_in,
        "has_files": bool(request.FILES),
        "status": status,
    }
    return render(request, "shell/typed.html", context, status=status)
