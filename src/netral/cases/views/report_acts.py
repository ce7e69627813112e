"""The steps on a report: for each its words, its form and the service it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_noop

from netral.cases.forms.intake import (
    JoinForm,
    MessageForm,
    OpeningForm,
    ReferralOpeningForm,
    RefusalForm,
)
from netral.cases.queries.cases import cases_joinable
from netral.cases.queries.law import referral_addressees
from netral.cases.services.intake import case_join, case_open, report_refer
from netral.core.flow.report import ReportState
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import ReportRef
from netral.people.access import actor_required
from netral.reports.models import Report
from netral.reports.services.handling import report_message_send, report_state_set
from netral.shell.http import StaffRequest

Making = Callable[[StaffRequest, Report], Any]
Taking = Callable[[StaffRequest, Report, Any], object]


@dataclass(frozen=True, slots=True)
class ReportAct:
    """One step: title, help, button, what is said once it is done, form and service.

    ``ends_reading``: only in a session that can read the report, so that nobody settles it unread.
    """

    title_text: str
    help_text: str
    button_text: str
    done_text: str
    form: Making
    take: Taking
    is_grave: bool = False
    ends_reading: bool = False

    def title(self) -> str:
        """Return the heading."""
        return gettext(self.title_text)

    def explanation(self) -> str:
        """Return what follows from the step."""
        return gettext(self.help_text) if self.help_text else ""

    def button(self) -> str:
        """Return the words on the button."""
        return gettext(self.button_text)

    def done(self) -> str:
        """Return what the toast says."""
        return gettext(self.done_text)


def report_act(name: str) -> ReportAct:
    """Return the step at this address; raises NotVisibleError."""
    if name not in ACTS:
        raise NotVisibleError("Langkah ini tidak ada.")
    return ACTS[name]


def _plain(request: StaffRequest, _report: Report) -> forms.Form:
    return forms.Form(request.POST if request.method == "POST" else None)


def _message(request: StaffRequest, _report: Report) -> forms.Form:
    return MessageForm(request.POST if request.method == "POST" else None)


def _refusal(request: StaffRequest, _report: Report) -> forms.Form:
    return RefusalForm(request.POST if request.method == "POST" else None)


def _opening(request: StaffRequest, _report: Report) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    return OpeningForm(data, today=request.today)


def _referral(request: StaffRequest, _report: Report) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    offered = referral_addressees(request.today)
    return ReferralOpeningForm(data, today=request.today, addressees=offered)


def _joining(request: StaffRequest, report: Report) -> forms.Form:
    actor = actor_required(request)
    cases = cases_joinable(actor=actor, unit=report.unit.path, today=request.today)
    return JoinForm(request.POST if request.method == "POST" else None, cases=cases[:50])


def _to(state: ReportState) -> Taking:
    """Return the service call that only moves the report on."""

    def take(request: StaffRequest, report: Report, form: Any) -> object:
        return report_state_set(
            actor=actor_required(request),
            ref=report.ref,
            state=state,
            at=request.at,
            note_for_reporter=form.cleaned_data.get("note", ""),
        )

    return take


def _refuse(request: StaffRequest, report: Report, form: Any) -> object:
    return report_state_set(
        actor=actor_required(request),
        ref=report.ref,
        state=ReportState.REFUSED,
        at=request.at,
        note_for_reporter=form.cleaned_data["note"],
        reason=form.close_reason(),
    )


def _write(request: StaffRequest, report: Report, form: Any) -> object:
    return report_message_send(
        actor=actor_required(request),
        ref=report.ref,
        text=form.cleaned_data["note"],
        at=request.at,
    )


def _open(request: StaffRequest, report: Report, form: Any) -> object:
    return case_open(
        actor=actor_required(request),
        report=ReportRef(report.ref),
        opening=form.opening(),
        at=request.at,
    )


def _join(request: StaffRequest, report: Report, form: Any) -> object:
    return case_join(
        actor=actor_required(request),
        ref=form.case_ref(),
        report=ReportRef(report.ref),
        note=form.cleaned_data["note"],
        at=request.at,
    )


def _refer(request: StaffRequest, report: Report, form: Any) -> object:
    return report_refer(
        actor=actor_required(request),
        report=ReportRef(report.ref),
        opening=form.opening(),
        addressee=form.cleaned_data["addressee"],
        at=request.at,
    )


ACTS = {
    "ambil": ReportAct(
        gettext_noop("Ambil laporan ini?"),
        gettext_noop("Telaah awal dimulai. Pelapor melihat bahwa laporannya sedang ditelaah."),
        gettext_noop("Ambil"),
        gettext_noop("Laporan Anda ambil. Bacalah, lalu tentukan langkahnya."),
        _plain,
        _to(ReportState.IN_TRIAGE),
    ),
    "lanjutkan": ReportAct(
        gettext_noop("Lanjutkan telaah?"),
        "",
        gettext_noop("Lanjutkan telaah"),
        gettext_noop("Telaah dilanjutkan."),
        _plain,
        _to(ReportState.IN_TRIAGE),
    ),
    "baca-ulang": ReportAct(
        gettext_noop("Baca ulang laporan ini?"),
        gettext_noop("Laporan kembali ditelaah. Pelapor membaca pesan ini."),
        gettext_noop("Baca ulang"),
        gettext_noop("Laporan kembali ditelaah."),
        _message,
        _to(ReportState.IN_TRIAGE),
    ),
    "lengkapi": ReportAct(
        gettext_noop("Minta dilengkapi?"),
        gettext_noop("Pelapor melihat pesan ini ketika membuka kabarnya."),
        gettext_noop("Minta dilengkapi"),
        gettext_noop("Permintaan terkirim."),
        _message,
        _to(ReportState.NEEDS_DETAILS),
    ),
    "pesan": ReportAct(
        gettext_noop("Tulis kepada pelapor"),
        gettext_noop("Pelapor tidak melihat siapa yang menulis."),
        gettext_noop("Kirim pesan"),
        gettext_noop("Pesan terkirim."),
        _message,
        _write,
    ),
    "buka-perkara": ReportAct(
        gettext_noop("Buka perkara"),
        gettext_noop("Pilih perbuatan dan harinya. Hukum yang dipakai adalah hukum hari itu."),
        gettext_noop("Buka perkara"),
        gettext_noop("Perkara dibuka. Pelapor dikabari."),
        _opening,
        _open,
        ends_reading=True,
    ),
    "gabungkan": ReportAct(
        gettext_noop("Gabungkan dengan perkara yang ada"),
        gettext_noop("Semua pelapor tetap mendapat kabar, dan semua bukti tetap ada."),
        gettext_noop("Gabungkan"),
        gettext_noop("Laporan digabungkan. Pelapor dikabari."),
        _joining,
        _join,
        ends_reading=True,
    ),
    "teruskan": ReportAct(
        gettext_noop("Teruskan ke lembaga lain"),
        gettext_noop("Sampai mereka mengonfirmasi, tanggung jawab tetap pada kantor ini."),
        gettext_noop("Teruskan"),
        gettext_noop("Penerusan dicatat. Pelapor dikabari."),
        _referral,
        _refer,
        ends_reading=True,
    ),
    "tidak-dilanjutkan": ReportAct(
        gettext_noop("Tidak dilanjutkan?"),
        gettext_noop("Pilih alasan; pelapor akan membacanya."),
        gettext_noop("Tidak dilanjutkan"),
        gettext_noop("Laporan ditutup dengan alasan. Pelapor dikabari."),
        _refusal,
        _refuse,
        is_grave=True,
        ends_reading=True,
    ),
}
