"""The people: who serves where, in which post, under whom."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from netral.people.models.places import Instansi, Unit


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons as an officer may see them."""

    def visible_to(self, unit: str) -> PersonQuerySet:
        """Keep the persons of the unit and of what lies below it."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))

    def live_on(self, day: date) -> PersonQuerySet:
        """Keep those in service on that day; ``valid_to`` is the last day."""
        return self.filter(valid_from__lte=day).exclude(valid_to__lt=day)


class Person(models.Model):
    """One member of staff of one government, with the post held now."""

    class Status(models.TextChoices):
        """Which law of service applies."""

        PNS = "PNS", "PNS"
        CPNS = "CPNS", "CPNS"
        PPPK = "PPPK", "PPPK"
        PPPK_PART = "PPPK_PW", "PPPK Paruh Waktu"
        NON_ASN = "NON_ASN", "Non-ASN"

    ref = models.CharField(max_length=16, unique=True)
    # The unique constraint below begins with the government and serves as its index.
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="persons", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="persons")
    nip = models.CharField(max_length=18)
    name = models.CharField(max_length=160)
    title_front = models.CharField(max_length=60, blank=True)
    title_back = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=8, choices=Status)
    grade = models.CharField(max_length=8, blank=True)
    post_title = models.CharField(max_length=200, blank=True)
    eselon = models.CharField(max_length=8, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=24, blank=True)
    standing = models.CharField(max_length=40, blank=True)
    post_type = models.CharField(max_length=24, blank=True)
    superior = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="staff")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "nip"], name="person_nip_is_unique_in_government"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["PNS", "CPNS", "PPPK", "PPPK_PW", "NON_ASN"]),
                name="person_status_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostingQuerySet(models.QuerySet["Posting"]):
    """Posts by day."""

    def live_on(self, day: date) -> PostingQuerySet:
        """Keep the posts held on that day; ``valid_to`` is the last day."""
        return self.filter(valid_from__lte=day).exclude(valid_to__lt=day)


class Posting(models.Model):
    """A post held for a time: definitive, or acting (Pj, Pjs, Plt, Plh)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, default="definitif")
    is_head = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["definitif", "pj", "pjs", "plt", "plh"]),
                name="posting_kind_is_known",
            )
        ]
        indexes = [
            models.Index(fields=["unit"], condition=Q(is_head=True), name="posting_heads_of_unit")
        ]

    def __str__(self) -> str:
        return self.title
