"""The one queue: reports that still wait for a first reading, the most urgent first."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from netral.core.access import Actor, Role
from netral.core.flow.report import ReportState
from netral.core.kinds.errors import NotVisibleError
from netral.reports.models import Report
from netral.reports.queries import reports_of, reports_unanswered, reports_waiting

QUEUE_STATES = (ReportState.RECEIVED, ReportState.IN_TRIAGE, ReportState.NEEDS_DETAILS)
QUEUE_ROLES = frozenset({Role.HANDLER, Role.EXAMINER, Role.SEKDA, Role.PPK})
LATE = "lewat"
NEWS = "kabar"


def queue(*, actor: Actor, today: date, which: str = "") -> QuerySet[Report]:
    """Return the reports that wait for their first reading, late ones first.

    ``which``: a state, LATE, or NEWS: those at rest to which their reporter wrote.
    """
    if actor.role not in QUEUE_ROLES:
        raise NotVisibleError("Antrean ini untuk petugas yang menangani laporan.")
    if which == NEWS:
        return reports_unanswered(actor)
    found = reports_waiting(actor).filter(state__in=[state.value for state in QUEUE_STATES])
    if which == LATE:
        return found.filter(due_on__lt=today)
    return found.filter(state=which) if which in {state.value for state in QUEUE_STATES} else found


def queue_counts(*, actor: Actor, today: date) -> dict[str, int]:
    """Return how many reports wait: in all (""), by state, late; and with news."""
    states = {state.value: Count("pk", filter=Q(state=state.value)) for state in QUEUE_STATES}
    late = Count("pk", filter=Q(due_on__lt=today))
    counts = (
        queue(actor=actor, today=today).order_by().aggregate(all=Count("pk"), late=late, **states)
    )
    news = reports_unanswered(actor).count()
    return {"": counts.pop("all"), LATE: counts.pop("late"), NEWS: news, **counts}


def report_get(*, actor: Actor, ref: str) -> Report:
    """Return a report that the officer's units handle; raises NotVisibleError."""
    found = reports_of(actor).select_related("unit", "government").filter(ref=ref).first()
    if found is None or actor.role not in QUEUE_ROLES:
        raise NotVisibleError("Laporan ini tidak ada, atau bukan untuk Anda.")
    return found
