"""A region's calendar as a value: its zone, its weekend, its holidays; and counting over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from enum import Enum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from netral.core.clock.words import day_in_words
from netral.core.clock.workdays import EveryDay, Line, Pauses, Workdays, joined, later
from netral.core.kinds.errors import NetralError
from netral.core.kinds.terms import Holiday

ONE_DAY = timedelta(days=1)
FARTHEST_DAYS = 3660
FIRST_YEAR, LAST_YEAR = 1900, 9900
SATURDAY, SUNDAY = 5, 6
TOO_FAR = "Batas waktu tidak berakhir dalam sepuluh tahun. Periksa jumlah hari dan jedanya."


class ClockError(NetralError):
    """The term cannot be counted from what was given."""

    status = 422
    title = "Batas waktu belum bisa dihitung"


class Zone(Enum):
    """The three zones of Keppres 41/1987; Indonesia has no summer time."""

    WIB = 7
    WITA = 8
    WIT = 9

    @property
    def tz(self) -> timezone:
        """The fixed offset of this zone."""
        return _FIXED[self]


_FIXED = {zone: timezone(timedelta(hours=zone.value), zone.name) for zone in Zone}


@dataclass(frozen=True, slots=True)
class PlaceZone:
    """The time of any other place, summer time included, by its name such as Europe/Berlin."""

    name: str

    @property
    def tz(self) -> tzinfo:
        """The place's own rules of time."""
        return ZoneInfo(self.name)


_ZONE_BY_NAME = {
    "Asia/Jakarta": Zone.WIB,
    "Asia/Pontianak": Zone.WIB,
    "Asia/Makassar": Zone.WITA,
    "Asia/Jayapura": Zone.WIT,
} | {zone.name: zone for zone in Zone}

# Keppres 41/1987 by today's province codes (the first two digits of a region's code).
_WIB = (*range(11, 20), 21, *range(31, 37), 61, 62)
_WITA = (*range(51, 54), *range(63, 66), *range(71, 77))
_WIT = (81, 82, *range(91, 97))
_ZONE_BY_PROVINCE = {
    str(code): zone
    for zone, codes in ((Zone.WIB, _WIB), (Zone.WITA, _WITA), (Zone.WIT, _WIT))
    for code in codes
}


def zone_of(region: str) -> Zone:
    """Return the zone of a region code such as ``15.04``, or of a name such as ``Asia/Jakarta``."""
    zone = _ZONE_BY_NAME.get(region) or _ZONE_BY_PROVINCE.get(region[:2])
    if zone is None:
        raise ClockError(
            f"Zona waktu untuk '{region}' tidak dikenal. Isi kode wilayah yang diawali kode "
            "provinsi, misalnya 15.04, atau nama zona seperti Asia/Jakarta."
        )
    return zone


def place_zone(name: str) -> Zone | PlaceZone:
    """Return the zone of a place by its IANA name; those of Indonesia by their own names."""
    known = _ZONE_BY_NAME.get(name)
    if known is not None:
        return known
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ClockError(f"Zona waktu '{name}' tidak dikenal. Contoh: Asia/Jakarta.") from error
    return PlaceZone(name)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days in one region; ``years`` are those whose decree is known.

    Joint leave by decree is no working day for ASN; the weekend is Saturday and Sunday unless
    the region works six days.
    """

    zone: Zone | PlaceZone = Zone.WIB
    holidays: Mapping[date, Holiday] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    years: frozenset[int] = frozenset()
    workdays: Workdays = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.weekend < frozenset(range(7)):
            raise ClockError(
                "Hari libur sepekan tidak bisa dipakai: isinya angka 0 (Senin) sampai 6 (Minggu) "
                "dan paling sedikit satu hari harus menjadi hari kerja."
            )
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))
        object.__setattr__(self, "workdays", Workdays(self.weekend, self.holidays))

    def __hash__(self) -> int:
        return hash((self.zone, frozenset(self.holidays.values()), self.weekend, self.years))

    def is_workday(self, day: date) -> bool:
        """Tell whether offices are open on ``day``."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def closed_by(self, day: date) -> Holiday | None:
        """Return the holiday that closes an otherwise working ``day``."""
        return None if day.weekday() in self.weekend else self.holidays.get(day)

    def with_days(self, extra: Iterable[Holiday]) -> Calendar:
        """Return this calendar with more closed days, such as a local day of a repeated vote."""
        return replace(self, holidays={**self.holidays, **{item.day: item for item in extra}})

    def midnight(self, day: date) -> datetime:
        """Return 00:00 local time at the start of ``day``."""
        return datetime.combine(day, time.min, self.zone.tz)

    def local(self, moment: datetime) -> datetime:
        """Return ``moment`` in this zone; a moment without a zone is taken as local."""
        if moment.tzinfo is None:
            return moment.replace(tzinfo=self.zone.tz)
        return moment.astimezone(self.zone.tz)


def calendar_of(
    region: str, holidays: Iterable[Holiday], years: Iterable[int] = (), *, six_days: bool = False
) -> Calendar:
    """Build the calendar of a region code (or zone name) from holidays handed in."""
    weekend = frozenset({SUNDAY} if six_days else {SATURDAY, SUNDAY})
    days = {item.day: item for item in holidays}
    return Calendar(zone=zone_of(region), holidays=days, weekend=weekend, years=frozenset(years))


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time in which a clock stands still; both ends are included."""

    first: date
    last: date
    reason: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ClockError(
                f"Jeda tidak bisa dihitung: akhirnya ({day_in_words(self.last)}) lebih dulu "
                f"daripada awalnya ({day_in_words(self.first)}). Tukar kedua tanggal itu."
            )

    def covers(self, day: date) -> bool:
        """Tell whether the clock stands still on ``day``."""
        return self.first <= day <= self.last


def is_paused(day: date, suspensions: Iterable[Suspension]) -> bool:
    """Tell whether any suspension covers ``day``; two that overlap count once."""
    return any(item.covers(day) for item in suspensions)


def pauses_of(suspensions: Iterable[Suspension]) -> Pauses:
    """Return the suspended days as stretches; two suspensions that overlap count once."""
    return joined((item.first.toordinal(), item.last.toordinal()) for item in suspensions)


def add_workdays(
    start: date, days: int, calendar: Calendar, suspensions: Iterable[Suspension] = ()
) -> date:
    """Return the day on which a term of working days ends; ``start`` itself is day 0."""
    return _add(start, days, calendar.workdays, suspensions)


def add_days(start: date, days: int, suspensions: Iterable[Suspension] = ()) -> date:
    """Return the day on which a term of calendar days ends; ``start`` itself is day 0.

    A last day on a holiday stays: none of the cited rules of Indonesia moves it.
    """
    return _add(start, days, EveryDay(), suspensions)


def workdays_between(start: date, end: date, calendar: Calendar) -> int:
    """Count the working days after ``start`` up to and with ``end``; 0 when end is not later."""
    line = calendar.workdays
    return max(line.upto(end.toordinal()) - line.upto(start.toordinal()), 0)


def days_after(start: date, end: date) -> list[date]:
    """List the days after ``start`` up to and with ``end``."""
    return [start + ONE_DAY * step for step in range(1, (end - start).days + 1)]


def day_of(start: date, ordinal: int) -> date:
    """Return a counted day; a term that ends ten years or more from its start is refused."""
    if abs(ordinal - start.toordinal()) >= FARTHEST_DAYS:
        raise ClockError(TOO_FAR)
    return date.fromordinal(ordinal)


def check_count(start: date, count: int) -> None:
    """Refuse a number of days, or a year, that no term of law can have."""
    if not 0 <= count <= FARTHEST_DAYS or not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise ClockError(
            f"Batas waktu {count} hari atau jam sejak tahun {start.year} tidak bisa dihitung. "
            "Periksa tanggal mulai dan jumlahnya."
        )


def _add(start: date, days: int, line: Line, suspensions: Iterable[Suspension]) -> date:
    check_count(start, days)
    return day_of(start, later(start.toordinal(), days, line, pauses_of(suspensions)))
