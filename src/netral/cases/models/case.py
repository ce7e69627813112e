"""Cases as they rest: stage, act, day and respondent in clear; every free text sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from netral.core.flow.case import CaseClose, CaseStage, Match
from netral.people.models import Instansi, LawAnswer, Person, Unit, UnitKey
from netral.reports.models import Report


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases as an officer may see them."""

    def visible_to(self, unit: str) -> CaseQuerySet:
        """Keep what units within ``unit`` handle."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))

    def of_staff_in(self, unit: str) -> CaseQuerySet:
        """Keep those whose respondent served in the unit or below it on the day of the act."""
        own = Q(respondent_unit__path=unit) | Q(respondent_unit__path__startswith=f"{unit}.")
        return self.filter(own)

    def still_open(self) -> CaseQuerySet:
        """Keep those that are not closed."""
        return self.exclude(stage=CaseStage.CLOSED.value)


class Case(models.Model):
    """One case against one respondent for one act.

    ``due_on`` is the nearest live clock; ``waits_for`` the role whose step comes next. ``facts``
    are answers to the law data's questions as ``id:value``.
    """

    # Unique by a constraint below: ``unique=True`` would add an index for searches by beginning.
    ref = models.CharField(max_length=16)
    # Both lead indexes of their own below.
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases", db_index=False)
    stage = models.CharField(max_length=16, default=CaseStage.OPENED.value)
    close_reason = models.CharField(max_length=16, blank=True)
    act_code = models.CharField(max_length=40)
    act_on = models.DateField()
    election_stage = models.CharField(max_length=24, blank=True)
    facts = models.JSONField(default=list)
    match = models.CharField(max_length=10, default=Match.UNKNOWN.value)
    respondent = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    respondent_status = models.CharField(max_length=8, blank=True)
    respondent_post = models.CharField(max_length=200, blank=True)
    respondent_unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="respondent_cases"
    )
    law_version = models.CharField(max_length=64)
    law_answer = models.ForeignKey(
        LawAnswer,
        null=True,
        on_delete=models.PROTECT,
        related_name="opened_cases",
        db_index=False,  # an answer is never looked at from its side, nor taken away
    )
    waits_for = models.CharField(max_length=16, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ref"], name="case_ref_is_one"),
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in CaseStage]),
                name="case_stage_is_known",
            ),
            models.CheckConstraint(
                condition=Q(match__in=[match.value for match in Match]), name="case_match_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage="ditutup", due_on=None, closed_on__isnull=False)
                & Q(close_reason__in=[reason.value for reason in CaseClose])
                | ~Q(stage="ditutup") & Q(due_on__isnull=False, closed_on=None, close_reason=""),
                name="case_is_closed_with_a_reason_or_has_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["dibuka", "diteruskan", "ditutup"])
                | Q(respondent__isnull=False, respondent_unit__isnull=False),
                name="case_beyond_opening_has_its_respondent",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "stage", "due_on"], name="case_by_unit_and_stage"),
            models.Index(fields=["government", "act_code"], name="case_by_act"),
            models.Index(fields=["government", "stage", "due_on"], name="case_by_government"),
        ]

    def __str__(self) -> str:
        return self.ref


class CaseReport(models.Model):
    """A report that belongs to a case; the first opened it, the others were joined to it.

    A report read again can come to another case: the newest link is the one that holds.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="case_links")
    is_first = models.BooleanField(default=False)
    joined_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "report"], name="case_report_is_linked_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} in {self.case_id}"


class Step(models.Model):
    """One step taken on a case, with its note sealed; rows are added, never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="case_steps")
    act = models.CharField(max_length=16)
    on = models.DateField()
    actor = models.CharField(max_length=16)
    by_name = models.CharField(max_length=160)
    by_role = models.CharField(max_length=16)
    at = models.DateTimeField()
    basis = models.CharField(max_length=160, blank=True)
    sealed_note = models.BinaryField(blank=True, default=b"")
    note_key = models.ForeignKey(UnitKey, null=True, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"{self.act} {self.on:%Y-%m-%d}"
