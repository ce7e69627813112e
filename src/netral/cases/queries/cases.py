"""What is asked of cases: what an officer may see, what is late, how like cases ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from netral.cases.models import Case, CaseReport, Decision, ReporterRule, Step
from netral.cases.queries.conflicts import own_line
from netral.cases.queries.law import Offered
from netral.core.access import Actor
from netral.core.flow.case import (
    JOINABLE,
    LINE_ROLES,
    OFFICE_ROLES,
    OPEN_STAGES,
    STAGE_LABELS,
    CaseStage,
)
from netral.core.flow.report import ReportState
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import CaseRef
from netral.people.models import Person
from netral.shell.drawing import Outcome

LATE, MINE = "lewat", "saya"


def cases_visible(*, actor: Actor, today: date) -> QuerySet[Case]:
    """Return the cases the officer may see; none against the officer's own line.

    The handling office sees what its units handle; a superior or head of an OPD sees the cases of
    the own staff; nobody else sees single cases.
    """
    cases = Case.objects.select_related("unit", "government", "respondent", "respondent_unit")
    if actor.role in OFFICE_ROLES:
        cases = cases.filter(pk__in=Case.objects.visible_to(actor.unit).values("pk"))
    elif actor.role in LINE_ROLES:
        cases = cases.filter(pk__in=Case.objects.of_staff_in(actor.unit).values("pk"))
    else:
        return cases.none()
    line = own_line(actor=actor, today=today)
    return cases.filter(Q(respondent=None) | ~Q(respondent_id__in=line))


def cases_listed(*, actor: Actor, today: date, stage: str = "", which: str = "") -> QuerySet[Case]:
    """Return the visible cases by need: open ones unless a stage, or "semua", is asked for.

    ``which``: LATE, those whose day is over; MINE, those that wait for the officer's role.
    """
    cases = cases_visible(actor=actor, today=today)
    if stage in {item.value for item in CaseStage}:
        cases = cases.filter(stage=stage)
    elif stage != "semua":
        cases = cases.filter(stage__in=[item.value for item in OPEN_STAGES])
    if which == LATE:
        cases = cases.filter(due_on__lt=today)
    if which == MINE:
        cases = cases.filter(waits_for=actor.role.value)
    return cases.order_by("due_on", "pk")


def case_get(*, actor: Actor, ref: CaseRef, today: date) -> Case:
    """Return a case the officer may see; raises NotVisibleError."""
    found = cases_visible(actor=actor, today=today).filter(ref=ref).first()
    if found is None:
        raise NotVisibleError("Perkara ini tidak ada, atau bukan untuk Anda.")
    return found


def cases_overdue(*, actor: Actor, today: date) -> QuerySet[Case]:
    """Return the visible open cases whose nearest clock is over, the latest first."""
    return cases_listed(actor=actor, today=today, which=LATE)


def cases_joinable(*, actor: Actor, unit: str, today: date) -> QuerySet[Case]:
    """Return the cases of the handling unit that a report can still be joined to."""
    stages = [stage.value for stage in JOINABLE]
    found = cases_visible(actor=actor, today=today).filter(unit__path=unit, stage__in=stages)
    return found.order_by("-opened_on", "-pk")


def case_reports(case: Case) -> QuerySet[CaseReport]:
    """Return the reports of a case, the one that opened it first."""
    return case.reports.select_related("report").order_by("-is_first", "pk")


def reports_held(case: Case) -> QuerySet[CaseReport]:
    """Return the links to the reports that the case still answers for: not separated since."""
    newer = CaseReport.objects.filter(report_id=OuterRef("report_id"), pk__gt=OuterRef("pk"))
    states = [ReportState.ADMITTED.value, ReportState.JOINED.value, ReportState.REFERRED.value]
    held = case_reports(case).filter(report__state__in=states)
    return held.exclude(Exists(newer))


def case_of_report(ref: str) -> Case | None:
    """Return the case a report belongs to, the newest one, if it does."""
    return Case.objects.filter(reports__report__ref=ref).order_by("-reports__pk").first()


def steps_of(case: Case) -> list[Step]:
    """Return the steps taken, oldest first."""
    return list(case.steps.select_related("note_key__unit").order_by("pk"))


def last_step_day(case: Case) -> date:
    """Return the day of the newest step; a later step cannot come before it."""
    newest = case.steps.aggregate(day=Max("on"))["day"]
    return newest or case.opened_on


def examined_by(case: Case) -> set[str]:
    """Return the accounts that examined the case."""
    return set(case.steps.filter(act="examine").values_list("actor", flat=True))


def persons_found(*, government: str, words: str, today: date) -> QuerySet[Person]:
    """Return people of the roster by parts of name, post or unit; none for under 3 letters.

    Words with digits find nobody: no number is needed to know a respondent.
    """
    parts = [part for part in words.split() if not any(letter.isdigit() for letter in part)]
    people = Person.objects.live_on(today).filter(government_id=government).select_related("unit")
    if sum(map(len, parts)) < 3:  # noqa: PLR2004 - fewer letters fit half the roster
        return people.none()
    for part in parts:
        people = people.filter(
            Q(name__icontains=part) | Q(post_title__icontains=part) | Q(unit__name__icontains=part)
        )
    return people.order_by("name", "pk")


def like_outcomes(case: Case, offered: Iterable[Offered], chosen: str = "") -> list[Outcome]:
    """Return how decided cases of the same act in this government ended. One query.

    Rows: what the law's range holds, whatever else was imposed, and not proven.
    """
    decided = Decision.objects.filter(
        government_id=case.government_id, case__act_code=case.act_code
    ).exclude(case=case)
    counts = Counter(
        item for items in decided.values_list("items", flat=True) for item in items or ["-"]
    )
    rows = [
        Outcome(
            label=row.item.title_id,
            count=counts[row.item.id],
            is_usual=row.is_in_range,
            is_this=row.item.id == chosen,
        )
        for row in offered
        if row.is_in_range or counts[row.item.id] or row.item.id == chosen
    ]
    return [*rows, Outcome(label=_(STAGE_LABELS[CaseStage.NOT_PROVEN]), count=counts["-"])]


def shows_kind(government: str) -> bool:
    """Tell whether a government's own rule lets reporters learn the kind of a sanction."""
    return ReporterRule.objects.filter(government_id=government, shows_kind=True).exists()


def reporter_rule(government: str) -> ReporterRule | None:
    """Return the government's rule, if it entered one."""
    return ReporterRule.objects.filter(government_id=government).first()
