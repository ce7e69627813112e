"""Lets the post go: run inside the site's own folder, beside its workers, by ``manage``."""

from __future__ import annotations

from django.db.models import Max

from netral.circulars.tasks import reminders_work
from netral.gateways.chosen import gateways
from netral.journal.tasks import seal_all
from netral.people.models import Notice
from netral.people.tasks import notices_work
from netral.shell.moment import moment


def gone() -> None:
    """Queue what waits and send it, with the clock put on to when the last of it may go.

    A walk cannot wait for the five minutes in which a reminder can be taken back.
    """
    seal_all(moment())
    reminders_work(moment())
    waiting = Notice.objects.filter(state=Notice.State.WAITING)
    begins = waiting.aggregate(at=Max("not_before"))["at"]
    if begins is not None:
        notices_work(gateways(), lambda: begins)
