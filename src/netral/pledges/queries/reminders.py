"""What was asked and what waits of a pledge's or a pact's reminder, how many can be reached."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import QuerySet

from netral.core.access import Actor
from netral.journal.models import Entry
from netral.people.models import Notice, Person
from netral.people.queries.contacts import reaches_of

KINDS = ("pledge_session.remind", "pact_round.remind")
STOPS = ("pledge_session.remind_stop", "pact_round.remind_stop")
STOPPABLE = timedelta(days=1)


def reminder_asked_at(*, actor: Actor, matter: str, at: datetime) -> datetime | None:
    """Return when a reminder was last asked for in the actor's unit within a day, if not stopped.

    Told from the journal, not from the messages: that there are none would tell of a reason.
    """
    entries = Entry.objects.filter(
        log__government=actor.government, matter=matter, kind__in=KINDS + STOPS
    )
    for entry in entries.filter(at__gt=at - STOPPABLE).order_by("-pk"):
        if entry.body and json.loads(entry.body)["body"]["unit"] == actor.unit:
            return entry.at if entry.kind in KINDS else None
    return None


def reminders_waiting(*, actor: Actor, matter: str) -> QuerySet[Notice]:
    """Return the messages about a session or a round to people of the actor's units, not sent."""
    inside = Person.objects.visible_to(actor.unit)
    waiting = Notice.objects.filter(state=Notice.State.WAITING, purpose=Notice.Purpose.REMINDER)
    return waiting.filter(cause__startswith=matter, person__in=inside)


def ways_counted(people: Iterable[Person], open_ways: Collection[str]) -> Mapping[str, int]:
    """Return how many of the people are reached by each way; by "" those by none."""
    return Counter(reach.way for reach in reaches_of(people, open_ways).values())
