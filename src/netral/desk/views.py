"""The desk's pages: meetings, directives, follow-ups, budget realisation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.core.access import Actor, Role, require
from netral.core.flow.meeting import (
    DIRECTIVE_MOVES,
    KEEPERS,
    LEADERS,
    MEETING_MOVES,
    DirectiveStage,
    MeetingStage,
)
from netral.core.flow.moves import moves_from
from netral.core.kinds.refs import DirectiveRef, MeetingRef
from netral.desk.access import step_open
from netral.desk.forms import DirectiveForm, MeetingForm, MinutesForm, SpendingForm, StepForm
from netral.desk.models import Directive, Meeting
from netral.desk.queries import (
    attendances_of,
    directive_get,
    directives_board,
    directives_visible,
    follow_up_get,
    follow_ups_of,
    meeting_figures,
    meeting_get,
    meetings_visible,
    realisations_latest,
    units_to_invite,
)
from netral.desk.services import (
    directive_give,
    directive_step,
    meeting_approve,
    meeting_hold,
    meeting_plan,
    realisation_enter,
)
from netral.people.access import actor_required
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest

PAGE = 25


@require_GET
def meetings(request: StaffRequest) -> HttpResponse:
    """Show the meetings of this government, the latest first."""
    actor = actor_required(request)
    page = Paginator(meetings_visible(actor=actor), PAGE).get_page(request.GET.get("halaman"))
    return render(request, "desk/meetings.html", {"page": page, "may_plan": actor.role == "desk"})


@require_http_methods(["GET", "POST"])
def meeting_new(request: StaffRequest) -> HttpResponse:
    """Plan a meeting."""
    actor = actor_required(request)
    require(actor, Role.DESK, actor.government)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan = form.plan(str(request.at.tzinfo))
        meeting = meeting_plan(actor=actor, plan=plan, at=request.at)
        messages.success(request, _("Rapat direncanakan. Semua perangkat daerah diundang."))
        return redirect("desk_meeting", ref=meeting.ref)
    return _form(request, "desk/meeting_new.html", {"form": form})


@require_GET
def meeting(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one meeting: the board of directives, agenda, attendance."""
    actor = actor_required(request)
    return _meeting_page(request, actor, meeting_get(actor=actor, ref=MeetingRef(ref)))


@require_http_methods(["GET", "POST"])
def meeting_minutes(request: StaffRequest, ref: str) -> HttpResponse:
    """Write the minutes and mark who came."""
    actor = actor_required(request)
    found = meeting_get(actor=actor, ref=MeetingRef(ref))
    require(actor, Role.DESK, actor.government)
    form = MinutesForm(request.POST or None, attendances=list(attendances_of(meeting=found)))
    if request.method == "POST" and form.is_valid():
        meeting_hold(
            actor=actor,
            ref=MeetingRef(ref),
            minutes=form.cleaned_data["minutes"],
            present=form.present(),
            at=request.at,
        )
        messages.success(request, _("Notula dan daftar hadir tersimpan."))
        return redirect("desk_meeting", ref=ref)
    return _form(request, "desk/minutes.html", {"form": form, "meeting": found})


@require_http_methods(["GET", "POST"])
def meeting_approval(request: StaffRequest, ref: str) -> HttpResponse:
    """Approve the minutes on a page of its own."""
    actor = actor_required(request)
    found = meeting_get(actor=actor, ref=MeetingRef(ref))
    require(actor, LEADERS, actor.government)
    if request.method == "POST":
        meeting_approve(actor=actor, ref=MeetingRef(ref), at=request.at)
        messages.success(request, _("Notula disahkan."))
        return redirect("desk_meeting", ref=ref)
    question = Question(
        title=_("Sahkan notula?"),
        explanation=found.title,
        consequences=[_("Notula tidak bisa diubah lagi."), _("Arahan tetap berjalan.")],
        action=_("Sahkan notula"),
        back_url=f"/rakor/{ref}/",
    )
    return confirm_page(request, question)


@require_http_methods(["GET", "POST"])
def directive_new(request: StaffRequest, ref: str) -> HttpResponse:
    """Add a directive to a meeting."""
    actor = actor_required(request)
    found = meeting_get(actor=actor, ref=MeetingRef(ref))
    require(actor, KEEPERS, actor.government)
    owners = list(units_to_invite(actor=actor, today=request.today))
    form = DirectiveForm(request.POST or None, owners=owners, today=request.today)
    if request.method == "POST" and form.is_valid():
        directive_give(actor=actor, meeting=MeetingRef(ref), draft=form.draft(), at=request.at)
        messages.success(request, _("Arahan ditambahkan."))
        return redirect("desk_meeting", ref=ref)
    return _form(request, "desk/directive_new.html", {"form": form, "meeting": found})


@require_GET
def directives(request: StaffRequest) -> HttpResponse:
    """Show every directive the officer may see, by need."""
    actor = actor_required(request)
    found = directives_visible(actor=actor)
    if request.GET.get("keadaan", "") != "semua":
        found = found.exclude(stage=DirectiveStage.ACCEPTED.value)
    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    choices = [("", _("Masih terbuka")), ("semua", _("Semua"))]
    return render(request, "desk/directives.html", {"page": page, "choices": choices})


@require_GET
def directive(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one directive with all its steps and what may come next."""
    actor = actor_required(request)
    found = directive_get(actor=actor, ref=DirectiveRef(ref))
    return render(request, "desk/directive.html", _directive_context(actor, found, request))


@require_http_methods(["GET", "POST"])
def directive_move(request: StaffRequest, ref: str, act: str) -> HttpResponse:
    """Take a step on a directive."""
    actor = actor_required(request)
    found = directive_get(actor=actor, ref=DirectiveRef(ref))
    step_open(actor, found, act)
    form = StepForm(request.POST or None, request.FILES or None, is_proof=act == "prove")
    if request.method == "POST" and form.is_valid():
        directive_step(
            actor=actor,
            ref=DirectiveRef(ref),
            act=act,
            note=form.cleaned_data["note"],
            evidence=form.cleaned_data.get("file"),
            at=request.at,
        )
        messages.success(request, _("Langkah ini tersimpan."))
        return redirect("desk_directive", ref=ref)
    context = {"form": form, "directive": found, "action": _action(actor, found, act)}
    return _form(request, "desk/step.html", context)


@require_GET
def evidence(request: StaffRequest, ref: str, number: int) -> FileResponse:
    """Hand out the evidence of one step as a download."""
    actor = actor_required(request)
    step = follow_up_get(actor=actor, ref=DirectiveRef(ref), number=number)
    stored = default_storage.open(step.file_path)
    return FileResponse(
        stored, as_attachment=True, filename=step.file_name, content_type=step.file_type
    )


@require_http_methods(["GET", "POST"])
def realisation(request: StaffRequest) -> HttpResponse:
    """Show the latest month of each unit, and take the own unit's figures."""
    actor = actor_required(request)
    form = SpendingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        realisation_enter(actor=actor, unit=actor.unit, spending=form.spending(), at=request.at)
        messages.success(request, _("Angka bulan ini tersimpan."))
        return redirect("desk_realisation")
    context = {
        "form": form if actor.role == "kepala_opd" else None,
        "rows": realisations_latest(actor=actor),
    }
    return _form(request, "desk/realisation.html", context)


def _form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a form page: 422 after a POST that could not be used."""
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _meeting_page(request: StaffRequest, actor: Actor, found: Meeting) -> HttpResponse:
    topic = request.GET.get("tentang", "")
    figures = meeting_figures(meeting=found, today=request.today)
    context = {
        "meeting": found,
        "figures": figures,
        "stats": [
            {"figure": figures.present, "label": _("hadir"), "of": figures.invited},
            {"figure": figures.directives, "label": _("arahan")},
            {"figure": figures.accepted, "label": _("selesai dengan bukti")},
            {
                "figure": figures.overdue,
                "label": _("lewat tanggal"),
                "is_late": figures.overdue > 0,
            },
        ],
        "board": directives_board(actor=actor, meeting=found, topic=topic),
        "topics": [("", _("Semua")), *Directive.Topic.choices],
        "attendances": attendances_of(meeting=found),
        "moves": moves_from(MEETING_MOVES, MeetingStage(found.stage), actor.role),
        "may_give": actor.role in KEEPERS,
    }
    return render(request, "desk/meeting.html", context)


def _directive_context(actor: Actor, found: Directive, request: StaffRequest) -> dict[str, Any]:
    moves = moves_from(DIRECTIVE_MOVES, DirectiveStage(found.stage), actor.role)
    return {
        "directive": found,
        "steps": follow_ups_of(directive=found),
        "moves": moves,
        "is_late": found.due_on < request.today and found.stage != DirectiveStage.ACCEPTED.value,
    }


def _action(actor: Actor, found: Directive, act: str) -> str:
    """Return the words of the step's button, if it may be taken from here."""
    moves = moves_from(DIRECTIVE_MOVES, DirectiveStage(found.stage), actor.role)
    return next((_(move.label) for move in moves if move.act == act), _("Simpan"))
