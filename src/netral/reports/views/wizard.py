"""The public form, step by step. The page carries what was typed; only the last step records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from netral.core.kinds.errors import NetralError, WrongInputError
from netral.people.models import Instansi, Unit
from netral.people.queries.offices import governments_open
from netral.reports.forms import (
    CHECK_STEP,
    EVIDENCE_STEP,
    LABELS,
    STEPS,
    TOKEN_FIELD,
    UPLOAD_FIELD,
    StepForm,
    answers_of,
    new_report,
    report_of,
)
from netral.reports.queries import offices_of
from netral.reports.services.sending import report_send
from netral.reports.views.door import form_received
from netral.reports.views.receipt import receipt_page
from netral.reports.views.words import check_context
from netral.shell.http import PublicRequest
from netral.vault.services.tokens import form_token_draw
from netral.vault.services.uploads import SealedUpload, upload_read, upload_token


@dataclass(slots=True)
class Wizard:
    """One request's form: what was typed in all steps, and the tokens of the sealed uploads."""

    request: PublicRequest
    data: QueryDict
    governments: Sequence[Instansi]
    tokens: list[str]
    notes: list[str] = field(default_factory=list)

    def form(self, number: int, *, is_bound: bool) -> StepForm:
        """Return the form of a step; unbound it shows what was typed without judging it."""
        bound = STEPS[number - 1](
            self.data if is_bound else None,
            today=self.request.today,
            governments=self.governments,
            offices=self.offices,
        )
        if not is_bound:
            bound.initial = {name: self.data[name] for name in bound.fields if name in self.data}
        return bound

    def offices(self) -> list[Unit]:
        """Return the offices of the only government; of several, the words must suffice."""
        return list(offices_of(self.governments[0].key, today=self.request.today))

    def zone(self) -> str:
        """Return the zone of the chosen government, or of the only one."""
        chosen = self.data.get("pemerintah")
        fitting = (item for item in self.governments if item.key == chosen)
        return next(fitting, self.governments[0]).timezone

    def carried(self, shown: StepForm | None) -> list[tuple[str, str]]:
        """Return the fields of the steps that are not shown, to be carried in hidden fields."""
        own = set(shown.fields) if shown else set()
        names = [name for step in STEPS for name in step.base_fields if name not in own]
        return [(name, str(self.data[name])) for name in names if self.data.get(name)]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report_form(request: PublicRequest) -> HttpResponse:
    """Show the first step, or take a step that was filled in."""
    governments = governments_open(request.today)
    if not governments:
        return render(request, "reports/closed.html", status=503)
    if request.method != "POST":
        return _step(Wizard(request, QueryDict(), governments, []), 1)
    handler, is_ours = form_received(request)
    tokens, notes = _kept(request.POST)
    tokens += [upload_token(one) for one in handler.uploads]
    wizard = Wizard(request, request.POST, governments, tokens, [*notes, *handler.refusals])
    if not is_ours:
        wizard.notes.append(
            _("Formulir ini sudah lama terbuka. Isian Anda masih ada: tekan sekali lagi.")
        )
        return _step(wizard, _number(request.POST), status=403)
    if handler.refusals:
        return _step(wizard, EVIDENCE_STEP, status=507 if handler.is_full else 422)
    return _moved(wizard)


def _moved(wizard: Wizard) -> HttpResponse:
    """Go where the pressed button leads."""
    number, act = _number(wizard.data), wizard.data.get("ke", "lanjut")
    if act in ("tambah", "kembali") or act.startswith("langkah-"):
        return _step(wizard, _wanted(act, number))
    if number == CHECK_STEP:
        return _sent(wizard)
    if not (form := wizard.form(number, is_bound=True)).is_valid():
        return _page(wizard, number, form, status=422)
    return _step(wizard, number + 1)


def _wanted(act: str, number: int) -> int:
    """Return the step that a button names: the evidence again, the one before, or any."""
    if act == "tambah":
        return EVIDENCE_STEP
    return max(number - 1, 1) if act == "kembali" else _clamped(act.removeprefix("langkah-"))


def _sent(wizard: Wizard) -> HttpResponse:
    """Send the whole form; whatever goes wrong, what was typed is shown again."""
    steps = [wizard.form(number, is_bound=True) for number in range(1, CHECK_STEP)]
    for number, step in enumerate(steps, start=1):
        if not step.is_valid():
            return _page(wizard, number, step, status=422)
    token = wizard.data.get(TOKEN_FIELD, "")
    try:
        new = new_report(answers_of(steps), token=token, uploads=wizard.tokens)
        receipt = report_send(new=new, at=wizard.request.at)
    except NetralError as error:
        wizard.notes.append(str(error))
        return _checked(wizard, steps, status=error.status)
    except OperationalError:
        wizard.notes.append(
            _("Laporan belum tersimpan karena penyimpanan kami bermasalah. Coba kirim lagi.")
        )
        return _checked(wizard, steps, status=507)
    return receipt_page(wizard.request, receipt, token=token)


def _step(wizard: Wizard, number: int, status: int = 200) -> HttpResponse:
    if number < CHECK_STEP:
        form = wizard.form(number, is_bound=False)
        return _page(wizard, number, form, status=status)
    steps = [wizard.form(one, is_bound=True) for one in range(1, CHECK_STEP)]
    for place, step in enumerate(steps, start=1):
        if not step.is_valid():
            return _page(wizard, place, step, status=422)
    return _checked(wizard, steps, status=status)


def _page(wizard: Wizard, number: int, form: StepForm, status: int) -> HttpResponse:
    context = {"form": form, "is_evidence": number == EVIDENCE_STEP, **_context(wizard, number)}
    return _rendered(wizard, "reports/step.html", context, form, status)


def _checked(wizard: Wizard, steps: Sequence[StepForm], status: int) -> HttpResponse:
    text = report_of(answers_of(steps))
    files = _files(wizard.tokens)
    context = {
        **_context(wizard, CHECK_STEP),
        **check_context(text, has_evidence=bool(files), zone=wizard.zone()),
    }
    return _rendered(wizard, "reports/check.html", context, None, status)


def _rendered(
    wizard: Wizard, template: str, context: dict[str, Any], form: StepForm | None, status: int
) -> HttpResponse:
    return render(
        wizard.request,
        template,
        {**context, "carried": wizard.carried(form)},
        status=status,
    )


def _context(wizard: Wizard, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "labels": LABELS,
        "token": wizard.data.get(TOKEN_FIELD) or form_token_draw(),
        "tokens": wizard.tokens,
        "files": _files(wizard.tokens),
        "notes": wizard.notes,
        "government_name": wizard.governments[0].name if len(wizard.governments) == 1 else "",
    }


def _files(tokens: Sequence[str]) -> list[SealedUpload]:
    return [upload_read(token) for token in tokens]


def _kept(data: QueryDict) -> tuple[list[str], list[str]]:
    """Return the uploads that stay, and what to say of those that are no longer ours."""
    dropped = set(data.getlist("buang"))
    kept, notes = [], []
    for place, token in enumerate(data.getlist(UPLOAD_FIELD)):
        if str(place) in dropped:
            continue
        try:
            upload_read(token)
        except WrongInputError as error:
            notes.append(str(error))
        else:
            kept.append(token)
    return kept, notes


def _number(data: QueryDict) -> int:
    return _clamped(data.get("langkah", "1"))


def _clamped(text: str) -> int:
    return min(max(int(text[:3]), 1), CHECK_STEP) if text.isdecimal() else 1
