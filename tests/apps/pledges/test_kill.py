"""``kill -9`` at random moments: what was acknowledged is there, once, under the same code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import json, sys
from bench.vows import kills, site

site.begin()
hot, database = sys.argv[1] == "hot", sys.argv[2]
session, text = site.site_make(12_000)
port = site.port_free()
people = iter(site.vowers(12_000, session, text, port=port))
print(json.dumps(kills.survive(port, people, hot=hot, database=database, times=20)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("door", ["hot", "page"])
def test_no_acknowledged_pledge_is_lost_or_doubled_by_twenty_kills(
    door: str, tmp_path: Path
) -> None:
    environment = os.environ | {
        "NETRAL_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "netral.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    # A database of its own; ``bench pledge`` does the same on PostgreSQL, its processes included.
    environment.pop("NETRAL_DATABASE", None)
    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM, door, "sqlite"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=850,
    )
    found = json.loads(said.stdout.splitlines()[-1])
    assert found["times"] == sum(found["killed"].values()) == 20
    assert found["acknowledged"] > 0
    assert found["pressed_again"] > 0, "some were cut off, else nothing was tried"
    assert (found["lost"], found["doubled"], found["other_code"]) == (0, 0, 0)
    assert found["other_certificate_at_retry"] == 0
