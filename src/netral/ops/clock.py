"""``./netral clock``: questions about terms as JSON lines, or one term told to a person."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from typing import Any, NoReturn

from netral.core import law
from netral.core.clock import Term, chain, day_in_words, followers
from netral.core.clock.counting import HOURS
from netral.core.clock.words import UNITS, WEEKDAYS
from netral.core.kinds.errors import NetralError
from netral.core.kinds.terms import TermKind
from netral.core.law.records import CounterHours
from netral.ops.clock_lines import REGIMES, Request, UnusableError, answered, contested, request_of

_HEADS = {
    TermKind.LATEST: "Paling lambat {day} pukul 24.00 {zone}.",
    TermKind.NOT_BEFORE: "Paling cepat {day}.",
    TermKind.IN_FORCE: "Mulai berlaku {day} pukul 00.00 {zone}.",
    TermKind.LATEST_RECEIPT: "Paling lambat diterima {day} pukul 24.00 {zone}.",
}


def main(arguments: list[str]) -> int:
    """Answer each line, or tell one term; 1 when something could not be counted."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.jsonl:
        return 0 if _lines() else 1
    if not given.rule:
        _print(_known_rules())
        return 0
    if not given.start:
        parser.error("isi juga saat mulainya, misalnya 2024-10-07T10:00")
    try:
        request = request_of(_asked(given))
        _print(_chain(request) if given.chain else _told(request))
    except (UnusableError, NetralError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="netral clock", description=__doc__)
    parser.add_argument("rule", nargs="?", help="kode batas waktu; tanpa kode: daftar kodenya")
    parser.add_argument("start", nargs="?", help="saat mulai, misalnya 2024-10-07T10:00")
    parser.add_argument("--jsonl", action="store_true", help="satu objek JSON tiap baris")
    parser.add_argument("--zone", help="WIB, WITA, WIT, kode wilayah, atau Asia/Jakarta")
    parser.add_argument("--kind", choices=[*TermKind], help="arti harinya")
    parser.add_argument("--regime", choices=REGIMES, help="pemilihan yang dimaksud")
    parser.add_argument("--suspend", action="append", metavar="DARI..SAMPAI", help="jeda")
    parser.add_argument("--extend", type=int, metavar="N", help="diperpanjang N")
    parser.add_argument("--holiday", action="append", metavar="TANGGAL", help="libur setempat")
    parser.add_argument("--backward", action="store_true", help="hari terakhir diterima")
    parser.add_argument("--setting", type=int, metavar="N", help="angka daerah")
    parser.add_argument("--six-days", action="store_true", help="pekan enam hari kerja")
    parser.add_argument("--chain", action="store_true", help="beserta batas waktu sesudahnya")
    return parser


def _asked(given: Namespace) -> dict[str, Any]:
    pauses = [item.partition("..")[::2] for item in given.suspend or ()]
    asked = {
        "rule": given.rule,
        "start": given.start,
        "timezone": given.zone,
        "kind": given.kind,
        "regime": given.regime,
        "suspend": [list(pause) for pause in pauses],
        "extend_n": given.extend,
        "local_holidays": given.holiday,
        "backward": given.backward,
        "setting_n": given.setting,
        "six_days": given.six_days,
    }
    return {key: value for key, value in asked.items() if value is not None}


def _lines() -> bool:
    """Answer each line as it comes; what cannot be answered tells why, and the rest goes on."""
    is_clean = True
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").strip().removeprefix("\ufeff")
        if line:
            answer = _answer(line)
            is_clean = is_clean and "error" not in answer
            # A lone surrogate of broken JSON cannot be written as UTF-8: a question mark is.
            text = json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="replace")
            sys.stdout.buffer.write(text + b"\n")
            sys.stdout.buffer.flush()
    return is_clean


def _answer(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return {"id": None, "error": "Baris ini bukan JSON yang sah."}
    if not isinstance(asked, dict):
        return {"id": None, "error": 'Baris ini bukan objek JSON dengan "rule" dan "start".'}
    return answered(asked)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _print(lines: Iterator[str]) -> None:
    print("\n".join(lines))


def _known_rules() -> Iterator[str]:
    yield "Pakai: ./netral clock KODE MULAI   (misalnya DIS-BERLAKU 2024-10-07T10:00)"
    yield ""
    for item in law.the_law().clocks:
        rule = item.rule
        length = f"{rule.n} {UNITS[rule.unit]}" if rule.n else "belum terkonfirmasi"
        yield f"{rule.code:20} {length:20} {rule.title_id}"


def _told(request: Request) -> Iterator[str]:
    term = request.term()
    yield f"{request.rule.title_id} ({request.rule.code})"
    yield _head(request, term)
    yield ""
    yield "Cara hitung"
    yield from (f"- {step}" for step in term.counted)
    yield f"Dasar: {'; '.join(term.basis)}."
    yield from _dispute(request)
    yield from _counter(request)
    if request.rule.note:
        yield f"Catatan: {request.rule.note}"
    yield from (f"Catatan: {note}" for note in request.notes)


def _head(request: Request, term: Term) -> str:
    if term.day is None or term.ends_at is None:
        return "Belum terkonfirmasi. Tidak ada tanggal yang kami hitung."
    zone = request.zone.name
    if term.unit in HOURS:
        return f"Berakhir {day_in_words(term.day)} pukul {term.ends_at:%H.%M} {zone}."
    return _HEADS[term.kind].format(day=day_in_words(term.day), zone=zone)


def _dispute(request: Request) -> Iterator[str]:
    found = contested(request)
    if found is None:
        return
    known = law.the_law().sources
    yield ""
    yield f"Masih diperdebatkan: {found['question']}"
    for side in found["sides"]:
        day = side["day"] and day_in_words(date.fromisoformat(side["day"]))
        yield f"- {side['who']}: {side['says']}{f' Menurut hitungan itu {day}.' if day else ''}"
        yield from (f"  Sumber: {known.get(code, code)}" for code in side["sources"])


def _counter(request: Request) -> Iterator[str]:
    found = [item for item in law.the_law().counters if request.rule.code in item.clocks]
    if not found:
        return
    yield ""
    yield "Jam loket: belum terkonfirmasi untuk daerah Anda. Tanyakan sebelum hari terakhir."
    for place in dict.fromkeys((item.place, item.standing.citation[0]) for item in found):
        yield f"Yang kami ketahui hanya {place[0]} ({place[1]}):"
        yield from (f"- {_hours(item)}" for item in found if item.place == place[0])


def _hours(item: CounterHours) -> str:
    days = [WEEKDAYS[day] for day in sorted(item.weekdays)]
    when = "setiap hari" if len(days) == len(WEEKDAYS) else ", ".join(days)
    stages = ", ".join(stage.replace("_", " ") for stage in item.stages)
    if item.opens is None or item.closes is None:
        return f"{when}, siang dan malam ({stages})"
    return f"{when} pukul {item.opens:%H.%M} sampai {item.closes:%H.%M} ({stages})"


def _chain(request: Request) -> Iterator[str]:
    rules = followers(request.rule, (item.rule for item in law.the_law().clocks))
    yield "Bila setiap batas waktu terpakai seluruhnya:"
    terms = chain(rules, request.start, request.calendar)
    for rule, term in zip(rules, terms, strict=False):
        day = day_in_words(term.day) if term.day else "belum terkonfirmasi"
        yield f"- {rule.title_id} ({rule.code}): {day}"
