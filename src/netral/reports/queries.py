"""Which reports, which offices that can take one, and until when."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db.models import F, OuterRef, QuerySet, Subquery

from netral.core.access import Actor
from netral.core.clock import Calendar, add_workdays, calendar_of
from netral.core.flow.report import CLOSED_STATES, ReportState, promise_workdays
from netral.core.law import book
from netral.people.models import Unit
from netral.reports.models import Message, Report


def reports_waiting(actor: Actor) -> QuerySet[Report]:
    """Return the reports that the actor's units still work on, the most urgent first."""
    closed = [state.value for state in CLOSED_STATES]
    return (
        reports_of(actor).exclude(state__in=closed).order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def reports_of(actor: Actor) -> QuerySet[Report]:
    """Return all reports that the actor's units handle, newest first."""
    return Report.objects.visible_to(actor.unit).select_related("unit").order_by("-pk")


def reports_unanswered(actor: Actor) -> QuerySet[Report]:
    """Return the reports at rest to which their reporter wrote last: ended, or asked for details.

    None of them stands before anyone else, so without this a new word would lie unread.
    """
    last = Message.objects.filter(report=OuterRef("pk")).order_by("-pk")
    rest = [state.value for state in (*CLOSED_STATES, ReportState.NEEDS_DETAILS)]
    return (
        reports_of(actor)
        .filter(state__in=rest)
        .filter(Subquery(last.values("is_from_reporter")[:1]))
        .order_by("pk")
    )


def report_by_form(form_hash: bytes) -> Report | None:
    """Return the report that a form was sent as, if it was."""
    return _whole().filter(form_hash=form_hash).first()


def report_by_locator(locator: bytes) -> Report | None:
    """Return the report of a phrase's locator."""
    return _whole().filter(locator=locator).first()


def _whole() -> QuerySet[Report]:
    return Report.objects.select_related("unit", "government", "unit_key")


def offices_of(government: str, *, today: date) -> QuerySet[Unit]:
    """Return the offices directly below a government, by name: where a respondent may work."""
    return (
        Unit.objects.live_on(today)
        .filter(government_id=government, kind=Unit.Kind.OPD)
        .order_by("name")
    )


def next_due(state: ReportState, *, today: date, zone: str) -> date | None:
    """Return until when the office promises the next step: its own promise, not law."""
    days = promise_workdays(state)
    return None if days is None else add_workdays(today, days, calendar_for(zone))


@lru_cache(maxsize=8)
def calendar_for(zone: str) -> Calendar:
    """Return the national calendar of working days in a zone, read once."""
    return calendar_of(zone, book.holidays(), book.holiday_years())
