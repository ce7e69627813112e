"""Answers that enter the helper: written freed of persons, read by a second person, ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from netral.circulars.access import (
    advice_seen,
    answerer_required,
    question_seen,
    reader_required,
)
from netral.circulars.forms.questions import ACTS, ARTICLES, AdviceForm, NoteForm
from netral.circulars.models import Advice
from netral.circulars.queries.questions import advice_of, advice_waiting
from netral.circulars.services.advice import (
    PersonInTextError,
    advice_confirm,
    advice_end,
    advice_propose,
    advice_return,
    advice_revise,
)
from netral.core.flow.question import ADVICE_LABELS, ADVICE_MOVES, ANSWERERS, AdviceState
from netral.core.kinds.errors import NotVisibleError
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest

PAGE = 25
ALL = "semua"
TAGS = {
    AdviceState.PROPOSED: "open",
    AdviceState.RETURNED: "soon",
    AdviceState.IN_FORCE: "done",
    AdviceState.ENDED: "shut",
}
STEPS: dict[str, tuple[str, Callable[..., Advice], Promise, Promise, Promise]] = {
    "sahkan": (
        "confirm",
        advice_confirm,
        gettext_lazy("Sahkan"),
        gettext_lazy(
            "Mulai hari ini semua orang membacanya di Boleh tidak?, dengan nama kantor Anda."
        ),
        gettext_lazy("Jawaban ini sekarang tampil di Boleh tidak?."),
    ),
    "kembalikan": (
        "return",
        advice_return,
        gettext_lazy("Kembalikan"),
        gettext_lazy("Penulisnya membaca alasan Anda, lalu menulis ulang."),
        gettext_lazy("Usulan kembali kepada penulisnya dengan alasan Anda."),
    ),
    "akhiri": (
        "end",
        advice_end,
        gettext_lazy("Akhiri"),
        gettext_lazy("Mulai hari ini jawaban ini tidak tampil lagi."),
        gettext_lazy("Jawaban ini tidak tampil lagi di Boleh tidak?."),
    ),
}
"""Address, then the move's act, its service, its button, what follows, and what is told after."""


@require_GET
def proposals(request: StaffRequest) -> HttpResponse:
    """Show the answers that wait for this officer, or all."""
    actor = reader_required(request)
    is_all = request.GET.get("keadaan") == ALL
    found = advice_of(actor) if is_all else advice_waiting(actor)
    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "rows": [_row(one) for one in page],
        "choices": [
            ("", _("Menunggu Anda"), advice_waiting(actor).count()),
            (ALL, _("Semua"), advice_of(actor).count()),
        ],
        "may_answer": actor.role in ANSWERERS,
    }
    return render(request, "circulars/questions/proposals.html", context)


@require_GET
def proposal(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a proposed answer as it will read, with the steps that are open to this officer."""
    actor = reader_required(request)
    found = advice_seen(actor, ref)
    is_own = found.proposed_by == actor.account
    open_acts = {
        move.act
        for move in ADVICE_MOVES
        if move.from_stage == found.state and actor.role in move.by
    }
    steps = [
        {"url": reverse("advice-step", args=[ref, name]), "label": label}
        for name, (act, _service, label, *_told) in STEPS.items()
        if act in open_acts and not (is_own and act in {"confirm", "return"})
    ]
    context = {
        "advice": found,
        "row": _row(found),
        "basis": found.basis.splitlines(),
        "acts": found.acts.splitlines(),
        "phrases": found.phrases.splitlines(),
        "is_own": is_own,
        "is_waiting": found.state == AdviceState.PROPOSED,
        "may_rewrite": "propose" in open_acts,
        "steps": steps,
    }
    return render(request, "circulars/questions/proposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: StaffRequest, ref: str) -> HttpResponse:
    """Write an answered question anew for all, and propose it."""
    actor = answerer_required(request)
    question_seen(actor, ref)
    is_sent = "judul_id" in request.POST
    carried = {} if is_sent else {name: request.POST.get(name, "") for name in _CARRIED}
    form = AdviceForm(request.POST if is_sent else None, initial=carried, on=request.today)
    if form.is_valid():
        found = _written(
            form,
            lambda: advice_propose(
                actor=actor,
                question=ref,
                text=form.text(),
                at=request.at,
                is_checked=form.cleaned_data["diperiksa"],
            ),
        )
        if found is not None:
            messages.success(request, _("Usulan terkirim. Orang lain membacanya sebelum tampil."))
            return redirect("advice", ref=found.ref)
    return _form_page(request, form, reverse("question", args=[ref]))


_CARRIED = ("jawaban_id", "putusan", *ARTICLES)


@require_http_methods(["GET", "HEAD", "POST"])
def rewrite(request: StaffRequest, ref: str) -> HttpResponse:
    """Write anew what was returned, and propose it again."""
    actor = answerer_required(request)
    found = advice_seen(actor, ref)
    form = AdviceForm(request.POST or None, initial=_initial(found), on=request.today)
    if form.is_valid():
        again = _written(
            form,
            lambda: advice_revise(
                actor=actor,
                ref=ref,
                text=form.text(),
                at=request.at,
                is_checked=form.cleaned_data["diperiksa"],
            ),
        )
        if again is not None:
            messages.success(request, _("Usulan terkirim lagi."))
            return redirect("advice", ref=ref)
    return _form_page(request, form, reverse("advice", args=[ref]))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, ref: str, act: str) -> HttpResponse:
    """Ask once more, then confirm, return or end a proposed answer."""
    actor = reader_required(request)
    found = advice_seen(actor, ref)
    if act not in STEPS:
        raise NotVisibleError(_("Alamat ini tidak ada."))
    _act, service, label, told, done = STEPS[act]
    form = None if act == "sahkan" else NoteForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        service(actor=actor, ref=ref, at=request.at, **(form.cleaned_data if form else {}))
        messages.success(request, str(done))
        return redirect("advice", ref=ref)
    question = Question(
        title=str(label),
        explanation=found.title_id,
        consequences=[str(told)],
        action=str(label),
        back_url=reverse("advice", args=[ref]),
        is_grave=act == "akhiri",
    )
    return confirm_page(request, question, form)


def _written(form: AdviceForm, write: Callable[[], Advice]) -> Advice | None:
    """Write; what points at a person becomes an error of the form, and nothing typed is lost."""
    try:
        return write()
    except PersonInTextError as error:
        form.add_error("jawaban_id", str(error))
        return None


def _form_page(request: StaffRequest, form: AdviceForm, back_url: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "back_url": back_url}
    return render(request, "circulars/questions/propose.html", context, status=status)


def _initial(found: Advice) -> dict[str, Any]:
    return {
        "judul_id": found.title_id,
        "judul_en": found.title_en,
        "jawaban_id": found.text_id,
        "jawaban_en": found.text_en,
        "putusan": found.verdict,
        "contoh": found.phrases,
        **dict(zip(ARTICLES, found.basis.splitlines(), strict=False)),
        **dict(zip(ACTS, found.acts.splitlines(), strict=False)),
    }


def _row(found: Advice) -> dict[str, Any]:
    state = AdviceState(found.state)
    return {"advice": found, "state": TAGS[state], "words": _(ADVICE_LABELS[state])}
