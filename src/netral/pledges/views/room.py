"""The waiting room of a simultaneous pledge: the same page for all, and its small state."""

from __future__ import annotations

from time import monotonic

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from netral.core.flow.pledge import CallStage, Phase
from netral.people.access import is_person_here
from netral.pledges.queries.room import (
    Door,
    Kept,
    call_phase,
    call_public,
    live_of,
    room_state,
)
from netral.pledges.services.sheets import call_sheet
from netral.shell.http import PublicRequest

PAGE_SECONDS = 5
STATE_SECONDS = 1
QUESTIONS_A_SECOND = 200.0
"""What one of the site's processes can answer beside its other work."""

KEPT, DOOR = Kept(live_of), Door(QUESTIONS_A_SECOND)


@require_safe
def room(request: PublicRequest, ref: str) -> HttpResponse:
    """The moment, the live count by government, and what to do.

    The one thing that differs: who opened a personal link is led to their own page; to others the
    way there would be a closed door. That one's copy is kept by their own browser alone.
    """
    has_own = is_person_here(request)
    call = call_public(ref=ref)
    now = call_phase(call, request.at)
    context = {
        "call": call,
        "has_own": has_own,
        "live": KEPT.live(call, request.at),
        "is_withdrawn": call.stage == CallStage.WITHDRAWN,
        "is_waiting": now is Phase.WAITING,
        "is_running": now is Phase.RUNNING,
        "is_ended": now is Phase.ENDED,
    }
    response = render(request, "pledges/room.html", context)
    # Whoever stands between (a proxy, a CDN) may answer for us; a cookie makes a page of its own.
    keepers = "private" if has_own else "public"
    response["Cache-Control"] = f"{keepers}, max-age={PAGE_SECONDS}"
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
def state(request: PublicRequest, ref: str) -> HttpResponse:
    """What the page's script asks for: the phase, the count, when to ask again."""
    call = call_public(ref=ref)
    live = KEPT.live(call, request.at)
    told = room_state(call=call, live=live, every=DOOR.every(monotonic()), at=request.at)
    response = JsonResponse(told)
    response["Cache-Control"] = f"public, max-age={STATE_SECONDS}"
    return response


@require_safe
def sheet(request: PublicRequest, ref: str) -> HttpResponse:
    """The result of a simultaneous pledge as PDF."""
    call = call_public(ref=ref)
    pdf = call_sheet(call=call, live=KEPT.live(call, request.at), at=request.at)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="hasil-ikrar-serentak-{ref}.pdf"'
    return response
