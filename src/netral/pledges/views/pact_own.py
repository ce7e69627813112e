"""The ASN's own pact on the own page: read, sign by PIN, say why not, file, staff below."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from netral.core.access import ASSURANCE_WORDS, Assurance
from netral.core.kinds.refs import PersonRef, handle_shown
from netral.papers.services import Reauth, certificate_is_offered, reauth_by_pin, signer_person
from netral.people.access import person_required
from netral.pledges.forms.pacts import PactAbsenceForm, PinKnowForm, PinSignForm
from netral.pledges.queries.pacts import OwnPact, own_pact, pacts_to_know
from netral.pledges.services.pact_papers import pact_make
from netral.pledges.services.pacts import Knower, pact_absent, pact_sign, pacts_know
from netral.shell.http import PersonRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def pact(request: PersonRequest, ref: str) -> HttpResponse:
    """Read the points, tick, type the PIN, sign. What is signed stands on the same page."""
    person = person_required(request)
    own = own_pact(person_ref=person, ref=ref, today=request.today)
    form = PinSignForm(request.POST if request.method == "POST" else None)
    proof = _proof(request, form, person)
    if proof is not None:
        made = pact_sign(
            person_ref=person,
            ref=ref,
            text_sha256=form.cleaned_data["text_sha256"],
            assurance=proof.assurance,
            show_name=form.cleaned_data["show_name"],
            at=request.at,
        )
        words = _("Pakta Anda tercatat dengan kode %(code)s.")
        messages.success(request, words % {"code": handle_shown(made.code or "")})
        return redirect("pact", ref=ref)
    form.initial["text_sha256"] = own.round.text.sha256
    status = 422 if form.errors else 200
    return render(request, "pledges/pact.html", own_context(own, form), status=status)


@FORM
def absence(request: PersonRequest, ref: str) -> HttpResponse:
    """Say why one does not sign; the superior alone reads it."""
    person = person_required(request)
    own = own_pact(person_ref=person, ref=ref, today=request.today)
    form = PactAbsenceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        pact_absent(person_ref=person, ref=ref, at=request.at, **form.cleaned_data)
        messages.success(request, _("Alasan Anda sudah kami sampaikan kepada atasan langsung."))
        return redirect("pact", ref=ref)
    context = {
        "title": _("Belum bisa menandatangani"),
        "about": own.round.title,
        "refusal": _("Anda boleh menolak menandatangani. Kewajiban netral tetap berlaku."),
        "back_url": reverse("pact", args=[ref]),
        "form": form,
    }
    return render(request, "pledges/absence.html", context, status=422 if form.errors else 200)


@require_POST
def pact_file(request: PersonRequest, ref: str) -> HttpResponse:
    """The signed pact as PDF. A POST, since the first one registers the file's fingerprint."""
    person = person_required(request)
    pdf = pact_make(person_ref=person, ref=ref, at=request.at)
    return pdf_answer(pdf, f"pakta-integritas-{ref}.pdf")


@FORM
def staff(request: PersonRequest, ref: str) -> HttpResponse:
    """The signed pacts of those right below: acknowledge them in one go, by PIN."""
    person = person_required(request)
    own = own_pact(person_ref=person, ref=ref, today=request.today)
    waiting = list(pacts_to_know(superior=own.person, round_=own.round, on=request.today))
    form = PinKnowForm(request.POST if request.method == "POST" else None, pacts=waiting)
    proof = _proof(request, form, person)
    if proof is not None:
        here = signer_person(person=person, on=request.today)
        made, _again = pacts_know(
            person=Knower(here.name, here.post, proof.assurance, person=person),
            ref=ref,
            pacts=form.cleaned_data["pacts"],
            at=request.at,
        )
        messages.success(request, known_words(len(made)))
        return redirect("pact-staff", ref=ref)
    context = {"own": own, "round": own.round, "waiting": waiting, "form": form}
    return render(request, "pledges/pact_staff.html", context, status=422 if form.errors else 200)


def own_context(own: OwnPact, form: object) -> dict[str, object]:
    """Return what the page of one's own pact shows, at either door."""
    made = own.pact if own.pact is not None and own.pact.is_done else None
    return {
        "own": own,
        "round": own.round,
        "person": own.person,
        "pact": made,
        "absent": own.pact if own.pact is not None and made is None else None,
        "form": form,
        "has_certificate": certificate_is_offered(),
        "shown": handle_shown(made.code or "") if made else "",
        "assurance": _(ASSURANCE_WORDS[Assurance(made.assurance)]) if made else "",
    }


def known_words(count: int) -> str:
    """Return what is told after a batch was acknowledged."""
    return ngettext("%(n)d pakta Anda ketahui.", "%(n)d pakta Anda ketahui.", count) % {"n": count}


def pdf_answer(pdf: bytes, name: str) -> HttpResponse:
    """Return a PDF as a download."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _proof(
    request: PersonRequest, form: PinSignForm | PinKnowForm, person: PersonRef
) -> Reauth | None:
    """Try the PIN last, when all else is right; a refusal stands beside the field."""
    if not form.is_bound or not form.is_valid():
        return None
    tried = reauth_by_pin(
        person=person,
        pin=form.cleaned_data["pin"],
        assurance=Assurance(request.assurance),
        at=request.at,
    )
    if tried.refusal:
        form.add_error("pin", tried.refusal)
    return tried.proof
