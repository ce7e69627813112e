"""Any node of a tree of 5,600,000 persons: how fast, how true, and how soon an act shows.

The data is written by the database itself from a list of units, once: on SQLite the file is kept
under ``--data``. The limit is a bare SELECT of one unit's cells by their index.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import django

from bench.nation.build import GOVERNMENTS, PERSONS, UNITS, governments_build, people_build

NODES, PAGES, RECOUNTED, ACTS = 2_000, 100, 100, 15
TARGET_MS, TARGET_SECONDS = 100.0, 2.0
REACHED = (
    "SELECT count(*), count(r.sent_at), count(r.read_at), count(r.understood_at), count(g.id) "
    "FROM people_person p JOIN people_unit u ON u.id = p.unit_id "
    "LEFT JOIN circulars_reading r ON r.person_id = p.id "
    "LEFT JOIN pledges_pledge g ON g.person_id = p.id WHERE {where}"
)


def settle(database: str) -> None:
    """Let PostgreSQL look at what was loaded at once, as it would in daily work."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if database == "postgresql" else "ANALYZE")
        if database == "postgresql":
            cursor.execute("CHECKPOINT")


def journals_build(at: datetime) -> None:
    """Open a journal for a few governments: those in which the acts are timed."""
    from netral.journal.services import log_open  # noqa: PLC0415
    from netral.people.models import Instansi  # noqa: PLC0415

    for key in Instansi.objects.order_by("-key").values_list("key", flat=True)[:ACTS]:
        log_open(government=key, origin=f"bench.example/{key}", actor="A", at=at)


def count_all(at: datetime) -> float:
    """Count every government from its persons; return the seconds."""
    from netral.oversight.services.projection import coverage_rebuild  # noqa: PLC0415
    from netral.people.models import Instansi  # noqa: PLC0415

    start = time.perf_counter()
    for key in Instansi.objects.order_by("key").values_list("key", flat=True):
        coverage_rebuild(government=key, at=at)
    return time.perf_counter() - start


def milliseconds(do: Callable[[Any], object], asked: list[Any]) -> list[float]:
    """Return how long each took, sorted."""
    taken = []
    for one in asked:
        start = time.perf_counter()
        do(one)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def p95(taken: list[float]) -> float:
    """Return the 95th percentile of sorted figures."""
    return taken[int(len(taken) * 0.95)]


def paths_drawn(count: int) -> list[str]:
    """Draw nodes: as many governments as agencies as units; the nation is the empty path."""
    from netral.people.models import Unit  # noqa: PLC0415

    chance, found = random.Random(2), [""]
    for kind in ("pemerintah", "opd", "unit"):
        paths = list(Unit.objects.filter(kind=kind).order_by("pk").values_list("path", flat=True))
        found += [chance.choice(paths) for _ in range(count // 3)]
    chance.shuffle(found)
    return found


def node_asked(at: datetime) -> Callable[[str], tuple[int, ...]]:
    """Return what asks for a node through the pages' own query."""
    from netral.oversight.queries.governments import governments_summed  # noqa: PLC0415
    from netral.oversight.queries.nodes import node_of  # noqa: PLC0415
    from netral.people.models import Instansi  # noqa: PLC0415

    today = at.date()

    def ask(path: str) -> tuple[int, ...]:
        if not path:
            names = dict(Instansi.objects.values_list("key", "name"))
            return governments_summed(names=names).figures.sums
        found = node_of(path=path, scope=path, on=today, today=today)
        assert found.counted_at is not None
        return found.figures.sums

    return ask


def differing(ask: Callable[[str], tuple[int, ...]], paths: list[str]) -> int:
    """Recount nodes by plain SQL over the persons; return how many differ."""
    from django.db import connection  # noqa: PLC0415

    wrong = 0
    with connection.cursor() as cursor:
        for path in paths:
            where = "u.path = %s OR u.path LIKE %s"
            cursor.execute(REACHED.format(where=where), [path, f"{path}.%"])
            ((total, *states),) = cursor.fetchall()
            wrong += ask(path) != (total, *states, 0)
    return wrong


def pages_timed(at: datetime) -> float:
    """Return the 95th percentile of a government's page, signed in, at the staff door."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415
    from allauth.mfa.utils import encrypt  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from netral.people.models import Account, RoleGrant, Unit  # noqa: PLC0415

    clients = []
    for number, unit in enumerate(Unit.objects.filter(kind="pemerintah").order_by("path")[::60]):
        account = Account(ref=f"A{number:09d}", username=f"petugas{number}", name="Petugas")
        account.set_unusable_password()
        account.save()
        since = at.date() - timedelta(days=9)
        facts = {"ref": f"G{number:09d}", "role": "sekda", "valid_from": since}
        RoleGrant.objects.create(account=account, unit=unit, **facts)
        secret = {"secret": encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")}
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data=secret)
        client = Client()
        client.force_login(account)
        clients.append(client)

    def look(client: Client) -> None:
        assert client.get("/pengawasan/jangkauan/").status_code == 200

    for client in clients:
        look(client)
    return p95(milliseconds(look, [clients[n % len(clients)] for n in range(PAGES)]))


def acts_timed(ask: Callable[[str], tuple[int, ...]]) -> list[float]:
    """Let persons pledge while the worker's loops run; return the seconds until each shows."""
    from netral.core.access import Assurance  # noqa: PLC0415
    from netral.core.kinds.refs import PersonRef, SessionRef  # noqa: PLC0415
    from netral.journal.models import Log  # noqa: PLC0415
    from netral.journal.tasks import run_sealer  # noqa: PLC0415
    from netral.oversight.tasks import run_coverage, run_coverage_due  # noqa: PLC0415
    from netral.people.models import Person  # noqa: PLC0415
    from netral.pledges.models import PledgeSession  # noqa: PLC0415
    from netral.pledges.services import pledge_make  # noqa: PLC0415
    from netral.shell.moment import moment  # noqa: PLC0415

    stop = Event()
    work = (run_sealer, run_coverage, run_coverage_due)
    loops = [Thread(target=loop, args=(stop,)) for loop in work]
    for loop in loops:
        loop.start()
    time.sleep(2)
    taken = []
    for key in Log.objects.order_by("government").values_list("government", flat=True):
        session = PledgeSession.objects.select_related("text").get(government=key)
        person = Person.objects.filter(government=key, pledges=None).select_related("unit")[0]
        before = ask(person.unit.path)
        start = time.perf_counter()
        pledge_make(
            person_ref=PersonRef(person.ref),
            session=SessionRef(session.ref),
            text_sha256=session.text.sha256,
            assurance=Assurance.LINK_PIN,
            show_name=False,
            at=moment(),
        )
        while ask(person.unit.path) == before and time.perf_counter() - start < 30:
            time.sleep(0.02)
        taken.append(time.perf_counter() - start)
    stop.set()
    for loop in loops:
        loop.join()
    return sorted(taken)


def bare(places: list[tuple[str, int]]) -> list[float]:
    """Read one unit's cells by their index, nothing else."""
    from django.db import connection  # noqa: PLC0415

    sql = (
        "SELECT state, way, number FROM oversight_coveragecell "
        "WHERE government_id = %s AND unit_id = %s"
    )
    with connection.cursor() as cursor:

        def read(keys: Any) -> None:
            cursor.execute(sql, keys)
            cursor.fetchall()

        return milliseconds(read, places)


def data_ready(database: str, data: Path, at: datetime) -> tuple[float, float, bool]:
    """Make the data, or take what was kept; return the seconds of both steps, and which it was."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    kept = data / f"coverage-{PERSONS}.sqlite3"
    start = time.perf_counter()
    if database == "sqlite" and kept.exists():
        shutil.copyfile(kept, connection.settings_dict["NAME"])
        return time.perf_counter() - start, count_all(at), True
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        places = governments_build(at)
    people_build(database, places, at)
    settle(database)
    made = time.perf_counter() - start
    if database == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copyfile(connection.settings_dict["NAME"], kept)
    return made, count_all(at), False


def units_drawn() -> Iterator[tuple[str, int]]:
    """Draw units with their governments."""
    from netral.people.models import Unit  # noqa: PLC0415

    units = list(Unit.objects.filter(kind="unit").values_list("government_id", "pk"))
    chance = random.Random(3)
    for _ in range(NODES):
        yield chance.choice(units)


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Count a nation, ask for its nodes, recount some, time acts; ``data`` keeps SQLite's file."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from netral.shell.moment import moment  # noqa: PLC0415

    settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = "netral.config.urls_staff", ["*"]
    settings.NETRAL_DOOR = "staff"
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    at = moment()
    made, counted, was_kept = data_ready(database, data, at)
    settle(database)
    journals_build(at)
    ask, paths = node_asked(at), paths_drawn(NODES)
    milliseconds(ask, paths[:100])
    taken, limit = milliseconds(ask, paths), bare(list(units_drawn()))
    page, acts = pages_timed(at), acts_timed(ask)
    wrong = differing(ask, [path for path in paths if path][:RECOUNTED])
    figure = p95(taken)
    return {
        "name": "coverage",
        "figure": round(figure, 2),
        "unit": "ms, p95 of any node through the pages' query",
        "limit": round(p95(limit), 3),
        "limit_is": "p95 of a bare SELECT of one unit's cells by index",
        "ratio": round(figure / p95(limit), 1),
        "target": TARGET_MS,
        "ok": figure <= TARGET_MS and not wrong and acts[-1] <= TARGET_SECONDS,
        "details": {
            "database": database,
            "persons": PERSONS,
            "governments": GOVERNMENTS,
            "units": UNITS,
            "p50_ms": round(taken[len(taken) // 2], 2),
            "slowest_ms": round(taken[-1], 2),
            "nation_ms": round(milliseconds(ask, [""])[0], 2),
            "page_p95_ms": round(page, 1),
            "nodes_recounted": RECOUNTED,
            "nodes_that_differ": wrong,
            "act_visible_seconds": {
                "median": round(acts[len(acts) // 2], 2),
                "max": round(acts[-1], 2),
            },
            "counted_anew_seconds": round(counted, 1),
            "data_made_seconds": round(made, 1),
            "data_was_kept": was_kept,
            "load_1_min": os.getloadavg()[0],
        },
    }
