"""The person's pages: the list of circulars, the letter, the two buttons. A GET records nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from netral.circulars.access import person_served, version_for_reader
from netral.circulars.forms.steps import SeenVersionForm
from netral.circulars.queries.deliveries import circulars_for_person
from netral.circulars.queries.pages import reader_page
from netral.circulars.services import reading_open, reading_read
from netral.circulars.services.letter import circular_pdf
from netral.core.access import Assurance
from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.refs import CircularRef
from netral.people.access import person_required
from netral.shell.http import PersonRequest


@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Show which circulars bind the person, unread first."""
    person = person_served(person_required(request), request.today)
    context = {"person": person, "rows": circulars_for_person(person)}
    return render(request, "circulars/mine.html", context)


@require_GET
def letter(request: PersonRequest, ref: str) -> HttpResponse:
    """Show the letter: closed until it is opened by a button; then its text, or what changed."""
    person = person_served(person_required(request), request.today)
    version = version_for_reader(person, CircularRef(ref))
    return render(request, "circulars/read.html", reader_page(person, version, today=request.today))


@require_GET
def letter_paper(request: PersonRequest, ref: str) -> HttpResponse:
    """Hand out the letter as PDF."""
    person = person_served(person_required(request), request.today)
    return pdf_response(circular_pdf(version=version_for_reader(person, CircularRef(ref))), ref)


@require_POST
def opening(request: PersonRequest, ref: str) -> HttpResponse:
    """Record that the letter was opened, and show it."""
    reading_open(
        person=person_required(request),
        ref=CircularRef(ref),
        sequence=_version_seen(request),
        assurance=Assurance(request.assurance),
        at=request.at,
    )
    return redirect("circular-read", ref=ref)


@require_POST
def done(request: PersonRequest, ref: str) -> HttpResponse:
    """Record that the letter was read, and show the journal's promise."""
    reading_read(
        person=person_required(request),
        ref=CircularRef(ref),
        sequence=_version_seen(request),
        assurance=Assurance(request.assurance),
        at=request.at,
    )
    messages.success(request, _("Tercatat: Anda sudah membaca surat edaran ini."))
    return redirect("circular-read", ref=ref)


def pdf_response(pdf: bytes, name: str, *, way: str = "inline") -> HttpResponse:
    """Return a PDF as a file with a plain name; ``way`` attachment: kept, not only looked at."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'{way}; filename="surat-edaran-{name}.pdf"'
    return response


def _version_seen(request: HttpRequest) -> int:
    """Return the version the page showed; raise WrongInputError for a button without one."""
    form = SeenVersionForm(request.POST)
    if not form.is_valid():
        raise WrongInputError(_("Halaman ini tidak lengkap terkirim. Buka lagi suratnya."))
    return int(form.cleaned_data["versi"])
