"""The clocks of cases: terms as they are kept, faces as they are shown, how near a day is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from netral.cases.models import Case, CaseClock, ClockMove
from netral.core import law
from netral.core.clock import (
    Calendar,
    Setting,
    Suspension,
    Term,
    progress,
    workdays_between,
)
from netral.core.kinds.terms import (
    Addition,
    ClockRule,
    Direction,
    Dispute,
    Ending,
    TermKind,
    TermUnit,
)
from netral.shell.drawing import SOON_WITHIN, ClockFace, clock_face
from netral.shell.format import long_date


@dataclass(frozen=True, slots=True)
class DueSaid:
    """How near a due day is: the state of its tag and the words on it."""

    state: str
    words: str
    is_late: bool


def term_to_json(term: Term, rule: ClockRule, extend_n: int = 0) -> dict[str, Any]:
    """Return a term as it is kept: what was counted and told, and by which rule.

    Its start stands beside it, so that equal clocks of one day are kept in equal words.
    """
    return {
        "code": term.code,
        "kind": term.kind.value,
        "day": term.day.isoformat() if term.day else None,
        "ends_at": term.ends_at.isoformat() if term.ends_at else None,
        "unconfirmed": term.unconfirmed,
        "counted": list(term.counted),
        "basis": list(term.basis),
        "unit": term.unit.value,
        "n": term.n,
        "setting": [term.setting.n, term.setting.source] if term.setting else None,
        "suspensions": [
            [item.first.isoformat(), item.last.isoformat(), item.reason]
            for item in term.suspensions
        ],
        "extend_n": extend_n,
        "direction": rule.direction.value,
        "ending": rule.ending.value,
        "added": [[item.fact, item.n, item.unit.value, list(item.basis)] for item in rule.added],
    }


def term_from_json(kept: dict[str, Any], start: datetime) -> Term:
    """Return the term that ``term_to_json`` kept, begun at ``start``."""
    return Term(
        code=kept["code"],
        kind=TermKind(kept["kind"]),
        start=start,
        day=date.fromisoformat(kept["day"]) if kept["day"] else None,
        ends_at=datetime.fromisoformat(kept["ends_at"]) if kept["ends_at"] else None,
        unconfirmed=kept["unconfirmed"],
        counted=tuple(kept["counted"]),
        basis=tuple(kept["basis"]),
        unit=TermUnit(kept["unit"]),
        n=kept["n"],
        suspensions=suspensions_of(kept),
        setting=Setting(*kept["setting"]) if kept["setting"] else None,
    )


def suspensions_of(kept: dict[str, Any]) -> tuple[Suspension, ...]:
    """Return the pauses of a kept term."""
    return tuple(
        Suspension(date.fromisoformat(first), date.fromisoformat(last), reason)
        for first, last, reason in kept["suspensions"]
    )


def is_paused(clock: CaseClock, today: date) -> bool:
    """Tell whether a pause of the clock holds today or is to come."""
    return any(item.last >= today for item in suspensions_of(clock.term))


def rule_of(kept: dict[str, Any]) -> ClockRule:
    """Return the rule by which a kept term was counted: an old case keeps the law of its day."""
    is_own = kept["setting"] is not None
    confirmed = not is_own and not kept["unconfirmed"]
    return ClockRule(
        code=kept["code"],
        n=kept["n"] - kept["extend_n"] if confirmed else None,
        unit=TermUnit(kept["unit"]),
        kind=TermKind(kept["kind"]),
        basis=tuple(kept["basis"][1:] if is_own else kept["basis"]),
        confirmed=confirmed,
        title_id=kept["code"],
        title_en=kept["code"],
        direction=Direction(kept["direction"]),
        ending=Ending(kept["ending"]),
        added=tuple(
            Addition(fact, n, TermUnit(unit), tuple(basis))
            for fact, n, unit, basis in kept["added"]
        ),
    )


def clocks_of(case: Case) -> list[CaseClock]:
    """Return a case's clocks, those that run first, each kind by its day."""
    found = list(case.clocks.order_by("pk").prefetch_related("moves"))
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
    term = term_from_json(row.term, calendar.local(row.starts_at))
    is_done = row.done_at is not None
    note = _done_note(row, calendar) if is_done else ""
    face = clock_face(row.label, term, progress(term, today, calendar), is_done=is_done, note=note)
    return replace(face, moves=moves_said(row, term, today), dispute=_dispute_of(row.code))


def _dispute_of(code: str) -> Dispute | None:
    """Return what sources say differently of a clock; a promise of the office has no law."""
    found = (item.rule for item in law.the_law().clocks if item.rule.code == code)
    return next((rule.dispute for rule in found), None)


def moves_said(row: CaseClock, term: Term, today: date) -> list[str]:
    """Return how the day moved, oldest first, and the pause that holds today."""
    language = get_language() or "id"
    said = [_moved(move, language) for move in sorted(row.moves.all(), key=lambda move: move.pk)]
    return said + [
        _("Dijeda sejak %(day)s: %(reason)s.")
        % {"day": long_date(item.first, language), "reason": _(item.reason)}
        for item in term.suspensions
        if row.done_at is None and item.covers(today)
    ]


def _moved(move: ClockMove, language: str) -> str:
    why = ", ".join(part for part in (_(move.reason), move.decree) if part)
    told = {
        "old": long_date(move.old_on, language) if move.old_on else "",
        "new": long_date(move.new_on, language) if move.new_on else "",
        "why": why,
    }
    if move.old_on is None:
        return _("Batas waktu mulai dihitung sampai %(new)s, karena %(why)s.") % told
    if move.new_on is None:
        return _("Batas waktu tidak dihitung lagi; semula %(old)s. Alasan: %(why)s.") % told
    return _("Batas waktu bergeser dari %(old)s ke %(new)s, karena %(why)s.") % told


def _done_note(row: CaseClock, calendar: Calendar) -> str:
    if row.done_at is None or row.due_on is None:
        return _("Selesai.")
    if row.is_limit and calendar.local(row.done_at).date() > row.due_on:
        return _("Selesai terlambat.")
    return _("Selesai tepat waktu.") if row.is_limit else _("Terpenuhi.")
