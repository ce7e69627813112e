"""The officer's table, the overview, and the coverage as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from netral.cases.queries.clocks import DueSaid, due_said
from netral.core.access import Actor
from netral.core.flow.coverage import State
from netral.oversight.access import reader_required
from netral.oversight.queries.overview import overview
from netral.oversight.queries.waiting import Waiting, waiting_for
from netral.people.access import actor_required
from netral.people.queries.calendar import calendar_of
from netral.shell.http import StaffRequest

SHOWN = 10


@require_GET
def table(request: StaffRequest) -> HttpResponse:
    """Show what waits for this officer today."""
    actor = actor_required(request)
    rows = _said(waiting_for(actor=actor, today=request.today), actor, request)
    return render(request, "oversight/table.html", {"rows": rows})


def _said(
    rows: Sequence[Waiting], actor: Actor, request: StaffRequest
) -> list[tuple[Waiting, DueSaid]]:
    """Return each thing with how near its day is: who looks is reminded before it is over."""
    calendar = calendar_of(actor.government, request.today)
    return [(row, due_said(row.due_on, today=request.today, calendar=calendar)) for row in rows]


@require_GET
def overview_page(request: StaffRequest) -> HttpResponse:
    """Show how the government stands: letters, pledges, cases, directives."""
    actor = reader_required(request)
    page = overview(actor=actor, today=request.today)
    whole = page.coverage.figures
    has_letter = page.coverage.topic.version is not None
    stats = [
        {
            "figure": whole.reached(State.PLEDGED),
            "label": _("ASN berikrar"),
            "of": whole.total if has_letter else 0,
        },
        {"figure": page.cases.running, "label": _("perkara berjalan")},
        {
            "figure": page.cases.late,
            "label": _("lewat batas waktu"),
            "is_late": page.cases.late > 0,
        },
        {
            "figure": page.directives_open,
            "label": _("arahan terbuka"),
            "is_late": page.directives_late > 0,
        },
    ]
    rows = _said(page.waiting[:5], actor, request)
    every = page.coverage.rows if has_letter else []
    shown = every if "semua" in request.GET else every[:SHOWN]
    context = {
        "page": page,
        "stats": stats,
        "waiting": rows,
        "whole": whole,
        "shown": shown,
        "hidden": len(every) - len(shown),
        "others": page.others,
        "others_shown": page.others.rows[:SHOWN] if page.others else [],
        "has_letter": has_letter,
    }
    return render(request, "oversight/overview.html", context)
