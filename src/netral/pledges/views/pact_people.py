"""Who stands where in a round, the superior's "mengetahui" in one go, and annulling a pact."""

from __future__ import annotations

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.core.access import ASSURANCE_WORDS, Assurance, require
from netral.core.flow.pact import ABSENCES, KNOWERS, OPENERS, PactState, RoundStage
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.nip import nip_masked
from netral.core.kinds.refs import PersonRef
from netral.papers.services import signer_actor
from netral.people.access import account_required, actor_required
from netral.people.queries.roles import ROLE_WORDS
from netral.pledges.access import own_person, reader_required, round_for_lister, round_for_reader
from netral.pledges.forms.pacts import (
    ABSENCE_WORDS,
    PactAbsenceForm,
    ProofKnowForm,
    ProofSignForm,
    ReasonForm,
)
from netral.pledges.models import Pact
from netral.pledges.queries.pact_rows import (
    PactRow,
    pact_roster,
    pact_rows,
    pact_seen,
    pact_sums,
    roster_narrowed,
)
from netral.pledges.queries.pacts import own_pact, pacts_at_top, pacts_to_know
from netral.pledges.queries.reminders import reminder_asked_at
from netral.pledges.services.pact_papers import pact_make, pact_press
from netral.pledges.services.pacts import (
    Knower,
    pact_absent,
    pact_annul,
    pact_sign,
    pacts_know,
)
from netral.pledges.views.pact_own import known_words, own_context, pdf_answer
from netral.shell.confirm import Question, confirm_page
from netral.shell.format import plain_cell
from netral.shell.http import StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])
PAGE_ROWS = 50
REASONS = {state.value: ABSENCE_WORDS[kind] for kind, state in ABSENCES.items()}


@require_GET
def people(request: StaffRequest, ref: str) -> HttpResponse:
    """Who is asked in the officer's units, narrowed by state and name."""
    actor = actor_required(request)
    found = round_for_lister(actor, ref)
    state, text = request.GET.get("keadaan", ""), request.GET.get("cari", "")
    roster = pact_roster(actor=actor, round_=found, on=request.today)
    narrowed = roster_narrowed(roster, state=state, text=text)
    page = Paginator(narrowed, PAGE_ROWS).get_page(request.GET.get("halaman"))
    rows = pact_rows(actor=actor, round_=found, persons=list(page.object_list), on=request.today)
    sums = pact_sums(roster)
    context = {
        "round": found,
        "page": page,
        "rows": [(row, state_tag(row), REASONS.get(row.kind, "")) for row in rows],
        "text": text,
        "state": state,
        "choices": [
            ("", _("Semua"), sums.total),
            ("belum", _("Belum menandatangani"), sums.missing),
            ("kertas", _("Pindaian menunggu"), sums.paper),
            ("ditandatangani", _("Belum diketahui atasan"), sums.signed),
            ("diketahui", _("Diketahui atasan"), sums.known),
        ],
        "may_annul": actor.role in OPENERS,
        "may_remind": found.stage == RoundStage.OPEN and bool(sums.missing),
        "may_stop": reminder_asked_at(actor=actor, matter=found.ref, at=request.at) is not None,
    }
    return render(request, "pledges/pact_people.html", context)


@require_GET
def people_file(request: StaffRequest, ref: str) -> HttpResponse:
    """The same list as CSV, NIP masked; a cell never begins as a formula."""
    actor = actor_required(request)
    found = round_for_lister(actor, ref)
    state, text = request.GET.get("keadaan", ""), request.GET.get("cari", "")
    roster = pact_roster(actor=actor, round_=found, on=request.today)
    persons = list(roster_narrowed(roster, state=state, text=text))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="pakta-{ref}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [_("Unit"), _("Nama"), _("NIP"), _("Jabatan"), _("Keadaan"), _("Cara pengesahan")]
    )
    for row in pact_rows(actor=actor, round_=found, persons=persons, on=request.today):
        person, pact = row.person, row.own.pact
        way = _(ASSURANCE_WORDS[Assurance(pact.assurance)]) if pact and pact.assurance else ""
        told = [person.unit.name, person.name, nip_masked(person.nip), person.post_title]
        writer.writerow([plain_cell(cell) for cell in (*told, state_tag(row)[1], way)])
    return response


@FORM
def know(request: StaffRequest, ref: str) -> HttpResponse:
    """The signed pacts that wait for this superior: acknowledge them in one go."""
    actor = actor_required(request)
    found = round_for_reader(actor, ref)
    require(actor, KNOWERS, actor.unit)
    account = account_required(request)
    waiting = list(pacts_at_top(actor=actor, round_=found, on=request.today))
    if account.person is not None:
        waiting += pacts_to_know(superior=account.person, round_=found, on=request.today)
    form = ProofKnowForm(
        request.POST if request.method == "POST" else None, account=account, pacts=waiting
    )
    if form.is_bound and form.is_valid():
        here = signer_actor(actor=actor, post="", on=request.today)
        made, _again = pacts_know(
            person=Knower(
                name=here.name,
                post=here.post or str(ROLE_WORDS[actor.role]),
                assurance=Assurance.SSO,
                person=here.person.ref if here.person else "",
                actor=actor,
            ),
            ref=ref,
            pacts=form.cleaned_data["pacts"],
            at=request.at,
        )
        messages.success(request, known_words(len(made)))
        return redirect("pact-know", ref=ref)
    context = {"round": found, "waiting": waiting, "form": form}
    return render(request, "pledges/pact_know.html", context, status=422 if form.errors else 200)


@FORM
def mine(request: StaffRequest, ref: str) -> HttpResponse:
    """The officer's own pact, signed from the account."""
    actor = actor_required(request)
    reader_required(actor)
    account = account_required(request)
    person = PersonRef(own_person(account).ref)
    own = own_pact(person_ref=person, ref=ref, today=request.today)
    form = ProofSignForm(request.POST if request.method == "POST" else None, account=account)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        pact_sign(
            person_ref=person,
            ref=ref,
            text_sha256=values["text_sha256"],
            assurance=Assurance.SSO,
            show_name=values["show_name"],
            at=request.at,
        )
        messages.success(request, _("Pakta Anda tercatat."))
        return redirect("pact-mine", ref=ref)
    form.initial["text_sha256"] = own.round.text.sha256
    status = 422 if form.errors else 200
    return render(request, "pledges/pact_mine.html", own_context(own, form), status=status)


@FORM
def mine_absence(request: StaffRequest, ref: str) -> HttpResponse:
    """Why the officer does not sign."""
    reader_required(actor_required(request))
    person = PersonRef(own_person(account_required(request)).ref)
    own = own_pact(person_ref=person, ref=ref, today=request.today)
    form = PactAbsenceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        pact_absent(person_ref=person, ref=ref, at=request.at, **form.cleaned_data)
        messages.success(request, _("Alasan Anda sudah kami sampaikan kepada atasan langsung."))
        return redirect("pact-mine", ref=ref)
    question = Question(
        title=_("Belum bisa menandatangani"),
        explanation=own.round.title,
        action=_("Kirim alasan"),
        back_url=reverse("pact-mine", args=[ref]),
    )
    return confirm_page(request, question, form)


@require_http_methods(["POST"])
def mine_file(request: StaffRequest, ref: str) -> HttpResponse:
    """The officer's own signed pact as PDF."""
    reader_required(actor_required(request))
    person = PersonRef(own_person(account_required(request)).ref)
    pdf = pact_make(person_ref=person, ref=ref, at=request.at)
    return pdf_answer(pdf, f"pakta-integritas-{ref}.pdf")


@require_GET
def pact_copy(request: StaffRequest, ref: str, pact: str) -> HttpResponse:
    """One signed pact of the officer's units as PDF, for the file of the office."""
    actor = actor_required(request)
    round_for_lister(actor, ref)
    return pdf_answer(pact_press(_signed(pact_seen(actor=actor, ref=pact))), f"pakta-{pact}.pdf")


@FORM
def annul(request: StaffRequest, ref: str, pact: str) -> HttpResponse:
    """Ask for the reason, then annul one pact."""
    actor = actor_required(request)
    round_for_lister(actor, ref)
    require(actor, OPENERS, actor.unit)
    found = _signed(pact_seen(actor=actor, ref=pact))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        pact_annul(actor=actor, ref=pact, at=request.at, **form.cleaned_data)
        messages.success(request, _("Pakta dibatalkan. Orangnya bisa menandatangani lagi."))
        return redirect("pact-people", ref=ref)
    question = Question(
        title=_("Batalkan pakta ini?"),
        explanation=f"{found.name}, {found.unit_name}",
        consequences=[
            _("Halaman periksa menyebut pakta ini dicabut."),
            _("Orangnya dihitung belum menandatangani, dan bisa menandatangani lagi."),
        ],
        action=_("Batalkan pakta"),
        is_grave=True,
        back_url=reverse("pact-people", args=[ref]),
    )
    return confirm_page(request, question, form)


def state_tag(row: PactRow) -> tuple[str, str]:
    """Return the tag of one person's state: its form and its words."""
    if row.kind:
        return ("run", _("Ada alasan"))
    is_unsigned = not row.own.has_signed
    if is_unsigned and row.sheet is not None and row.sheet.scan_id is not None:
        return ("soon", _("Pindaian menunggu pengesahan"))
    return {
        PactState.KNOWN: ("done", _("Diketahui atasan")),
        PactState.SIGNED: ("done", _("Ditandatangani")),
        PactState.WAITING: ("open", _("Menunggu atasan")),
    }.get(row.own.turn, ("open", _("Belum menandatangani")))


def _signed(pact: Pact | None) -> Pact:
    if pact is None or not pact.is_done:
        raise NotVisibleError(_("Pakta ini tidak ada, atau bukan untuk wilayah kerja Anda."))
    return pact
