"""A term of law reckoned from a rule, a start and a calendar, with how it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from netral.core.clock.calendar import ONE_DAY, Calendar, ClockError, Suspension
from netral.core.clock.counting import HOURS, Count, Setting
from netral.core.clock.telling import UNCONFIRMED, told_days, told_hours, told_receipt
from netral.core.kinds.terms import ClockRule, TermKind, TermUnit


@dataclass(frozen=True, slots=True)
class Term:
    """A reckoned term: its day, the moment it ends or begins to hold, and how it was counted.

    ``ends_at`` is 24:00 local time of ``day`` for a latest day, 00:00 for a day from which
    something holds. ``day`` is None when the number is not confirmed and no region gave one.
    """

    code: str
    kind: TermKind
    start: datetime
    day: date | None
    ends_at: datetime | None
    unconfirmed: bool
    counted: tuple[str, ...]
    basis: tuple[str, ...]
    unit: TermUnit
    n: int | None = None
    suspensions: tuple[Suspension, ...] = ()
    setting: Setting | None = None


def reckon(
    rule: ClockRule,
    start: datetime,
    calendar: Calendar,
    *,
    suspensions: Sequence[Suspension] = (),
    extend_n: int = 0,
    setting: Setting | None = None,
) -> Term:
    """Reckon a term in its rule's own direction; the day of ``start`` is day 0.

    ``extend_n`` is in the rule's unit. Raises ClockError for what cannot be counted.
    """
    count = Count(rule, calendar, _ordered(suspensions), setting, extend_n)
    local = calendar.local(start)
    count.check(local.date())
    if count.first_n is None:
        return _unconfirmed(count, local, rule.kind)
    if rule.unit in HOURS:
        moment = count.moment(local)
        return _term(
            count, local, rule.kind, (moment.date(), moment), told_hours(count, local, moment)
        )
    day = count.end(local.date())
    ends_at = calendar.midnight(day + ONE_DAY if rule.kind is TermKind.LATEST else day)
    return _term(count, local, rule.kind, (day, ends_at), told_days(count, local.date(), day))


def latest_receipt(
    rule: ClockRule,
    day: date,
    calendar: Calendar,
    *,
    suspensions: Sequence[Suspension] = (),
    extend_n: int = 0,
    setting: Setting | None = None,
) -> Term:
    """Reckon backward: the last day of receipt for which the term has run on ``day``."""
    count = Count(rule, calendar, _ordered(suspensions), setting, extend_n)
    count.check(day)
    start = calendar.midnight(day)
    if count.first_n is None:
        return _unconfirmed(count, start, TermKind.LATEST_RECEIPT)
    if rule.unit in HOURS:
        raise ClockError(
            f"Batas {rule.code} dihitung dalam jam, jadi hanya dihitung maju. Isi saat mulainya."
        )
    if count.is_backward:
        raise ClockError(
            f"Aturan {rule.code} sendiri sudah dihitung mundur. Isi hari yang menjadi patokannya."
        )
    receipt = count.receipt(day)
    ends_at = calendar.midnight(receipt + ONE_DAY)
    counted = told_receipt(count, receipt, day)
    return _term(count, start, TermKind.LATEST_RECEIPT, (receipt, ends_at), counted)


def _term(
    count: Count,
    start: datetime,
    kind: TermKind,
    end: tuple[date, datetime],
    counted: tuple[str, ...],
) -> Term:
    own = None if count.rule.confirmed else count.setting
    return Term(
        code=count.rule.code,
        kind=kind,
        start=start,
        day=end[0],
        ends_at=end[1],
        unconfirmed=False,
        counted=counted,
        basis=(own.source, *count.rule.basis) if own else count.rule.basis,
        unit=count.rule.unit,
        n=count.n,
        suspensions=count.held,
        setting=own,
    )


def _unconfirmed(count: Count, start: datetime, kind: TermKind) -> Term:
    return Term(
        code=count.rule.code,
        kind=kind,
        start=start,
        day=None,
        ends_at=None,
        unconfirmed=True,
        counted=(UNCONFIRMED,),
        basis=count.rule.basis,
        unit=count.rule.unit,
        suspensions=count.held,
    )


def _ordered(suspensions: Sequence[Suspension]) -> tuple[Suspension, ...]:
    return tuple(sorted(suspensions, key=lambda item: (item.first, item.last)))
