"""A worker killed at any moment leaves each entry waiting or sealed, never between."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)

SOURCE = Path(__file__).resolve().parents[3] / "src"
BEGIN = """
import django, datetime, json, sys
django.setup()
from django.core.management import call_command
from django.db import transaction
from netral.journal.models import Checkpoint, Entry, Leaf, Pending
from netral.journal.queries.audit import rows_check
from netral.journal.services import Draft, entries_append, log_open, log_seal
AT = datetime.datetime(2024, 10, 7, 9, tzinfo=datetime.UTC)
DRAFTS = [Draft("pledge.sign", f"P{n:09d}", "A", {"n": n}) for n in range(40)]
"""
OPEN = f"""{BEGIN}
call_command("migrate", verbosity=0)
log_open(government="kab-x", origin="demo.example/kab-x", actor="A", at=AT)
"""
WORK = f"""{BEGIN}
while True:
    with transaction.atomic():
        entries_append(government="kab-x", drafts=DRAFTS, at=AT)
    log_seal(government="kab-x", at=AT, limit=30)
    print("sealed", flush=True)
"""
RACE = f"""{BEGIN}
from netral.journal.tasks import seal
print("ready", flush=True)
sys.stdin.readline()
for _ in range(15):
    with transaction.atomic():
        entries_append(government="kab-x", drafts=DRAFTS, at=AT)
    seal("kab-x", AT)
"""
CHECK = f"""{BEGIN}
fault = rows_check(government="kab-x").fault
log_seal(government="kab-x", at=AT)
size = Checkpoint.objects.latest("size").size
print(json.dumps([str(fault), rows_check(government="kab-x").fault is None,
    Entry.objects.count(), Leaf.objects.count() + Pending.objects.count(), size]))
"""


def environment(folder: Path) -> dict[str, str]:
    """Point another process at a database of its own, or at PostgreSQL's test database."""
    url = ""
    if connection.vendor == "postgresql":
        kept = connection.settings_dict
        url = f"postgresql://{kept['USER']}@{quote(kept['HOST'], safe='')}/{kept['NAME']}"
    return {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "DJANGO_SETTINGS_MODULE": "netral.config.settings",
        "NETRAL_DATA_DIR": str(folder),
        "NETRAL_DATABASE": url,
    }


def run(code: str, folder: Path) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(  # noqa: S603 - our own code, in a process of its own
        command, env=environment(folder), check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.slow
def test_a_worker_killed_at_any_moment_leaves_nothing_half_sealed(tmp_path: Path) -> None:
    run(OPEN, tmp_path)
    draw = random.Random(1)
    for _ in range(5):
        command = [sys.executable, "-c", WORK]
        with subprocess.Popen(  # noqa: S603 - our own code, to be killed
            command, env=environment(tmp_path), stdout=subprocess.PIPE
        ) as work:
            assert work.stdout is not None
            assert work.stdout.readline() == b"sealed\n"
            time.sleep(draw.random() / 3)
            work.send_signal(signal.SIGKILL)
        fault, is_true, entries, placed, size = json.loads(run(CHECK, tmp_path))
        assert (fault, is_true, placed) == ("None", True, entries)
        assert size > 30


@pytest.mark.slow
def test_sealers_and_writers_at_once_give_one_tree_and_lose_nothing(tmp_path: Path) -> None:
    run(OPEN, tmp_path)
    racers = [
        subprocess.Popen(  # noqa: S603 - our own code, in a process of its own
            [sys.executable, "-c", RACE],
            env=environment(tmp_path),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == b"ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write(b"go\n")
        racer.stdin.flush()
    for racer in racers:
        racer.communicate(timeout=60)
        assert racer.returncode == 0
    assert json.loads(run(CHECK, tmp_path)) == ["None", True, 1801, 1801, 1801]
