"""Imports of personnel files: upload, match the columns, see the difference, save, take back."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.core.access import Actor, Role, require
from netral.people.access import actor_required
from netral.people.forms.imports import MatchForm, SaveForm, UploadForm
from netral.people.models import PersonnelImport
from netral.people.queries.imports import (
    import_of,
    imports_of,
    remarks_of,
    revert_refusal,
)
from netral.people.services.personnel_files import PersonnelFileError, percent_of
from netral.people.services.personnel_formats import Refusal
from netral.people.services.personnel_intake import (
    Upload,
    personnel_discard,
    personnel_match_and_read,
    personnel_receive,
)
from netral.people.services.personnel_revert import personnel_revert
from netral.people.services.personnel_saving import Choice, personnel_save
from netral.people.views.uploads import RosterUploadHandler
from netral.shell.confirm import Question, confirm_page
from netral.shell.format import plain_cell
from netral.shell.http import StaffRequest

PAGE_SIZE = 50
ONE_DAY = timedelta(days=1)
Phase = PersonnelImport.Phase
STEPS = (lazy("Kirim"), lazy("Cocokkan"), lazy("Periksa"), lazy("Simpan"))
PAGES = {
    Phase.MATCHING: "people/import_match.html",
    Phase.CHECKED: "people/import_check.html",
    Phase.READING: "people/import_wait.html",
    Phase.SAVING: "people/import_wait.html",
}


def officer_required(request: HttpRequest) -> Actor:
    """Return the personnel officer of the whole government; only they import."""
    actor = actor_required(request)
    require(actor, Role.OFFICER, actor.government)
    return actor


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: StaffRequest) -> HttpResponse:
    """Show the imports and take a new file.

    The upload handler must be set before anything reads the form: the CSRF check is therefore the
    inner function's, not the middleware's.
    """
    handler = RosterUploadHandler(request)
    request.upload_handlers = [handler]
    answer: HttpResponse = csrf_protect(_imports)(request, handler)
    return answer


def _imports(request: StaffRequest, handler: RosterUploadHandler) -> HttpResponse:
    actor = officer_required(request)
    if request.method != "POST":
        return _imports_page(request, actor, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if handler.is_too_large:
        form.add_error("file", str(PersonnelFileError(Refusal.TOO_LARGE)))
    if not form.is_valid():
        return _imports_page(request, actor, form)
    file = form.cleaned_data["file"]
    try:
        upload = Upload(file.name, file.chunks())
        entry = personnel_receive(actor=actor, upload=upload, at=request.at)
    except PersonnelFileError as error:
        form.add_error("file", str(error))
        return _imports_page(request, actor, form)
    return redirect("import", entry.ref)


def _imports_page(request: StaffRequest, actor: Actor, form: UploadForm) -> HttpResponse:
    page = Paginator(imports_of(actor=actor), PAGE_SIZE).get_page(request.GET.get("halaman"))
    status = 422 if form.is_bound else 200
    context = {"form": form, "page": page, "steps": STEPS}
    return render(request, "people/imports.html", context, status=status)


@require_safe
def entry(request: StaffRequest, ref: str) -> HttpResponse:
    """Show where an import stands, with what can be done next."""
    found = import_of(actor=officer_required(request), ref=ref)
    return _entry_page(request, found, _form_of(request, found))


@require_POST
def match(request: StaffRequest, ref: str) -> HttpResponse:
    """Take the confirmed columns; a small file is read at once."""
    actor = officer_required(request)
    found = import_of(actor=actor, ref=ref)
    form = _match_form(found, request.POST)
    if not form.is_valid():
        return _entry_page(request, found, form)
    personnel_match_and_read(actor=actor, ref=ref, mapping=form.mapping(), at=request.at)
    return redirect("import", ref)


@require_POST
def save(request: StaffRequest, ref: str) -> HttpResponse:
    """Apply the difference that was shown; a large one is the worker's."""
    actor = officer_required(request)
    found = import_of(actor=actor, ref=ref)
    form = SaveForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, found, form)
    personnel_save(actor=actor, ref=ref, choice=Choice(**form.cleaned_data), at=request.at)
    return redirect("import", ref)


@require_POST
def discard(request: StaffRequest, ref: str) -> HttpResponse:
    """Put a file away that was not saved."""
    personnel_discard(actor=officer_required(request), ref=ref)
    messages.success(request, _("Berkas dihapus. Daftar pegawai tidak berubah."))
    return redirect("imports")


@require_http_methods(["GET", "HEAD", "POST"])
def revert(request: StaffRequest, ref: str) -> HttpResponse:
    """Take an applied import back, after one question."""
    actor = officer_required(request)
    found = import_of(actor=actor, ref=ref)
    if request.method == "POST":
        personnel_revert(actor=actor, ref=ref, at=request.at)
        messages.success(request, _("Impor dibatalkan. Daftar kembali seperti sebelumnya."))
        return redirect("import", ref)
    question = Question(
        title=_("Batalkan impor ini?"),
        explanation=revert_refusal(found),
        consequences=[
            _("Yang baru dari berkas ini berakhir sebelum hari pertamanya."),
            _("Yang berubah, pindah, dan keluar kembali seperti sebelumnya."),
            _("Keduanya tercatat di Jejak."),
        ],
        action=_("Batalkan impor"),
        back_url=reverse("import", args=[ref]),
        is_grave=True,
    )
    return confirm_page(request, question)


@require_safe
def remarks(request: StaffRequest, ref: str) -> HttpResponse:
    """Return what is wrong, row by row, as CSV that a spreadsheet opens."""
    found = import_of(actor=officer_required(request), ref=ref)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="baris-perlu-diperbaiki.csv"'
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([_("Baris"), _("Ditolak"), _("Sebab"), _("Saran")])
    for item in remarks_of(found):
        refused = _("ya") if item.is_refused else _("tidak")
        writer.writerow([item.line, refused, plain_cell(item.reason), plain_cell(item.advice)])
    return answer


def _form_of(request: StaffRequest, found: PersonnelImport) -> MatchForm | SaveForm | None:
    if found.phase == Phase.MATCHING:
        return _match_form(found)
    if found.phase == Phase.CHECKED:
        today = request.today
        initial = {"mode": _safer_mode(found), "valid_from": today, "left_on": today - ONE_DAY}
        return SaveForm(initial=initial)
    return None


def _safer_mode(found: PersonnelImport) -> str:
    """Return what is chosen beforehand: a file that most of the list is not in is hardly whole."""
    counts = found.counts
    is_most = counts.get("left", 0) * 2 > counts.get("current", 0)
    return PersonnelImport.Mode.MERGE if is_most else found.mode


def _match_form(found: PersonnelImport, data: Any = None) -> MatchForm:
    sheet = found.sheet
    return MatchForm(
        data,
        headings=sheet["headings"],
        private=sheet["private"],
        samples=sheet["samples"],
        guess=found.mapping,
    )


def _entry_page(request: StaffRequest, found: PersonnelImport, form: Any) -> HttpResponse:
    page = Paginator(remarks_of(found), PAGE_SIZE).get_page(request.GET.get("halaman"))
    context = {
        "entry": found,
        "form": form,
        "page": page,
        "steps": STEPS,
        "percent": max(found.percent, percent_of(found.ref)),
        "refusal": revert_refusal(found) if found.phase == Phase.APPLIED else "",
    }
    template = PAGES.get(Phase(found.phase), "people/import_done.html")
    status = 422 if form is not None and form.is_bound else 200
    return render(request, template, context, status=status)
