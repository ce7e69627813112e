"""Signing one's pact by certificate, at either door; NIK and pass phrase are asked each time."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.kinds.refs import PersonRef
from netral.gateways.signature import Purpose, SignatureFailedError, credentials_read
from netral.papers.services import Means, certificate_gateway, certificate_is_offered
from netral.people.access import account_required, actor_required, person_required
from netral.pledges.access import own_person, reader_required
from netral.pledges.forms.pacts import CertificateForm
from netral.pledges.queries.pacts import OwnPact, own_pact
from netral.pledges.services.pact_certified import CertifiedAct, pact_certify
from netral.shell.http import PersonRequest, PublicRequest, StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])
SECRET = sensitive_post_parameters("nik", "pass_phrase")


@SECRET
@FORM
def sign(request: PersonRequest, ref: str) -> HttpResponse:
    """Sign on the own page."""
    person = person_required(request)
    own = own_pact(person_ref=person, ref=ref, today=request.today)
    return _signed(request, own, "shell/asn.html", reverse("pact", args=[ref]))


@SECRET
@FORM
def sign_mine(request: StaffRequest, ref: str) -> HttpResponse:
    """Sign from the account."""
    reader_required(actor_required(request))
    account = account_required(request)
    own = own_pact(person_ref=PersonRef(own_person(account).ref), ref=ref, today=request.today)
    return _signed(request, own, "shell/staff.html", reverse("pact-mine", args=[ref]), account.ref)


def _signed(
    request: PublicRequest, own: OwnPact, layout: str, back: str, account: str = ""
) -> HttpResponse:
    """Ask, sign, lead back to the pact; what the provider refuses stands in the form."""
    if not certificate_is_offered():
        raise NotVisibleError(
            _("Tanda tangan bersertifikat tidak dipasang di sini. Pakai PIN atau lembar kertas.")
        )
    form = CertificateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _certified(request, form, own, account):
        messages.success(request, _("Pakta Anda tercatat dengan sertifikat elektronik."))
        return redirect(back)
    form.initial["text_sha256"] = own.round.text.sha256
    context = {
        "own": own,
        "round": own.round,
        "person": own.person,
        "form": form,
        "layout": layout,
        "back_url": back,
    }
    status = 422 if form.errors else 200
    return render(request, "pledges/pact_certificate.html", context, status=status)


def _certified(request: PublicRequest, form: CertificateForm, own: OwnPact, account: str) -> bool:
    values = form.cleaned_data
    try:
        means = Means(
            certificate_gateway(),
            credentials_read(values["nik"], values["pass_phrase"]),
            Purpose(own.round.title, own.round.government.name),
        )
        pact_certify(
            person_ref=PersonRef(own.person.ref),
            ref=own.round.ref,
            act=CertifiedAct(values["text_sha256"], values["show_name"], means, account),
            at=request.at,
        )
    except (SignatureFailedError, WrongInputError) as error:
        form.add_error("pass_phrase", ValidationError(str(error)))
    return not form.errors
