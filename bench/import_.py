"""Import of a personnel file: 100,000 rows of 65 columns read, checked, compared and applied.

The limit is what nothing can beat here: the reader (calamine) over the same file, and a raw bulk
insert of as many persons, both measured in the same run.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction

ROWS = 100_000
TARGET_SECONDS, TARGET_MB = 20.0, 400
REGION = "12.08"
RAW_READ = (
    "import sys, time; from python_calamine import CalamineWorkbook; t = time.perf_counter(); "
    "n = sum(1 for _ in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0)"
    ".iter_rows()); "
    "print(time.perf_counter() - t)"
)


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Measure in a child of this process, so that the memory told is that of the import alone."""
    path = data / f"pegawai-{ROWS}.xlsx"
    django.setup()
    from netral.ops.synthetic import personnel_rows, write_xlsx  # noqa: PLC0415 (needs settings)

    if not path.exists():
        write_xlsx(personnel_rows(REGION, ROWS, seed=11).rows, path)
    call_command("migrate", verbosity=0)
    raw_read, raw_insert = _raw_read(path), _raw_insert()
    command = [sys.executable, "-m", "bench.import_", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    found = json.loads(done.stdout.splitlines()[-1])
    limit = raw_read + raw_insert
    return {
        "name": "import",
        "figure": round(found["seconds"], 2),
        "unit": "s",
        "limit": round(limit, 2),
        "limit_is": "calamine over the whole file plus a raw bulk insert of 100,000 persons",
        "ratio": round(found["seconds"] / limit, 2),
        "target": TARGET_SECONDS,
        "ok": found["seconds"] <= TARGET_SECONDS
        and found["megabytes"] <= TARGET_MB
        and found["new"] == ROWS,
        "details": {
            **found,
            "database": database,
            "target_megabytes": TARGET_MB,
            "raw_read_s": round(raw_read, 2),
            "raw_insert_s": round(raw_insert, 2),
        },
    }


def _raw_read(path: Path) -> float:
    command = [sys.executable, "-c", RAW_READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return float(done.stdout)


def _raw_insert() -> float:
    """Insert as many rows of a person's width into a bare table, and drop it."""
    columns = ", ".join(f"c{at} varchar(200)" for at in range(17))
    marks = ", ".join(["%s"] * 17)
    row = [f"nilai {at}" for at in range(17)]
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE raw_person (id integer, {columns})")
        cursor.executemany(
            f"INSERT INTO raw_person VALUES (%s, {marks})",  # noqa: S608 (fixed text)
            [[at, *row] for at in range(ROWS)],
        )
    took = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE raw_person")
    return took


def _measure(path: Path) -> dict[str, Any]:
    """Import the file once; return seconds, the peak of parent and child in MB, and the counts."""
    from netral.people.services.personnel_command import (  # noqa: PLC0415 (needs settings)
        Order,
        personnel_import_file,
    )
    from netral.people.services.places import government_open  # noqa: PLC0415
    from netral.shell.moment import moment  # noqa: PLC0415

    at = moment()
    key = "kab-simalungun"
    government_open(key=key, name="Kabupaten Simalungun", kind="kabupaten", region=None, at=at)
    started = time.perf_counter()
    _entry, plan = personnel_import_file(order=Order(path, key), at=at)
    seconds = time.perf_counter() - started
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    counts = plan.counts()
    return {
        "seconds": seconds,
        "megabytes": max(own, child),
        "parent_megabytes": own,
        "child_megabytes": child,
        **{name: counts[name] for name in ("read", "new", "refused", "units")},
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(_measure(Path(sys.argv[1]))))
