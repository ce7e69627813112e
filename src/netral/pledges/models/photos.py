"""Photos of a session in a room, shown in its minutes."""

from __future__ import annotations

from django.db import models

from netral.people.models import Instansi
from netral.pledges.models.sessions import PledgeSession
from netral.vault.models import OfficeFile


class SessionPhoto(models.Model):
    """One cleaned photo; the original, with its place and camera, was never kept."""

    ref = models.CharField(max_length=10, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(PledgeSession, on_delete=models.PROTECT, related_name="photos")
    file = models.OneToOneField(OfficeFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=160, blank=True)
    added_by = models.CharField(max_length=16)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.ref
