"""The words that the public pages show for codes: what is missing, states, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netral.core import law
from netral.core.clock import Calendar, Term, due_day, reckon
from netral.core.flow.report import (
    CLOSED_STATES,
    REASON_LABELS,
    STATE_LABELS,
    CloseReason,
    ReportState,
)
from netral.reports.queries import calendar_for
from netral.reports.services.content import ReportText, missing_for_bawaslu

BAWASLU_CLOCKS = {"pilkada": "BWS-PILKADA-LAPOR", "pemilu": "BWS-PEMILU-LAPOR"}
MISSING = {
    "nama": gettext_lazy("nama dan alamat Anda"),
    "terlapor": gettext_lazy("nama atau jabatan terlapor"),
    "tempat": gettext_lazy("tempat kejadian"),
    "waktu": gettext_lazy("tanggal kejadian"),
    "uraian": gettext_lazy("uraian kejadian"),
    "bukti": gettext_lazy("bukti atau tautan"),
}


@dataclass(frozen=True, slots=True)
class BawasluLimit:
    """Until when a formal report may go to Bawaslu; ``sooner`` is the day of a stricter reading."""

    term: Term
    zone: str
    sooner: date | None


def check_context(text: ReportText, *, has_evidence: bool, zone: str) -> dict[str, Any]:
    """Return what the last step shows: the report, what Bawaslu would miss, and its last day."""
    missing = missing_for_bawaslu(text, has_evidence=has_evidence)
    return {
        "text": text,
        "happened_on": date.fromisoformat(text.happened_on) if text.happened_on else None,
        "known_on": date.fromisoformat(text.known_on) if text.known_on else None,
        "missing": [MISSING[code] for code in missing],
        "bawaslu": _bawaslu_limit(text, calendar_for(zone)),
    }


def _bawaslu_limit(text: ReportText, calendar: Calendar) -> BawasluLimit | None:
    """Count since it was known, by the law of the election whose stage that day is in.

    UU Pilkada Pasal 134 ayat (4), or UU 7/2017 Pasal 454 ayat (6) in a general election.
    """
    if not text.known_on:
        return None
    known = date.fromisoformat(text.known_on)
    regimes = {stage.regime for stage in law.stages_on(known)}
    rule = law.clock_rule(BAWASLU_CLOCKS["pemilu" if regimes == {"pemilu"} else "pilkada"])
    start = calendar.midnight(known)
    term = reckon(rule, start, calendar)
    readings = rule.dispute.readings if rule.dispute else ()
    days = [due_day(rule.read_as(reading), start, calendar) for reading in readings]
    sooner = min((day for day in days if day and term.day and day < term.day), default=None)
    return BawasluLimit(term, calendar.zone.name, sooner)


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
