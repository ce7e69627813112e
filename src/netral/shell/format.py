"""Numbers, dates and times as people here write them; pure functions.

``lang`` is "id" (the default, and for every language but English) or begins with "en".
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

Number = int | float | Decimal

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
)  # fmt: skip

# The three zones of Indonesia, by their offset from UTC in hours.
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
WHOLE_PERCENT_BELOW = 100  # people: a decimal of a small group is false precision
SMALL_CELL_BELOW = 5
KIB = 1024
SIZES = ("KB", "MB", "GB", "TB")


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(text: str) -> str:
    """Return a cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def is_english(lang: str) -> bool:
    """Tell whether the English forms are wanted."""
    return lang.lower().startswith("en")


def number(value: Number, lang: str = "id", places: int | None = None) -> str:
    """Return 1204 as "1.204" and 3.5 as "3,5" (English: "1,204", "3.5").

    ``places`` fixes the decimals; without it they are kept as they are, whole numbers bare.
    """
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if is_english(lang) else text.translate(str.maketrans(",.", ".,"))


def percent(value: Number, lang: str = "id", places: int | None = None) -> str:
    """Return 79.5 as "79,5%": no space, at most one decimal, whole numbers bare of it."""
    exact = Decimal(str(value)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{number(exact, lang, places)}%"


def share_of(count: int, total: int) -> Decimal | None:
    """Return the percentage with one decimal, or none when there is no denominator.

    All is 100 and none is 0 only when it is so: 5,981 of 5,982 stays at 99.9.
    """
    if total <= 0:
        return None
    exact = Decimal(count) * 100 / Decimal(total)
    rounded = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if count < total:
        rounded = min(rounded, Decimal("99.9"))
    return max(rounded, Decimal("0.1")) if count > 0 else rounded


def share(count: int, total: int, lang: str = "id") -> str:
    """Return "79,5% (4.756 dari 5.982)"; below 100 people a whole percentage."""
    value = share_of(count, total)
    if value is None:
        return "no data yet" if is_english(lang) else "belum ada data"
    of = "of" if is_english(lang) else "dari"
    shown = percent(value, lang, _places(value, count, total))
    return f"{shown} ({number(count, lang)} {of} {number(total, lang)})"


def _places(value: Decimal, count: int, total: int) -> int:
    """Return the decimals of a share: none for a small group, unless rounding would say all."""
    if count in (0, total):
        return 0
    rounds_to_a_lie = value > Decimal("99.4") or value < Decimal("0.5")
    return 0 if total < WHOLE_PERCENT_BELOW and not rounds_to_a_lie else 1


def small_cell(count: int, lang: str = "id") -> str:
    """Return the number, or "kurang dari 5" where it could point at a person."""
    if 0 < count < SMALL_CELL_BELOW:
        return "fewer than 5" if is_english(lang) else "kurang dari 5"
    return number(count, lang)


def rupiah(value: Number, lang: str = "id") -> str:
    """Return 600000 as "Rp600.000"."""
    return f"Rp{number(value, lang)}"


def file_size(octets: int, lang: str = "id") -> str:
    """Return a file's size as people read it: "812 KB", "1,5 MB" (steps of 1,024)."""
    amount = Decimal(octets) / KIB
    unit = 0
    while amount >= KIB and unit < len(SIZES) - 1:
        amount /= KIB
        unit += 1
    places = 0 if unit == 0 else 1
    shown = number(max(amount, Decimal(1)) if octets else Decimal(0), lang, places)
    return f"{shown} {SIZES[unit]}"


def long_date(day: date, lang: str = "id") -> str:
    """Return "Rabu, 27 November 2024"."""
    names = WEEKDAYS_EN if is_english(lang) else WEEKDAYS
    return f"{names[day.weekday()]}, {plain_date(day, lang)}"


def plain_date(day: date, lang: str = "id") -> str:
    """Return "27 November 2024"."""
    names = MONTHS_EN if is_english(lang) else MONTHS
    return f"{day.day} {names[day.month - 1]} {day.year}"


def short_date(day: date, lang: str = "id") -> str:
    """Return "27 Nov 2024", for tables."""
    name = MONTHS_EN[day.month - 1][:3] if is_english(lang) else SHORT_MONTHS[day.month - 1]
    return f"{day.day} {name} {day.year}"


def period(start: date, end: date, lang: str = "id") -> str:
    """Return "25 September sampai 23 November 2024"; a shared year is said once."""
    until = "to" if is_english(lang) else "sampai"
    first = plain_date(start, lang)
    if start.year == end.year:
        first = first.rsplit(" ", 1)[0]
    return f"{first} {until} {plain_date(end, lang)}"


def zone(at: datetime) -> str:
    """Return WIB, WITA or WIT by the moment's own offset; otherwise "UTC+3" or "UTC"."""
    offset = at.utcoffset()
    minutes = 0 if offset is None else int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    if minutes > 0 and not rest and hours in ZONES:
        return ZONES[hours]
    if not minutes:
        return "UTC"
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f'.{rest:02}' if rest else ''}"


def clock_time(at: datetime) -> str:
    """Return "14.05 WIB": the zone follows every time of day."""
    return f"{at:%H.%M} {zone(at)}"


def short_moment(at: datetime, lang: str = "id") -> str:
    """Return "27 Nov 2024 pukul 14.05 WIB", for tables."""
    between = ", " if is_english(lang) else " pukul "
    return f"{short_date(at, lang)}{between}{clock_time(at)}"


def long_moment(at: datetime, lang: str = "id") -> str:
    """Return "Rabu, 27 November 2024 pukul 14.05 WIB"."""
    between = ", " if is_english(lang) else " pukul "
    return f"{long_date(at, lang)}{between}{clock_time(at)}"


def workdays(count: int, lang: str = "id") -> str:
    """Return "3 hari kerja" ("1 working day", "3 working days")."""
    if not is_english(lang):
        return f"{number(count)} hari kerja"
    return f"{number(count, lang)} working day{'' if count == 1 else 's'}"
