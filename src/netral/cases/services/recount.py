"""Running clocks counted anew after a change of the calendar: in batches, each all or nothing.

A batch locks its cases, so that it and a step on one of them come one after the other; the place
it came to is kept in the same transaction, so that a worker killed at any moment neither leaves a
clock out nor enters a move twice.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from netral.cases.models import Case, CaseClock
from netral.cases.queries.recount import Recounter, clocks_touched
from netral.cases.services.steps import is_office_clock
from netral.core.ledger.canonical import Json
from netral.journal.services import Draft, entries_append, entries_ready
from netral.people.models import CalendarChange
from netral.people.queries.calendar import calendar_of, settings_of
from netral.shell.database import rows_insert, rows_set, stored_moment, write_turn

BATCH = 4_000
Phase = CalendarChange.Phase
_CLOCK = ("id", "case_id", "code", "due_on", "is_limit", "starts_at", "kept", "after_id")
_MOVES = (
    *("clock_id", "government_id", "change_id", "cause", "reason", "decree"),
    *("old_on", "new_on", "at"),
)


@dataclass(slots=True)
class _Clock:
    """One running clock while it is counted anew."""

    id: int
    case_id: int
    code: str
    due_on: date | None
    is_limit: bool
    starts_at: datetime
    kept: str
    after_id: int | None
    old_on: date | None = None
    is_moved: bool = False
    is_shifted: bool = False


@dataclass(slots=True)
class _Moved:
    """What a batch found: the clocks that moved, and of which case."""

    clocks: list[_Clock] = field(default_factory=list)
    cases: list[tuple[int, date | None]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


def change_recount(*, change: CalendarChange, at: datetime, batch: int = BATCH) -> CalendarChange:
    """Count anew what a claimed change can move; return the change as it stands at the end.

    Each case of which a clock moved gets one entry, ``case.clocks``, with its nearest day.
    """
    zone = ZoneInfo(change.government.timezone)
    moment, is_done = at.astimezone(zone), False
    with timezone.override(zone):
        _begin(change, moment)
        while not is_done:
            with collector_at_rest(), write_turn():
                is_done = recount_batch(
                    government=change.government_id, change=change.pk, at=moment, batch=batch
                )
    change.refresh_from_db()
    return change


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let no one look for cycles while a batch is counted; it makes none.

    To look through all that a site holds, again and again, took a fifth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@transaction.atomic
def recount_batch(*, government: str, change: int, at: datetime, batch: int = BATCH) -> bool:
    """Count the next cases anew; tell whether the change is done. All or nothing."""
    changes = CalendarChange.objects.select_for_update(of=("self",)).select_related("government")
    row = changes.get(pk=change, government=government)
    if row.phase == Phase.DONE:
        return True
    refs = _next_cases(row, at, batch)
    if refs:
        moved = _counted(row, refs, at)
        _keep(row, moved, at)
        row.cursor, row.seen = max(refs), row.seen + len(refs)
        row.moved += len(moved.clocks)
        row.claimed_at = at
    is_done = len(refs) < batch
    if is_done:
        row.phase, row.finished_at, row.claimed_at = Phase.DONE, at, None
    row.save(update_fields=["cursor", "seen", "moved", "claimed_at", "phase", "finished_at"])
    return is_done


def _begin(change: CalendarChange, at: datetime) -> None:
    """Note how many cases there are to look at, for the page that shows how far it is."""
    if not change.total:
        found = _touched(change, at).aggregate(cases=Count("case", distinct=True))
        CalendarChange.objects.filter(pk=change.pk).update(total=found["cases"])


def _touched(change: CalendarChange, at: datetime) -> Any:
    return clocks_touched(
        government=change.government_id,
        calendar=calendar_of(change.government, at.date()),
        today=at.date(),
        day=change.first_on,
        code=change.code,
    )


def _next_cases(change: CalendarChange, at: datetime, batch: int) -> dict[int, str]:
    """Lock the next cases with a clock that may move; return their references by key."""
    touched = _touched(change, at).filter(case=OuterRef("pk"))
    cases = Case.objects.filter(Exists(touched), pk__gt=change.cursor)
    locked = cases.select_for_update(of=("self",)).order_by("pk")[:batch]
    return dict(locked.values_list("pk", "ref"))


def _counted(change: CalendarChange, refs: dict[int, str], at: datetime) -> _Moved:
    """Count every running clock of the locked cases anew."""
    again = Recounter(
        calendar_of(change.government, at.date()), settings_of(change.government, at.date())
    )
    moved = _Moved()
    for case, clocks in _by_case(change.government_id, refs):
        shifted = [clock for clock in clocks if _moves(clock, clocks, again, at.date())]
        if shifted:
            due = min(_limits(clocks), default=None)
            moved.clocks += shifted
            moved.cases.append((case, due))
            moved.drafts.append(_draft(change, refs[case], shifted, due))
    return moved


def _by_case(government: str, refs: dict[int, str]) -> Iterator[tuple[int, list[_Clock]]]:
    """Yield each case with its running clocks, those first on whose day others begin."""
    # From the first case to the last, for thousands of keys in a query cost more than some rows.
    rows = CaseClock.objects.filter(
        government=government, case__gte=min(refs), case__lte=max(refs), done_at=None
    )
    words = rows.annotate(kept=Cast("term", TextField())).order_by("case", "pk")
    found: dict[int, list[_Clock]] = {case: [] for case in refs}
    for values in words.values_list(*_CLOCK):
        if values[1] in found:
            found[values[1]].append(_Clock(*values))
    yield from found.items()


def _moves(clock: _Clock, clocks: Sequence[_Clock], again: Recounter, today: date) -> bool:
    """Count a clock anew and tell whether its day moved; what holds already stays."""
    if not clock.is_limit and clock.due_on is not None and clock.due_on <= today:
        return False
    if clock.after_id is not None:
        _follow(clock, clocks, again)
    counted = again.again(clock.kept, clock.starts_at)
    if counted is None or counted.day == clock.due_on:
        return False
    clock.old_on, clock.due_on, clock.is_moved = clock.due_on, counted.day, True
    clock.kept, clock.is_limit = counted.kept, counted.is_limit
    return True


def _follow(clock: _Clock, clocks: Sequence[_Clock], again: Recounter) -> None:
    """Let a clock begin anew on the day of the one before it, if that moved."""
    before = next((item for item in clocks if item.id == clock.after_id and item.is_moved), None)
    if before is not None and before.due_on is not None:
        clock.starts_at, clock.is_shifted = again.calendar.midnight(before.due_on), True


def _limits(clocks: Iterable[_Clock]) -> Iterator[date]:
    for clock in clocks:
        if clock.is_limit and clock.due_on is not None and is_office_clock(clock.code):
            yield clock.due_on


def _draft(change: CalendarChange, ref: str, shifted: Sequence[_Clock], due: date | None) -> Draft:
    days = {clock.code: f"{_iso(clock.old_on)}/{_iso(clock.due_on)}" for clock in shifted}
    body: dict[str, Json] = {
        "cause": change.kind,
        "reason": change.reason,
        "decree": change.decree,
        "moved": days,
    }
    return Draft("case.clocks", ref, change.entered_by, body, due)


def _keep(change: CalendarChange, moved: _Moved, at: datetime) -> None:
    """Write what moved: the clocks, their cases' nearest days, the moves, one entry for a case."""
    if not moved.cases:
        return
    with ThreadPoolExecutor(max_workers=1) as aside:
        # The database is busy for as long with the rows as we are with the entries.
        ready = aside.submit(entries_ready, drafts=moved.drafts, at=at)
        _clocks_keep(moved.clocks)
        _cases_keep(moved.cases)
        _moves_keep(change, moved.clocks, at)
    entries_append(government=change.government_id, drafts=ready.result(), at=at)


def _cases_keep(cases: Iterable[tuple[int, date | None]]) -> None:
    """Write the nearest day of each case."""
    days: dict[date | None, list[int]] = {}
    for case, due in cases:
        days.setdefault(due, []).append(case)
    for due, keys in days.items():
        rows_set("cases_case", {"due_on": _iso(due)}, keys)


def _moves_keep(change: CalendarChange, clocks: Iterable[_Clock], at: datetime) -> None:
    """Write down which clock moved from which day to which, and why."""
    moment = stored_moment(at)
    told = (change.government_id, change.pk, change.kind, change.reason, change.decree)
    rows_insert(
        "cases_clockmove",
        _MOVES,
        ((clock.id, *told, _iso(clock.old_on), _iso(clock.due_on), moment) for clock in clocks),
    )


def _clocks_keep(clocks: Sequence[_Clock]) -> None:
    """Write the clocks, all that read alike at once: there are few days and few rules."""
    alike: dict[tuple[date | None, bool, str], list[int]] = {}
    for clock in clocks:
        alike.setdefault((clock.due_on, clock.is_limit, clock.kept), []).append(clock.id)
    for (due_on, is_limit, kept), keys in alike.items():
        values = {"due_on": _iso(due_on), "is_limit": is_limit, "term": kept}
        rows_set("cases_caseclock", values, keys)
    starts: dict[datetime, list[int]] = {}
    for clock in clocks:
        if clock.is_shifted:
            starts.setdefault(clock.starts_at, []).append(clock.id)
    for start, keys in starts.items():
        rows_set("cases_caseclock", {"starts_at": stored_moment(start)}, keys)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
