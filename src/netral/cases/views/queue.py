"""The queue: reports that wait, one report read in an unlocked session, and what follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.cases.access import report_for_handling
from netral.cases.forms.intake import EvidenceForm, OpeningForm
from netral.cases.queries.cases import case_of_report
from netral.cases.queries.clocks import due_said
from netral.cases.queries.masking import day_written, masked_parts
from netral.cases.queries.queue import (
    LATE,
    NEWS,
    QUEUE_STATES,
    queue,
    queue_counts,
    report_get,
)
from netral.cases.services.tries import step_try
from netral.cases.views.report_acts import report_act
from netral.core.access import Actor
from netral.core.clock import Calendar
from netral.core.flow.report import (
    CLOSED_STATES,
    REASON_LABELS,
    STATE_LABELS,
    CloseReason,
    ReportState,
)
from netral.people.access import actor_required
from netral.people.queries.calendar import calendar_of
from netral.people.services.unlock import is_unlocked, unlocked_unit_key
from netral.reports.models import Report
from netral.reports.services.handling import (
    READERS,
    OpenedReport,
    report_evidence_open,
    report_open,
)
from netral.shell.http import StaffRequest

PAGE = 25
TAGS = {ReportState.RECEIVED: "open", ReportState.NEEDS_DETAILS: "unsure"}


@require_GET
def reports(request: StaffRequest) -> HttpResponse:
    """Show the reports that wait for a first reading, by need."""
    actor = actor_required(request)
    which = request.GET.get("keadaan", "")
    found = queue(actor=actor, today=request.today, which=which)
    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    calendar = calendar_of(actor.government, request.today)
    counts = queue_counts(actor=actor, today=request.today)
    context = {
        "page": page,
        "rows": [_row(report, request, calendar) for report in page],
        "choices": [
            ("", _("Semua"), counts[""]),
            *((state.value, _(STATE_LABELS[state]), counts[state.value]) for state in QUEUE_STATES),
            (LATE, _("Lewat batas"), counts[LATE]),
            (NEWS, _("Pelapor menulis lagi"), counts[NEWS]),
        ],
        "is_open": is_unlocked(request, request.at),
    }
    return render(request, "cases/queue.html", context)


@require_http_methods(["GET", "POST"])
def report(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a report's cover; a POST opens it, which the journal keeps."""
    actor = actor_required(request)
    found = report_get(actor=actor, ref=ref)
    context = _cover(request, actor, found)
    if request.method == "POST":
        key = unlocked_unit_key(request, found.unit_key_id)
        opened = report_open(actor=actor, ref=ref, unit_key=key, at=request.at)
        context |= _opened(request, opened)
    return render(request, "cases/report.html", context)


@require_http_methods(["GET", "POST"])
def evidence(request: StaffRequest, ref: str, evidence: str) -> HttpResponse:
    """Ask why a file is opened; a POST hands it out, which its history keeps."""
    actor = actor_required(request)
    found = report_get(actor=actor, ref=ref)
    form = EvidenceForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"form": form, "report": found}
        return render(request, "cases/evidence.html", context, status=status)
    opened = report_evidence_open(
        actor=actor,
        ref=ref,
        evidence=evidence,
        unit_key=unlocked_unit_key(request, found.unit_key_id),
        reason=form.cleaned_data["reason"],
        at=request.at,
        is_original=form.cleaned_data["is_original"],
    )
    is_shown = opened.kind.startswith("image/") and not opened.is_original
    place = "inline" if is_shown else "attachment"
    headers = {"Content-Disposition": f'{place}; filename="bukti-{evidence}"'}
    return HttpResponse(opened.content, content_type=opened.kind, headers=headers)


@require_http_methods(["GET", "POST"])
def report_step(request: StaffRequest, ref: str, act: str) -> HttpResponse:
    """Take a step on a report; a refusal leaves the form as it was typed."""
    actor = actor_required(request)
    found = report_for_handling(actor=actor, ref=ref)
    step = report_act(act)
    if step.ends_reading:
        unlocked_unit_key(request, found.unit_key_id)
    form = step.form(request, found)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        tried = step_try(lambda: step.take(request, found, form))
        if not tried.refusal:
            messages.success(request, step.done())
            return _onward(ref)
        form.add_error(None, tried.refusal)
        status = tried.status
    context = {"form": form, "report": found, "step": step, "act": act}
    return render(request, "cases/report_step.html", context, status=status)


def _onward(ref: str) -> HttpResponse:
    """Return to the case that the report became, else to the report's cover."""
    case = case_of_report(ref)
    return redirect("case", ref=case.ref) if case else redirect("queue-report", ref=ref)


def _row(report: Report, request: StaffRequest, calendar: Calendar) -> dict[str, Any]:
    state = ReportState(report.state)
    return {
        "report": report,
        "state": TAGS.get(state, "run"),
        "words": _(STATE_LABELS[state]),
        "due": due_said(report.due_on, today=request.today, calendar=calendar),
    }


def _cover(request: StaffRequest, actor: Actor, found: Report) -> dict[str, Any]:
    calendar = calendar_of(actor.government, request.today)
    reason = REASON_LABELS[CloseReason(found.close_reason)] if found.close_reason else ""
    return {
        "report": found,
        "row": _row(found, request, calendar),
        "reason": _(reason) if reason else "",
        "case": case_of_report(found.ref),
        "may_read": actor.role in READERS,
        "may_take": found.state == ReportState.RECEIVED.value and actor.role == "penangan",
        "is_in_triage": found.state == ReportState.IN_TRIAGE.value and actor.role == "penangan",
        "is_asked": found.state == ReportState.NEEDS_DETAILS.value and actor.role == "penangan",
        "is_ended": ReportState(found.state) in CLOSED_STATES and actor.role == "penangan",
        "is_open": is_unlocked(request, request.at),
    }


def _opened(request: StaffRequest, opened: OpenedReport) -> dict[str, Any]:
    text = opened.text
    first_reading = opened.state in {ReportState.RECEIVED, ReportState.IN_TRIAGE}
    is_masked = first_reading and request.POST.get("nama") != "tampil"
    names = [text.who] if is_masked else []
    return {
        "opened": opened,
        "is_masked": is_masked,
        "happened_on": day_written(text.happened_on),
        "known_on": day_written(text.known_on),
        "what": masked_parts(text.what, names),
        "place": masked_parts(text.place, names),
        "talk": [
            {"who": said.who, "at": said.at, "text": said.text, "is_mine": said.is_mine}
            for said in opened.messages
        ],
        "opening_form": OpeningForm(
            initial={"act_on": day_written(text.happened_on)}, today=request.today, family=text.act
        ),
    }
