"""What the desk keeps: meetings, who came, what was asked, and what was done about it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netral.core.access import government_of
from netral.core.flow.meeting import OPEN_STAGES, DirectiveStage, MeetingStage
from netral.people.models import Instansi, Unit


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings as an officer may see them: those of the own government."""

    def visible_to(self, unit: str) -> MeetingQuerySet:
        """Keep the meetings of the unit's government."""
        return self.filter(government_id=government_of(unit))


class Meeting(models.Model):
    """A coordination meeting with its agenda and minutes."""

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    begins_at = models.DateTimeField()
    leader = models.CharField(max_length=200)
    agenda = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    stage = models.CharField(max_length=20, default=MeetingStage.PLANNED.value)
    approved_at = models.DateTimeField(null=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in MeetingStage]),
                name="meeting_stage_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(stage=MeetingStage.APPROVED.value) | ~Q(minutes=""),
                name="meeting_approved_has_minutes",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether an invited unit came, and in whose person."""

    class State(models.TextChoices):
        """Silence is not absence: a unit nobody marked is not counted as either."""

        INVITED = "diundang", _("Belum dicatat")
        PRESENT = "hadir", _("Hadir")
        EXCUSED = "izin", _("Izin tertulis")
        ABSENT = "tidak_hadir", _("Tidak hadir")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    state = models.CharField(max_length=12, choices=State, default=State.INVITED)
    represented_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "unit"], name="attendance_once_per_unit"),
            models.CheckConstraint(
                condition=Q(state__in=["diundang", "hadir", "izin", "tidak_hadir"]),
                name="attendance_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.state}"


class DirectiveQuerySet(models.QuerySet["Directive"]):
    """Directives as an officer may see them."""

    def visible_to(self, unit: str) -> DirectiveQuerySet:
        """Keep those whose owner is the unit or lies below it."""
        return self.filter(Q(owner__path=unit) | Q(owner__path__startswith=f"{unit}."))

    def still_open(self) -> DirectiveQuerySet:
        """Keep those that the desk has not accepted as done."""
        return self.filter(stage__in=[stage.value for stage in OPEN_STAGES])

    def overdue_on(self, day: date) -> DirectiveQuerySet:
        """Keep the open ones whose day is over."""
        return self.still_open().filter(due_on__lt=day)


class Directive(models.Model):
    """One thing a meeting asked one unit to do by a day."""

    class Topic(models.TextChoices):
        """What it is about."""

        NEUTRALITY = "netralitas", _("Netralitas")
        BUDGET = "anggaran", _("Anggaran")
        SERVICE = "pelayanan", _("Pelayanan")
        AID = "bantuan", _("Bantuan dan kebutuhan pokok")
        TURNOUT = "hak_pilih", _("Ajakan memakai hak pilih")
        OTHER = "lain", _("Lain-lain")

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="directives")
    text = models.CharField(max_length=400)
    topic = models.CharField(max_length=12, choices=Topic)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="directives")
    due_on = models.DateField()
    stage = models.CharField(max_length=16, default=DirectiveStage.NEW.value)
    given_at = models.DateTimeField()

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in DirectiveStage]),
                name="directive_stage_is_known",
            ),
            models.UniqueConstraint(
                fields=["meeting", "owner", "text"], name="directive_is_given_once"
            ),
        ]
        indexes = [models.Index(fields=["government", "stage", "due_on"], name="directive_open")]

    def __str__(self) -> str:
        return self.text


class FollowUp(models.Model):
    """One step taken on a directive, with its evidence; rows are added, never edited."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="follow_ups")
    act = models.CharField(max_length=12)
    note = models.TextField()
    file_path = models.CharField(max_length=120, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    by_name = models.CharField(max_length=160)
    by_role = models.CharField(max_length=16)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"


class CarriedDirective(models.Model):
    """A directive that was open when a meeting was planned or held: it stands on its agenda."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="carried")
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="carries")
    stage_then = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "directive"], name="directive_is_carried_once_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.directive_id} -> {self.meeting_id}"


class Realisation(models.Model):
    """What a unit had spent and built by the end of a month, as it reports itself."""

    government = models.ForeignKey(Instansi, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    month = models.DateField()
    budget_rupiah = models.PositiveBigIntegerField()
    spent_rupiah = models.PositiveBigIntegerField()
    physical_percent = models.DecimalField(max_digits=5, decimal_places=2)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="realisation_once_a_month"),
            models.CheckConstraint(
                condition=Q(physical_percent__gte=0, physical_percent__lte=100),
                name="realisation_physical_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="realisation_month_is_its_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%Y-%m}"

    @property
    def financial_percent(self) -> float:
        """Return the share of the budget that is spent, in percent."""
        return 100 * self.spent_rupiah / self.budget_rupiah if self.budget_rupiah else 0.0
