"""Personal links: how an ASN without an account comes in."""

from __future__ import annotations

from django.db import models

from netral.people.models.persons import Person


class PersonalLink(models.Model):
    """A link for one person; only a hash of its token is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    token_hash = models.BinaryField(unique=True)
    channel = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    bound_at = models.DateTimeField(null=True)
    pin_hash = models.CharField(max_length=160, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"link of {self.person_id}"
