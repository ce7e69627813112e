"""One question about a term, as it came in, to one answer; what cannot be used is noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from functools import lru_cache, partial
from typing import Any

from netral.core import law
from netral.core.clock import (
    Calendar,
    ClockError,
    PlaceZone,
    Setting,
    Suspension,
    Term,
    Zone,
    latest_receipt,
    place_zone,
    reckon,
    zone_of,
)
from netral.core.clock.calendar import FARTHEST_DAYS, FIRST_YEAR, LAST_YEAR, SATURDAY, SUNDAY
from netral.core.clock.counting import HOURS
from netral.core.kinds.terms import ClockRule, Holiday, TermKind

KEYS = (
    "id",
    "rule",
    "start",
    "timezone",
    "kind",
    "regime",
    "suspend",
    "extend_n",
    "local_holidays",
    "backward",
    "setting_n",
    "six_days",
)
REGIMES = ("pilkada", "pemilu")
OWN_SOURCE = "Angka daerah yang diisi penanya (setting_n)"
LOCAL_SOURCE = "diisi penanya (local_holidays)"
_REGION = re.compile(r"\d{2}(\.\d{2,4})*")
_SHOWN = 40


class UnusableError(Exception):
    """The question has no rule or no start that could be used."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question that can be counted, and the notes on what of it was not used."""

    rule: ClockRule
    start: datetime
    zone: Zone | PlaceZone = Zone.WIB
    is_backward: bool = False
    suspensions: tuple[Suspension, ...] = ()
    extend_n: int = 0
    closed: tuple[Holiday, ...] = ()
    setting: Setting | None = None
    six_days: bool = False
    notes: tuple[str, ...] = ()

    @property
    def calendar(self) -> Calendar:
        """The national calendar in the asked zone, with the local holidays."""
        national = national_calendar(self.zone, six_days=self.six_days)
        return national.with_days(self.closed) if self.closed else national

    def term(self, rule: ClockRule | None = None) -> Term:
        """Reckon the asked rule, or another in its place."""
        counted, calendar = rule or self.rule, self.calendar
        given: dict[str, Any] = {
            "suspensions": self.suspensions,
            "extend_n": self.extend_n,
            "setting": self.setting,
        }
        if self.is_backward:
            day = calendar.local(self.start).date()
            return latest_receipt(counted, day, calendar, **given)
        return reckon(counted, self.start, calendar, **given)


@lru_cache(maxsize=64)
def national_calendar(zone: Zone | PlaceZone, *, six_days: bool = False) -> Calendar:
    """Return the days on which offices are closed everywhere, in the time of one zone."""
    holidays = {item.day: item for item in law.holidays()}
    weekend = frozenset({SUNDAY} if six_days else {SATURDAY, SUNDAY})
    return Calendar(zone, holidays, weekend, law.holiday_years())


def answered(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one question; an ``error`` names what is wrong with its rule or start."""
    try:
        request, term = _reckoned(request_of(asked))
    except (UnusableError, ClockError) as error:
        return {"id": asked.get("id"), "error": str(error)}
    return {
        "id": asked.get("id"),
        "day": term.day.isoformat() if term.day else None,
        "at": term.ends_at.isoformat() if term.ends_at else None,
        "kind": term.kind.value,
        "unconfirmed": term.unconfirmed,
        "counted": list(term.counted),
        "basis": list(term.basis),
        "contested": contested(request),
        "notes": list(request.notes),
    }


def contested(request: Request) -> dict[str, Any] | None:
    """Return the dispute on how this term is counted: each side, its sources, and its day."""
    dispute = request.rule.dispute
    if dispute is None:
        return None
    sides = []
    for reading in dispute.readings:
        day = request.term(request.rule.read_as(reading)).day
        told = {"who": reading.who, "says": reading.says_id, "sources": list(reading.sources)}
        sides.append(told | {"day": day.isoformat() if day and reading.n else None})
    return {"question": dispute.question_id, "sides": sides}


def request_of(asked: Mapping[str, Any]) -> Request:
    """Read a question; raise UnusableError when its rule or its start cannot be used."""
    reader = _Reader(asked)
    rule = reader.rule()
    start = reader.start()
    rule = reader.regime(rule)
    kind = reader.kind()
    is_back = reader.backward(rule, kind)
    if kind not in {None, TermKind.LATEST_RECEIPT}:
        rule = replace(rule, kind=kind)
    zone = reader.zone()
    request = Request(
        rule=rule,
        start=start,
        zone=zone,
        is_backward=is_back,
        suspensions=tuple(reader.each("suspend", partial(_suspension, zone.tz))),
        extend_n=reader.number("extend_n", 0) or 0,
        closed=tuple(reader.each("local_holidays", partial(_holiday, zone.tz))),
        setting=reader.setting(rule),
        six_days=reader.flag("six_days"),
    )
    reader.strangers()
    return replace(request, notes=tuple(reader.notes))


def _reckoned(request: Request) -> tuple[Request, Term]:
    """Reckon; what makes a term impossible beside its rule and start is left out with a note."""
    for left_out, less in (
        ("", request),
        ("extend_n", replace(request, extend_n=0)),
        ("suspend", replace(request, extend_n=0, suspensions=())),
        ("local_holidays", replace(request, extend_n=0, suspensions=(), closed=())),
    ):
        try:
            term = less.term()
        except ClockError:
            continue
        if not left_out:
            return less, term
        note = f"'{left_out}' tidak dipakai: dengan itu batas waktunya tidak bisa dihitung."
        return replace(less, notes=(*less.notes, note)), term
    return request, request.term()


@dataclass(slots=True)
class _Reader:
    """Reads each value of a question once, and keeps a note of each that it cannot use."""

    asked: Mapping[str, Any]
    notes: list[str] = field(default_factory=list)

    def rule(self) -> ClockRule:
        code = self.asked.get("rule")
        if not isinstance(code, str) or not code.strip():
            raise UnusableError("Isi 'rule' dengan kode batas waktu, misalnya DIS-BERLAKU.")
        try:
            return law.clock_rule(code.strip().upper())
        except law.UnknownLawCodeError as error:
            raise UnusableError(str(error)) from error

    def start(self) -> datetime:
        value = self.asked.get("start")
        try:
            start = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        except ValueError:
            start = None
        # The year is looked at first: a moment at the edge of time has no other zone.
        if start is None or not FIRST_YEAR <= start.year <= LAST_YEAR:
            raise UnusableError(
                "Isi 'start' dengan tanggal, atau tanggal dan jam, misalnya 2024-10-07T10:00."
            )
        return start

    def zone(self) -> Zone | PlaceZone:
        value = self.asked.get("timezone")
        if value is None:
            return Zone.WIB
        name = value.strip() if isinstance(value, str) else ""
        try:
            if _REGION.fullmatch(name) or name.upper() in Zone.__members__:
                return zone_of(name.upper())
            return place_zone(name)
        except ClockError:
            self.ignore("timezone", value, "dipakai WIB")
            return Zone.WIB

    def kind(self) -> TermKind | None:
        value = self.asked.get("kind")
        if value is None:
            return None
        if isinstance(value, str) and value.strip() in tuple(TermKind):
            return TermKind(value.strip())
        self.ignore("kind", value, "dipakai jenis menurut aturannya")
        return None

    def regime(self, rule: ClockRule) -> ClockRule:
        value = self.asked.get("regime")
        if value is None:
            return rule
        regime = value.strip().lower() if isinstance(value, str) else ""
        if regime not in REGIMES:
            self.ignore("regime", value, "yang dikenal: pilkada, pemilu")
            return rule
        if rule.regime in {"", regime}:
            return rule
        if not rule.twin:
            self.notes.append(
                f"{rule.code} aturan {rule.regime.capitalize()}; padanannya untuk "
                f"{regime.capitalize()} belum terkonfirmasi. Dihitung menurut {rule.code}."
            )
            return rule
        self.notes.append(f"Untuk {regime.capitalize()} dipakai {rule.twin}, bukan {rule.code}.")
        return law.clock_rule(rule.twin)

    def flag(self, key: str) -> bool:
        value = self.asked.get(key)
        if value is not None and not isinstance(value, bool):
            self.ignore(key, value, "isi true atau false")
            return False
        return bool(value)

    def backward(self, rule: ClockRule, kind: TermKind | None) -> bool:
        is_asked = self.flag("backward") or kind is TermKind.LATEST_RECEIPT
        if is_asked and rule.unit in HOURS:
            self.notes.append(f"{rule.code} dihitung dalam jam, jadi hanya dihitung maju.")
            return False
        return is_asked

    def number(self, key: str, least: int) -> int | None:
        value = self.asked.get(key)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or value != value // 1 or not least <= value <= FARTHEST_DAYS:
            self.ignore(key, value, f"isi angka bulat dari {least} sampai {FARTHEST_DAYS}")
            return None
        return int(value)

    def setting(self, rule: ClockRule) -> Setting | None:
        number = self.number("setting_n", 1)
        if number is None:
            return None
        if rule.confirmed:
            self.ignore("setting_n", number, "angka dalam peraturannya sudah pasti")
            return None
        return Setting(number, OWN_SOURCE)

    def each(self, key: str, read: Callable[[Any], Any]) -> list[Any]:
        values = self.asked.get(key)
        if values is None:
            return []
        if not isinstance(values, list):
            self.ignore(key, values, "isi daftar")
            return []
        found = []
        for value in values:
            try:
                found.append(read(value))
            except (ValueError, TypeError, KeyError, OverflowError, ClockError):
                self.ignore(key, value, "isinya tidak bisa dibaca")
        return found

    def strangers(self) -> None:
        for key in self.asked:
            if key not in KEYS:
                self.notes.append(f"'{_short(key)}' tidak dikenal, jadi tidak dipakai.")

    def ignore(self, key: str, value: object, why: str) -> None:
        self.notes.append(f"'{key}' tidak dipakai ({_short(value)}): {why}.")


def _suspension(zone: tzinfo, value: Any) -> Suspension:
    first, last = (value["from"], value["to"]) if isinstance(value, dict) else value
    return Suspension(_day(zone, first), _day(zone, last))


def _holiday(zone: tzinfo, value: Any) -> Holiday:
    name = "Libur setempat"
    if isinstance(value, dict):
        name, value = str(value.get("name") or name), value.get("day", value.get("date"))
    return Holiday(_day(zone, value), name, "libur_lokal", LOCAL_SOURCE)


def _day(zone: tzinfo, value: Any) -> date:
    """Return a day; a moment with an offset is the day that it is in the zone."""
    if not isinstance(value, str):
        raise TypeError
    moment = datetime.fromisoformat(value.strip())
    return (moment.astimezone(zone) if moment.tzinfo else moment).date()


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
