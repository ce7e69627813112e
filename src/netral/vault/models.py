"""Sealed files and who has seen them; the vault is handed references, it knows no report."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netral.people.models import Instansi, Unit


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence as an officer may see it."""

    def visible_to(self, unit: str) -> EvidenceQuerySet:
        """Keep what units within ``unit`` handle."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))


class Evidence(models.Model):
    """One sealed file. Name, kind, fingerprint and key lie in ``sealed``; only the owner opens it.

    ``owner`` is the handle of what it belongs to, ``public_key`` that thing's own key.
    """

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="evidence")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence")
    owner = models.CharField(max_length=16, db_index=True)
    path = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    sealed_sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField()
    public_key = models.BinaryField(max_length=32)
    received_on = models.DateField()

    objects = EvidenceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.ref


class Custody(models.Model):
    """One row for each time a file was received, viewed or exported; rows are never changed."""

    class Act(models.TextChoices):
        """What was done with the file."""

        RECEIVE = "terima", _("Diterima dan disegel")
        VIEW = "lihat", _("Salinan kerja dilihat")
        EXPORT = "ambil", _("Asli diambil")

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="custody")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="custody")
    act = models.CharField(max_length=8, choices=Act)
    actor = models.CharField(max_length=16)
    sealed_reason = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=["terima", "lihat", "ambil"]), name="custody_act_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.evidence_id}"


class OfficeFile(models.Model):
    """A file that an office keeps itself, sealed; its key is wrapped under the site's secret."""

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=64, unique=True)
    sealed_key = models.BinaryField()
    kind = models.CharField(max_length=40)
    pages = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.ref
