"""Following a report by its phrase. The page carries the phrase; no session remembers anyone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from netral.core.flow.report import STATE_LABELS
from netral.core.kinds.errors import NetralError
from netral.core.kinds.phrase import PhraseError, ReceiptPhrase, phrase_read
from netral.reports.forms import TOKEN_FIELD, PhraseForm, ReplyForm
from netral.reports.services.following import (
    FollowedReport,
    NoReportError,
    report_follow,
    report_withdraw,
    reporter_message_send,
)
from netral.reports.views.door import form_received
from netral.reports.views.receipt import promise_file
from netral.reports.views.words import reason_words, timeline_of
from netral.shell.guesses import GuessLimit
from netral.shell.http import PublicRequest
from netral.vault.services.tokens import form_token_draw
from netral.vault.services.uploads import SealingUploadHandler

GUESSES = GuessLimit()


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: PublicRequest) -> HttpResponse:
    """Ask for the phrase, or show its report and do what was asked for."""
    if request.method != "POST":
        return render(request, "reports/follow.html", {"form": PhraseForm()})
    handler, is_ours = form_received(request)
    form = PhraseForm(request.POST)
    if not (form.is_valid() and is_ours):
        return render(request, "reports/follow.html", {"form": form}, status=422)
    try:
        phrase = phrase_read(form.cleaned_data["kata"])
        followed = report_follow(phrase=phrase)
    except (PhraseError, NoReportError) as error:
        _guessed(request)
        form.add_error("kata", str(error))
        return render(request, "reports/follow.html", {"form": form}, status=422)
    return _acted(request, phrase, followed, handler)


def _guessed(request: PublicRequest) -> None:
    """Count a wrong phrase; raise TooOftenError (429) when there were too many.

    Right words are never turned away: whoever guesses from the same network, or floods the door,
    cannot keep a reporter from the own report.
    """
    address = request.META.get("REMOTE_ADDR", "")
    GUESSES.check(address, request.at)
    GUESSES.count(address, request.at)


def _acted(
    request: PublicRequest,
    phrase: ReceiptPhrase,
    followed: FollowedReport,
    handler: SealingUploadHandler,
) -> HttpResponse:
    act = request.POST.get("ke", "")
    if act == "unduh":
        return promise_file(followed.promise)
    if act not in {"kirim", "tarik"}:
        return _page(request, phrase, followed)
    if handler.refusals:
        status = 507 if handler.is_full else 422
        return _page(request, phrase, followed, notes=handler.refusals, status=status)
    try:
        note = _done(request, act, phrase, handler)
    except NetralError as error:
        return _page(request, phrase, followed, notes=[str(error)], status=error.status)
    return _page(request, phrase, report_follow(phrase=phrase), done=note)


def _done(
    request: PublicRequest, act: str, phrase: ReceiptPhrase, handler: SealingUploadHandler
) -> str:
    if act == "tarik":
        report_withdraw(phrase=phrase, at=request.at)
        return _("Keinginan Anda menarik laporan sudah kami catat.")
    reporter_message_send(
        phrase=phrase,
        token=request.POST.get(TOKEN_FIELD, ""),
        text=request.POST.get("pesan", ""),
        uploads=handler.uploads,
        at=request.at,
    )
    return _("Pesan Anda sudah masuk dan tersegel.")


def _page(
    request: PublicRequest,
    phrase: ReceiptPhrase,
    followed: FollowedReport,
    *,
    notes: list[str] | None = None,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    reply = ReplyForm(initial={"pesan": request.POST.get("pesan", "") if notes else ""})
    context = {
        "followed": followed,
        "state": _(STATE_LABELS[followed.state]),
        "reason": reason_words(followed.close_reason) if followed.close_reason else "",
        "steps": timeline_of(
            followed.steps, due_on=followed.due_on, close_reason=followed.close_reason
        ),
        "words": phrase.words,
        "token": form_token_draw(),
        "form": reply,
        "notes": notes or [],
        "done": done,
    }
    return render(request, "reports/followed.html", context, status=status)
