"""Personal links: how an ASN without an account comes in."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netral.people.models.persons import Person
from netral.people.models.places import Instansi


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    """Links as an officer may see them, and by state."""

    def visible_to(self, unit: str) -> PersonalLinkQuerySet:
        """Keep the links of persons of the unit and of what lies below it."""
        return self.filter(
            Q(person__unit__path=unit) | Q(person__unit__path__startswith=f"{unit}.")
        )

    def live_at(self, at: datetime) -> PersonalLinkQuerySet:
        """Keep the links that open at that moment."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class PersonalLink(models.Model):
    """A link for one person; only a hash of its token is kept.

    ``confirmed_at``: a code sent to the phone on file confirmed who bound it.
    """

    class Channel(models.TextChoices):
        """How it reaches the person."""

        SHEET = "lembar", _("Lembar QR")
        EMAIL = "email", _("Email")
        MESSAGE = "pesan", _("Pesan")
        HAND = "tangan", _("Diserahkan langsung")

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    batch = models.CharField(max_length=16, db_index=True)
    token_hash = models.BinaryField(unique=True, max_length=32)
    channel = models.CharField(max_length=12, choices=Channel)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    bound_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    pin_hash = models.CharField(max_length=160, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=120, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["lembar", "email", "pesan", "tangan"]),
                name="personal_link_channel_is_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="personal_link_ends"
            ),
            models.CheckConstraint(
                condition=Q(bound_at=None, pin_hash="")
                | (Q(bound_at__isnull=False) & ~Q(pin_hash="")),
                name="personal_link_is_bound_by_a_pin",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(bound_at__isnull=False),
                name="personal_link_is_confirmed_once_bound",
            ),
        ]

    def __str__(self) -> str:
        return f"link of {self.person_id}"

    def is_locked(self, at: datetime) -> bool:
        """Tell whether too many wrong PINs make it wait at that moment."""
        return self.locked_until is not None and at < self.locked_until
