"""Pacts in ink: print sheets, bring in a scan, look at one, confirm it as a second person."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import NetralError, NotAllowedError
from netral.core.kinds.refs import PersonRef
from netral.people.access import actor_required
from netral.people.models import Unit
from netral.pledges.access import round_for_clerk
from netral.pledges.forms.pacts import ConfirmForm, PrintForm, ScanForm
from netral.pledges.queries.pact_scans import (
    scan_seen,
    scans_waiting,
    sheets_in,
    sheets_out,
)
from netral.pledges.services.pact_papers import sheets_press
from netral.pledges.services.pact_sheets import scan_confirm, scan_enter, sheets_print
from netral.pledges.views.pact_own import pdf_answer
from netral.shell.http import StaffRequest
from netral.vault.services.office_files import office_file_shown

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def sheets(request: StaffRequest, ref: str) -> HttpResponse:
    """Choose a unit; its sheets come as one PDF. A POST, since each sheet gets its code."""
    actor = actor_required(request)
    found = round_for_clerk(actor, ref)
    scope = Unit.objects.visible_to(actor.unit).visible_to(found.unit.path)
    units = scope.live_on(request.today).order_by("path")
    form = PrintForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_bound and form.is_valid():
        made = sheets_print(
            actor=actor,
            ref=ref,
            unit=form.cleaned_data["unit"],
            person=request.POST.get("orang", ""),
            at=request.at,
        )
        return pdf_answer(sheets_press(made, at=request.at), f"lembar-pakta-{ref}.pdf")
    context = {
        "round": found,
        "form": form,
        "out": sheets_out(actor=actor, round_=found)[:1],
        "waiting": scans_waiting(actor=actor, round_=found),
    }
    return render(request, "pledges/pact_sheets.html", context, status=422 if form.errors else 200)


@FORM
def scan(request: StaffRequest, ref: str) -> HttpResponse:
    """Bring in a scan and say whose sheets are in it."""
    actor = actor_required(request)
    found = round_for_clerk(actor, ref)
    out = list(sheets_out(actor=actor, round_=found))
    is_post = request.method == "POST"
    form = ScanForm(
        request.POST if is_post else None, request.FILES if is_post else None, sheets=out
    )
    if form.is_bound and form.is_valid() and _brought(request, form, ref):
        messages.success(
            request, _("Pindaian diterima. Orang kedua mencocokkan, lalu mengesahkan.")
        )
        return redirect("pact-sheets", ref=ref)
    context = {"round": found, "form": form, "out": out}
    return render(request, "pledges/pact_scan.html", context, status=422 if form.errors else 200)


@FORM
def check(request: StaffRequest, ref: str, scan: str) -> HttpResponse:
    """Look at a scan, read the codes off its sheets, confirm; or send back what is not right."""
    actor = actor_required(request)
    found = round_for_clerk(actor, ref)
    seen = scan_seen(actor=actor, round_=found, ref=scan)
    inside = list(sheets_in(seen))
    form = ConfirmForm(request.POST if request.method == "POST" else None, sheets=inside)
    if form.is_bound and form.is_valid() and _confirmed(request, form, scan):
        return redirect("pact-sheets", ref=ref)
    context = {
        "round": found,
        "scan": seen,
        "form": form,
        "is_picture": seen.file.kind.startswith("image/"),
        "is_own": seen.brought_by == actor.account,
        "count": len(inside),
    }
    return render(request, "pledges/pact_check.html", context, status=422 if form.errors else 200)


@require_GET
def scan_file(request: StaffRequest, ref: str, scan: str) -> HttpResponse:
    """A cleaned copy of the scan, to be looked at."""
    actor = actor_required(request)
    seen = scan_seen(actor=actor, round_=round_for_clerk(actor, ref), ref=scan)
    kind, content = office_file_shown(seen.file)
    response = HttpResponse(content, content_type=kind)
    place = "inline" if kind.startswith("image/") else "attachment"
    response["Content-Disposition"] = f'{place}; filename="pindaian-{scan}"'
    return response


def _brought(request: StaffRequest, form: ScanForm, ref: str) -> bool:
    """Hand the file to the service; what is wrong with it stands beside its field."""
    try:
        scan_enter(
            actor=request.actor,
            ref=ref,
            persons=[PersonRef(one) for one in form.cleaned_data["people"]],
            content=form.cleaned_data["scan"].read(),
            at=request.at,
        )
    except (NotAllowedError, MoveRefusedError):
        raise
    except NetralError as error:
        form.add_error("scan", ValidationError(str(error)))
    return not form.errors


def _confirmed(request: StaffRequest, form: ConfirmForm, scan: str) -> bool:
    """Hand the codes to the service; what does not fit is told above the form, typed codes stay."""
    try:
        made, back = scan_confirm(
            actor=request.actor,
            scan=scan,
            codes=form.codes(),
            reason=form.cleaned_data["reason"],
            at=request.at,
        )
    except NotAllowedError:
        raise
    except NetralError as error:
        form.add_error(None, ValidationError(str(error)))
        return False
    words = _("%(made)d pakta disahkan, %(back)d lembar dikembalikan.")
    messages.success(request, words % {"made": len(made), "back": back})
    return True
