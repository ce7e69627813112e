"""The clocks of cases: terms as they are kept, faces as they are shown, how near a day is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netral.cases.models import Case, CaseClock
from netral.core.clock import Calendar, Setting, Term, progress, workdays_between
from netral.core.kinds.terms import TermKind, TermUnit
from netral.shell.drawing import SOON_WITHIN, ClockFace, clock_face


@dataclass(frozen=True, slots=True)
class DueSaid:
    """How near a due day is: the state of its tag and the words on it."""

    state: str
    words: str
    is_late: bool


def term_to_json(term: Term) -> dict[str, Any]:
    """Return a term as it is kept: what was counted and told on its first day."""
    return {
        "code": term.code,
        "kind": term.kind.value,
        "start": term.start.isoformat(),
        "day": term.day.isoformat() if term.day else None,
        "ends_at": term.ends_at.isoformat() if term.ends_at else None,
        "unconfirmed": term.unconfirmed,
        "counted": list(term.counted),
        "basis": list(term.basis),
        "unit": term.unit.value,
        "n": term.n,
        "setting": [term.setting.n, term.setting.source] if term.setting else None,
    }


def term_from_json(kept: dict[str, Any]) -> Term:
    """Return the term that ``term_to_json`` kept."""
    return Term(
        code=kept["code"],
        kind=TermKind(kept["kind"]),
        start=datetime.fromisoformat(kept["start"]),
        day=date.fromisoformat(kept["day"]) if kept["day"] else None,
        ends_at=datetime.fromisoformat(kept["ends_at"]) if kept["ends_at"] else None,
        unconfirmed=kept["unconfirmed"],
        counted=tuple(kept["counted"]),
        basis=tuple(kept["basis"]),
        unit=TermUnit(kept["unit"]),
        n=kept["n"],
        setting=Setting(*kept["setting"]) if kept["setting"] else None,
    )


def clocks_of(case: Case) -> list[CaseClock]:
    """Return a case's clocks, those that run first, each kind by its day."""
    found = list(case.clocks.order_by("pk"))
    return sorted(found, key=lambda row: (row.done_at is not None, row.due_on or date.max))


def clock_faces(clocks: Sequence[CaseClock], *, today: date, calendar: Calendar) -> list[ClockFace]:
    """Return the clocks as a page shows them."""
    return [_face(row, today, calendar) for row in clocks]


def clock_day(case: Case, code: str) -> date | None:
    """Return the day of the newest clock with this code; None when there is none."""
    row = case.clocks.filter(code=code).order_by("-pk").first()
    return row.due_on if row else None


def due_said(due_on: date | None, *, today: date, calendar: Calendar) -> DueSaid:
    """Say how near a due day is, in working days; a day that is not set says so."""
    if due_on is None:
        return DueSaid("open", _("Tanpa batas waktu"), is_late=False)
    if due_on < today:
        late = workdays_between(due_on, today, calendar)
        words = ngettext("Lewat batas %(days)d hari kerja", "Lewat batas %(days)d hari kerja", late)
        return DueSaid("late", words % {"days": late} if late else _("Lewat batas"), is_late=True)
    if due_on == today:
        return DueSaid("soon", _("Hari terakhir"), is_late=False)
    left = workdays_between(today, due_on, calendar)
    words = ngettext("Sisa %(days)d hari kerja", "Sisa %(days)d hari kerja", left)
    state = "soon" if left <= SOON_WITHIN else "run"
    return DueSaid(state, words % {"days": left}, is_late=False)


def _face(row: CaseClock, today: date, calendar: Calendar) -> ClockFace:
    term = term_from_json(row.term)
    is_done = row.done_at is not None
    note = _done_note(row) if is_done else ""
    return clock_face(row.label, term, progress(term, today, calendar), is_done=is_done, note=note)


def _done_note(row: CaseClock) -> str:
    if row.done_at is None or row.due_on is None:
        return _("Selesai.")
    if row.is_limit and row.done_at.date() > row.due_on:
        return _("Selesai terlambat.")
    return _("Selesai tepat waktu.") if row.is_limit else _("Terpenuhi.")
