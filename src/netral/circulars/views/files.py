"""Files of a letter: beginning from a PDF, attachments while it is a draft, handing them out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from netral.circulars.access import (
    attachment_seen,
    circular_seen,
    draft_editable,
    drafter_required,
    officer_required,
    person_served,
    version_for_reader,
    version_seen,
)
from netral.circulars.forms.files import AttachmentForm, SourceForm
from netral.circulars.models import Attachment
from netral.circulars.queries.letters import attachments_of
from netral.circulars.services.attachments import attachment_add, attachment_remove
from netral.circulars.services.drafts import handle_new
from netral.circulars.services.sources import circular_from_source
from netral.circulars.views.writing import get_or_post
from netral.core.flow.circular import Election
from netral.core.kinds.refs import CircularRef
from netral.gateways.pdf_text import ChildPdfReader, PdfReader
from netral.people.access import person_required
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import PersonRequest, StaffRequest
from netral.vault.services.office_files import PDF, office_file_read

READER: PdfReader = ChildPdfReader()
HANDED_OUT = "default-src 'none'; sandbox"
"""The policy of a file that others made: it may do nothing in the name of this site."""


@get_or_post
def upload(request: StaffRequest) -> HttpResponse:
    """Begin a circular from a letter that is there as a PDF."""
    actor = drafter_required(request)
    is_sent = request.method == "POST"
    form = SourceForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"form_token": handle_new()},
        reader=READER,
    )
    if is_sent and form.is_valid():
        circular = circular_from_source(
            actor=actor,
            content=form.content,
            found=form.found,
            election=Election(form.cleaned_data["election"]),
            form_token=form.cleaned_data["form_token"],
            at=request.at,
        )
        messages.success(request, _("Naskah terbaca. Periksa tiap butir dan perbuatannya."))
        return redirect("circular-edit", ref=circular.ref)
    return render(request, "circulars/upload.html", {"form": form}, status=422 if is_sent else 200)


@get_or_post
def attachments(request: StaffRequest, ref: str) -> HttpResponse:
    """List the files of a draft and add one."""
    actor = drafter_required(request)
    version = draft_editable(actor, CircularRef(ref))
    is_sent = request.method == "POST"
    form = AttachmentForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"revision": version.revision},
        reader=READER,
    )
    if is_sent and form.is_valid():
        attachment_add(
            actor=actor,
            ref=CircularRef(ref),
            title=form.cleaned_data["title"],
            content=form.content,
            found=form.found,
            revision=form.cleaned_data["revision"],
        )
        messages.success(request, _("Lampiran tersimpan. Sidiknya ikut dalam sidik naskah."))
        return redirect("circular-attachments", ref=ref)
    context = {
        "form": form,
        "version": version,
        "circular": version.circular,
        "attachments": attachments_of(version),
    }
    return render(request, "circulars/attachments.html", context, status=422 if is_sent else 200)


@get_or_post
def attachment_out(request: StaffRequest, ref: str, order: int) -> HttpResponse:
    """Ask once more, then take a file out of the draft."""
    actor = drafter_required(request)
    found = attachment_seen(draft_editable(actor, CircularRef(ref)), order)
    back_url = reverse("circular-attachments", args=[ref])
    if request.method == "POST":
        attachment_remove(actor=actor, ref=CircularRef(ref), order=order)
        messages.success(request, _("Lampiran dikeluarkan dari rancangan."))
        return redirect(back_url)
    question = Question(
        title=_("Keluarkan lampiran ini?"),
        explanation=found.title,
        consequences=[_("Versi yang sudah terbit tetap membawa lampirannya.")],
        action=_("Keluarkan lampiran"),
        back_url=back_url,
    )
    return confirm_page(request, question)


@require_GET
def attachment(request: StaffRequest, ref: str, sequence: int, order: int) -> HttpResponse:
    """Hand out a file of a version that the officer sees."""
    actor = officer_required(request)
    version = version_seen(actor, circular_seen(actor, CircularRef(ref)), sequence)
    return _handed_out(attachment_seen(version, order, with_source=True))


@require_GET
def attachment_read(request: PersonRequest, ref: str, order: int) -> HttpResponse:
    """Hand out a file of the letter in force to whom it addresses."""
    person = person_served(person_required(request), request.today)
    return _handed_out(attachment_seen(version_for_reader(person, CircularRef(ref)), order))


def _handed_out(found: Attachment) -> HttpResponse:
    """Return a file as a download under a plain name, with nothing that it could start."""
    response = HttpResponse(office_file_read(found.enclosure), content_type=PDF)
    name = f"lampiran-{found.version.circular.ref}-{found.order}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = HANDED_OUT
    return response
