"""Reports as they rest: sealed. In clear stand only day, government, unit, state and due day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from netral.core.flow.report import CloseReason, ReportState
from netral.people.models import Instansi, Unit, UnitKey


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports as an officer may see them."""

    def visible_to(self, unit: str) -> ReportQuerySet:
        """Keep what units within ``unit`` handle."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))


class Report(models.Model):
    """One report. ``sealed`` opens with the report's own key, which is sealed twice.

    ``key_for_unit`` opens with the handling unit's key, ``key_for_reporter`` with the phrase.
    ``locator`` finds it by phrase and says nothing of the key; ``form_hash`` makes sending twice
    harmless. ``promise`` is the journal's signed promise, for the receipt.
    """

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    unit_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=20, default=ReportState.RECEIVED.value)
    received_on = models.DateField()
    due_on = models.DateField(null=True)
    close_reason = models.CharField(max_length=20, blank=True)
    form_hash = models.BinaryField(max_length=32, unique=True)
    locator = models.BinaryField(max_length=16, unique=True)
    public_key = models.BinaryField(max_length=32)
    key_for_unit = models.BinaryField()
    key_for_reporter = models.BinaryField()
    sealed = models.BinaryField()
    promise = models.TextField()
    is_confirmed = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ReportState]),
                name="report_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(close_reason__in=["", *(reason.value for reason in CloseReason)]),
                name="report_close_reason_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["tidak_dilanjutkan", "selesai"], due_on=None)
                & ~Q(close_reason="")
                | ~Q(state__in=["tidak_dilanjutkan", "selesai"]) & Q(close_reason=""),
                name="report_is_closed_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="report_by_queue")]

    def __str__(self) -> str:
        return self.ref


class ReportStep(models.Model):
    """A state that a report came into, and the day; what the reporter sees as the timeline."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="report_steps")
    state = models.CharField(max_length=20)
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ReportState]),
                name="report_step_state_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.state}"


class Message(models.Model):
    """One message between reporter and office, sealed to the report's key, which both can open."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="messages")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="messages")
    is_from_reporter = models.BooleanField()
    sealed = models.BinaryField()
    sent_on = models.DateField()
    form_hash = models.BinaryField(max_length=32, unique=True, null=True)

    def __str__(self) -> str:
        return f"message on {self.report_id}"


class ReporterIdentity(models.Model):
    """Who the reporter is, sealed apart: its key is split in two halves for two units' keys."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="identity")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="identities")
    sealed = models.BinaryField()
    half_for_unit = models.BinaryField()
    half_for_other = models.BinaryField()
    other_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="identities")

    def __str__(self) -> str:
        return f"identity of {self.report_id}"


class IdentityRequest(models.Model):
    """One opening of an identity: asked for by one person, granted by another, with reasons.

    It opens once: to read the name again, one asks again.
    """

    identity = models.ForeignKey(
        ReporterIdentity, on_delete=models.PROTECT, related_name="requests"
    )
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="identity_requests"
    )
    asked_by = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    sealed_reason = models.BinaryField()
    sealed_half = models.BinaryField()
    granted_by = models.CharField(max_length=16, blank=True)
    granted_at = models.DateTimeField(null=True)
    sealed_grant_reason = models.BinaryField(null=True)
    opened_at = models.DateTimeField(null=True)
    sealed_key = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity"],
                condition=Q(granted_at=None),
                name="identity_request_is_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(granted_by=F("asked_by")), name="identity_needs_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"request on {self.identity_id}"
