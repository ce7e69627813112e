"""What was told of a term, in English: the sentences stay as they were kept, the reader's change.

Each sentence of ``telling`` and ``progress`` has its pattern here. Names of holidays, decrees,
sources and reasons are left as they are. A sentence that no pattern knows is left whole.
"""

from __future__ import annotations

import re
from functools import lru_cache

from netral.core.clock.words import MONTHS, UNITS, WEEKDAYS
from netral.core.kinds.terms import TermUnit

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_UNITS = {
    TermUnit.WORKDAYS: "working day",
    TermUnit.DAYS: "calendar day",
    TermUnit.WEEKS: "week",
    TermUnit.MONTHS: "month",
    TermUnit.HOURS: "hour",
    TermUnit.WORKDAY_HOURS: "hour of working days",
}
_NAMES = dict(zip((*WEEKDAYS, *MONTHS), (*_WEEKDAYS, *_MONTHS), strict=True))
_UNIT_NAMES = {words: _UNITS[unit] for unit, words in UNITS.items()}
# The longer of two units that begin alike is tried first.
_UNIT = "|".join(sorted(_UNIT_NAMES, key=len, reverse=True))
_DAY = rf"(?:{'|'.join(WEEKDAYS)}), \d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}"
# In a sentence: D a day, A an amount such as "7 hari kerja", U a unit, N a number, T the rest.
_PARTS = {
    "D": f"(?P<day@>{_DAY})",
    "A": rf"(?P<amount@>\d+ (?:{_UNIT}))",
    "U": f"(?P<unit@>(?i:{_UNIT}))",
    "N": r"(?P<number@>\d+)",
    "T": "(?P<text@>.+)",
}
_HOUR = "N.N T"
_SENTENCES = {
    "Mulai D; hari itu hari 0, tidak dihitung.": "From D; that day is day 0 and is not counted.",
    "Dihitung mundur dari D; hari itu tidak dihitung.": (
        "Counted back from D; that day is not counted."
    ),
    "Dihitung mundur dari D.": "Counted back from D.",
    f"Mulai D pukul {_HOUR}; dihitung jam demi jam.": f"From D, {_HOUR}; counted hour by hour.",
    f"Mulai D pukul {_HOUR}; dihitung jam demi jam, hanya pada hari kerja.": (
        f"From D, {_HOUR}; counted hour by hour, on working days only."
    ),
    "Ditambah A.": "Plus A.",
    "Dikurangi A.": "Less A.",
    "Angka daerah tidak dipakai, karena angka dalam peraturannya sudah pasti.": (
        "The region's number is not used, because that of the regulation is certain."
    ),
    "Angka N diisi daerah. Sumber: T.": "The number N was entered by the region. Source: T.",
    "Diperpanjang A, menjadi N.": "Extended by A, to N.",
    "U ke-N: D.": "U N: D.",
    f"U ke-N: D pukul {_HOUR}.": f"U N: D, {_HOUR}.",
    "Akhir pekan yang dilewati: N hari.": "Days of weekends passed over: N.",
    "Libur di antaranya: tidak ada.": "Holidays between: none.",
    "Libur di antaranya: T.": "Holidays between: T.",
    "Dijeda D sampai D; hari-hari itu tidak dihitung.": (
        "Paused D to D; those days are not counted."
    ),
    "Dijeda D sampai D (T); hari-hari itu tidak dihitung.": (
        "Paused D to D (T); those days are not counted."
    ),
    "A kemudian: D.": "A on: D.",
    "Hari itu bukan hari kerja, jadi jatuh pada hari kerja berikutnya: D.": (
        "That day is no working day, so it falls on the next working day: D."
    ),
    "Hari itu bukan hari kerja, jadi jatuh pada hari kerja sebelumnya: D.": (
        "That day is no working day, so it falls on the working day before: D."
    ),
    "Ditambah A karena T: D.": "Plus A because of T: D.",
    f"Berakhir D pukul {_HOUR}.": f"Ends D, {_HOUR}.",
    f"Mulai berlaku D pukul {_HOUR}.": f"In force from D, {_HOUR}.",
    "Paling cepat D.": "D at the earliest.",
    "Hari libur tahun N belum pasti di sini, jadi tanggal ini bisa bergeser.": (
        "The holidays of N are not certain here, so this date may move."
    ),
    "Hitungan mundur A sampai pada D: U ke-N.": "Counting back A comes to D: U N.",
    "Paling lambat diterima D; hari diterima tidak dihitung.": (
        "Received on D at the latest; the day of receipt is not counted."
    ),
    "Belum terkonfirmasi: jumlah harinya belum kami pastikan, jadi tidak kami hitung. "
    "Daerah dapat mengisi angka dan sumbernya.": (
        "Not confirmed: we have not confirmed the number of days, so none is counted. "
        "The region can enter the number and its source."
    ),
    "Belum terkonfirmasi: jumlah harinya belum kami pastikan, jadi tidak kami hitung.": (
        "Not confirmed: we have not confirmed the number of days, so none is counted."
    ),
    "Sudah berlaku sejak D.": "In force since D.",
    "Sudah boleh sejak D.": "Possible since D.",
    f"Hari terakhir: hari ini pukul {_HOUR}.": f"Last day: today, {_HOUR}.",
    "Lewat batas A.": "Overdue by A.",
    "Lewat batas.": "Overdue.",
    "Paling lambat diterima D. Tersisa A.": "Received on D at the latest. A left.",
    "Belum ada U yang terhitung. Tersisa A.": "No U counted yet. A left.",
    "U ke-N dari N. Tersisa A.": "U N of N. A left.",
}


def in_english(sentence: str) -> str:
    """Return a sentence told of a term in English; one that is not ours as it is."""
    for pattern, english in _PATTERNS:
        found = pattern.fullmatch(sentence)
        if found:
            # The marks stand in the same order in both languages.
            parts = iter(found.groupdict().items())
            pieces = _MARK.split(english)
            return "".join(piece + _told(*next(parts, ("", ""))) for piece in pieces)
    return sentence


@lru_cache(maxsize=10_000)
def _told(name: str, value: str) -> str:
    kind = name.rstrip("0123456789")
    if kind == "amount":
        number, _, unit = value.partition(" ")
        return f"{number} {_plural(_UNIT_NAMES[unit], int(number))}"
    if kind == "unit":
        unit = _UNIT_NAMES[value.lower()]
        return unit.capitalize() if value[0].isupper() else unit
    return _dated(value) if kind in {"day", "text"} else value


def _plural(unit: str, number: int) -> str:
    word, *rest = unit.split(" of ")
    return " of ".join([word if number == 1 else f"{word}s", *rest])


def _dated(text: str) -> str:
    days = re.sub(_DAY, lambda found: _NAME.sub(lambda name: _NAMES[name[0]], found[0]), text)
    return re.sub(rf"; dan (?={'|'.join(_WEEKDAYS)})", "; and ", days)


_NAME = re.compile("|".join(_NAMES))
_MARK = re.compile(r"\b[DAUNT]\b")


def _pattern(sentence: str) -> re.Pattern[str]:
    numbers = iter(range(len(sentence)))
    whole = re.escape(sentence).replace(r"\ ", " ")
    return re.compile(
        _MARK.sub(lambda mark: _PARTS[mark[0]].replace("@", str(next(numbers))), whole)
    )


_PATTERNS = tuple((_pattern(sentence), english) for sentence, english in _SENTENCES.items())
