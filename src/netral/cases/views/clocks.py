"""One case's clock paused, taken up again, or extended: a page for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from netral.cases.access import step_page_check
from netral.cases.forms.clocks import ClockForm, ExtensionForm, PauseForm
from netral.cases.models import Case, CaseClock
from netral.cases.queries.cases import case_get
from netral.cases.services.pauses import (
    case_clock_extend,
    case_clock_resume,
    case_clock_suspend,
)
from netral.cases.services.tries import step_try
from netral.cases.views.cases import case_row
from netral.cases.views.words import CLOCK_PLACES
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import CaseRef
from netral.people.access import actor_required
from netral.people.queries.calendar import calendar_of
from netral.shell.http import StaffRequest

WORDS = {
    "jeda": (
        gettext_noop("Jeda batas waktu"),
        gettext_noop(
            "Hari-hari yang dijeda tidak dihitung. Satu hari hanya dijeda satu kali, dan batas "
            "yang sudah lewat tidak bisa dijeda."
        ),
        gettext_noop("Jeda"),
    ),
    "lanjutkan": (
        gettext_noop("Akhiri jeda"),
        gettext_noop("Mulai hari ini batas waktunya berjalan lagi."),
        gettext_noop("Akhiri jeda"),
    ),
    "perpanjang": (
        gettext_noop("Perpanjang batas waktu"),
        gettext_noop("Sebuah batas diperpanjang sekali, paling banyak sebanyak batas awalnya."),
        gettext_noop("Perpanjang"),
    ),
}
ACTS = {place: act for act, place in CLOCK_PLACES.items()}
Service = Callable[[StaffRequest, CaseRef, Any], object]


@require_http_methods(["GET", "POST"])
def move(request: StaffRequest, ref: str, act: str) -> HttpResponse:
    """Move a running limit; a refusal leaves the form as it was typed."""
    actor = actor_required(request)
    found = case_get(actor=actor, ref=CaseRef(ref), today=request.today)
    if act not in WORDS:
        raise NotVisibleError("Langkah ini tidak ada.")
    step_page_check(actor=actor, case=found, act=ACTS[act])
    form = FORMS[act](request.POST or None, clocks=_limits(found, act, request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        tried = step_try(lambda: SERVICES[act](request, CaseRef(ref), form))
        if not tried.refusal:
            messages.success(request, _("Batas waktunya dihitung ulang."))
            return redirect("case", ref=ref)
        form.add_error(None, _(tried.refusal))
        status = tried.status
    title, explanation, button = map(_, WORDS[act])
    context = {
        "form": form,
        "title": title,
        "explanation": explanation,
        "button": button,
        "row": case_row(found, request, calendar_of(actor.government, request.today)),
        "case": found,
    }
    return render(request, "cases/case_step.html", context, status=status)


def _limits(case: Case, act: str, request: StaffRequest) -> list[CaseClock]:
    """Return the running limits that this act may be meant for."""
    running = case.clocks.filter(done_at=None, is_limit=True)
    if act == "lanjutkan":
        paused = running.filter(pauses__resumed_at=None, pauses__last_on__gte=request.today)
        return list(paused.distinct().order_by("due_on"))
    limits = list(running.order_by("due_on"))
    if act == "perpanjang":
        return [clock for clock in limits if not clock.term["extend_n"]]
    return limits


def _suspend(request: StaffRequest, ref: CaseRef, form: Any) -> object:
    return case_clock_suspend(
        actor=request.actor,
        ref=ref,
        code=form.cleaned_data["code"],
        days=form.days(),
        ground=form.ground(),
        at=request.at,
    )


def _resume(request: StaffRequest, ref: CaseRef, form: Any) -> object:
    data = form.cleaned_data
    return case_clock_resume(
        actor=request.actor, ref=ref, code=data["code"], note=data["note"], at=request.at
    )


def _extend(request: StaffRequest, ref: CaseRef, form: Any) -> object:
    data = form.cleaned_data
    return case_clock_extend(
        actor=request.actor,
        ref=ref,
        code=data["code"],
        n=data["n"],
        ground=form.ground(),
        at=request.at,
    )


FORMS: dict[str, type[ClockForm]] = {
    "jeda": PauseForm,
    "lanjutkan": ClockForm,
    "perpanjang": ExtensionForm,
}
SERVICES: dict[str, Service] = {"jeda": _suspend, "lanjutkan": _resume, "perpanjang": _extend}
