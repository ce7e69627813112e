"""How far a version has come: down the tree to units, and from there to each person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from netral.circulars.models.circular import CircularVersion
from netral.core.access import Assurance
from netral.people.models import Instansi, Person, Unit

CHANNELS = ["lembar", "tautan", "buka", "kelas", "kertas"]
"""How it reached the person: a printed sheet, a link handed out, the page opened by itself, told
in a taught session, or a list signed on paper."""

BY_LESSON, BY_CLASS = "latihan", "kelas"
"""How it was understood: by the person's own lesson, or on paper in a taught session."""


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries as an officer may see them."""

    def visible_to(self, unit: str) -> DeliveryQuerySet:
        """Keep what came to the unit and to what lies below it."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))


class Delivery(models.Model):
    """A version at one unit: when it came, and when its head passed it on with a cover note."""

    version = models.ForeignKey(
        CircularVersion, on_delete=models.PROTECT, related_name="deliveries"
    )
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    must_pass_on = models.BooleanField()
    note = models.TextField(blank=True)
    passed_on_at = models.DateTimeField(null=True)
    passed_on_by = models.CharField(max_length=160, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "unit"], name="delivery_comes_once_to_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(passed_on_at__isnull=True) | ~Q(passed_on_by=""),
                name="delivery_says_who_passed_it_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} -> {self.unit_id}"


class Reading(models.Model):
    """How far one version has come with one person: sampai, dibuka, dibaca, dipahami.

    ``post_title`` and ``unit_path`` are a snapshot of the day of reading; counting goes by the
    roster of the day that is asked about. ``promise`` is the journal's signed word for the act.
    """

    version = models.ForeignKey(CircularVersion, on_delete=models.PROTECT, related_name="readings")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="circular_readings")
    sent_at = models.DateTimeField()
    channel = models.CharField(max_length=8)
    opened_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    understood_at = models.DateTimeField(null=True)
    understood_by = models.CharField(max_length=8, blank=True)
    assurance = models.CharField(max_length=12, blank=True)
    post_title = models.CharField(max_length=200, blank=True)
    unit_path = models.CharField(max_length=240, blank=True)
    promise = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="reading_is_one_a_person"),
            models.CheckConstraint(
                condition=Q(channel__in=CHANNELS), name="reading_channel_is_known"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True)
                | Q(opened_at__isnull=False, read_at__gte=F("opened_at")),
                name="reading_is_opened_before_it_is_read",
            ),
            models.CheckConstraint(
                condition=Q(understood_at=None, understood_by="")
                | Q(understood_at__isnull=False, understood_by=BY_CLASS)
                | Q(understood_at__isnull=False, understood_by=BY_LESSON, read_at__isnull=False),
                name="reading_is_understood_in_a_known_way",
            ),
            models.CheckConstraint(
                condition=Q(assurance__in=["", *[level.value for level in Assurance]]),
                name="reading_assurance_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} / {self.person_id}"
