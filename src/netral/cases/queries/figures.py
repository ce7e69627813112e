"""Counts of cases for oversight: by stage and age, by whom they wait for. Never a single case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from netral.cases.models import Case
from netral.cases.queries.conflicts import own_line
from netral.core.access import Actor, Role
from netral.core.flow.case import LINE_ROLES, OPEN_STAGES, STAGE_LABELS, CaseStage
from netral.people.queries.roles import ROLE_WORDS

YOUNG_DAYS, OLD_DAYS = 14, 60


@dataclass(frozen=True, slots=True)
class StageAge:
    """How many cases stand in one stage, by age in days since opening, and how many are late."""

    stage: CaseStage
    label: str
    total: int
    young: int
    middle: int
    old: int
    overdue: int


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How many open cases wait for one role, how many are late, and the nearest due day."""

    role: Role
    count: int
    overdue: int
    nearest: date | None


@dataclass(frozen=True, slots=True)
class StageCount:
    """One line for the head of government: stage, for whom it waits, how many, how many late."""

    label: str
    holder: str
    count: int
    late: int


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Open cases within an officer's units: in all, late, by stage and holder, by age."""

    running: int
    late: int
    stages: list[StageCount]
    ages: list[tuple[str, int]]


def cases_by_stage_and_age(*, government: str, today: date) -> list[StageAge]:
    """Return each stage with its counts, in the order of the process. One query.

    Ages: up to 14 days, up to 60, more. For closed cases the ages are 0.
    """
    young, old = today - timedelta(days=YOUNG_DAYS), today - timedelta(days=OLD_DAYS)
    still = ~Q(stage=CaseStage.CLOSED.value)
    rows = (
        Case.objects.filter(government_id=government)
        .values("stage")
        .annotate(
            total=Count("pk"),
            young=Count("pk", filter=still & Q(opened_on__gte=young)),
            middle=Count("pk", filter=still & Q(opened_on__lt=young, opened_on__gte=old)),
            old=Count("pk", filter=still & Q(opened_on__lt=old)),
            overdue=Count("pk", filter=still & Q(due_on__lt=today)),
        )
        .values_list("stage", "total", "young", "middle", "old", "overdue")
    )
    found = {stage: counts for stage, *counts in rows}
    none = [0, 0, 0, 0, 0]
    return [
        StageAge(stage, STAGE_LABELS[stage], *found.get(stage.value, none)) for stage in CaseStage
    ]


def cases_waiting_by_role(*, government: str, today: date) -> list[WaitingCount]:
    """Return for whom the open cases of a government wait, most of them first. One query."""
    rows = (
        Case.objects.filter(government_id=government)
        .still_open()
        .values("waits_for")
        .annotate(
            count=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            nearest=Min("due_on"),
        )
        .order_by("-count", "waits_for")
    )
    return [
        WaitingCount(Role(row["waits_for"]), row["count"], row["overdue"], row["nearest"])
        for row in rows
    ]


def case_figures(*, actor: Actor, today: date) -> CaseFigures:
    """Return the open cases within the officer's units as counts. Two queries beside the line's.

    The officer's own line is left out: a count of one where the list is empty would tell a head
    that she was reported. A superior or head of an OPD counts the cases of the own staff.
    """
    cases = Case.objects.visible_to(actor.unit)
    if actor.role in LINE_ROLES:
        cases = Case.objects.of_staff_in(actor.unit)
    line = own_line(actor=actor, today=today)
    still = cases.still_open().filter(Q(respondent=None) | ~Q(respondent_id__in=line))
    counts = Count("pk"), Count("pk", filter=Q(due_on__lt=today))
    rows = list(still.values("stage", "waits_for").annotate(count=counts[0], late=counts[1]))
    order = {stage.value: number for number, stage in enumerate(OPEN_STAGES)}
    rows.sort(key=lambda row: (order[row["stage"]], row["waits_for"]))
    young, old = today - timedelta(days=YOUNG_DAYS), today - timedelta(days=OLD_DAYS)
    ages = still.aggregate(
        young=Count("pk", filter=Q(opened_on__gte=young)),
        middle=Count("pk", filter=Q(opened_on__lt=young, opened_on__gte=old)),
        old=Count("pk", filter=Q(opened_on__lt=old)),
    )
    return CaseFigures(
        running=sum(row["count"] for row in rows),
        late=sum(row["late"] for row in rows),
        stages=[
            StageCount(
                label=_(STAGE_LABELS[CaseStage(row["stage"])]),
                holder=str(ROLE_WORDS[Role(row["waits_for"])]),
                count=row["count"],
                late=row["late"],
            )
            for row in rows
        ],
        ages=[
            (_("sampai 14 hari kalender"), ages["young"]),
            (_("15 sampai 60 hari kalender"), ages["middle"]),
            (_("lebih dari 60 hari kalender"), ages["old"]),
        ],
    )
