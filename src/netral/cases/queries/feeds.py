"""The days of one officer, or of one case, as events of a calendar: no name of anybody in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from netral.cases.models import Case, CaseClock
from netral.cases.queries.cases import cases_visible
from netral.cases.queries.queue import queue
from netral.core.access import Actor, Role
from netral.core.clock.icalendar import Event
from netral.core.flow.case import CaseStage
from netral.core.flow.report import PROMISE

BACK = timedelta(days=31)
"""Days further back than this are no news to a calendar."""
MOST = 1_000


def feed_events(*, actor: Actor, today: date, site: str) -> list[Event]:
    """Return the running clocks of the cases the officer may see, and the reports to be read.

    ``site`` is the address of the door, without a slash at its end.
    """
    visible = cases_visible(actor=actor, today=today).exclude(stage=CaseStage.CLOSED.value)
    clocks = CaseClock.objects.filter(
        case__in=visible.values("pk"), done_at=None, due_on__gte=today - BACK
    )
    rows = clocks.select_related("case").order_by("due_on", "pk")[:MOST]
    found = [_clock_event(row, row.case, site) for row in rows]
    return found + list(_report_events(actor, today, site))


def case_events(*, case: Case, site: str) -> list[Event]:
    """Return the running clocks of one case."""
    rows = case.clocks.filter(done_at=None, due_on__isnull=False).order_by("due_on", "pk")
    return [_clock_event(row, case, site) for row in rows]


def _clock_event(row: CaseClock, case: Case, site: str) -> Event:
    words = {"ref": case.ref, "clock": _(row.label)}
    return Event(
        uid=f"{case.ref}-{row.code}-{row.pk}@netral".lower(),
        day=row.due_on or case.opened_on,
        summary=_("%(clock)s: perkara %(ref)s") % words,
        description=_("Dasar: %(basis)s") % {"basis": "; ".join(row.term["basis"])},
        url=f"{site}/perkara/{case.ref}/",
    )


def _report_events(actor: Actor, today: date, site: str) -> Iterator[Event]:
    if actor.role is not Role.HANDLER:
        return
    for report in queue(actor=actor, today=today).filter(due_on__gte=today - BACK)[:MOST]:
        if report.due_on is not None:
            yield Event(
                uid=f"{report.ref}@netral".lower(),
                day=report.due_on,
                summary=_("Langkah berikutnya: laporan %(ref)s") % {"ref": report.ref},
                description=_("Dasar: %(basis)s") % {"basis": _(PROMISE)},
                url=f"{site}/antrean/{report.ref}/",
            )
