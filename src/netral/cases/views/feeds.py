"""The officer's own calendar: its secret address, its file, and the file of one case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.cases.queries.cases import case_get
from netral.cases.queries.feeds import case_events, feed_events
from netral.core.clock.icalendar import Event, calendar_text
from netral.core.kinds.refs import CaseRef
from netral.people.access import actor_required
from netral.people.queries.feeds import feed_of
from netral.people.services.feeds import feed_actor, feed_make, feed_revoke
from netral.shell.http import PublicRequest, StaffRequest

CONTENT_TYPE = "text/calendar; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: StaffRequest) -> HttpResponse:
    """Show whether there is an address; make one, shown this once, or revoke it."""
    actor = actor_required(request)
    address = ""
    if "cabut" in request.POST:
        feed_revoke(actor=actor, at=request.at)
        messages.success(request, _("Alamat dicabut. Kalender yang memakainya berhenti diisi."))
        return redirect("calendar_feed")
    if request.method == "POST":
        token = feed_make(actor=actor, at=request.at)
        path = reverse("calendar_feed_file", args=[str(token)])
        address = request.build_absolute_uri(path)
    context = {"feed": feed_of(actor, request.today), "address": address}
    return render(request, "cases/calendar_feed.html", context)


@require_GET
def feed(request: PublicRequest, token: str) -> HttpResponse:
    """Return the calendar of whom the secret speaks for; nobody signs in and nothing is noted."""
    actor = feed_actor(token=token, today=request.today)
    events = feed_events(actor=actor, today=request.today, site=_site(request))
    return _file(request, events, "netral")


@require_GET
def case_file(request: StaffRequest, ref: str) -> HttpResponse:
    """Return the running clocks of one case as a file."""
    actor = actor_required(request)
    found = case_get(actor=actor, ref=CaseRef(ref), today=request.today)
    answer = _file(request, case_events(case=found, site=_site(request)), found.ref)
    answer["Content-Disposition"] = f'attachment; filename="perkara-{found.ref}.ics"'
    return answer


def _site(request: PublicRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _file(request: PublicRequest, events: list[Event], name: str) -> HttpResponse:
    words = _("Batas waktu %(name)s") % {"name": name}
    text = calendar_text(name=words, events=events, stamp=request.at)
    return HttpResponse(text, content_type=CONTENT_TYPE)
