"""Coverage of the province: issued by each government, recounted by the stand-alone script."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from netral.core.kinds.refs import PersonRef
from netral.ops import netral_recount
from netral.ops.province.proofs import LOGS
from netral.ops.province.story import Story
from netral.oversight.queries.changes import logs_sealed
from netral.oversight.queries.due import books_behind
from netral.oversight.queries.issues import files_published
from netral.oversight.queries.published import proof_required
from netral.oversight.services.issues import coverage_issue
from netral.pledges.models import Pledge
from netral.shell.moment import moment

ISSUES = "jangkauan"
CATCH_UP_SECONDS = 120.0


def coverage_issued(story: Story) -> str:
    """Let each government issue its totals, as the worker does once a day."""
    for place in story.places:
        coverage_issue(government=place.key, at=moment())
    return f"{len(story.places)} pemerintah menerbitkan jumlah jangkauannya."


def worker_caught_up(story: Story) -> str:
    """Wait until the worker has counted every entry, whatever was killed in between."""
    end = time.monotonic() + CATCH_UP_SECONDS
    while (behind := books_behind(sealed=logs_sealed())) and time.monotonic() < end:
        time.sleep(1)
    story.claim(not behind, "pekerja menghitung semua catatan ke dalam jangkauan", behind)
    return (
        f"Pekerja sudah menghitung jangkauan {len(story.places)} pemerintah sampai catatan akhir."
    )


def coverage_recounted(story: Story) -> str:
    """Let the script recount what was published, with the journals, then two persons' own files."""
    folder = story.work / ISSUES
    for name, text in files_published():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    told = recounted(story, folder)
    sums = told["sums"]
    made = Pledge.objects.count()
    story.claim(sums["total"] == story.staff, "jangkauan memuat semua pegawai", sums)
    story.claim(sums["pledged"] == made, "jangkauan memuat semua ikrar", sums)
    _own_files(story, folder)
    return (
        f"Jangkauan dihitung ulang oleh netral_recount.py: {sums['pledged']} berikrar dari "
        f"{sums['total']}; akarnya ada di Jejak, dan orang menemukan dirinya di dalamnya."
    )


def _own_files(story: Story, folder: Path) -> None:
    """Let one person of the first and of the last government check that they are counted."""
    for key in {story.places[0].key, story.places[-1].key}:
        pledge = Pledge.objects.filter(government_id=key).select_related("person").earliest("pk")
        ref, day = PersonRef(pledge.person.ref), moment().date()
        path = story.work / "bukti" / f"jangkauan-{key}.json"
        path.write_text(json.dumps(proof_required(person_ref=ref, today=day)), encoding="utf-8")
        recounted(story, folder, "--government", key, "--proof", str(path))


def recounted(story: Story, folder: Path, *more: str) -> dict[str, Any]:
    """Return what the script says, run as anyone runs it."""
    command = [sys.executable, netral_recount.__file__, str(folder), "--json"]
    command += ["--journal", str(story.work / LOGS), *more]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    told: dict[str, Any] = json.loads(done.stdout or "{}")
    is_true = done.returncode == 0 and told["ok"]
    story.claim(is_true, "penghitung ulang menerima jangkauan", told.get("false") or done.stderr)
    return told
