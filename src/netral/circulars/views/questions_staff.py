"""The officers' side: the queue of questions, one read in an unlocked session, its answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from netral.circulars.access import answerer_required, question_seen
from netral.circulars.forms.questions import AnswerForm, CloseForm
from netral.circulars.models import Question
from netral.circulars.queries.questions import advice_waiting, questions_of, questions_waiting
from netral.circulars.services.questions import (
    OpenedQuestion,
    question_answer,
    question_close,
    question_open,
)
from netral.core.flow.question import (
    END_LABELS,
    QUESTION_LABELS,
    QuestionEnd,
    QuestionState,
)
from netral.people.services.unlock import is_unlocked, unlocked_unit_key
from netral.shell.http import StaffRequest

PAGE = 25
ALL = "semua"
TAGS = {
    QuestionState.ASKED: "open",
    QuestionState.ANSWERED: "done",
    QuestionState.CLOSED: "shut",
}


@require_GET
def questions(request: StaffRequest) -> HttpResponse:
    """Show the questions that wait for an answer, by need; or all."""
    actor = answerer_required(request)
    is_all = request.GET.get("keadaan") == ALL
    found = questions_of(actor) if is_all else questions_waiting(actor)
    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "rows": [_row(one, request) for one in page],
        "choices": [
            ("", _("Menunggu jawaban"), questions_waiting(actor).count()),
            (ALL, _("Semua"), questions_of(actor).count()),
        ],
        "advice_count": advice_waiting(actor).count(),
        "is_open": is_unlocked(request, request.at),
    }
    return render(request, "circulars/questions/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a question's cover; a POST opens it, which the journal keeps."""
    found = question_seen(answerer_required(request), ref)
    opened = _opened(request, found) if request.method == "POST" else None
    return _page(request, found, opened, AnswerForm(on=request.today))


@require_POST
def answer(request: StaffRequest, ref: str) -> HttpResponse:
    """Send the answer; what is wrong is shown beside the question, with all that was typed."""
    actor = answerer_required(request)
    found = question_seen(actor, ref)
    form = AnswerForm(request.POST, on=request.today)
    if not form.is_valid():
        return _page(request, found, _opened(request, found), form, status=422)
    key = unlocked_unit_key(request, found.unit_key_id)
    question_answer(actor=actor, ref=ref, answer=form.answer(), unit_key=key, at=request.at)
    messages.success(request, _("Jawaban terkirim. Penanya membacanya dengan 8 kata rahasianya."))
    return redirect("question", ref=ref)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask why, then close a question with advice."""
    actor = answerer_required(request)
    found = question_seen(actor, ref)
    key = unlocked_unit_key(request, found.unit_key_id)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        reason, text = QuestionEnd(said["alasan"]), said["saran"]
        question_close(actor=actor, ref=ref, reason=reason, text=text, unit_key=key, at=request.at)
        messages.success(request, _("Pertanyaan ditutup. Penanya membaca alasan dan saran Anda."))
        return redirect("question", ref=ref)
    context = {
        "form": form,
        "question": found,
        "title": _("Tutup dengan saran"),
        "explanation": _("Penanya membaca alasan dan saran Anda. Tidak bisa dibuka lagi."),
        "button": _("Tutup pertanyaan"),
        "is_grave": True,
    }
    status = 422 if form.is_bound else 200
    return render(request, "circulars/questions/step.html", context, status=status)


def _opened(request: StaffRequest, found: Question) -> OpenedQuestion:
    key = unlocked_unit_key(request, found.unit_key_id)
    return question_open(actor=request.actor, ref=found.ref, unit_key=key, at=request.at)


def _page(
    request: StaffRequest,
    found: Question,
    opened: OpenedQuestion | None,
    form: Form,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "question": found,
        "row": _row(found, request),
        "opened": opened,
        "form": form,
        "may_answer": found.state == QuestionState.ASKED,
        "advice": found.advice.first(),
        "may_propose": found.state == QuestionState.ANSWERED,
        "is_open": is_unlocked(request, request.at),
    }
    return render(request, "circulars/questions/detail.html", context, status=status)


def _row(found: Question, request: StaffRequest) -> dict[str, Any]:
    state = QuestionState(found.state)
    ends = {end.value: words for end, words in END_LABELS.items()}
    return {
        "question": found,
        "state": TAGS[state],
        "words": _(QUESTION_LABELS[state]),
        "reason": _(ends[found.end_reason]) if found.end_reason in ends else "",
        "is_late": found.due_on is not None and found.due_on < request.today,
    }
