"""Tells the scenario on the empty installation of this process; the last line is true or false."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from netral.core.kinds.errors import NetralError
from netral.ops.province import coverage, moment_held, proofs
from netral.ops.province.browsers import pages_open
from netral.ops.province.joined import Joint
from netral.ops.province.staff import people_of, place_make, places, plan, province_make
from netral.ops.province.story import FalseThingError, Story
from netral.ops.thread.child import database_name
from netral.pledges.models import PledgeSession
from netral.pledges.services import CallPlan, JoinPlan, call_announce, session_join
from netral.shell.database import embedded_file
from netral.shell.moment import moment

Step = Callable[[Story], str]
EMPTY = "kosong"
LEAD_SECONDS, JOIN_SECONDS = 15, 25
"""From the call to the moment: for those here, and for each installation that joins."""


def main(arguments: Sequence[str]) -> int:
    """Run all steps; 0 when all was true, 1 at the first false thing."""
    chosen = options(arguments)
    if not settings.NETRAL_DEMO or connection.introspection.table_names():
        print("salah: skenario hanya berjalan di folder peragaan yang kosong", flush=True)
        return 1
    chosen.work.mkdir(parents=True, exist_ok=True)
    found = places(share=chosen.share, most=chosen.governments)
    joint, steps = None, STEPS
    if chosen.installations > 1:
        joint = Joint(found[1 : chosen.installations], [])
        found, steps = found[:1], joint_steps(joint)
    story = Story(work=chosen.work, say=_said, places=found)
    story.awaited = len(joint.places) if joint else 0
    try:
        for number, step in enumerate(steps, 1):
            start = time.monotonic()
            words = step(story)
            print(f"{number:2}. {words} [{time.monotonic() - start:.1f} dtk]", flush=True)
    except (FalseThingError, NetralError) as error:
        return _last(story, f"{type(error).__name__}: {error}", as_json=chosen.json)
    except Exception as error:  # noqa: BLE001 - the outermost loop: the last line must stand
        traceback.print_exc(file=sys.stderr)
        return _last(story, f"{type(error).__name__}: {error}", as_json=chosen.json)
    finally:
        moment_held.doors_shut(story)
        if joint is not None:
            joint.end()
    return _last(story, "", as_json=chosen.json)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read what the parent hands over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--share", type=float, required=True)
    parser.add_argument("--governments", type=int, required=True)
    parser.add_argument("--installations", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def _said(words: str) -> None:
    print(words, flush=True)


def _last(story: Story, wrong: str, *, as_json: bool) -> int:
    """Print the last line: true or false, with the figures."""
    figures: dict[str, object] = {
        "governments": len(story.places),
        "staff": story.staff,
        **story.figures,
        "proved": len(story.proved),
        "seconds": round(time.monotonic() - story.begun, 1),
        "database": database_name(),
    }
    if as_json:
        told = {"ok": not wrong, "false": wrong or None, **figures}
        print(json.dumps(told, ensure_ascii=False), flush=True)
    else:
        said = ", ".join(f"{name} {value}" for name, value in figures.items())
        print(f"benar: {said}" if not wrong else f"salah: {wrong}; {said}", flush=True)
    return 1 if wrong else 0


def installation_laid(story: Story) -> str:
    """Lay the empty database and the static files, unless the folder came with both."""
    if not connection.introspection.table_names():
        for command in (["migrate"], ["createcachetable"], ["collectstatic", "--noinput"]):
            call_command(*command, verbosity=0)
    if story.awaited and (laid := embedded_file()) is not None:
        _kept_empty(laid, story.work.parent / EMPTY)
    return f"Instalasi kosong disiapkan ({connection.display_name}); hasil di {story.work}."


def _kept_empty(laid: Path, folder: Path) -> None:
    """Keep the empty installation, for the others to begin with: to lay one takes long."""
    folder.mkdir()
    shutil.copy(laid, folder)
    shutil.copytree(settings.STATIC_ROOT, folder / "static")


def governments_opened(story: Story) -> str:
    """Open the province and its kabupaten and kota, each with journal, officer and staff."""
    at = moment()
    story.officers[plan()["key"]] = province_make(at=at)
    for place in story.places:
        story.officers[place.key] = place_make(place, at=at)
    return (
        f"{len(story.places)} kabupaten/kota Sumatera Utara, {story.staff} pegawai rekaan "
        "(jumlahnya anggapan: 2.500 ditambah 270 per kecamatan, bukan angka resmi)."
    )


def call_made(story: Story) -> str:
    """Let the province call to one moment, and each government join by its own officer."""
    at = moment()
    opens = at + timedelta(seconds=LEAD_SECONDS + JOIN_SECONDS * story.awaited)
    planned = CallPlan(
        title=plan()["title"],
        text="",
        leader=plan()["leader"],
        opens_at=opens,
        late_from=opens + timedelta(hours=1),
        closes_at=opens + timedelta(hours=2),
    )
    story.call = call_announce(actor=story.officers[plan()["key"]], plan=planned, at=at)
    for place in story.places:
        here = JoinPlan("Halaman kantor", "Sekretaris daerah", ())
        officer = story.officers[place.key]
        made = session_join(actor=officer, ref=story.call.ref, plan=here, at=at)
        story.sessions[place.key] = _whole(made)
    return f"Provinsi mengajak, {len(story.sessions)} pemerintah ikut lewat petugasnya sendiri."


def _whole(session: PledgeSession) -> PledgeSession:
    return PledgeSession.objects.select_related("text", "government", "unit").get(pk=session.pk)


def pages_opened(story: Story) -> str:
    """Open the personal pages of those who will pledge, in an order that mixes the governments."""
    at = moment()
    queues = []
    for place in story.places:
        people = people_of(place.key)
        many = round(len(people) * plan()["pledging"])
        queues.append(pages_open(place.key, people[:many], at=at))
        story.silent += pages_open(place.key, people[many : many + 1], at=at)
    longest = max(map(len, queues))
    story.visitors = [queue[at] for at in range(longest) for queue in queues if at < len(queue)]
    return f"{len(story.visitors)} halaman pribadi terbuka; sisanya tidak bersuara."


STEPS: tuple[Step, ...] = (
    installation_laid,
    governments_opened,
    pages_opened,
    moment_held.doors_open,
    call_made,
    moment_held.nobody_early,
    moment_held.moment_awaited,
    moment_held.crowd_pledges,
    moment_held.all_close,
    coverage.coverage_issued,
    proofs.journals_sealed,
    proofs.sheets_written,
    proofs.totals_recounted,
    proofs.journals_verified,
    coverage.worker_caught_up,
    coverage.coverage_recounted,
    proofs.nobody_missing,
)


def joint_steps(joint: Joint) -> tuple[Step, ...]:
    """Return the steps over several installations."""
    return (
        installation_laid,
        governments_opened,
        pages_opened,
        moment_held.doors_open,
        joint.members_laid,
        call_made,
        joint.members_joined,
        joint.crowds_pledge,
        joint.sums_arrived,
        joint.false_ones_refused,
        moment_held.all_close,
        coverage.coverage_issued,
        proofs.journals_sealed,
        proofs.sheets_written,
        proofs.totals_recounted,
        proofs.journals_verified,
        coverage.worker_caught_up,
        coverage.coverage_recounted,
        proofs.nobody_missing,
        joint.members_proved,
    )
