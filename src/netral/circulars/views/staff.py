"""The staff's pages: the list, a circular, a unit, who still has to pass on, the figures."""

from __future__ import annotations

import csv

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from netral.circulars.access import (
    NAMES_SEEN_BY,
    SHEETS_BY,
    circular_seen,
    officer_required,
    unit_seen,
    version_in_force_required,
    version_seen,
)
from netral.circulars.queries.coverage import coverage_by_unit, persons_unread
from netral.circulars.queries.deliveries import deliveries_waiting
from netral.circulars.queries.letters import circulars_listed, version_number_to_int
from netral.circulars.queries.pages import (
    can_draft,
    detail_page,
    is_maker,
    keeps_letters,
    unit_page,
)
from netral.circulars.queries.patterns import pattern_at
from netral.circulars.services.content import version_mark
from netral.circulars.services.letter import circular_pdf
from netral.circulars.views.reading import pdf_response
from netral.core.flow.reminding import Gap, reminders_by
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.shell.format import plain_cell
from netral.shell.http import StaffRequest

ROWS_A_PAGE = 50


@require_GET
def circulars(request: StaffRequest) -> HttpResponse:
    """List the circulars of the government, newest first."""
    actor = officer_required(request)
    page = Paginator(circulars_listed(actor), ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "is_maker": is_maker(actor),
        "can_draft": can_draft(actor),
        "keeps_letters": keeps_letters(actor),
    }
    return render(request, "circulars/list.html", context)


@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """List which units still have to pass a circular on, the longest wait first."""
    actor = officer_required(request)
    rows = deliveries_waiting(actor, today=request.today)
    letters = {row.delivery.version.circular.ref: row.delivery.version.circular for row in rows}
    can_remind = actor.role in reminders_by(Gap.ONWARD)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "circulars": list(letters.values()), "can_remind": can_remind}
    return render(request, "circulars/waiting.html", context)


@require_GET
def detail(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a circular: its text, its next steps, how far it has come in the actor's units."""
    actor = officer_required(request)
    circular = circular_seen(actor, CircularRef(ref))
    sequence = version_number_to_int(request.GET.get("versi", ""))
    context = detail_page(actor, circular, today=request.today, sequence=sequence)
    context["mark"] = version_mark(context["version"]) if context["buttons"] else ""
    return render(request, "circulars/detail.html", context)


@require_GET
def unit(request: StaffRequest, ref: str, path: str) -> HttpResponse:
    """Show how far the circular has come in one unit; names only for its heads and personnel."""
    actor = officer_required(request)
    version = version_in_force_required(circular_seen(actor, CircularRef(ref)))
    place = unit_seen(actor, UnitPath(path), request.today)
    context = unit_page(actor, version, place.path, today=request.today)
    context["place"] = place
    context["can_sheet"] = actor.role in SHEETS_BY
    context["pattern"] = pattern_at(actor, version, place.path, at=request.at)
    if actor.role in NAMES_SEEN_BY:
        unread = persons_unread(version=version, unit=place.path, on=request.today)
        context["page"] = Paginator(unread, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "circulars/unit.html", context)


@require_GET
def letter(request: StaffRequest, ref: str) -> HttpResponse:
    """Show the letter as it will stand on paper, or as it was signed."""
    actor = officer_required(request)
    circular = circular_seen(actor, CircularRef(ref))
    sequence = version_number_to_int(request.GET.get("versi", ""))
    context = detail_page(actor, circular, today=request.today, sequence=sequence)
    return render(request, "circulars/letter.html", context)


@require_GET
def letter_pdf(request: StaffRequest, ref: str) -> HttpResponse:
    """Hand out a signed letter as PDF: the version asked for, else the one in force."""
    actor = officer_required(request)
    circular = circular_seen(actor, CircularRef(ref))
    sequence = version_number_to_int(request.GET.get("versi", ""))
    if sequence is None:
        return pdf_response(circular_pdf(version=version_in_force_required(circular)), ref)
    version = version_seen(actor, circular, sequence)
    return pdf_response(circular_pdf(version=version), f"{ref}-{sequence}")


@require_GET
def coverage_csv(request: StaffRequest, ref: str) -> HttpResponse:
    """Hand out the coverage of the actor's units as CSV; figures only, no names of persons."""
    actor = officer_required(request)
    circular = circular_seen(actor, CircularRef(ref))
    rows = coverage_by_unit(circular=circular, on=request.today, scope=actor.unit)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="jangkauan-{ref}.csv"'
    writer = csv.writer(response)
    head = ["unit", _("nama"), _("wajib dijangkau"), _("sampai"), _("dibuka"), _("dibaca")]
    writer.writerow([*head, _("dipahami"), _("dipahami di kelas")])
    for row in rows:
        figures = [row.denominator, row.delivered, row.opened, row.read]
        figures += [row.understood, row.taught]
        writer.writerow([row.path, plain_cell(row.name), *figures])
    return response
