"""How a term was counted, step by step, in plain sentences (look: ``clock.how``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from netral.core.clock.calendar import days_after
from netral.core.clock.counting import Count, Stop
from netral.core.clock.words import UNITS, day_in_words, listed
from netral.core.kinds.terms import TermKind, TermUnit

_BY_CALENDAR = frozenset({TermUnit.WEEKS, TermUnit.MONTHS})
UNCONFIRMED = (
    "Belum terkonfirmasi: jumlah harinya belum kami pastikan, jadi tidak kami hitung. "
    "Daerah dapat mengisi angka dan sumbernya."
)


def told_days(count: Count, start: date, end: date) -> tuple[str, ...]:
    """Tell a term of days, weeks or months."""
    near, far = (end, start) if count.is_backward else (start, end)
    return (
        _begin(count, start),
        *_number(count),
        *_first(count, start),
        *_skipped(count, near, far),
        *_stops(count, start),
        _end(count, end),
        *_beyond(count, far),
    )


def told_hours(count: Count, start: datetime, end: datetime) -> tuple[str, ...]:
    """Tell a term of hours."""
    zone = count.calendar.zone.name
    only = "" if count.rule.unit is TermUnit.HOURS else ", hanya pada hari kerja"
    begin = f"Mulai {day_in_words(start.date())} pukul {start:%H.%M} {zone}"
    return (
        f"{begin}; dihitung jam demi jam{only}.",
        *_number(count),
        *_pauses(count),
        f"Jam ke-{count.n}: {day_in_words(end.date())} pukul {end:%H.%M} {zone}.",
    )


def told_receipt(count: Count, receipt: date, day: date) -> tuple[str, ...]:
    """Tell a term that was counted back from the day on which it must have run."""
    return (
        f"Dihitung mundur dari {day_in_words(day)}.",
        *_number(count),
        *_skipped(count, receipt, day),
        *_backward(count, receipt),
        f"Paling lambat diterima {day_in_words(receipt)}; hari diterima tidak dihitung.",
        *_beyond(count, day),
    )


def _begin(count: Count, start: date) -> str:
    if count.is_backward:
        return f"Dihitung mundur dari {day_in_words(start)}; hari itu tidak dihitung."
    return f"Mulai {day_in_words(start)}; hari itu hari 0, tidak dihitung."


def _first(count: Count, start: date) -> list[str]:
    if count.rule.unit in _BY_CALENDAR:
        return []
    return [f"{UNITS[count.rule.unit].capitalize()} ke-1: {day_in_words(count.first(start))}."]


def _backward(count: Count, receipt: date) -> list[str]:
    if count.rule.unit in _BY_CALENDAR:
        return []
    unit, first = UNITS[count.rule.unit], day_in_words(count.first(receipt))
    return [f"Hitungan mundur {count.n} {unit} sampai pada {first}: {unit} ke-1."]


def _number(count: Count) -> list[str]:
    unit = UNITS[count.rule.unit]
    sign = "Dikurangi" if count.is_backward else "Ditambah"
    steps = [f"{sign} {count.first_n} {unit}."]
    if count.setting and count.rule.confirmed:
        steps.append("Angka daerah tidak dipakai, karena angka dalam peraturannya sudah pasti.")
    elif count.setting:
        steps.append(f"Angka {count.setting.n} diisi daerah. Sumber: {count.setting.source}.")
    if count.extend_n:
        steps.append(f"Diperpanjang {count.extend_n} {unit}, menjadi {count.n}.")
    return steps


def _skipped(count: Count, start: date, end: date) -> list[str]:
    steps = []
    if count.rule.unit is TermUnit.WORKDAYS:
        between = days_after(start, end)
        rest = sum(day.weekday() in count.calendar.weekend for day in between)
        closed = [item for day in between if (item := count.calendar.closed_by(day))]
        names = [f"{day_in_words(item.day)} ({item.name}, {item.decree})" for item in closed]
        steps.append(f"Akhir pekan yang dilewati: {rest} hari.")
        steps.append(f"Libur di antaranya: {listed(names)}.")
    return steps + _pauses(count)


def _pauses(count: Count) -> list[str]:
    return [
        f"Dijeda {day_in_words(item.first)} sampai {day_in_words(item.last)}"
        f"{f' ({item.reason})' if item.reason else ''}; hari-hari itu tidak dihitung."
        for item in count.held
    ]


def _stops(count: Count, start: date) -> Iterator[str]:
    for stop in count.stops(start.toordinal()):
        yield _stop(count, stop, day_in_words(date.fromordinal(stop.day)))


def _stop(count: Count, stop: Stop, day: str) -> str:
    if stop.is_moved:
        which = "sebelumnya" if count.is_backward else "berikutnya"
        return f"Hari itu bukan hari kerja, jadi jatuh pada hari kerja {which}: {day}."
    if stop.addition:
        more = f"{stop.addition.n} {UNITS[stop.addition.unit]}"
        basis = "; ".join(stop.addition.basis)
        return f"Ditambah {more} karena {stop.addition.fact} ({basis}): {day}."
    unit = UNITS[count.rule.unit]
    if count.rule.unit in _BY_CALENDAR:
        return f"{count.n} {unit} kemudian: {day}."
    return f"{unit.capitalize()} ke-{count.n}: {day}."


def _end(count: Count, day: date) -> str:
    words = day_in_words(day)
    zone = count.calendar.zone.name
    return {
        TermKind.LATEST: f"Berakhir {words} pukul 24.00 {zone}.",
        TermKind.IN_FORCE: f"Mulai berlaku {words} pukul 00.00 {zone}.",
        TermKind.NOT_BEFORE: f"Paling cepat {words}.",
    }[count.rule.kind]


def _beyond(count: Count, day: date) -> list[str]:
    if not count.calendar.years or day.year in count.calendar.years:
        return []
    return [f"Hari libur tahun {day.year} belum pasti di sini, jadi tanggal ini bisa bergeser."]
