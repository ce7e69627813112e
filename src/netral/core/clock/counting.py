"""The day on which a term ends: one count for every unit, direction and option of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from netral.core.clock.calendar import (
    FARTHEST_DAYS,
    ONE_DAY,
    TOO_FAR,
    Calendar,
    ClockError,
    Suspension,
    check_count,
    day_of,
    pauses_of,
)
from netral.core.clock.workdays import WEEK, EveryDay, Line, Pauses, earlier, later
from netral.core.kinds.terms import Addition, ClockRule, Direction, Ending, TermKind, TermUnit

HOURS = frozenset({TermUnit.HOURS, TermUnit.WORKDAY_HOURS})
OPEN_ONLY = frozenset({TermUnit.WORKDAYS, TermUnit.WORKDAY_HOURS})
MONTHS_OF_YEAR = 12
# The least days in one of a unit: enough to refuse a term of more than ten years at once.
_LEAST_DAYS = {TermUnit.WEEKS: WEEK, TermUnit.MONTHS: 28}
_EVERY_DAY = EveryDay()


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
class Stop:
    """A day that a count comes to; ``addition`` is what brought it there after the term.

    ``is_moved`` says that the day before it was closed and the term ran on.
    """

    day: int
    addition: Addition | None = None
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Everything that one count needs."""

    rule: ClockRule
    calendar: Calendar
    held: tuple[Suspension, ...] = ()
    setting: Setting | None = None
    extend_n: int = 0

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

    @property
    def is_backward(self) -> bool:
        """Tell whether the rule counts back from a day to come."""
        return self.rule.direction is Direction.BACKWARD

    def check(self, day: date) -> None:
        """Refuse (ClockError) what cannot be counted from ``day``."""
        if self.rule.kind is TermKind.LATEST_RECEIPT:
            raise ClockError(
                f"Aturan {self.rule.code} tidak punya arah maju. "
                "Untuk menghitung mundur, pakai aturan majunya dan isi hari tujuannya."
            )
        if self.extend_n < 0:
            raise ClockError(
                f"Perpanjangan {self.extend_n} tidak bisa dipakai. Isi angka 0 atau lebih."
            )
        check_count(day, self.n * _LEAST_DAYS.get(self.rule.unit, 1))
        for item in self.rule.added:
            check_count(day, item.n * _LEAST_DAYS.get(item.unit, 1))

    def counts(self, day: date) -> bool:
        """Tell whether ``day`` is one of the counted days."""
        if self.rule.unit in OPEN_ONLY and not self.calendar.is_workday(day):
            return False
        return not any(item.covers(day) for item in self.held)

    def end(self, start: date) -> date:
        """Return the day on which a term of days, weeks or months ends."""
        return day_of(start, self._last(start.toordinal()))

    def stops(self, start: int) -> Iterator[Stop]:
        """Yield the days that the count comes to: the term's own end, then what moves it."""
        pauses = pauses_of(self.held)
        day = self._step(start, self.n, self.rule.unit, pauses)
        yield Stop(day)
        yield from (Stop(moved, is_moved=True) for moved in self._moved(day))
        for item in self.rule.added:
            day = self._step(self._open(day), item.n, item.unit, pauses)
            yield Stop(day, item)
            yield from (Stop(moved, item, is_moved=True) for moved in self._moved(day))

    def first(self, start: date) -> date:
        """Return the first day that counts."""
        walk = earlier if self.is_backward else later
        line = self._line(self.rule.unit)
        return day_of(start, walk(start.toordinal(), 1, line, pauses_of(self.held)))

    def receipt(self, day: date) -> date:
        """Return the last start for which the term has run on ``day``: one start later is late."""
        target = day.toordinal()
        low, high = target - FARTHEST_DAYS, target
        if self._last(low) > target:
            return day_of(day, low)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._last(middle) <= target else (low, middle - 1)
        return day_of(day, low)

    def moment(self, start: datetime) -> datetime:
        """Return the moment on which a term of hours ends; hours are real ones, in summer too."""
        left, at, day = timedelta(hours=self.n), start.astimezone(UTC), start.date()
        for _ in range(FARTHEST_DAYS):
            close = self.calendar.midnight(day + ONE_DAY).astimezone(UTC)
            if self.counts(day):
                if left <= close - at:
                    return self._same_hour((at + left).astimezone(start.tzinfo))
                left -= close - at
            at, day = close, day + ONE_DAY
        raise ClockError(TOO_FAR)

    def _same_hour(self, end: datetime) -> datetime:
        day = date.fromordinal(self._open(end.toordinal()))
        return datetime.combine(day, end.timetz())

    def _last(self, start: int) -> int:
        last = start
        for stop in self.stops(start):
            last = stop.day
        return last

    def _step(self, start: int, n: int, unit: TermUnit, pauses: Pauses) -> int:
        if unit is TermUnit.MONTHS:
            n = abs(months_on(start, -n if self.is_backward else n) - start)
        elif unit is TermUnit.WEEKS:
            n *= WEEK
        walk = earlier if self.is_backward else later
        return walk(start, n, self._line(unit), pauses)

    def _line(self, unit: TermUnit) -> Line:
        return self.calendar.workdays if unit in OPEN_ONLY else _EVERY_DAY

    def _open(self, day: int) -> int:
        """Return ``day``, or where the term runs on to when offices are closed on it."""
        line = self.calendar.workdays
        if self.rule.ending is Ending.STAYS:
            return day
        return line.nth(line.upto(day)) if self.is_backward else line.nth(line.upto(day - 1) + 1)

    def _moved(self, day: int) -> list[int]:
        moved = self._open(day)
        return [] if moved == day else [moved]


def months_on(start: int, months: int) -> int:
    """Return the day with the same number so many months on, or the last day of that month."""
    day = date.fromordinal(start)
    years, month = divmod(day.month - 1 + months, MONTHS_OF_YEAR)
    following = divmod(day.month + months, MONTHS_OF_YEAR)
    begin = date(day.year + years, month + 1, 1)
    last = date(day.year + following[0], following[1] + 1, 1) - begin
    return begin.toordinal() + min(day.day, last.days) - 1


def due_day(
    rule: ClockRule,
    start: datetime,
    calendar: Calendar,
    *,
    suspensions: Sequence[Suspension] = (),
    extend_n: int = 0,
    setting: Setting | None = None,
) -> date | None:
    """Return the day that ``reckon`` would, without its sentences: for many terms at once.

    None when the number is not confirmed and no region gave one. Raises ClockError as it does.
    """
    count = Count(rule, calendar, tuple(suspensions), setting, extend_n)
    local = calendar.local(start)
    count.check(local.date())
    if count.first_n is None:
        return None
    if rule.unit in HOURS:
        return count.moment(local).date()
    return count.end(local.date())
