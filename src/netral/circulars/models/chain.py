"""Down the chain: the days of each level, reminders, and the lists signed on paper."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from netral.circulars.models.circular import CircularVersion
from netral.people.models import Instansi, Person, Unit
from netral.vault.models import OfficeFile

GAPS = ["baca", "latihan", "teruskan"]
ROUNDS = ["", "sebelum", "sesudah"]


class LevelTerm(models.Model):
    """How many days one level has for a version: 1 an OPD, more below, 0 the persons to read."""

    version = models.ForeignKey(CircularVersion, on_delete=models.PROTECT, related_name="terms")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    is_workdays = models.BooleanField()
    set_by = models.CharField(max_length=16)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "level"], name="level_term_is_one_a_level"),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=60), name="level_term_is_of_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.days}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders as an officer may see them."""

    def visible_to(self, unit: str) -> ReminderQuerySet:
        """Keep those asked for the unit and what lies below it."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))


class Reminder(models.Model):
    """One asking of all who have a gap: by hand, or by itself once before and once after a day.

    ``asked_by`` is empty for one that went by itself. It waits until ``starts_at``, so that it can
    be stopped; ``queued_at`` says when the worker took it out of the journal.
    """

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(CircularVersion, on_delete=models.PROTECT, related_name="reminders")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    superior = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    gap = models.CharField(max_length=10)
    round = models.CharField(max_length=10, blank=True)
    due_on = models.DateField(null=True)
    asked_by = models.CharField(max_length=16, blank=True)
    asked_name = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(gap__in=GAPS), name="reminder_gap_is_known"),
            models.CheckConstraint(condition=Q(round__in=ROUNDS), name="reminder_round_is_known"),
            models.UniqueConstraint(
                fields=["version", "unit", "gap", "round"],
                condition=~Q(round=""),
                name="reminder_goes_by_itself_once",
            ),
            models.CheckConstraint(
                condition=Q(round="") & ~Q(asked_by="") | ~Q(round="") & Q(asked_by=""),
                name="reminder_says_who_asked",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__gte=F("asked_at")), name="reminder_can_be_stopped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gap} {self.unit_id}"


class ReminderCursor(models.Model):
    """How many entries of a government's journal the worker has read for reminders."""

    government = models.OneToOneField(
        Instansi, on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.government_id} {self.position}"


class PaperListQuerySet(models.QuerySet["PaperList"]):
    """Lists as an officer may see them."""

    def visible_to(self, unit: str) -> PaperListQuerySet:
        """Keep the lists of the unit and of what lies below it."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))


class PaperList(models.Model):
    """A printed list of one unit on which each person signs to have read the version."""

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        CircularVersion, on_delete=models.PROTECT, related_name="paper_lists"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    printed_by = models.CharField(max_length=16)
    printed_at = models.DateTimeField()
    signed_on = models.DateField(null=True)
    entered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = PaperListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "unit"],
                condition=Q(closed_at=None),
                name="paper_list_is_open_once_a_unit",
            )
        ]

    def __str__(self) -> str:
        return f"list {self.ref}"


class PaperMark(models.Model):
    """One line of a list: entered by one officer, countersigned by another one."""

    paper_list = models.ForeignKey(PaperList, on_delete=models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="paper_marks")
    is_signed = models.BooleanField(default=False)
    entered_by = models.CharField(max_length=16, blank=True)
    countersigned_by = models.CharField(max_length=16, blank=True)
    countersigned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper_list", "person"], name="paper_mark_is_one_a_person"
            ),
            models.UniqueConstraint(
                fields=["paper_list", "number"], name="paper_mark_has_its_own_line"
            ),
            models.CheckConstraint(
                condition=Q(is_signed=False) | ~Q(entered_by=""),
                name="paper_mark_says_who_entered_it",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by="", countersigned_at=None)
                | Q(countersigned_at__isnull=False, is_signed=True)
                & ~Q(countersigned_by="")
                & ~Q(countersigned_by=F("entered_by")),
                name="paper_mark_is_countersigned_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_list_id} / {self.number}"


class PaperPhoto(models.Model):
    """A photo or scan of a signed list, sealed in the store."""

    paper_list = models.ForeignKey(PaperList, on_delete=models.PROTECT, related_name="photos")
    file = models.OneToOneField(OfficeFile, on_delete=models.PROTECT, related_name="+")
    kept_by = models.CharField(max_length=16)
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"photo of {self.paper_list_id}"
