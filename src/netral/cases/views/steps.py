"""The steps of a case, each on a page of its own, and the rule on what reporters learn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from netral.cases.access import rule_for_setting
from netral.cases.forms.intake import ReferralForm
from netral.cases.forms.steps import (
    DeliveryForm,
    ExaminationForm,
    NoteForm,
    ReporterRuleForm,
    VerdictForm,
)
from netral.cases.models import Case
from netral.cases.queries.cases import case_get, persons_found, steps_of
from netral.cases.queries.clocks import clock_day
from netral.cases.queries.law import addressees_offered, deciders_of, sanctions_offered
from netral.cases.services.decision import (
    case_close,
    case_decide,
    case_deliver,
    reporter_rule_set,
)
from netral.cases.services.examination import case_examine, case_match, case_summon
from netral.cases.services.referral import case_refer
from netral.cases.services.tries import step_try
from netral.cases.views.cases import case_row, decision_context, law_context
from netral.cases.views.words import journey
from netral.core.access import Actor
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import CaseRef, PersonRef
from netral.people.access import actor_required
from netral.people.queries.calendar import calendar_of
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest

SHOWN_PEOPLE = 20
NOBODY = "bukan-asn"
WORDS = {
    "panggil": (
        gettext_noop("Kirim panggilan?"),
        gettext_noop(
            "Sejak saat ini terlapor tahu ada dugaan. Panggilan tidak bisa ditarik "
            "(PP 94/2021 Pasal 26)."
        ),
        gettext_noop("Panggil"),
    ),
    "periksa": (
        gettext_noop("Catat pemeriksaan"),
        gettext_noop("Fakta yang dijawab menentukan rentang sanksinya (PP 94/2021 Pasal 27)."),
        gettext_noop("Simpan pemeriksaan"),
    ),
    "sampaikan": (
        gettext_noop("Catat penyampaian"),
        gettext_noop("Sejak hari ini dihitung mulai berlakunya keputusan."),
        gettext_noop("Simpan penyampaian"),
    ),
    "teruskan": (
        gettext_noop("Teruskan perkara"),
        gettext_noop("Sampai mereka mengonfirmasi, tanggung jawab tetap pada kantor ini."),
        gettext_noop("Teruskan"),
    ),
    "tutup": (
        gettext_noop("Tutup perkara?"),
        gettext_noop("Setiap pelapor mendapat jawaban terakhir. Catatannya tetap ada di Jejak."),
        gettext_noop("Tutup perkara"),
    ),
}
Service = Callable[[StaffRequest, CaseRef, Any], object]


@require_http_methods(["GET", "POST"])
def step(request: StaffRequest, ref: str, act: str) -> HttpResponse:
    """Take a step that needs one form; a refusal leaves the form as it was typed."""
    actor = actor_required(request)
    found = case_get(actor=actor, ref=CaseRef(ref), today=request.today)
    if act not in WORDS:
        raise NotVisibleError("Langkah ini tidak ada.")
    form = _form(request, found, act)
    tried = None
    if form.is_valid():
        tried = step_try(lambda: SERVICES[act](request, CaseRef(ref), form))
        if not tried.refusal:
            messages.success(request, _("Langkah ini tersimpan."))
            return redirect("case", ref=ref)
        form.add_error(None, tried.refusal)
    title, explanation, button = map(_, WORDS[act])
    context = {
        "form": form,
        "title": title,
        "explanation": explanation,
        "button": button,
        "earliest": clock_day(found, "DIS-PANGGIL-1") if act == "periksa" else None,
        "row": _row(request, actor, found),
        "case": found,
    }
    return render(request, "cases/case_step.html", context, status=_status(form, tried))


@require_http_methods(["GET", "POST"])
def match(request: StaffRequest, ref: str) -> HttpResponse:
    """Search the roster for the respondent; a POST with a person keeps the match.

    The words searched for travel in the body, so that no name stands in an address.
    """
    actor = actor_required(request)
    found = case_get(actor=actor, ref=CaseRef(ref), today=request.today)
    chosen, words = request.POST.get("orang", ""), request.POST.get("cari", "")
    tried = None
    if chosen:
        person = None if chosen == NOBODY else PersonRef(chosen)
        tried = step_try(
            lambda: case_match(actor=actor, ref=CaseRef(ref), person=person, at=request.at)
        )
        if not tried.refusal:
            messages.success(request, _("Terlapor dicatat."))
            return redirect("case", ref=ref)
    people = persons_found(government=actor.government, words=words, today=request.today)
    context = {
        "case": found,
        "row": _row(request, actor, found),
        "words": words,
        "people": people[:SHOWN_PEOPLE],
        "refusal": tried.refusal if tried else "",
        "nobody": NOBODY,
    }
    status = tried.status if tried else 200
    return render(request, "cases/match.html", context, status=status)


@require_http_methods(["GET", "POST"])
def decide(request: StaffRequest, ref: str) -> HttpResponse:
    """Decide; who comes second is told what stands now and keeps what they typed."""
    actor = actor_required(request)
    found = case_get(actor=actor, ref=CaseRef(ref), today=request.today)
    form = VerdictForm(request.POST or None, offered=sanctions_offered(found))
    tried = None
    if form.is_valid():
        tried = step_try(
            lambda: case_decide(
                actor=actor, ref=CaseRef(ref), verdict=form.verdict(), at=request.at
            )
        )
        if not tried.refusal:
            messages.success(request, _("Keputusan tersimpan. Pelapor dikabari."))
            return redirect("case", ref=ref)
        form.add_error(None, tried.refusal)
        found = case_get(actor=actor, ref=CaseRef(ref), today=request.today)
    context = {
        "form": form,
        "case": found,
        "row": _row(request, actor, found),
        "journey": journey(found, steps_of(found)),
        "may_decide": actor.role in deciders_of(found),
        **decision_context(request, found),
        **law_context(found),
    }
    return render(request, "cases/decide.html", context, status=_status(form, tried))


@require_http_methods(["GET", "POST"])
def rule(request: StaffRequest) -> HttpResponse:
    """Show and enter the rule on whether reporters learn the kind of a sanction."""
    actor = actor_required(request)
    held = rule_for_setting(actor=actor)
    kept = {"shows_kind": held.shows_kind, "source": held.source} if held else None
    form = ReporterRuleForm(request.POST or None, initial=kept)
    if form.is_valid():
        reporter_rule_set(actor=actor, at=request.at, **form.cleaned_data)
        messages.success(request, _("Aturan tersimpan."))
        return redirect("reporter_rule")
    question = Question(
        title=_("Jawaban kepada pelapor"),
        explanation=_("Pelapor selalu tahu terbukti atau tidak, dan bahwa sanksi dijalankan."),
        action=_("Simpan"),
        back_url="/perkara/",
    )
    return confirm_page(request, question, form)


def _form(request: StaffRequest, case: Case, act: str) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if act == "periksa":
        return ExaminationForm(data, case=case, initial={"on": request.today})
    if act == "sampaikan":
        return DeliveryForm(data, initial={"on": request.today})
    if act == "teruskan":
        return ReferralForm(data, addressees=addressees_offered(case, request.today))
    return NoteForm(data)


def _summon(request: StaffRequest, ref: CaseRef, form: Any) -> object:
    note = form.cleaned_data["note"]
    return case_summon(actor=request.actor, ref=ref, note=note, at=request.at)


def _examine(request: StaffRequest, ref: CaseRef, form: Any) -> object:
    found = form.examination()
    return case_examine(actor=request.actor, ref=ref, examination=found, at=request.at)


def _deliver(request: StaffRequest, ref: CaseRef, form: Any) -> object:
    return case_deliver(actor=request.actor, ref=ref, at=request.at, **form.cleaned_data)


def _refer(request: StaffRequest, ref: CaseRef, form: Any) -> object:
    return case_refer(actor=request.actor, ref=ref, at=request.at, **form.cleaned_data)


def _close(request: StaffRequest, ref: CaseRef, form: Any) -> object:
    note = form.cleaned_data["note"]
    return case_close(actor=request.actor, ref=ref, note=note, at=request.at)


SERVICES: dict[str, Service] = {
    "panggil": _summon,
    "periksa": _examine,
    "sampaikan": _deliver,
    "teruskan": _refer,
    "tutup": _close,
}


def _row(request: StaffRequest, actor: Actor, case: Case) -> dict[str, Any]:
    return case_row(case, request, calendar_of(actor.government, request.today))


def _status(form: forms.Form, tried: Any) -> int:
    """Return the page's status: of the refusal, else 422 for a form that could not be used."""
    if tried is not None:
        return int(tried.status)
    return 422 if form.is_bound else 200
