"""Secret addresses from which an officer's calendar program reads the officer's days."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from netral.people.models.accounts import RoleGrant


class CalendarFeed(models.Model):
    """One address for one role of one account; only the hash of its secret is kept.

    It shows what that role may see, and nothing once the role has ended.
    """

    grant = models.ForeignKey(RoleGrant, on_delete=models.PROTECT, related_name="feeds")
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant"], condition=Q(revoked_at=None), name="calendar_feed_is_one_by_role"
            )
        ]

    def __str__(self) -> str:
        return f"feed of {self.grant_id}"
