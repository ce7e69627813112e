"""The public home page, a government's page, and the own page of an ASN."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from netral.oversight.queries.home import government_get, governments_open, public_figures
from netral.oversight.queries.own import own_page
from netral.people.access import person_required
from netral.people.models import Instansi
from netral.shell.http import PersonRequest, PublicRequest


@require_GET
def home(request: PublicRequest) -> HttpResponse:
    """Show the one government of this installation, or the list to choose from."""
    found = list(governments_open(today=request.today))
    if len(found) == 1:
        return _page(request, found[0])
    return render(request, "oversight/governments.html", {"governments": found})


@require_GET
def government(request: PublicRequest, key: str) -> HttpResponse:
    """Show one government's figures and the ways in."""
    return _page(request, government_get(key=key, today=request.today))


@require_GET
def own(request: PersonRequest) -> HttpResponse:
    """Show what the person has to read and to pledge, and what is done."""
    page = own_page(person_ref=person_required(request), at=request.at)
    return render(request, "oversight/own.html", {"page": page, "step": page.step})


def _page(request: PublicRequest, found: Instansi) -> HttpResponse:
    figures = public_figures(government=found.key, today=request.today)
    context = {
        "government": found,
        "government_name": found.name,
        "figures": figures,
        "total": (_("Laporan diterima"), figures.opened),
        "parts": [
            (_("Selesai, dengan alasan tertulis"), figures.closed),
            (_("Masih berjalan, semuanya punya batas waktu"), figures.running),
        ],
    }
    return render(request, "oversight/home.html", context)
