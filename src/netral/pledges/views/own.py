"""The ASN's own pages: pledge, say why not, certificate."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from netral.core.access import ASSURANCE_WORDS, Assurance
from netral.core.flow.pledge import Phase, Stage, phase
from netral.core.kinds.refs import SessionRef, handle_shown
from netral.papers.queries import paper_public, paper_sealing
from netral.papers.services import check_url, qr_path
from netral.people.access import person_entered_at, person_required
from netral.pledges.forms.sessions import AbsenceForm, PledgeForm
from netral.pledges.models import PledgeSession
from netral.pledges.queries import pledge_of, pledge_required, session_for
from netral.pledges.services import (
    PledgeAct,
    absence_record,
    certificate_make,
    pledge_take,
)
from netral.pledges.services.tickets import Holder, ticket_make, ticket_read
from netral.shell.format import clock_time
from netral.shell.http import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: PersonRequest, session: str) -> HttpResponse:
    """Read the points, tick, pledge. Who has pledged is sent on to the certificate."""
    person, ref = person_required(request), SessionRef(session)
    form = PledgeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _pressed(request, form, ref)
    # Only a look needs more of the session; the writer reads for itself what decides.
    where = session_for(person_ref=person, ref=ref, today=request.today)
    if not form.is_bound and pledge_of(person_ref=person, ref=ref):
        return redirect("pledge-certificate", session=session)
    form.initial["text_sha256"] = where.session.text.sha256
    context = {
        "person": where.person,
        "session": where.session,
        "form": form,
        "ticket": _ticket(request, where.session),
        **_phase(where.session, request),
    }
    return render(request, "pledges/pledge.html", context, status=422 if form.errors else 200)


@require_POST
def send(request: PersonRequest) -> HttpResponse:
    """The page's form where no door takes it in before Django: it goes on to the page itself."""
    act = ticket_read(
        ticket=request.POST.get("karcis", ""),
        browser=request.session.session_key or "",
        show_name=False,
        at=request.at,
    )
    return redirect("pledge", session=act.session, preserve_request=True)


def _pressed(request: PersonRequest, form: PledgeForm, ref: SessionRef) -> HttpResponse:
    """Record the pledge and lead to its certificate."""
    act = PledgeAct(
        person=person_required(request),
        session=ref,
        text_sha256=form.cleaned_data["text_sha256"],
        assurance=Assurance(request.assurance),
        show_name=form.cleaned_data["show_name"],
        at=request.at,
    )
    made = pledge_take(act=act)
    time = clock_time(made.at.astimezone(request.at.tzinfo))
    words = _("Ikrar Anda sudah kami terima, pukul %(time)s. Anda tidak perlu menekan lagi.")
    messages.success(request, words % {"time": time})
    return redirect("pledge-certificate", session=ref)


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: PersonRequest, session: str) -> HttpResponse:
    """Say why one does not pledge; the superior alone reads it."""
    person, ref = person_required(request), SessionRef(session)
    invited = session_for(person_ref=person, ref=ref, today=request.today)
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        absence_record(person_ref=person, session=ref, at=request.at, **form.cleaned_data)
        messages.success(request, _("Alasan Anda sudah kami sampaikan kepada atasan langsung."))
        return redirect("pledge", session=session)
    context = {
        "title": _("Belum bisa berikrar"),
        "about": invited.session.title,
        "refusal": _("Anda boleh menolak berikrar. Kewajiban netral tetap berlaku."),
        "back_url": reverse("pledge", args=[session]),
        "form": form,
    }
    return render(request, "pledges/absence.html", context, status=422 if form.errors else 200)


@require_GET
def certificate(request: PersonRequest, session: str) -> HttpResponse:
    """The certificate on a page, with its proof."""
    person = person_required(request)
    made = pledge_required(person_ref=person, ref=SessionRef(session))
    paper = paper_public(made.certificate)
    context = {
        "pledge": made,
        "session": made.session,
        "shown": handle_shown(made.certificate),
        "fingerprint": made.text_sha256[:16],
        "assurance": _(ASSURANCE_WORDS[Assurance(made.assurance)]),
        "qr": qr_path(check_url(made.certificate)),
        "paper": paper,
        "sealing": paper_sealing(paper),
    }
    return render(request, "pledges/certificate.html", context)


@require_http_methods(["POST"])
def certificate_file(request: PersonRequest, session: str) -> HttpResponse:
    """The certificate as PDF. A POST, since the first one registers the file's fingerprint."""
    person = person_required(request)
    pdf = certificate_make(person_ref=person, session=SessionRef(session), at=request.at)
    made = pledge_required(person_ref=person, ref=SessionRef(session))
    return _download(pdf, "application/pdf", f"sertifikat-ikrar-{made.certificate}.pdf")


@require_GET
def promise(request: PersonRequest, session: str) -> HttpResponse:
    """The journal's signed promise for this pledge."""
    person = person_required(request)
    made = pledge_required(person_ref=person, ref=SessionRef(session))
    text = paper_public(made.certificate).promise.encode()
    return _download(text, "text/plain; charset=utf-8", f"janji-catat-{made.certificate}.txt")


def _ticket(request: PersonRequest, session: PledgeSession) -> str:
    """Return what the page's form hands to a door in place of Django's session."""
    holder = Holder(
        person=person_required(request),
        assurance=Assurance(request.assurance),
        browser=request.session.session_key or "",
        entered_at=person_entered_at(request),
    )
    return ticket_make(
        holder=holder,
        session=SessionRef(session.ref),
        text_sha256=session.text.sha256,
        at=request.at,
    )


def _phase(session: PledgeSession, request: PersonRequest) -> dict[str, bool]:
    now = phase(Stage(session.stage), session.opens_at, session.closes_at, request.at)
    return {
        "is_running": now is Phase.RUNNING,
        "is_waiting": now in {Phase.PLANNED, Phase.WAITING},
        "is_ended": now is Phase.ENDED,
    }


def _download(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
