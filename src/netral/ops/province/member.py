"""Another installation of the joint scenario: one kabupaten, told what to do by lines of JSON.

It runs in a process of its own, with a data folder and an address of its own. Standard input holds
one act a line, standard output one answer a line; all that it does, its own officers do.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
django.setup()

# Models can be imported from here on, not before.
from django.conf import settings  # noqa: E402

from netral.gateways.neighbour import neighbour_for  # noqa: E402
from netral.ops.province import coverage, moment_held, proofs  # noqa: E402
from netral.ops.province.child import installation_laid, pages_opened  # noqa: E402
from netral.ops.province.staff import Place, place_make  # noqa: E402
from netral.ops.province.story import FalseThingError, Story  # noqa: E402
from netral.people.models import Person  # noqa: E402
from netral.pledges.models import CallHost, PledgeSession  # noqa: E402
from netral.pledges.queries.joint import own_fingerprint  # noqa: E402
from netral.pledges.services import HostPlan, JoinPlan, call_looked_up, host_join  # noqa: E402
from netral.pledges.services.hosts import Found  # noqa: E402
from netral.shell.moment import moment  # noqa: E402

Answer = dict[str, Any]


def lay(story: Story, _wish: Answer) -> Answer:
    """Lay the installation, open the government with its staff, start the doors."""
    installation_laid(story)
    (place,) = story.places
    story.officers[place.key] = place_make(place, at=moment())
    pages_opened(story)
    moment_held.doors_open(story)
    return {"staff": place.staff, "origin": settings.NETRAL_ORIGIN}


def join(story: Story, wish: Answer) -> Answer:
    """Let the officer fetch the call at its address and join with the code."""
    (place,) = story.places
    officer, near = story.officers[place.key], neighbour_for(settings.NETRAL_ORIGIN)
    found = call_looked_up(actor=officer, neighbour=near, address=wish["address"], envelope="")
    if not isinstance(found, Found):
        raise FalseThingError(found)
    here = JoinPlan("Halaman kantor", "Sekretaris daerah", ())
    planned = HostPlan(found.envelope, wish["code"], wish["address"], here)
    made = host_join(actor=officer, plan=planned, at=moment())
    session = PledgeSession.objects.select_related("text", "government", "unit", "call").get(
        pk=made.pk
    )
    story.call, story.sessions[place.key] = session.call, session
    return {
        "theirs": found.fingerprint,
        "own": own_fingerprint(actor=officer),
        "text": session.text.sha256,
    }


def hold(story: Story, _wish: Answer) -> Answer:
    """Let the staff pledge at the moment, with a process killed in the middle."""
    moment_held.nobody_early(story)
    moment_held.moment_awaited(story)
    moment_held.crowd_pledges(story)
    return {"done": len(story.codes), "total": story.staff}


def told(_story: Story, _wish: Answer) -> Answer:
    """Say how the messages to the caller stand."""
    host = CallHost.objects.get()
    return {
        "stage": host.guest_stage,
        "sequence": host.sequence,
        "is_delivered": host.is_delivered,
        "problem": host.problem,
        "note": host.note,
    }


def prove(story: Story, _wish: Answer) -> Answer:
    """Close the session and prove everything of this installation."""
    for step in (
        moment_held.all_close,
        coverage.coverage_issued,
        proofs.journals_sealed,
        proofs.sheets_written,
        proofs.totals_recounted,
        proofs.journals_verified,
        coverage.coverage_recounted,
        proofs.nobody_missing,
    ):
        step(story)
    words = Person.objects.values_list("nip", "name", "ref")
    return {"proved": len(story.proved), "figures": story.figures, "people": list(words)}


ACTS: dict[str, Callable[[Story, Answer], Answer]] = {
    "lay": lay,
    "join": join,
    "hold": hold,
    "told": told,
    "prove": prove,
}


def main(arguments: list[str]) -> int:
    """Answer each line until the input ends; then end what was started."""
    place = Place(arguments[0], arguments[1], int(arguments[2]))
    work = Path(arguments[3])
    work.mkdir(parents=True, exist_ok=True)
    story = Story(work=work, say=_quiet, places=[place])
    try:
        for line in sys.stdin:
            print(json.dumps(_answer(story, json.loads(line))), flush=True)
    finally:
        moment_held.doors_shut(story)
    return 0


def _answer(story: Story, wish: Answer) -> Answer:
    try:
        # What commands say belongs to the log, not to the answers.
        with redirect_stdout(sys.stderr):
            return {"ok": True, **ACTS[wish["act"]](story, wish)}
    except Exception as error:  # noqa: BLE001 - the outermost loop: whoever asked must hear of it
        return {"ok": False, "false": f"{place_name(story)}: {type(error).__name__}: {error}"}


def place_name(story: Story) -> str:
    """Return whose installation this is."""
    return story.places[0].name


def _quiet(_words: str) -> None:
    """Say nothing: the one who asked tells the story."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
