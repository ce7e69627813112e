"""Asking a person at the public door, and reading the answer by the eight words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from netral.circulars.forms.questions import TOKEN_FIELD, AskForm, WordsForm
from netral.circulars.queries.questions import answer_due
from netral.circulars.services.questions import (
    NoQuestionError,
    OpenedQuestion,
    QuestionReceipt,
    question_ask,
    question_follow,
    question_receipt_again,
)
from netral.core.flow.question import END_LABELS, QUESTION_LABELS, QuestionState
from netral.core.kinds.errors import NetralError, NotVisibleError
from netral.core.kinds.phrase import PhraseError, phrase_read
from netral.core.kinds.refs import handle_shown
from netral.people.queries.offices import governments_open
from netral.shell.door import form_is_ours
from netral.shell.guesses import GuessLimit
from netral.shell.http import PublicRequest
from netral.vault.services.tokens import form_token_draw

ASKED = GuessLimit(each=20, together=600)
"""How many questions one place, and all together, may send in ten minutes."""
GUESSES = GuessLimit()


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PublicRequest) -> HttpResponse:
    """Show the form, filled with what another page carried here, or take the question in."""
    governments = governments_open(request.today)
    if not governments:
        return render(request, "circulars/questions/closed.html", status=503)
    token = request.POST.get(TOKEN_FIELD, "")
    if not token:
        carried = {name: request.POST.get(name, "") for name in ("tanya", "keadaan")}
        wished = {"pemerintah": request.GET.get("ke", ""), **carried}
        initial = {name: value for name, value in wished.items() if value}
        return _ask_page(request, AskForm(initial=initial, governments=governments))
    form = AskForm(request.POST, governments=governments)
    if not form.is_valid():
        return _ask_page(request, form, status=422)
    return _sent(request, form, token)


def _sent(request: PublicRequest, form: AskForm, token: str) -> HttpResponse:
    """Send the question; whatever goes wrong, what was typed is shown again."""
    if not form_is_ours(request):
        words = _("Formulir ini sudah lama terbuka. Isian Anda masih ada: tekan sekali lagi.")
        return _ask_page(request, form, notes=[words], status=403)
    address = request.META.get("REMOTE_ADDR", "")
    try:
        ASKED.check(address, request.at)
        receipt = question_ask(new=form.question(token), at=request.at)
    except NetralError as error:
        return _ask_page(request, form, notes=[str(error)], status=error.status)
    ASKED.count(address, request.at)
    return _receipt_page(request, receipt, token)


def _ask_page(
    request: PublicRequest, form: AskForm, *, notes: list[str] | None = None, status: int = 200
) -> HttpResponse:
    chosen = form["pemerintah"].value()
    known = {key for key, _name in form.fields["pemerintah"].choices}  # type: ignore[attr-defined]
    context = {
        "form": form,
        "notes": notes or [],
        "token": request.POST.get(TOKEN_FIELD) or form_token_draw(),
        "due_on": answer_due(chosen, today=request.today) if chosen in known and chosen else None,
    }
    return render(request, "circulars/questions/ask.html", context, status=status)


def _receipt_page(request: PublicRequest, receipt: QuestionReceipt, token: str) -> HttpResponse:
    context = {
        "receipt": receipt,
        "number": handle_shown(receipt.ref),
        "words": receipt.phrase.listed if receipt.phrase else (),
        "token": token,
        "steps": _steps(QuestionState.ASKED, receipt.asked_on, receipt.due_on, None),
    }
    return render(request, "circulars/questions/receipt.html", context)


@require_POST
def receipt_file(request: PublicRequest) -> HttpResponse:
    """Return the signed promise as a file that `netral verify --receipt` reads."""
    receipt = question_receipt_again(token=request.POST.get(TOKEN_FIELD, ""), at=request.at)
    if receipt is None:
        raise NotVisibleError(_("Tanda terima ini tidak ada. Mungkin pertanyaannya belum masuk."))
    headers = {"Content-Disposition": 'attachment; filename="tanda-terima.txt"'}
    return HttpResponse(receipt.promise, content_type="text/plain; charset=utf-8", headers=headers)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: PublicRequest) -> HttpResponse:
    """Ask for the eight words, or show the question and its answer."""
    if request.method != "POST":
        return render(request, "circulars/questions/follow.html", {"form": WordsForm()})
    form = WordsForm(request.POST)
    if not (form.is_valid() and form_is_ours(request)):
        return render(request, "circulars/questions/follow.html", {"form": form}, status=422)
    try:
        opened = question_follow(phrase=phrase_read(form.cleaned_data["kata"]))
    except (PhraseError, NoQuestionError) as error:
        _guessed(request)
        form.add_error("kata", str(error))
        return render(request, "circulars/questions/follow.html", {"form": form}, status=422)
    return render(request, "circulars/questions/followed.html", _followed(opened))


def _guessed(request: PublicRequest) -> None:
    """Count a wrong phrase; raise TooOftenError (429) when there were too many.

    Right words are never turned away.
    """
    address = request.META.get("REMOTE_ADDR", "")
    GUESSES.check(address, request.at)
    GUESSES.count(address, request.at)


def _followed(opened: OpenedQuestion) -> dict[str, Any]:
    reason = _(END_LABELS[opened.end]) if opened.end in END_LABELS else ""
    return {
        "opened": opened,
        "state": _(QUESTION_LABELS[opened.state]),
        "reason": reason,
        "steps": _steps(opened.state, opened.asked_on, opened.due_on, opened.ended_on),
    }


def _steps(
    state: QuestionState, asked_on: date, due_on: date | None, ended_on: date | None
) -> list[dict[str, Any]]:
    """Return the short timeline of a question."""
    is_waiting = state is QuestionState.ASKED
    first = {"title": _("Pertanyaan masuk"), "on": asked_on, "state": "now" if is_waiting else ""}
    if is_waiting:
        return [first, {"title": _("Jawaban dengan pasalnya"), "by": due_on, "state": "next"}]
    return [first, {"title": _(QUESTION_LABELS[state]), "on": ended_on, "state": "now"}]
