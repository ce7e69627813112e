"""What was decided or handed on, and what a reporter may be told of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from netral.cases.models.case import Case
from netral.core.flow.case import NotProvenReason
from netral.people.models import Instansi, LawAnswer, UnitKey


class Decision(models.Model):
    """What was decided: once for each case, with the law's answer as it stood.

    ``items`` are stable ids of sanctions of the law data, ``answer`` is its whole answer.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=16)
    items = models.JSONField(default=list)
    articles = models.JSONField(default=list)
    reason_code = models.CharField(max_length=20, blank=True)
    sealed_reason = models.BinaryField()
    is_outside_range = models.BooleanField(default=False)
    sealed_outside_reason = models.BinaryField(blank=True, default=b"")
    reason_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT)
    answer = models.JSONField()
    law_version = models.CharField(max_length=64)
    law_answer = models.ForeignKey(
        LawAnswer, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=16)
    by_name = models.CharField(max_length=160)
    by_role = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="terbukti", reason_code="")
                | Q(outcome="tidak_terbukti", is_outside_range=False)
                & Q(reason_code__in=[reason.value for reason in NotProvenReason]),
                name="decision_is_proven_or_tells_why_not",
            ),
            models.CheckConstraint(
                condition=Q(is_outside_range=False) | ~Q(sealed_outside_reason=b""),
                name="decision_outside_range_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} in {self.case_id}"


class Referral(models.Model):
    """To whom a case was referred, when, and the receiver's acknowledgement."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="referral")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="referrals")
    addressee = models.CharField(max_length=40)
    addressee_title = models.CharField(max_length=160)
    citation = models.CharField(max_length=160)
    sent_on = models.DateField()
    received_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.addressee} for {self.case_id}"


class ReporterRule(models.Model):
    """A government's own rule on whether reporters learn the kind of a sanction; default: no."""

    government = models.OneToOneField(
        Instansi, on_delete=models.PROTECT, related_name="reporter_rule"
    )
    shows_kind = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    entered_by = models.CharField(max_length=16)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="reporter_rule_has_its_source")
        ]

    def __str__(self) -> str:
        return f"{self.government_id}: {self.shows_kind}"
