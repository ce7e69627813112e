"""The officers' pages of rounds of pacts: list, open, follow, release, close, withdraw."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.core.access import Actor, Role, is_within, require
from netral.core.flow.moves import moves_from
from netral.core.flow.pact import OPENERS, PAPER_CLERKS, ROUND_MOVES, SEALERS, Audience, RoundStage
from netral.core.flow.pledge import LISTERS
from netral.papers.services import seal_key_stands
from netral.people.access import actor_required
from netral.people.models import Unit
from netral.pledges.access import reader_required, round_for_reader
from netral.pledges.forms.pacts import AUDIENCE_WORDS, ReasonForm, ReleaseForm, RoundForm
from netral.pledges.models import PactRound
from netral.pledges.queries import pledge_texts
from netral.pledges.queries.pact_counts import round_rows
from netral.pledges.queries.pact_rows import pact_roster, pact_sums
from netral.pledges.queries.pact_waiting import round_waiting
from netral.pledges.queries.pacts import rounds_visible
from netral.pledges.services.pact_rounds import (
    round_close,
    round_open,
    round_release,
    round_withdraw,
)
from netral.pledges.services.pact_seals import BATCH, pacts_seal, pacts_to_seal, seals_of
from netral.pledges.services.texts import pact_wording_default
from netral.pledges.views.wordings import wordings_offered
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])
PAGE_ROWS = 50
SEALS_SHOWN = 20


@require_GET
def rounds(request: StaffRequest) -> HttpResponse:
    """All rounds that concern the officer's units."""
    actor = actor_required(request)
    reader_required(actor)
    page = Paginator(rounds_visible(actor=actor), PAGE_ROWS).get_page(request.GET.get("halaman"))
    rows = [(one, stage_tag(one)) for one in page]
    context = {"page": page, "rows": rows, "may_open": actor.role in OPENERS}
    return render(request, "pledges/pact_rounds.html", context)


@FORM
def open_round(request: StaffRequest) -> HttpResponse:
    """Open a round."""
    actor = actor_required(request)
    require(actor, OPENERS, actor.unit)
    units = Unit.objects.visible_to(actor.unit).live_on(request.today).exclude(kind="unit")
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        units=units.order_by("path"),
        texts=pledge_texts(actor=actor),
    )
    if form.is_bound and form.is_valid():
        made = round_open(actor=actor, plan=form.plan(), at=request.at)
        messages.success(request, _("Putaran dibuka. Yang teratas bisa menandatangani sekarang."))
        return redirect("pact-round", ref=made.ref)
    context = {
        "form": form,
        "back_url": reverse("pact-rounds"),
        "wordings": wordings_offered(request, pact_wording_default),
    }
    return render(request, "pledges/pact_open.html", context, status=422 if form.errors else 200)


@require_GET
def round_(request: StaffRequest, ref: str) -> HttpResponse:
    """One round: how far it is, what the officer may do, and what waits for them."""
    actor = actor_required(request)
    found = round_for_reader(actor, ref)
    sums = pact_sums(pact_roster(actor=actor, round_=found, on=request.today))
    is_theirs = is_within(found.unit.path, actor.unit)
    moves = moves_from(ROUND_MOVES, RoundStage(found.stage), actor.role) if is_theirs else ()
    is_open = found.stage == RoundStage.OPEN
    context = {
        "round": found,
        "stage": stage_tag(found),
        "sums": sums,
        "rows": round_rows(round_=found, scope=actor.unit, on=request.today),
        "acts": {move.act for move in moves},
        "audience": AUDIENCE_WORDS[Audience(found.audience)],
        "may_list": actor.role in LISTERS,
        "may_paper": is_open and actor.role in PAPER_CLERKS,
        "releases": found.releases.select_related("unit").order_by("at"),
        "counted_at": request.at,
        "waiting": round_waiting(actor=actor, round_=found, on=request.today),
    }
    return render(request, "pledges/pact_round.html", context)


@FORM
def release(request: StaffRequest, ref: str) -> HttpResponse:
    """Let a unit sign without waiting for its superiors, with a reason."""
    actor, found = _round_led(request, ref, OPENERS)
    units = Unit.objects.visible_to(found.unit.path).live_on(request.today)
    form = ReleaseForm(
        request.POST if request.method == "POST" else None, units=units.order_by("path")
    )
    if form.is_bound and form.is_valid():
        round_release(actor=actor, ref=ref, at=request.at, **form.cleaned_data)
        messages.success(request, _("Urutan dilepas. Alasannya tercatat di Jejak."))
        return redirect("pact-round", ref=ref)
    question = Question(
        title=_("Lepas urutan tanda tangan?"),
        explanation=found.title,
        consequences=[
            _("Di unit yang dipilih, pegawai tidak lagi menunggu atasannya menandatangani."),
            _("Unit dan alasannya tercatat, dan tampil di halaman putaran ini."),
        ],
        action=_("Lepas urutan"),
        is_grave=True,
        back_url=reverse("pact-round", args=[ref]),
    )
    return confirm_page(request, question, form)


@FORM
def close(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask once more, then end the round."""
    actor, found = _round_led(request, ref, OPENERS)
    if request.method == "POST":
        round_close(actor=actor, ref=ref, at=request.at)
        messages.success(request, _("Putaran ditutup. Yang sudah tercatat tetap berlaku."))
        return redirect("pact-round", ref=ref)
    question = Question(
        title=_("Tutup putaran ini?"),
        explanation=found.title,
        consequences=[
            _("Tidak ada lagi yang bisa menandatangani di putaran ini."),
            _("Pakta yang sudah tercatat tetap berlaku, dan atasan masih bisa mengetahuinya."),
        ],
        action=_("Tutup putaran"),
        is_grave=True,
        back_url=reverse("pact-round", args=[ref]),
    )
    return confirm_page(request, question)


@FORM
def seal(request: StaffRequest, ref: str) -> HttpResponse:
    """Say how many pacts wait for the government's seal and how far those asked for are; ask."""
    actor, found = _round_led(request, ref, SEALERS)
    if request.method == "POST":
        made = pacts_seal(actor=actor, round_=found, at=request.at)
        words = _("Segel diminta untuk %(n)d pakta. Halaman ini menunjukkan sampai di mana.")
        messages.success(request, words % {"n": made.size})
        return redirect("seal", ref=made.ref)
    stage = RoundStage(found.stage)
    context = {
        "round": found,
        "count": pacts_to_seal(found).count(),
        "most": BATCH,
        "seals": seals_of(found)[:SEALS_SHOWN],
        "has_key": seal_key_stands(found.government_id),
        "may_ask": any(move.act == "seal" for move in moves_from(ROUND_MOVES, stage, actor.role)),
    }
    return render(request, "pledges/pact_seal.html", context)


@FORM
def withdraw(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask for the reason, then withdraw the round."""
    actor, found = _round_led(request, ref, OPENERS)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        round_withdraw(actor=actor, ref=ref, at=request.at, **form.cleaned_data)
        messages.success(request, _("Putaran ditarik. Buka putaran baru dengan naskah yang benar."))
        return redirect("pact-round", ref=ref)
    question = Question(
        title=_("Tarik putaran ini?"),
        explanation=found.title,
        consequences=[
            _("Putaran ini tidak dihitung lagi, juga yang sudah menandatangani."),
            _("Mereka diminta menandatangani lagi di putaran baru."),
        ],
        action=_("Tarik putaran"),
        is_grave=True,
        back_url=reverse("pact-round", args=[ref]),
    )
    return confirm_page(request, question, form)


def _round_led(request: StaffRequest, ref: str, roles: Collection[Role]) -> tuple[Actor, PactRound]:
    """Return who acts and a round over the whole of which they may act in one of the roles."""
    actor = actor_required(request)
    found = round_for_reader(actor, ref)
    require(actor, roles, found.unit.path)
    return actor, found


def stage_tag(found: PactRound) -> tuple[str, str]:
    """Return the tag of a round: its form and its words."""
    return {
        RoundStage.OPEN: ("run", _("Terbuka")),
        RoundStage.CLOSED: ("shut", _("Ditutup")),
        RoundStage.WITHDRAWN: ("late", _("Ditarik")),
    }[RoundStage(found.stage)]
