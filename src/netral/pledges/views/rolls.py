"""The roll of a session in a room: ticked from a list or scanned, confirmed by a second officer."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from netral.core.access import require
from netral.core.flow.pledge import ROLL_CALLERS
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.papers.services import qr_path
from netral.people.access import actor_required
from netral.pledges.access import session_for_reader
from netral.pledges.queries.pact_rows import roster_narrowed
from netral.pledges.queries.rolls import roll_of, roll_sums, roll_waiting
from netral.pledges.services import (
    roll_call_confirm,
    roll_call_enter,
    roll_call_scan,
    roll_call_strike,
)
from netral.pledges.services.roll_calls import SheetUnknownError
from netral.shell.http import StaffRequest

PAGE_ROWS = 60
CONFIRM_ROWS = 200
"""So many names a person can still look through, and a form of Django's may hold."""


@require_GET
def roll(request: StaffRequest, ref: str) -> HttpResponse:
    """Who is invited in the officer's units, who was there, and what still waits."""
    actor = actor_required(request)
    found = session_for_reader(actor, ref)
    require(actor, ROLL_CALLERS, actor.unit)
    text = request.GET.get("cari", "")
    people = roster_narrowed(roll_of(actor=actor, session=found), state="", text=text)
    page = Paginator(people, PAGE_ROWS).get_page(request.GET.get("halaman"))
    context = {
        "session": found,
        "page": page,
        "text": text,
        "sums": roll_sums(actor=actor, session=found),
        "qr": qr_path(f"{settings.NETRAL_ORIGIN}/saya/ikrar/{ref}/"),
    }
    return render(request, "pledges/roll.html", context)


@require_POST
def enter(request: StaffRequest, ref: str) -> HttpResponse:
    """Write down the ticked ones."""
    actor = actor_required(request)
    persons = [PersonRef(one) for one in request.POST.getlist("hadir")]
    made = roll_call_enter(actor=actor, ref=SessionRef(ref), persons=persons, at=request.at)
    words = ngettext("%(n)d orang dicatat hadir.", "%(n)d orang dicatat hadir.", len(made))
    messages.success(request, words % {"n": len(made)})
    return _back(request, ref)


@require_POST
def scan(request: StaffRequest, ref: str) -> HttpResponse:
    """Write down the one whose code was scanned; of another code say so, and go on scanning."""
    actor = actor_required(request)
    scanned = request.POST.get("kode", "")
    try:
        person = roll_call_scan(actor=actor, ref=SessionRef(ref), scanned=scanned, at=request.at)
    except SheetUnknownError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s dicatat hadir.") % {"name": person.name})
    return redirect("pledge-roll", ref=ref)


@require_POST
def strike(request: StaffRequest, ref: str) -> HttpResponse:
    """Strike one who was written down by mistake."""
    actor = actor_required(request)
    wrong = PersonRef(request.POST.get("coret", ""))
    person = roll_call_strike(actor=actor, ref=SessionRef(ref), person=wrong, at=request.at)
    messages.success(request, _("%(name)s dicoret dari daftar hadir.") % {"name": person.name})
    return _back(request, ref)


@require_http_methods(["GET", "POST"])
def confirm(request: StaffRequest, ref: str) -> HttpResponse:
    """Show the names that another officer wrote down; confirm those that are ticked."""
    actor = actor_required(request)
    if request.method == "POST":
        persons = [PersonRef(one) for one in request.POST.getlist("sah")]
        count = roll_call_confirm(actor=actor, ref=SessionRef(ref), persons=persons, at=request.at)
        words = ngettext("%(n)d ikrar disahkan.", "%(n)d ikrar disahkan.", count)
        messages.success(request, words % {"n": count})
        return redirect("pledge-roll", ref=ref)
    found = session_for_reader(actor, ref)
    require(actor, ROLL_CALLERS, actor.unit)
    rows = roll_waiting(actor=actor, session=found)
    page = Paginator(rows, CONFIRM_ROWS).get_page(request.GET.get("halaman"))
    return render(request, "pledges/roll_confirm.html", {"session": found, "page": page})


def _back(request: StaffRequest, ref: str) -> HttpResponse:
    """Lead back to the page of the list, and the search, that the officer came from."""
    place = {name: request.POST[name] for name in ("cari", "halaman") if request.POST.get(name)}
    query = f"?{urlencode(place)}" if place else ""
    return redirect(f"{reverse('pledge-roll', args=[ref])}{query}")
