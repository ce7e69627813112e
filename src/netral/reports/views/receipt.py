"""The receipt: eight words shown once and typed back, and the journal's signed promise."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from netral.core.flow.report import ReportState
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.phrase import PhraseError, phrase_read
from netral.core.kinds.refs import handle_shown
from netral.reports.forms import TOKEN_FIELD, PhraseForm
from netral.reports.services.following import phrase_confirm
from netral.reports.services.sending import ReportReceipt, receipt_again
from netral.reports.views.words import timeline_of
from netral.shell.http import PublicRequest


def receipt_page(
    request: PublicRequest,
    receipt: ReportReceipt,
    *,
    token: str,
    form: PhraseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a receipt; never cached, as no public page is."""
    steps = [(ReportState.RECEIVED, receipt.received_on)]
    context = {
        "receipt": receipt,
        "number": handle_shown(receipt.ref),
        "words": receipt.phrase.listed if receipt.phrase else (),
        "steps": timeline_of(steps, due_on=receipt.due_on, close_reason=None),
        "token": token,
        "form": form or PhraseForm(),
    }
    return render(request, "reports/receipt.html", context, status=status)


@require_POST
def receipt_confirm(request: PublicRequest) -> HttpResponse:
    """Compare the words typed back with those shown; the page says whether they were right."""
    token = request.POST.get(TOKEN_FIELD, "")
    receipt = _receipt(request, token)
    form = PhraseForm(request.POST)
    if receipt.phrase is None:
        return receipt_page(request, receipt, token=token)
    if not form.is_valid():
        return receipt_page(request, receipt, token=token, form=form, status=422)
    try:
        typed = phrase_read(form.cleaned_data["kata"])
    except PhraseError as error:
        form.add_error("kata", str(error))
        return receipt_page(request, receipt, token=token, form=form, status=422)
    if not phrase_confirm(phrase=typed, expected=receipt.phrase, at=request.at):
        form.add_error("kata", _("Belum cocok. Periksa urutan dan ejaannya."))
        return receipt_page(request, receipt, token=token, form=form, status=422)
    return render(request, "reports/confirmed.html", {"number": handle_shown(receipt.ref)})


@require_POST
def receipt_file(request: PublicRequest) -> HttpResponse:
    """Return the signed promise as a file that `netral verify --receipt` reads."""
    receipt = _receipt(request, request.POST.get(TOKEN_FIELD, ""))
    return promise_file(receipt.promise)


def promise_file(promise: str) -> HttpResponse:
    """Return a promise as a download."""
    name = "tanda-terima.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(promise, content_type="text/plain; charset=utf-8", headers=headers)


def _receipt(request: PublicRequest, token: str) -> ReportReceipt:
    receipt = receipt_again(token=token, at=request.at)
    if receipt is None:
        raise NotVisibleError(_("Tanda terima ini tidak ada. Mungkin laporannya belum terkirim."))
    return receipt
