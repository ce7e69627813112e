"""100,000 running clocks counted anew after a new holiday, entries of the journal included."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django

CASES = 50_000  # two running clocks each: the law's and the office's promise
TARGET_SECONDS = 10.0
GOVERNMENT = "kab-ukur"
AT = datetime(2024, 10, 21, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
HOLIDAY = date(2024, 10, 22)  # within every clock: the worst case, all of them move
RULES = (("PPK-TINDAK", 14), ("JANJI-PUTUS", 10), ("DIS-SAMPAI", 14), ("JANJI-SAMPAI", 5))
START_DAYS = 5


def government() -> tuple[int, int]:
    """Open the government with a unit and a person; return their keys."""
    from netral.journal.services import log_open  # noqa: PLC0415 - after django.setup
    from netral.people.models import Instansi, Person, Unit  # noqa: PLC0415

    first = date(2020, 1, 1)
    row = Instansi.objects.create(
        key=GOVERNMENT, name="Kabupaten Ukur", kind="kabupaten", valid_from=first
    )
    unit = Unit.objects.create(
        path=GOVERNMENT, government=row, name="Kantor", kind="pemerintah", valid_from=first
    )
    person = Person.objects.create(
        ref="P000000001",
        government=row,
        unit=unit,
        nip="198001012005011900",
        name="Pegawai Ukur",
        status="PNS",
        valid_from=first,
    )
    log_open(government=GOVERNMENT, origin="bench.example/jejak", actor="A", at=AT)
    return unit.pk, person.pk


def clock_kept(code: str, n: int, start: datetime) -> tuple[str, str]:
    """Reckon a clock as a case would; return its day and its kept term."""
    from netral.cases.queries.clocks import term_to_json  # noqa: PLC0415
    from netral.core.clock import calendar_of, reckon  # noqa: PLC0415
    from netral.core.kinds.terms import ClockRule, TermKind, TermUnit  # noqa: PLC0415
    from netral.core.law import holiday_years, holidays  # noqa: PLC0415

    rule = ClockRule(
        code,
        n,
        TermUnit.WORKDAYS,
        TermKind.LATEST,
        ("Dasar ukur",),
        True,
        code,
        code,
    )
    term = reckon(rule, start, calendar_of("15.04", holidays(), holiday_years()))
    return str(term.day), json.dumps(term_to_json(term, rule))


def cases(unit: int, person: int) -> Iterator[tuple[Any, ...]]:
    """Make the cases: half wait for a decision, half for its delivery."""
    for number in range(CASES):
        stage = "diperiksa" if number % 2 else "diputus"
        yield (
            *(number + 1, f"{number:010d}", GOVERNMENT, unit, stage, "", "D-N1", "2024-10-05"),
            *("kampanye", "[]", "asn", person, "PNS", "Staf", unit, "v", "ppk", "2024-10-07"),
            "2024-10-28",
        )


def clocks() -> Iterator[tuple[Any, ...]]:
    """Make two running clocks a case, begun on the last five days."""
    from netral.shell.database import stored_moment  # noqa: PLC0415

    known: dict[tuple[str, int], tuple[str, str]] = {}
    for number in range(CASES):
        start = AT - timedelta(days=number % START_DAYS)
        for code, n in RULES[:2] if number % 2 else RULES[2:]:
            key = (code, number % START_DAYS)
            if key not in known:
                known[key] = clock_kept(code, n, start)
            day, term = known[key]
            moment = stored_moment(start)
            yield number + 1, GOVERNMENT, code, code, "hari_kerja", moment, day, True, term


def load(unit: int, person: int) -> None:
    """Load cases and clocks past the models."""
    from django.db import transaction  # noqa: PLC0415

    from netral.shell.database import rows_insert  # noqa: PLC0415

    with transaction.atomic():
        rows_insert(
            "cases_case",
            (
                *("id", "ref", "government_id", "unit_id", "stage", "close_reason", "act_code"),
                *("act_on", "election_stage", "facts", "match", "respondent_id"),
                *("respondent_status", "respondent_post", "respondent_unit_id", "law_version"),
                *("waits_for", "opened_on", "due_on"),
            ),
            cases(unit, person),
        )
        rows_insert(
            "cases_caseclock",
            (
                *("case_id", "government_id", "code", "label", "unit", "starts_at", "due_on"),
                *("is_limit", "term"),
            ),
            clocks(),
        )


def settle(database: str) -> None:
    """Let PostgreSQL look at what was loaded at once, as it would in daily work."""
    from django.db import connection  # noqa: PLC0415

    if database == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")


def holiday_enter() -> None:
    """Close a day as an officer would; the clocks then wait to be counted."""
    from netral.core.access import Actor, Role  # noqa: PLC0415
    from netral.core.kinds.refs import AccountRef, UnitPath  # noqa: PLC0415
    from netral.people.services.calendar import HolidayWish, holiday_add  # noqa: PLC0415

    actor = Actor(AccountRef("A"), "Petugas", Role.OFFICER, UnitPath(GOVERNMENT))
    wish = HolidayWish(HOLIDAY, "Libur ukur", "libur_daerah", "Keputusan 1/2024")
    holiday_add(actor=actor, wish=wish, at=AT)


def counted() -> tuple[float, float, Any]:
    """Let the worker count; return the seconds, those of the processor here, and the change."""
    from netral.cases.tasks import recounts_work  # noqa: PLC0415
    from netral.people.models import CalendarChange  # noqa: PLC0415

    start, used = time.perf_counter(), time.process_time()
    assert recounts_work(AT) == 1
    taken = time.perf_counter() - start, time.process_time() - used
    return *taken, CalendarChange.objects.get(kind="libur")


def raw_limit() -> float:
    """Do the bare writing of it: as many rows changed, as many inserted, in one transaction."""
    from django.db import connection, transaction  # noqa: PLC0415

    from netral.shell.database import rows_insert  # noqa: PLC0415

    body, clocks = "x" * 400, 2 * CASES
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_clock (id bigint PRIMARY KEY, day date, term text)")
        cursor.execute("CREATE TABLE bench_case (id bigint PRIMARY KEY, day date)")
        cursor.execute("CREATE TABLE bench_move (id bigint PRIMARY KEY, body text)")
        cursor.execute("CREATE TABLE bench_entry (id bigint PRIMARY KEY, leaf text, body text)")
        rows = ((number, "2024-10-28", body) for number in range(clocks))
        rows_insert("bench_clock", ("id", "day", "term"), rows)
        rows_insert("bench_case", ("id", "day"), ((one, "2024-10-28") for one in range(CASES)))
    start = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE bench_clock SET day = '2024-10-29', term = %s", [body[::-1]])
        cursor.execute("UPDATE bench_case SET day = '2024-10-29'")
        rows_insert("bench_move", ("id", "body"), ((one, body[:80]) for one in range(clocks)))
        entries = ((number, body[:200], body) for number in range(CASES))
        rows_insert("bench_entry", ("id", "leaf", "body"), entries)
    return time.perf_counter() - start


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Load the clocks, close a day, let the worker count; ``data`` is not needed."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from netral.journal.models import Entry  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    making = time.perf_counter()
    unit, person = government()
    load(unit, person)
    settle(database)
    made = time.perf_counter() - making
    holiday_enter()
    seconds, processor, change = counted()
    limit = raw_limit()
    entered = Entry.objects.filter(kind="case.clocks").count()
    assert (change.seen, change.moved, entered) == (CASES, 2 * CASES, CASES)
    return {
        "name": "clocks",
        "figure": round(seconds, 2),
        "unit": "s to count 100,000 running clocks anew after a holiday, entries included",
        "limit": round(limit, 2),
        "limit_is": "as many bare rows changed and inserted, in one transaction",
        "ratio": round(seconds / limit, 2),
        "target": TARGET_SECONDS,
        "ok": seconds <= TARGET_SECONDS,
        "details": {
            "database": database,
            "clocks": 2 * CASES,
            "cases": CASES,
            "clocks_moved": change.moved,
            "entries": entered,
            "processor_seconds_without_the_server": round(processor, 2),
            "load_1_min": os.getloadavg()[0],
            "data_made_seconds": round(made, 1),
            "folder": str(data),
        },
    }
