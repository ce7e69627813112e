"""The lesson: its items, one person's attempt, each answer; and the sessions that are taught."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from netral.circulars.models.circular import CircularVersion
from netral.core.access import Assurance
from netral.core.flow.lesson.editing import ItemState
from netral.core.flow.lesson.items import CHOICES
from netral.people.models import Instansi, Person, Unit

SOURCES = ["bank", "daerah"]
"""Where an item comes from: the bank of the release, or the government's own editor."""
WAYS = ["qr", "daftar"]
"""How someone was noted as present: by the QR of the room, or on the list."""
FULL = 100


class Lesson(models.Model):
    """The lesson of one version of a circular: it begins with the first person who does."""

    version = models.OneToOneField(CircularVersion, on_delete=models.PROTECT, related_name="lesson")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    bank = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"lesson of {self.version_id}"


class ItemQuerySet(models.QuerySet["Item"]):
    """Items as an officer may see them."""

    def visible_to(self, government: str) -> ItemQuerySet:
        """Keep what the government asks or has asked."""
        return self.filter(government_id=government)


class Item(models.Model):
    """One text of one question, for one government; another word is another row.

    ``content`` is what ``item_stored`` keeps. An item of the bank is in force from the day it is
    first drawn; the government's own waits for a second reader.
    """

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="lesson_items")
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=8)
    content = models.JSONField()
    state = models.CharField(max_length=12)
    written_by = models.CharField(max_length=16, blank=True)
    written_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=16, blank=True)
    read_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "sha256"], name="item_text_is_kept_once"),
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="item_source_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ItemState]),
                name="item_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(written_by="") | ~Q(read_by=F("written_by")),
                name="item_needs_a_second_reader",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ItemState.PROPOSED.value, ItemState.RETURNED.value])
                | Q(source="bank")
                | ~Q(read_by="") & Q(valid_from__isnull=False),
                name="item_in_force_was_read",
            ),
            models.CheckConstraint(
                condition=Q(source="bank") | ~Q(written_by=""), name="item_has_a_writer"
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.ENDED.value, valid_to__isnull=False)
                | ~Q(state=ItemState.ENDED.value) & Q(valid_to=None),
                name="item_ends_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Attempt(models.Model):
    """One person's way through a lesson; ``slots`` are [clause, [item, ...]] in their order.

    Left and continued, it stays the same attempt. ``first_right`` counts the slots whose first
    answer was right; the mark follows from it. Only one that was passed enters the journal.
    """

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="attempts")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lesson_attempts")
    number = models.PositiveSmallIntegerField()
    draw = models.CharField(max_length=32)
    slots = models.JSONField()
    uncovered = models.JSONField(default=list)
    unit_path = models.CharField(max_length=240)
    assurance = models.CharField(max_length=12)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    first_right = models.PositiveSmallIntegerField(default=0)
    questions = models.PositiveSmallIntegerField()
    mark = models.PositiveSmallIntegerField(null=True)
    is_passed = models.BooleanField(default=False)
    promise = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "person", "number"], name="attempt_counts_once"
            ),
            models.UniqueConstraint(
                fields=["lesson", "person"],
                condition=Q(ended_at=None),
                name="attempt_is_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["lesson", "person"],
                condition=Q(is_passed=True),
                name="attempt_is_passed_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, mark=None, is_passed=False)
                | Q(ended_at__isnull=False, mark__isnull=False, mark__lte=FULL),
                name="attempt_is_marked_when_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(is_passed=False) | Q(mark__gte=90) & ~Q(promise=""),
                name="attempt_passed_has_its_mark_and_promise",
            ),
            models.CheckConstraint(
                condition=Q(first_right__lte=F("questions")), name="attempt_is_right_at_most_whole"
            ),
            models.CheckConstraint(
                condition=Q(assurance__in=[level.value for level in Assurance]),
                name="attempt_assurance_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} / {self.person_id} #{self.number}"


class ItemAnswer(models.Model):
    """One answer: never edited; ``choice`` 0 is the right one, wherever it stood on the page."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    slot = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=40)
    choice = models.PositiveSmallIntegerField()
    is_first = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="item_answer_is_given_once"),
            models.CheckConstraint(
                condition=Q(choice__lt=CHOICES), name="item_answer_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}.{self.number}"

    @property
    def is_right(self) -> bool:
        """Tell whether the right choice was taken."""
        return self.choice == 0


class TaughtSessionQuerySet(models.QuerySet["TaughtSession"]):
    """Sessions as an officer may see them."""

    def visible_to(self, unit: str) -> TaughtSessionQuerySet:
        """Keep the sessions held for units within ``unit``."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))


class TaughtSession(models.Model):
    """A lesson taught in a room by a camat or a head, for one unit and all below it."""

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(CircularVersion, on_delete=models.PROTECT, related_name="taught")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=160)
    held_on = models.DateField()
    teacher = models.CharField(max_length=160)
    opened_by = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    questions = models.PositiveSmallIntegerField()
    closed_at = models.DateTimeField(null=True)

    objects = TaughtSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "unit", "held_on", "place"], name="taught_session_is_opened_once"
            ),
            models.CheckConstraint(
                condition=Q(questions__gte=1), name="taught_session_asks_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.held_on}"


class TaughtAttendance(models.Model):
    """One person in the room, and what the paper said: entered by one, countersigned by another."""

    session = models.ForeignKey(TaughtSession, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attended_classes")
    way = models.CharField(max_length=8)
    noted_at = models.DateTimeField()
    right = models.PositiveSmallIntegerField(null=True)
    entered_by = models.CharField(max_length=16, blank=True)
    entered_at = models.DateTimeField(null=True)
    countersigned_by = models.CharField(max_length=16, blank=True)
    countersigned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="taught_attendance_is_noted_once"
            ),
            models.CheckConstraint(
                condition=Q(way__in=WAYS), name="taught_attendance_way_is_known"
            ),
            models.CheckConstraint(
                condition=Q(right=None, entered_by="", entered_at=None)
                | Q(right__isnull=False, entered_at__isnull=False) & ~Q(entered_by=""),
                name="taught_result_says_who_entered_it",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by="", countersigned_at=None)
                | Q(countersigned_at__isnull=False, right__isnull=False)
                & ~Q(countersigned_by="")
                & ~Q(countersigned_by=F("entered_by")),
                name="taught_result_is_countersigned_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} / {self.person_id}"
