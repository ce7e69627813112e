"""Reports of 1 KB a second through the real form, 16 clients; each acknowledged one is kept."""

from __future__ import annotations

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import django

from netral.ops import serve

CLIENTS = 16
SECONDS = 15.0
WARM_UP = 3.0
LIMIT_SECONDS = 4.0
TARGET = 150.0
GOVERNMENT = "kab-ukur"
AT = datetime(2024, 10, 7, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
TABLES = ("reports_report", "reports_reportstep", "journal_entry", "journal_pending")
STORY = "Kepala seksi mengumpulkan pegawai di aula dan membagikan kaus bergambar calon. " * 8
ANSWERS = {
    "langkah": "6",
    "ke": "kirim",
    "cerita": STORY.strip(),
    "nama": "Tidak tahu namanya, bertopi",
    "jabatan": "Kepala Seksi",
    "tempat_kerja": "Kantor Camat",
    "tempat": "Aula kantor",
    "kejadian": "2024-10-06",
    "tahu": "2024-10-06",
    "sebutan": "tanpa",
    "jalur": "kantor",
}


@dataclass(slots=True)
class Tally:
    """What one client sent and was answered."""

    acknowledged: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


def site_make() -> None:
    """Make the database and a government whose personnel office can take sealed reports."""
    from django.core.management import call_command  # noqa: PLC0415 - after django.setup
    from nacl.public import PrivateKey  # noqa: PLC0415

    from netral.journal.services import log_open  # noqa: PLC0415
    from netral.people.models import Instansi, Unit, UnitKey  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    government = Instansi.objects.create(
        key=GOVERNMENT, name="Kabupaten Ukur", kind="kabupaten", valid_from=date(2020, 1, 1)
    )
    for leaf in ("bkpsdm", "inspektorat"):
        unit = Unit.objects.create(
            path=f"{GOVERNMENT}.{leaf}",
            government=government,
            name=leaf,
            kind=Unit.Kind.OPD,
            valid_from=date(2020, 1, 1),
        )
        UnitKey.objects.create(
            unit=unit,
            ref=leaf.upper()[:8],
            public_key=bytes(PrivateKey.generate().public_key),
            created_at=AT,
        )
    log_open(government=GOVERNMENT, origin=f"ukur.example/jejak/{GOVERNMENT}", actor="UKUR", at=AT)


def port_free() -> int:
    """Return a free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server_start(port: int) -> subprocess.Popen[bytes]:
    """Start the site as `./run` does and wait until it answers."""
    server = subprocess.Popen(serve.granian(port))  # noqa: S603 - our own server
    serve.wait_until_open(port, server)
    return server


def client_run(port: int, tokens: list[str], until: float, tally: Tally) -> None:
    """Send real forms over one connection, with its own CSRF cookie, until the time is over."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("GET", "/lapor/")
    page = link.getresponse()
    cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page.read())
    assert found is not None
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    form = {**ANSWERS, "csrfmiddlewaretoken": found[1].decode()}
    while time.perf_counter() < until and tokens:
        token = tokens.pop()
        start = time.perf_counter()
        link.request("POST", "/lapor/", urlencode({**form, "formulir": token}), headers)
        answer = link.getresponse()
        body = answer.read()
        tally.seconds.append(time.perf_counter() - start)
        if answer.status == 200 and b'<ol class="phrase">' in body:
            tally.acknowledged.append(token)
        else:
            tally.refused.append(answer.status)
    link.close()


def load(port: int, seconds: float) -> tuple[list[Tally], float]:
    """Let 16 clients send at once; return what each was answered, and for how long they sent."""
    from netral.vault.services.tokens import form_token_draw  # noqa: PLC0415

    tallies = [Tally() for _ in range(CLIENTS)]
    pools = [[form_token_draw() for _ in range(int(seconds * 100))] for _ in tallies]
    start = time.perf_counter()
    threads = [
        threading.Thread(target=client_run, args=(port, pool, start + seconds, tally))
        for pool, tally in zip(pools, tallies, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tallies, time.perf_counter() - start


def lost(tallies: list[Tally]) -> int:
    """Count acknowledged reports that are not in the database and in the journal, both once."""
    from netral.journal.models import Entry  # noqa: PLC0415
    from netral.reports.models import Report  # noqa: PLC0415
    from netral.vault.services.tokens import form_hash, form_secret  # noqa: PLC0415

    kept = {bytes(mark): ref for mark, ref in Report.objects.values_list("form_hash", "ref")}
    opened = list(Entry.objects.filter(kind="report.open").values_list("matter", flat=True))
    assert len(opened) == len(set(opened)) == len(kept), "a report without its entry, or doubled"
    entered = set(opened)
    marks = [form_hash(form_secret(token)) for one in tallies for token in one.acknowledged]
    return sum(kept.get(mark) not in entered for mark in marks)


def bare_limit(database: str) -> float:
    """Return how often a second the bare database commits the same rows, without constraints."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        rows = []
        for table in TABLES:
            cursor.execute(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} LIMIT 0")  # noqa: S608
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1 DESC LIMIT 1")  # noqa: S608
            row = cursor.fetchone()
            marks = ", ".join(["%s"] * len(row))
            rows.append((f"INSERT INTO bare_{table} VALUES ({marks})", row))  # noqa: S608
    # SQLite has one writer, so more threads would not help it.
    threads = 1 if database == "sqlite" else CLIENTS
    counts = [0] * threads
    until = time.perf_counter() + LIMIT_SECONDS

    def write(place: int) -> None:
        from django.db import connection as own  # noqa: PLC0415 - one for each thread
        from django.db import transaction  # noqa: PLC0415

        while time.perf_counter() < until:
            with transaction.atomic(), own.cursor() as cursor:
                for sql, row in rows:
                    cursor.execute(sql, row)
            counts[place] += 1
        own.close()

    workers = [threading.Thread(target=write, args=(place,)) for place in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts) / LIMIT_SECONDS


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Measure and return the JSON object; the site lies where NETRAL_DATA_DIR says."""
    del data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
    django.setup()
    site_make()
    port = port_free()
    server = server_start(port)
    try:
        load(port, WARM_UP)
        tallies, seconds = load(port, SECONDS)
    finally:
        server.terminate()
        server.wait(timeout=20)
    acknowledged = sum(len(one.acknowledged) for one in tallies)
    times = sorted(second for one in tallies for second in one.seconds)
    missing, figure, limit = lost(tallies), acknowledged / seconds, bare_limit(database)
    return {
        "name": "intake",
        "figure": round(figure, 1),
        "unit": "reports/s",
        "limit": round(limit, 1),
        "limit_is": "the same four rows and one commit, bare database",
        "ratio": round(figure / limit, 3),
        "target": TARGET,
        "ok": figure >= TARGET and missing == 0,
        "details": {
            "database": database,
            "clients": CLIENTS,
            "workers": serve.WORKERS,
            "threads": serve.THREADS,
            "acknowledged": acknowledged,
            "lost": missing,
            "refused": sum(len(one.refused) for one in tallies),
            "body_bytes": len(urlencode(ANSWERS)),
            "p50_ms": round(statistics.median(times) * 1000, 1),
            "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 1),
        },
    }


if __name__ == "__main__":
    sys.exit("run: ./netral bench intake")
