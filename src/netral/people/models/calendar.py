"""A government's own calendar: local holidays, and numbers that the law leaves unconfirmed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netral.people.models.places import Instansi


class RegionHoliday(models.Model):
    """A day on which the offices of one government are closed, by a named decree."""

    class Kind(models.TextChoices):
        """What sort of day."""

        LOCAL = "libur_daerah", _("Libur daerah")
        VOTE = "pemungutan_suara", _("Pemungutan suara ulang atau susulan")
        JOINT_LEAVE = "cuti_bersama", _("Cuti bersama")
        NATIONAL = "libur_nasional", _("Libur nasional yang ditambahkan")

    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    decree = models.CharField(max_length=200)
    entered_by = models.CharField(max_length=16)
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "day"],
                condition=Q(withdrawn_at=None),
                name="region_holiday_is_unique_by_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "libur_daerah",
                        "pemungutan_suara",
                        "cuti_bersama",
                        "libur_nasional",
                    ]
                ),
                name="region_holiday_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class ClockSetting(models.Model):
    """A government's number for a clock whose number the law data does not confirm."""

    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="clock_settings"
    )
    code = models.CharField(max_length=60)
    n = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    entered_by = models.CharField(max_length=16)
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "code"],
                condition=Q(ended_at=None),
                name="clock_setting_is_unique_by_code",
            ),
            models.CheckConstraint(condition=Q(n__gt=0), name="clock_setting_n_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.n}"
