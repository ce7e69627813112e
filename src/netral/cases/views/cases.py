"""Cases: the list by need, and one case with its clocks, its journey and its law."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from netral.cases.models import Case
from netral.cases.queries.cases import (
    LATE,
    MINE,
    case_get,
    case_reports,
    cases_listed,
    like_outcomes,
    steps_of,
)
from netral.cases.queries.clocks import clock_faces, clocks_of, due_said
from netral.cases.queries.law import (
    act_title,
    answer_for,
    answers_replayed,
    deciders_of,
    examiners_of,
    own_authority,
    sanctions_offered,
)
from netral.cases.services.sealing import notes_read, reasons_read
from netral.cases.views.words import (
    STEP_WORDS,
    clock_buttons,
    journey,
    stage_tag,
    step_buttons,
)
from netral.circulars.queries.rules_words import STAGE_LABELS as ELECTION_STAGES
from netral.core import law
from netral.core.access import Actor
from netral.core.clock import Calendar
from netral.core.flow.case import (
    MATCH_LABELS,
    NOT_PROVEN_LABELS,
    OFFICE_ROLES,
    STAGE_LABELS,
    CaseStage,
    Match,
    NotProvenReason,
    buttons,
)
from netral.core.kinds.refs import CaseRef
from netral.people.access import actor_required
from netral.people.models import Person
from netral.people.queries.calendar import calendar_of
from netral.people.services.unlock import is_unlocked
from netral.shell.http import StaffRequest

PAGE = 25
FEW_CASES = 5


@require_GET
def cases(request: StaffRequest) -> HttpResponse:
    """Show the cases the officer may see, the nearest day first."""
    actor = actor_required(request)
    stage = request.GET.get("tahap", "")
    which = request.GET.get("pilih", "")
    found = cases_listed(actor=actor, today=request.today, stage=stage, which=which)
    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    calendar = calendar_of(actor.government, request.today)
    context = {
        "page": page,
        "rows": [case_row(case, request, calendar) for case in page],
        "stages": [
            ("", _("Berjalan")),
            *((item.value, _(STAGE_LABELS[item])) for item in CaseStage),
            ("semua", _("Semua")),
        ],
        "picks": [("", _("Semua")), (MINE, _("Menunggu saya")), (LATE, _("Lewat batas"))],
    }
    return render(request, "cases/cases.html", context)


@require_GET
def case(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one case."""
    actor = actor_required(request)
    found = case_get(actor=actor, ref=CaseRef(ref), today=request.today)
    calendar = calendar_of(actor.government, request.today)
    steps, clocks = steps_of(found), clocks_of(found)
    notes = notes_read(request=request, case=found, steps=steps)
    context = {
        "row": case_row(found, request, calendar),
        "case": found,
        "match": _(MATCH_LABELS[Match(found.match)]),
        "election_stage": ELECTION_STAGES.get(found.election_stage, ""),
        "clocks": clock_faces(clocks, today=request.today, calendar=calendar),
        "clock_buttons": clock_buttons(actor, found, clocks, request.today),
        "journey": journey(found, steps),
        "notes": [
            {"title": _(STEP_WORDS[step.act]), "step": step, "text": notes[step.pk]}
            for step in steps
            if step.pk in notes
        ],
        "sealed_notes": any(step.sealed_note for step in steps),
        "is_open": is_unlocked(request, request.at),
        "reports": case_reports(found),
        "may_open_reports": actor.role in OFFICE_ROLES,
        "buttons": _buttons(actor, found),
        "referral": getattr(found, "referral", None),
        **decision_context(request, found),
        **law_context(found),
    }
    return render(request, "cases/case.html", context)


def case_row(case: Case, request: StaffRequest, calendar: Calendar) -> dict[str, Any]:
    """Return a case as lists and heads show it."""
    state, words = stage_tag(case)
    return {
        "case": case,
        "title": act_title(case),
        "state": state,
        "words": words,
        "status": dict(Person.Status.choices).get(case.respondent_status, ""),
        "due": due_said(case.due_on, today=request.today, calendar=calendar),
        "is_closed": case.stage == CaseStage.CLOSED.value,
    }


def law_context(case: Case) -> dict[str, Any]:
    """Return what the law data says of a case, and how like cases ended."""
    answer = answer_for(case)
    chosen = case.decision.items[0] if hasattr(case, "decision") and case.decision.items else ""
    outcomes = like_outcomes(case, sanctions_offered(case), chosen)
    total = sum(outcome.count for outcome in outcomes)
    return {
        "answer": answer,
        "own_authority": own_authority(case, answer.decider),
        "replays": answers_replayed(case),
        "outcomes": outcomes,
        "outcomes_total": total,
        "are_few": total < FEW_CASES,
    }


def decision_context(request: StaffRequest, case: Case) -> dict[str, Any]:
    """Return the decision in words, its sealed reasons as far as they may be read here."""
    decision = getattr(case, "decision", None)
    if decision is None:
        return {"decision": None}
    reason, outside = reasons_read(request=request, case=case, decision=decision)
    items = [law.sanction_item(item) for item in decision.items]
    why = NOT_PROVEN_LABELS[NotProvenReason(decision.reason_code)] if decision.reason_code else ""
    return {
        "decision": decision,
        "decision_items": items,
        "decision_why": _(why) if why else "",
        "decision_reason": reason,
        "decision_outside": outside,
    }


def _buttons(actor: Actor, case: Case) -> list[dict[str, str]]:
    stage = CaseStage(case.stage)
    by_level = deciders_of(case) if stage is CaseStage.EXAMINED else examiners_of(case)
    if stage is CaseStage.EXAMINED:
        by_level |= deciders_of(case, "berat")  # who may go beyond the range
    return step_buttons(buttons(stage, actor.role, by_level))
