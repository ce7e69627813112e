"""Where authority lies: regions, governments and the tree of their units."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q


class Region(models.Model):
    """A province, kabupaten/kota, kecamatan or village with its official dotted code."""

    code = models.CharField(max_length=13, primary_key=True)
    kind = models.CharField(max_length=12, default="kabupaten")
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    timezone = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RegionAlias(models.Model):
    """Another spelling of a region's name, folded for matching text: lower case, letters alone."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "folded"], name="region_alias_is_unique_in_region"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Instansi(models.Model):
    """A government whose head appoints its own staff (PPK); it owns its data, keys and journal."""

    class Kind(models.TextChoices):
        """What sort of government."""

        KABUPATEN = "kabupaten", "Kabupaten"
        KOTA = "kota", "Kota"
        PROVINSI = "provinsi", "Provinsi"
        KEMENTERIAN = "kementerian", "Kementerian/lembaga"

    key = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT)
    timezone = models.CharField(max_length=32, default="Asia/Jakarta")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["kabupaten", "kota", "provinsi", "kementerian"]),
                name="instansi_kind_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units as an officer may see them."""

    def visible_to(self, unit: str) -> UnitQuerySet:
        """Keep the unit and what lies below it."""
        return self.filter(Q(path=unit) | Q(path__startswith=f"{unit}."))

    def live_on(self, day: date) -> UnitQuerySet:
        """Keep the units that exist on that day; ``valid_to`` is the last day."""
        return self.filter(valid_from__lte=day).exclude(valid_to__lt=day)


class Unit(models.Model):
    """An office in the tree: the government itself, an OPD, or a unit below it."""

    class Kind(models.TextChoices):
        """Which level."""

        GOVERNMENT = "pemerintah", "Pemerintah"
        OPD = "opd", "OPD"
        UNIT = "unit", "Unit"

    path = models.CharField(max_length=240, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    external_id = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["pemerintah", "opd", "unit"]), name="unit_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name
