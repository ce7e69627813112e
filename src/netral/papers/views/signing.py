"""Seals over batches, and the authorities whose certificates a government trusts."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from netral.core.kinds.errors import WrongInputError
from netral.papers.access import (
    TRUSTERS,
    seal_seen,
    trust_confirmer_required,
    trust_root_seen,
    truster_required,
    withdrawer_required,
)
from netral.papers.forms import RootConfirmForm, RootRemoveForm, TrustRootForm
from netral.papers.queries import seal_standing, seals_visible, trust_roots_visible
from netral.papers.services import check_url
from netral.papers.services.sealing import seal_again, seal_key_stands
from netral.papers.services.trust import (
    folder_roots,
    trust_root_confirm,
    trust_root_propose,
    trust_root_remove,
)
from netral.people.access import actor_required
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest

PAGE_ROWS = 50
LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def seals(request: StaffRequest) -> HttpResponse:
    """The seals of the government, newest first, each with where it stands."""
    actor = actor_required(request)
    withdrawer_required(actor, actor.government)
    context = {
        "page": Paginator(seals_visible(actor=actor), PAGE_ROWS).get_page(
            request.GET.get("halaman")
        ),
        "has_key": seal_key_stands(actor.government),
    }
    return render(request, "papers/seals.html", context)


@require_GET
def seal(request: StaffRequest, ref: str) -> HttpResponse:
    """One seal: how far it is, why it waits, what came of it, which documents it covers."""
    found = seal_seen(actor_required(request), ref)
    documents = found.documents.order_by("index")
    context = {
        "seal": found,
        "standing": seal_standing(found),
        "check": check_url(found.paper),
        "page": Paginator(documents, PAGE_ROWS).get_page(request.GET.get("halaman")),
    }
    return render(request, "papers/seal.html", context)


@require_POST
def seal_retry(request: StaffRequest, ref: str) -> HttpResponse:
    """Let the worker try a seal that failed at once."""
    seal_again(actor=actor_required(request), ref=ref, at=request.at)
    messages.success(request, _("Dicoba lagi dalam beberapa detik."))
    return redirect("seal", ref=ref)


@require_GET
def roots(request: StaffRequest) -> HttpResponse:
    """The authorities that the government trusts, and those of the installation itself."""
    actor = actor_required(request)
    trust_confirmer_required(actor)
    context = {
        "rows": trust_roots_visible(actor=actor),
        "account": actor.account,
        "proposes": actor.role in TRUSTERS,
        "folder": folder_roots(),
        "now": request.at,
    }
    return render(request, "papers/roots.html", context)


@LOOK_OR_SEND
def root_new(request: StaffRequest) -> HttpResponse:
    """Read a certificate, show it with its fingerprint, and propose it when that is confirmed."""
    actor = actor_required(request)
    truster_required(actor)
    is_sent = request.method == "POST"
    form = TrustRootForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, at=request.at
    )
    is_good = is_sent and form.is_valid()
    if is_good and "pasang" in request.POST:
        root = trust_root_propose(actor=actor, wish=form.wish(), at=request.at)
        messages.success(
            request,
            _("%(name)s terpasang. Petugas lain mengesahkannya dulu.") % {"name": root.name},
        )
        return redirect("trust-roots")
    context = {"form": form, "facts": form.facts if is_good else None}
    status = 422 if is_sent and not is_good else 200
    return render(request, "papers/root_new.html", context, status=status)


@LOOK_OR_SEND
def root_confirm(request: StaffRequest, ref: str) -> HttpResponse:
    """Show what a colleague proposed; confirm it with the fingerprint from the issuer."""
    actor = actor_required(request)
    found = trust_root_seen(actor, ref)
    form = RootConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            trust_root_confirm(
                actor=actor, ref=ref, sha256=form.cleaned_data["sidik"], at=request.at
            )
        except WrongInputError as error:
            form.add_error("sidik", str(error))
        else:
            messages.success(request, _("%(name)s sekarang dikenal.") % {"name": found.name})
            return redirect("trust-roots")
    context = {
        "root": found,
        "form": form,
        "is_own": found.added_by == actor.account,
        "is_waiting": found.removed_at is None and found.confirmed_at is None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "papers/root_confirm.html", context, status=status)


@LOOK_OR_SEND
def root_remove(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask why, then let a root count no more."""
    actor = actor_required(request)
    truster_required(actor)
    found = trust_root_seen(actor, ref)
    form = RootRemoveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        trust_root_remove(actor=actor, ref=ref, at=request.at, **form.cleaned_data)
        messages.success(request, _("%(name)s tidak dikenal lagi.") % {"name": found.name})
        return redirect("trust-roots")
    question = Question(
        title=_("Cabut pengakuan akar ini?"),
        explanation=found.name,
        consequences=[
            _("PDF yang sertifikatnya mengarah ke akar ini disebut “penerbit belum dikenal”."),
            _("Yang sudah tersimpan tetap tersimpan. Akar bisa dipasang lagi."),
            _("Pencabutan dan alasannya tercatat di Jejak."),
        ],
        action=_("Cabut pengakuan"),
        is_grave=True,
        back_url=reverse("trust-roots"),
    )
    return confirm_page(request, question, form)
