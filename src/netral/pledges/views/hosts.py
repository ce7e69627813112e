"""The guest's officers: find a call of another installation, join it, carry a message as a file."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netral.core.access import require
from netral.core.flow.pledge import OPENERS
from netral.gateways.neighbour import neighbour_for
from netral.people.access import actor_required
from netral.pledges.forms.joint import FetchForm, OutsideJoinForm
from netral.pledges.services import call_found, call_looked_up, host_join, message_now
from netral.pledges.services.hosts import Found
from netral.shell.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def fetch(request: StaffRequest) -> HttpResponse:
    """Ask for the address or the file of a call; then show what was found."""
    actor = actor_required(request)
    require(actor, OPENERS, actor.government)
    is_sent = request.method == "POST"
    form = FetchForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_bound and form.is_valid():
        found = call_looked_up(
            actor=actor,
            neighbour=neighbour_for(settings.NETRAL_ORIGIN),
            address=form.cleaned_data["address"],
            envelope=form.cleaned_data["berkas"],
        )
        if isinstance(found, Found):
            first = {"envelope": found.envelope, "address": form.cleaned_data["address"]}
            return _shown(request, found, OutsideJoinForm(initial=first), 200)
        form.add_error(None, found)
    context = {"form": form, "back_url": reverse("pledge-calls")}
    return render(request, "pledges/outside.html", context, status=422 if form.errors else 200)


@require_POST
def join(request: StaffRequest) -> HttpResponse:
    """Take part with the officer's own government in the call that was shown."""
    actor = actor_required(request)
    require(actor, OPENERS, actor.government)
    form = OutsideJoinForm(request.POST)
    found = call_found(actor=actor, envelope=form.data.get("envelope", ""))
    if form.is_valid():
        made = host_join(actor=actor, plan=form.host_plan(), at=request.at)
        messages.success(
            request, _("Pemerintah Anda ikut. Bacakan sidik kunci Anda kepada pengajak.")
        )
        return redirect("pledge-call", ref=made.call.ref if made.call else "")
    return _shown(request, found, form, 422)


@require_POST
def message(request: StaffRequest, ref: str) -> HttpResponse:
    """The newest message as a file, for an office without network."""
    actor = actor_required(request)
    text = message_now(actor=actor, ref=ref, at=request.at)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="kiriman-ikrar-{ref}.json"'
    return response


def _shown(request: StaffRequest, found: Found, form: OutsideJoinForm, status: int) -> HttpResponse:
    context = {"found": found, "form": form, "back_url": reverse("pledge-call-outside")}
    return render(request, "pledges/outside_join.html", context, status=status)
