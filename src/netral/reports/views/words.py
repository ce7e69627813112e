"""The words that the public pages show for codes: what is missing, states, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netral.core.clock import Term, reckon
from netral.core.flow.report import (
    CLOSED_STATES,
    REASON_LABELS,
    STATE_LABELS,
    CloseReason,
    ReportState,
)
from netral.core.law import book
from netral.reports.queries import calendar_for
from netral.reports.services.content import ReportText, missing_for_bawaslu

BAWASLU_CLOCK = "BWS-PILKADA-LAPOR"
MISSING = {
    "nama": gettext_lazy("nama dan alamat Anda"),
    "terlapor": gettext_lazy("nama atau jabatan terlapor"),
    "tempat": gettext_lazy("tempat kejadian"),
    "waktu": gettext_lazy("tanggal kejadian"),
    "uraian": gettext_lazy("uraian kejadian"),
    "bukti": gettext_lazy("bukti atau tautan"),
}


def check_context(text: ReportText, *, has_evidence: bool, at: datetime) -> dict[str, Any]:
    """Return what the last step shows: the report, what Bawaslu would miss, and its last day."""
    missing = missing_for_bawaslu(text, has_evidence=has_evidence)
    return {
        "text": text,
        "happened_on": date.fromisoformat(text.happened_on) if text.happened_on else None,
        "known_on": date.fromisoformat(text.known_on) if text.known_on else None,
        "missing": [MISSING[code] for code in missing],
        "bawaslu": _bawaslu_term(text, at),
    }


def _bawaslu_term(text: ReportText, at: datetime) -> Term | None:
    """Count the 7 days since it was known: UU Pilkada Pasal 134 ayat (4)."""
    if not text.known_on:
        return None
    known = datetime.combine(date.fromisoformat(text.known_on), time.min, at.tzinfo)
    return reckon(book.clock_rule(BAWASLU_CLOCK), known, calendar_for("Asia/Jakarta"))


def timeline_of(
    steps: Sequence[tuple[ReportState, date]],
    *,
    due_on: date | None,
    close_reason: CloseReason | None,
) -> list[dict[str, Any]]:
    """Return the timeline of a report: what was, what is now, what comes next."""
    rows: list[dict[str, Any]] = [
        {"title": _(STATE_LABELS[state]), "on": day, "state": "done"} for state, day in steps
    ]
    state = steps[-1][0]
    rows[-1]["state"] = "now"
    if close_reason is not None:
        rows[-1]["note"] = reason_words(close_reason)
    if state not in CLOSED_STATES:
        title = _NEXT.get(state, gettext_lazy("Jawaban untuk Anda"))
        rows.append({"title": title, "by": due_on, "state": "next"})
    return rows


def reason_words(reason: CloseReason) -> str:
    """Return why a report ended, in a sentence for its reporter."""
    return _("Alasan: %(reason)s.") % {"reason": _(REASON_LABELS[reason])}


_NEXT = {
    ReportState.RECEIVED: gettext_lazy("Dibaca petugas"),
    ReportState.IN_TRIAGE: gettext_lazy("Anda diberi tahu: diproses, kurang, atau dialihkan"),
    ReportState.NEEDS_DETAILS: gettext_lazy("Jawaban Anda, lalu telaah dilanjutkan"),
    ReportState.ADMITTED: gettext_lazy("Pemeriksaan, keputusan, jawaban"),
}
