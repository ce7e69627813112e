"""The writers' pages: a new circular, its draft, the steps, passing on, the sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netral.circulars.access import (
    SHEETS_BY,
    circular_seen,
    draft_editable,
    drafter_required,
    officer_required,
    step_open,
    unit_seen,
    version_in_force_required,
)
from netral.circulars.forms.addressees import addressees_usual
from netral.circulars.forms.drafting import NewCircularForm, usual_bases
from netral.circulars.forms.editing import edit_forms
from netral.circulars.forms.steps import CoverNoteForm, PublishForm, ReasonForm, StepForm
from netral.circulars.models import Circular
from netral.circulars.queries.findings import doubts_told
from netral.circulars.queries.letters import version_in_force
from netral.circulars.queries.pages import papers_of
from netral.circulars.services import (
    circular_approve,
    circular_draft,
    circular_pass_on,
    circular_publish,
    circular_return,
    circular_submit,
    circular_withdraw,
    draft_save,
    sheet_issue,
    version_draft,
)
from netral.circulars.services.content import version_mark
from netral.circulars.services.drafts import handle_new, version_newest
from netral.circulars.views.reading import pdf_response
from netral.circulars.views.words import STEP_WORDS
from netral.core.flow.circular import PASSERS
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest

PLAIN_STEPS: dict[str, Callable[..., Any]] = {
    "submit": circular_submit,
    "approve": circular_approve,
}
REASON_STEPS: dict[str, Callable[..., Any]] = {
    "return": circular_return,
    "withdraw": circular_withdraw,
}
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def new(request: StaffRequest) -> HttpResponse:
    """Begin a circular from ready clauses."""
    actor = drafter_required(request)
    initial = {
        "bases": usual_bases(request.today),
        "form_token": handle_new(),
        **addressees_usual(),
    }
    form = NewCircularForm(
        request.POST or None, initial=initial, government=actor.government, on=request.today
    )
    if request.method == "POST" and form.is_valid():
        circular = circular_draft(
            actor=actor,
            text=form.text(),
            form_token=form.cleaned_data["form_token"],
            at=request.at,
        )
        messages.success(request, _("Rancangan tersimpan. Periksa kata-kata tiap butir."))
        return redirect("circular-edit", ref=circular.ref)
    status = 422 if request.method == "POST" else 200
    return render(request, "circulars/new.html", {"form": form}, status=status)


@get_or_post
def edit(request: StaffRequest, ref: str) -> HttpResponse:
    """Edit the draft: the letter, each clause, a clause of one's own."""
    actor = drafter_required(request)
    version = draft_editable(actor, CircularRef(ref))
    data = request.POST if request.method == "POST" else None
    page = edit_forms(version, on=request.today, data=data)
    if data is not None and page.is_valid():
        draft_save(
            actor=actor,
            ref=CircularRef(ref),
            text=page.text(),
            revision=page.letter.cleaned_data["revision"],
            at=request.at,
        )
        messages.success(request, _("Naskah tersimpan."))
        return redirect("circular-edit", ref=ref)
    context = {
        "page": page,
        "version": version,
        "circular": version.circular,
        **papers_of(version, request.today, is_maker=True),
    }
    return render(request, "circulars/edit.html", context, status=422 if data is not None else 200)


@require_POST
def renew(request: StaffRequest, ref: str) -> HttpResponse:
    """Begin the next version with the words of the newest one."""
    actor = officer_required(request)
    version_draft(actor=actor, ref=CircularRef(ref))
    messages.success(request, _("Versi baru dibuat sebagai rancangan. Yang lama tetap berlaku."))
    return redirect("circular-edit", ref=ref)


@get_or_post
def step(request: StaffRequest, ref: str, act: str) -> HttpResponse:
    """Ask once more, then take a step of the circular's way."""
    actor = officer_required(request)
    circular = circular_seen(actor, CircularRef(ref))
    step_open(actor, circular, act)
    form = _step_form(request, circular, act)
    if request.method == "POST" and form.is_valid():
        service = {**PLAIN_STEPS, **REASON_STEPS, "publish": circular_publish}[act]
        service(actor=actor, ref=CircularRef(ref), at=request.at, **form.said())
        messages.success(request, str(STEP_WORDS[act].done))
        return redirect("circular-detail", ref=ref)
    words = STEP_WORDS[act]
    question = Question(
        title=str(words.title),
        explanation=circular.title,
        consequences=[*map(str, words.consequences), *doubts_told(circular, act, request.today)],
        action=str(words.action),
        back_url=reverse("circular-detail", args=[ref]),
        is_grave=act == "withdraw",
    )
    return confirm_page(request, question, form)


def _step_form(request: StaffRequest, circular: Circular, act: str) -> StepForm:
    bound = version_in_force(circular) if act == "withdraw" else None
    mark = version_mark(bound or version_newest(circular))
    data = request.POST if request.method == "POST" else None
    shown = {"naskah": request.GET.get("naskah", mark)}
    if act == "publish":
        government, ref = circular.government_id, circular.ref
        return PublishForm(data, initial=shown, mark=mark, government=government, ref=ref)
    return (ReasonForm if act in REASON_STEPS else StepForm)(data, initial=shown, mark=mark)


@get_or_post
def pass_on(request: StaffRequest, ref: str, path: str) -> HttpResponse:
    """Pass the circular on to the units below, with a cover note."""
    actor = officer_required(request)
    version = version_in_force_required(circular_seen(actor, CircularRef(ref)))
    place = unit_seen(actor, UnitPath(path), request.today, roles=PASSERS)
    form = CoverNoteForm(request.POST or None)
    back_url = reverse("circular-unit", args=[ref, path])
    if request.method == "POST" and form.is_valid():
        circular_pass_on(
            actor=actor,
            ref=CircularRef(ref),
            unit=UnitPath(path),
            at=request.at,
            note=form.cleaned_data["note"],
        )
        messages.success(request, _("Surat edaran diteruskan, dengan catatan Anda."))
        return redirect(back_url)
    question = Question(
        title=_("Teruskan surat edaran"),
        explanation=f"{version.circular.title}. {place.name}.",
        consequences=[
            _("Unit tepat di bawah %(unit)s menerima surat ini.") % {"unit": place.name},
            _("Catatan Anda dibaca pegawai di atas surat, dengan nama Anda."),
            _("Hari penerusan tercatat di Jejak dan tidak bisa diubah."),
        ],
        action=_("Teruskan ke unit"),
        back_url=back_url,
    )
    return confirm_page(request, question, form)


@get_or_post
def sheet(request: StaffRequest, ref: str, path: str) -> HttpResponse:
    """Say what making the sheet does; then issue the links and hand out the PDF."""
    actor = officer_required(request)
    version = version_in_force_required(circular_seen(actor, CircularRef(ref)))
    place = unit_seen(actor, UnitPath(path), request.today, roles=SHEETS_BY)
    if request.method == "POST":
        pdf = sheet_issue(actor=actor, ref=CircularRef(ref), unit=UnitPath(path), at=request.at)
        # Its codes are shown once: a sheet only looked at would be lost with the next press.
        return pdf_response(pdf, f"lembar-{place.path}", way="attachment")
    question = Question(
        title=_("Buat lembar QR"),
        explanation=f"{version.circular.title}. {place.name}.",
        consequences=[
            _("Setiap pegawai yang duduk di %(unit)s mendapat tautan pribadi baru.")
            % {"unit": place.name},
            _("Lembar lama unit ini yang belum dibuka pemiliknya tidak berlaku lagi."),
            _("Pegawai di lembar ini dihitung “sampai”. Bagikan lembarnya hari ini juga."),
            _("Kode hanya tampil sekali. Jika lembarnya hilang, buat lagi."),
        ],
        action=_("Buat lembar"),
        back_url=reverse("circular-unit", args=[ref, path]),
    )
    return confirm_page(request, question)
