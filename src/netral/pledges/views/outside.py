"""The machine door of joint pledges, and what anyone may see of the sums that came through it."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from netral.core.ledger.statement import Stated
from netral.pledges.queries.joint import guest_public
from netral.pledges.queries.published import call_published
from netral.pledges.queries.room import Kept, call_public, heard_row
from netral.pledges.services import call_statement, message_take
from netral.shell.http import PublicRequest

JSON = "application/json"
KEPT = Kept(call_published)


# Another installation has no token of ours: its message is signed, and that is what counts.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: PublicRequest, ref: str) -> HttpResponse:
    """Read the call, or hand over a signed message about it."""
    if request.method == "POST":
        body = request.body.decode("utf-8", "replace")
        reply = message_take(ref=ref, body=body, at=request.at)
        return HttpResponse(reply.text, status=reply.status, content_type=JSON)
    stated = call_statement(ref=ref, at=request.at)
    return HttpResponse(stated.envelope(), content_type=JSON)


@require_safe
def figures(request: PublicRequest, ref: str) -> HttpResponse:
    """All published figures of a call as JSON, with the signed messages of those outside."""
    call = call_public(ref=ref)
    response = JsonResponse(KEPT.live(call, request.at))
    response["Cache-Control"] = "public, max-age=5"
    return response


@require_safe
def guest(request: PublicRequest, ref: str, guest: str) -> HttpResponse:
    """What one government of another installation told last, by agency."""
    call = call_public(ref=ref)
    found = guest_public(call=call, ref=guest)
    row = heard_row(found, call, request.at)
    context = {"call": call, "guest": found, "row": row, "offices": found.offices}
    context["has_hidden"] = any(office["done"] is None for office in found.offices)
    return render(request, "pledges/guest.html", context)


@require_safe
def note(_request: PublicRequest, ref: str, guest: str) -> HttpResponse:
    """The signed message itself, to be checked by anyone."""
    found = guest_public(call=call_public(ref=ref), ref=guest)
    stated = Stated(found.verifier_key, found.note)
    return HttpResponse(stated.envelope(), content_type=JSON)
