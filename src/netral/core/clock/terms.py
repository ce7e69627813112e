"""A term of law reckoned from a rule, a start and a calendar, with how it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from netral.core.clock.calendar import (
    FARTHEST_DAYS,
    ONE_DAY,
    Calendar,
    ClockError,
    Suspension,
    check_count,
    days_after,
    is_paused,
    walk,
)
from netral.core.clock.words import UNITS, UNITS_IN_FULL, day_in_words, listed
from netral.core.kinds.terms import ClockRule, TermKind, TermUnit


@dataclass(frozen=True, slots=True)
class Setting:
    """A region's own number, with its source, where the law's number is not confirmed."""

    n: int
    source: str

    def __post_init__(self) -> None:
        if not 0 < self.n <= FARTHEST_DAYS or not self.source.strip():
            raise ClockError(
                "Angka daerah tidak bisa dipakai: angkanya harus lebih dari 0 dan sumbernya harus "
                "disebut. Isi keduanya, misalnya 14 dan nomor peraturannya."
            )


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


@dataclass(frozen=True, slots=True)
class _Count:
    """Everything that one count needs."""

    rule: ClockRule
    calendar: Calendar
    held: tuple[Suspension, ...]
    setting: Setting | None
    extend_n: int

    @property
    def first_n(self) -> int | None:
        """The law's number when confirmed, else the region's."""
        if self.rule.confirmed:
            return self.rule.n
        return self.setting.n if self.setting else None

    @property
    def n(self) -> int:
        """The whole number to count, extension included."""
        return (self.first_n or 0) + self.extend_n

    def counts(self, day: date) -> bool:
        """Tell whether ``day`` is one of the counted days."""
        if self.rule.unit is TermUnit.WORKDAYS and not self.calendar.is_workday(day):
            return False
        return not is_paused(day, self.held)


def reckon(
    rule: ClockRule,
    start: datetime,
    calendar: Calendar,
    *,
    suspensions: Sequence[Suspension] = (),
    extend_n: int = 0,
    setting: Setting | None = None,
) -> Term:
    """Reckon a term forward; the day of ``start`` is day 0.

    ``extend_n`` is in the rule's unit. Raises ClockError for what cannot be counted.
    """
    count = _Count(rule, calendar, _checked(suspensions), setting, extend_n)
    local = calendar.local(start)
    _check(count, local.date())
    if count.first_n is None:
        return _unconfirmed(count, local, rule.kind)
    if rule.unit is TermUnit.HOURS:
        return _hours(count, local)
    day = walk(local.date(), count.n, count.counts)
    ends_at = calendar.midnight(day + ONE_DAY if rule.kind is TermKind.LATEST else day)
    first = walk(local.date(), 1, count.counts)
    unit = UNITS[rule.unit].capitalize()
    counted = (
        f"Mulai {day_in_words(local.date())}; hari itu hari 0, tidak dihitung.",
        *_number(count),
        f"{unit} ke-1: {day_in_words(first)}.",
        *_skipped(count, local.date(), day),
        f"{unit} ke-{count.n}: {day_in_words(day)}.",
        _end(count, day),
        *_beyond(count, day),
    )
    return _term(count, local, rule.kind, (day, ends_at), counted)


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
    count = _Count(rule, calendar, _checked(suspensions), setting, extend_n)
    _check(count, day)
    start = calendar.midnight(day)
    if count.first_n is None:
        return _unconfirmed(count, start, TermKind.LATEST_RECEIPT)
    if rule.unit is TermUnit.HOURS:
        raise ClockError(
            f"Batas {rule.code} dihitung dalam jam, jadi hanya dihitung maju. Isi saat mulainya."
        )
    first = walk(day + ONE_DAY, count.n, count.counts, step=-1)
    receipt = first - ONE_DAY
    unit = UNITS[rule.unit]
    counted = (
        f"Dihitung mundur dari {day_in_words(day)}.",
        *_number(count),
        *_skipped(count, receipt, day),
        f"Hitungan mundur {count.n} {unit} sampai pada {day_in_words(first)}: {unit} ke-1.",
        f"Paling lambat diterima {day_in_words(receipt)}; hari diterima tidak dihitung.",
        *_beyond(count, day),
    )
    ends_at = calendar.midnight(first)
    return _term(count, start, TermKind.LATEST_RECEIPT, (receipt, ends_at), counted)


def _hours(count: _Count, start: datetime) -> Term:
    ends_at = start + timedelta(hours=count.n)
    # Each suspended day is taken once, so suspensions that overlap do not lengthen twice.
    day = start.date()
    while count.calendar.midnight(day) < ends_at:
        if is_paused(day, count.held):
            ends_at += ONE_DAY - max(start - count.calendar.midnight(day), timedelta())
        day += ONE_DAY
    zone = count.calendar.zone.name
    counted = (
        f"Mulai {day_in_words(start.date())} pukul {start:%H.%M} {zone}; dihitung jam demi jam.",
        *_number(count),
        *_pauses(count),
        f"Jam ke-{count.n}: {day_in_words(ends_at.date())} pukul {ends_at:%H.%M} {zone}.",
    )
    return _term(count, start, count.rule.kind, (ends_at.date(), ends_at), counted)


def _term(
    count: _Count,
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


def _unconfirmed(count: _Count, start: datetime, kind: TermKind) -> Term:
    text = (
        "Belum terkonfirmasi: jumlah harinya belum kami pastikan, jadi tidak kami hitung. "
        "Daerah dapat mengisi angka dan sumbernya."
    )
    return Term(
        code=count.rule.code,
        kind=kind,
        start=start,
        day=None,
        ends_at=None,
        unconfirmed=True,
        counted=(text,),
        basis=count.rule.basis,
        unit=count.rule.unit,
        suspensions=count.held,
    )


def _number(count: _Count) -> list[str]:
    unit = UNITS_IN_FULL[count.rule.unit]
    steps = [f"Ditambah {count.first_n} {unit}."]
    if count.setting and count.rule.confirmed:
        steps.append("Angka daerah tidak dipakai, karena angka dalam peraturannya sudah pasti.")
    elif count.setting:
        steps.append(f"Angka {count.setting.n} diisi daerah. Sumber: {count.setting.source}.")
    if count.extend_n:
        steps.append(f"Diperpanjang {count.extend_n} {unit}, menjadi {count.n}.")
    return steps


def _skipped(count: _Count, start: date, end: date) -> list[str]:
    steps = []
    if count.rule.unit is TermUnit.WORKDAYS:
        between = days_after(start, end)
        rest = sum(day.weekday() in count.calendar.weekend for day in between)
        closed = [item for day in between if (item := count.calendar.closed_by(day))]
        names = [f"{day_in_words(item.day)} ({item.name}, {item.decree})" for item in closed]
        steps.append(f"Akhir pekan yang dilewati: {rest} hari.")
        steps.append(f"Libur di antaranya: {listed(names)}.")
    return steps + _pauses(count)


def _pauses(count: _Count) -> list[str]:
    return [
        f"Dijeda {day_in_words(item.first)} sampai {day_in_words(item.last)}"
        f"{f' ({item.reason})' if item.reason else ''}; hari-hari itu tidak dihitung."
        for item in count.held
    ]


def _end(count: _Count, day: date) -> str:
    words = day_in_words(day)
    zone = count.calendar.zone.name
    return {
        TermKind.LATEST: f"Berakhir {words} pukul 24.00 {zone}.",
        TermKind.IN_FORCE: f"Mulai berlaku {words} pukul 00.00 {zone}.",
        TermKind.NOT_BEFORE: f"Paling cepat {words}.",
    }[count.rule.kind]


def _beyond(count: _Count, day: date) -> list[str]:
    if not count.calendar.years or day.year in count.calendar.years:
        return []
    return [
        f"Hari libur tahun {day.year} belum ditetapkan di sini, jadi tanggal ini bisa bergeser."
    ]


def _checked(suspensions: Sequence[Suspension]) -> tuple[Suspension, ...]:
    return tuple(sorted(suspensions, key=lambda item: (item.first, item.last)))


def _check(count: _Count, day: date) -> None:
    if count.rule.kind is TermKind.LATEST_RECEIPT:
        raise ClockError(
            f"Aturan {count.rule.code} tidak punya arah maju. "
            "Untuk menghitung mundur, pakai aturan majunya dan isi hari tujuannya."
        )
    if count.extend_n < 0:
        raise ClockError(
            f"Perpanjangan {count.extend_n} tidak bisa dipakai. Isi angka 0 atau lebih."
        )
    check_count(day, count.n)
