"""The mail server's hook: it tells which address came back; who has no token learns nothing."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from netral.core.kinds.errors import NotVisibleError
from netral.people.forms.contacts import BounceForm
from netral.people.services.contacts import address_bounced
from netral.shell.http import PublicRequest


@csrf_exempt  # no browser: the token in the header stands in its place
@require_POST
def bounce(request: PublicRequest) -> HttpResponse:
    """Mark the address of a POST (``address`` or ``key``, ``reason``) as reaching nobody.

    404 without the token of the settings, or where none is set. The answer does not tell whether
    anybody has the address.
    """
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    own = settings.NETRAL_BOUNCE_TOKEN
    if not own or not hmac.compare_digest(told.encode(), own.encode()):
        raise NotVisibleError
    form = BounceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    address_bounced(at=request.at, **form.cleaned_data)
    return JsonResponse({"ok": True})
