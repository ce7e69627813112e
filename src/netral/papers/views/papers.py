"""Checking papers at the public door, withdrawing them at the staff door."""

from __future__ import annotations

import hashlib

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.core.kinds.refs import PaperRef, handle_shown
from netral.papers.access import TRUST_CONFIRMERS, letterhead_seen, withdrawer_required
from netral.papers.forms import (
    PATTERN_PARTS,
    CodeForm,
    FileForm,
    LetterheadForm,
    NumberPatternForm,
    PdfForm,
    WithdrawForm,
)
from netral.papers.models import Paper
from netral.papers.queries import (
    letterhead_initial,
    letterheads_listed,
    number_pattern_of,
    offices_on,
    paper_file_is_known,
    paper_proof,
    paper_public,
    paper_sealing,
    paper_successor,
    papers_visible,
)
from netral.papers.services import (
    letterhead_sample_pdf,
    letterhead_set,
    number_pattern_set,
    number_samples,
    number_written,
    paper_withdraw,
)
from netral.papers.services.pdf_check import pdf_checked, trusted_names
from netral.people.access import actor_required
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import PublicRequest, StaffRequest

PAGE_ROWS = 50
CIRCULARS = "SE"
"""The series of the numbers of circulars."""


@require_GET
def check(request: PublicRequest) -> HttpResponse:
    """The form for a code; with one, on to its page."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("paper-check", ref=paper_public(form.cleaned_data["kode"]).ref)
    return render(request, "papers/check.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: PublicRequest, ref: str) -> HttpResponse:
    """What anyone with the code may know; a POST compares a file and keeps nothing."""
    found = paper_public(ref)
    if found.ref != ref:
        return redirect("paper-check", ref=found.ref)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    compared = ""
    if form.is_bound and form.is_valid():
        compared = _compared(found, form)
    context = {
        "paper": found,
        "shown": handle_shown(found.ref),
        "sealing": paper_sealing(found),
        "successor": paper_successor(found),
        "form": form,
        "compared": compared,
    }
    return render(request, "papers/paper.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: PublicRequest) -> HttpResponse:
    """What the signatures of any PDF say; a POST reads the file and keeps nothing."""
    sent = int(request.META.get("CONTENT_LENGTH") or 0)
    form = (
        PdfForm(request.POST, request.FILES, sent=sent) if request.method == "POST" else PdfForm()
    )
    checked = None
    if form.is_bound and form.is_valid():
        checked = pdf_checked(form.cleaned_data["berkas"].read())
    context = {"form": form, "checked": checked, "roots": trusted_names()}
    return render(request, "papers/pdf.html", context, status=_status(form))


@require_GET
def proof(_request: PublicRequest, ref: str) -> HttpResponse:
    """The proof that the paper's entry stands in the journal, as a tlog-proof."""
    found = paper_public(ref)
    return _text(paper_proof(found), f"bukti-tercatat-{found.ref}.txt")


@require_GET
def papers(request: StaffRequest) -> HttpResponse:
    """The papers of the government, newest first; with a code, that one alone."""
    actor = actor_required(request)
    withdrawer_required(actor, actor.government)
    code = request.GET.get("kode", "")
    page = Paginator(papers_visible(actor=actor, code=code), PAGE_ROWS)
    context = {
        "page": page.get_page(request.GET.get("halaman")),
        "code": code,
        "sets_trust": actor.role in TRUST_CONFIRMERS,
    }
    return render(request, "papers/papers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, ref: str) -> HttpResponse:
    """A second page that asks why, then withdraws."""
    actor = actor_required(request)
    found = paper_public(ref)
    withdrawer_required(actor, found.government_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        paper_withdraw(actor=actor, ref=PaperRef(ref), at=request.at, **form.cleaned_data)
        messages.success(request, _("Dokumen dicabut. Halaman periksanya sudah mengatakannya."))
        return redirect("papers")
    question = Question(
        title=_("Cabut dokumen ini?"),
        explanation=f"{found.title}, {handle_shown(found.ref)}",
        consequences=[
            _("Halaman periksa menyebut dokumen ini dicabut, dengan alasan Anda."),
            _("Pencabutan tercatat di Jejak dan tidak bisa ditarik."),
        ],
        action=_("Cabut dokumen"),
        is_grave=True,
        back_url=reverse("papers"),
    )
    return confirm_page(request, question, form)


@require_GET
def letterheads(request: StaffRequest) -> HttpResponse:
    """The letterheads of the government, each with the day it began, and the number pattern."""
    actor = actor_required(request)
    withdrawer_required(actor, actor.government)
    pattern = number_pattern_of(government=actor.government, series=CIRCULARS)
    context = {
        "rows": letterheads_listed(actor=actor, on=request.today),
        "pattern": pattern,
        "example": number_written(pattern, 1, CIRCULARS, request.today),
    }
    return render(request, "papers/letterheads.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letterhead_new(request: StaffRequest) -> HttpResponse:
    """Enter a letterhead that begins on a day, or look at a sample without keeping anything."""
    actor = actor_required(request)
    withdrawer_required(actor, actor.government)
    is_sent = request.method == "POST"
    unit = request.GET.get("unit", "")
    form = LetterheadForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial=letterhead_initial(government=actor.government, unit=unit, on=request.today),
        offices=offices_on(government=actor.government, on=request.today),
        today=request.today,
    )
    if is_sent and form.is_valid():
        if "contoh" in request.POST:
            return _pdf(letterhead_sample_pdf(actor=actor, text=form.text(), at=request.at))
        letterhead_set(actor=actor, text=form.text(), at=request.at)
        messages.success(request, _("Kop surat tersimpan. Surat lama tetap memakai kop lamanya."))
        return redirect("letterheads")
    context = {"form": form}
    return render(request, "papers/letterhead_new.html", context, status=_status(form))


@require_GET
def letterhead_sample(request: StaffRequest, ref: str) -> HttpResponse:
    """A sample letter under a letterhead that is entered."""
    row = letterhead_seen(actor_required(request), ref)
    return _pdf(letterhead_sample_pdf(actor=actor_required(request), row=row, at=request.at))


@require_http_methods(["GET", "HEAD", "POST"])
def number_pattern(request: StaffRequest) -> HttpResponse:
    """Set how the government numbers its circulars, or look at examples without keeping it."""
    actor = actor_required(request)
    withdrawer_required(actor, actor.government)
    is_sent = request.method == "POST"
    pattern = number_pattern_of(government=actor.government, series=CIRCULARS)
    form = NumberPatternForm(request.POST if is_sent else None, initial={"pattern": pattern})
    is_tried = "contoh" in request.POST
    if is_sent and form.is_valid() and not is_tried:
        number_pattern_set(
            actor=actor,
            government=actor.government,
            series=CIRCULARS,
            pattern=form.cleaned_data["pattern"],
            at=request.at,
        )
        messages.success(request, _("Pola nomor tersimpan. Surat berikutnya memakainya."))
        return redirect("letterheads")
    shown = form.cleaned_data["pattern"] if is_sent and form.is_valid() else pattern
    context = {
        "form": form,
        "is_tried": is_tried and form.is_valid(),
        "samples": number_samples(shown, CIRCULARS, request.today),
        "parts": [
            (part, meaning, number_written(part, 1, CIRCULARS, request.today))
            for part, meaning in PATTERN_PARTS
        ],
    }
    return render(request, "papers/number_pattern.html", context, status=_status(form))


def _compared(found: Paper, form: FileForm) -> str:
    """Return sama, beda or belum (no file of this paper was ever pressed)."""
    digest = hashlib.sha256()
    for chunk in form.cleaned_data["berkas"].chunks():
        digest.update(chunk)
    known = paper_file_is_known(paper=found, sha256=digest.hexdigest())
    return {True: "sama", False: "beda", None: "belum"}[known]


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound and form.errors else 200


def _text(body: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _pdf(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="contoh-kop-surat.pdf"'
    return response
