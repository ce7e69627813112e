"""Read one TOML record strictly: what is missing, of another kind or unknown is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from netral.core.kinds.errors import NetralError
from netral.core.law.records import Standing

CONFIDENCE = ("tinggi", "sedang", "rendah")
_CITED = " Tulis dasar hukumnya, misalnya PP 94/2021 Pasal 5 huruf n angka 1."
HINTS = {"basis": _CITED, "citation": _CITED}


class LawDataError(NetralError):
    """A record of the law data cannot be used; the message names the file and the record."""

    status = 500
    title = "Data hukum tidak bisa dibaca"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record stands: its file, the number of its first line, and its lines."""

    file: str
    first: int = 1
    lines: tuple[str, ...] = ()

    def line_of(self, key: str) -> int:
        """The number of the line that sets the key; of the record's first line without one."""
        keys = [line.partition("=")[0].strip() for line in self.lines]
        return self.first + (keys.index(key) if key and key in keys else 0)


class Record:
    """One record of one file; every key must be read, and ``done`` refuses the rest."""

    def __init__(self, spot: Spot, raw: Mapping[str, object], name: str = "") -> None:
        self.spot = spot
        self._raw = raw
        self._read: set[str] = set()
        key = next((key for key in ("id", "code", "stage", "nr", "day") if key in raw), "")
        self.name = f"{name} {raw[key]}".strip() if key else name

    def place(self, key: str = "") -> str:
        """Tell the file, the line and the record, for a message."""
        name = self.name or "(awal berkas)"
        return f"{self.spot.file}, baris {self.spot.line_of(key)}, catatan '{name}'"

    def wrong(self, why: str, key: str = "") -> LawDataError:
        """Build the error that names the file, the line and the record."""
        return LawDataError(f"{self.place(key)}: {why} Perbaiki berkas itu.")

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text; without a default it must be there and not empty."""
        value = self._take(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(f"'{key}' harus berisi teks.{HINTS.get(key, '')}", key)
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Read a list of texts; without a default it must not be empty."""
        value = self._take(key, None if default is None else list(default))
        if not isinstance(value, list) or (default is None and not value):
            raise self.wrong(f"'{key}' harus berisi daftar teks.{HINTS.get(key, '')}", key)
        if not all(isinstance(item, str) and item.strip() for item in value):
            raise self.wrong(f"setiap isi '{key}' harus berupa teks.", key)
        return tuple(value)

    def day(self, key: str) -> date:
        """Read a day."""
        value = self._take(key, None)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(f"'{key}' harus berupa tanggal, misalnya 2024-09-22.", key)
        return value

    def day_or_none(self, key: str) -> date | None:
        """Read a day that may be absent."""
        return self.day(key) if key in self._raw else None

    def number_or_none(self, key: str) -> int | None:
        """Read a whole number above 0 that may be absent."""
        value = self._take(key, None)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(f"'{key}' harus berupa angka lebih dari 0.", key)
        return value

    def time_or_none(self, key: str) -> time | None:
        """Read a time of day that may be absent."""
        value = self._take(key, None)
        if value is not None and not isinstance(value, time):
            raise self.wrong(f"'{key}' harus berupa jam, misalnya 08:00:00.", key)
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Read yes or no."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.wrong(f"'{key}' harus true atau false.", key)
        return value

    def children(self, key: str, default: list[object] | None = None) -> list[Record]:
        """Read a list of records inside this one."""
        value = self._take(key, default)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(f"'{key}' harus berisi daftar catatan.", key)
        name = f"{self.name} > {key}" if self.name else key
        return [Record(self.spot, item, name) for item in value]

    def standing(self, citation: tuple[str, ...] | None = None) -> Standing:
        """Read what every record carries; a record without a citation is refused."""
        cited = (self.text("citation"),) if citation is None else citation
        in_force, ended = self.day("in_force"), self.day_or_none("ended")
        if ended is not None and ended < in_force:
            raise self.wrong("'ended' lebih dulu daripada 'in_force'.", "ended")
        return Standing(
            in_force=in_force,
            ended=ended,
            citation=cited,
            sources=self.texts("sources"),
            confidence=self.choice("confidence", CONFIDENCE),
            confirmed=self.flag("confirmed"),
            date_confirmed=self.flag("date_confirmed", default=True),
            date_sources=self.texts("date_sources", ()),
            date_confidence=self.choice("date_confidence", (*CONFIDENCE, ""), ""),
        )

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Read one of the allowed words."""
        value = self.text(key, default)
        if value not in allowed:
            known = ", ".join(word for word in allowed if word)
            raise self.wrong(f"'{key}' berisi '{value}'; yang dikenal: {known}.", key)
        return value

    def choices(
        self, key: str, allowed: tuple[str, ...], default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """Read a list of allowed words."""
        values = self.texts(key, default)
        unknown = ", ".join(value for value in values if value not in allowed)
        if unknown:
            raise self.wrong(
                f"'{key}' berisi kata yang tidak dikenal: {unknown}. "
                f"Yang dikenal: {', '.join(allowed)}.",
                key,
            )
        return values

    def done(self) -> None:
        """Refuse keys that nobody read: a misspelt key must not pass in silence."""
        rest = sorted(set(self._raw) - self._read)
        if rest:
            raise self.wrong(f"isian tidak dikenal: {', '.join(rest)}.", rest[0])

    def _take(self, key: str, default: object) -> object:
        self._read.add(key)
        return self._raw.get(key, default)
