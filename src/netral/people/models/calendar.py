"""A government's own calendar and numbers of law, and what a change of them sets in motion."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
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
    """A government's number for a clock whose number the law data does not confirm.

    One officer proposes it, another one confirms it: until then it counts nothing.
    """

    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="clock_settings"
    )
    code = models.CharField(max_length=60)
    n = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    entered_by = models.CharField(max_length=16)
    entered_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=16, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "code"],
                condition=Q(ended_at=None, confirmed_at__isnull=False),
                name="clock_setting_is_unique_by_code",
            ),
            models.UniqueConstraint(
                fields=["government", "code"],
                condition=Q(ended_at=None, confirmed_at=None),
                name="clock_setting_is_proposed_once",
            ),
            models.CheckConstraint(condition=Q(n__gt=0), name="clock_setting_n_is_positive"),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("entered_by")), name="clock_setting_needs_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.n}"


class AuthorityRow(models.Model):
    """Who imposes a sanction of one level on holders of one level of post, by the region's source.

    Rows are added, never changed: the newest confirmed row that holds on a day is the one that
    counts. It says nothing where the law data itself is confirmed.
    """

    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="authority_rows"
    )
    level = models.CharField(max_length=16)
    post_level = models.CharField(max_length=16)
    role = models.CharField(max_length=16)
    title = models.CharField(max_length=160)
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    entered_by = models.CharField(max_length=16)
    entered_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=16, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "level", "post_level", "valid_from"],
                condition=Q(ended_at=None),
                name="authority_row_begins_once",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("entered_by")), name="authority_row_needs_two_people"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="authority_row_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["atasan", "kepala_opd", "ppk"]),
                name="authority_row_role_decides",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="authority_row_has_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.post_level}: {self.role}"


class CalendarChange(models.Model):
    """A change by which running clocks may move, and how far the worker has come with them.

    ``first_on`` and ``last_on`` bound the days that changed; both empty: any day may have.
    ``code`` names the one clock whose number changed. ``cursor`` is the last matter done: it is
    written in the transaction of each batch, so that a worker that was killed goes on from there.
    """

    class Kind(models.TextChoices):
        """What changed."""

        HOLIDAY = "libur", _("Hari libur ditambahkan")
        WITHDRAWN = "libur_cabut", _("Hari libur dicabut")
        NUMBER = "angka", _("Angka daerah berlaku")
        NUMBER_ENDED = "angka_akhir", _("Angka daerah berakhir")
        LAW = "hukum", _("Hari libur nasional berubah")

    class Phase(models.TextChoices):
        """How far it is."""

        WAITING = "antre", _("Menunggu giliran")
        RUNNING = "jalan", _("Sedang dihitung")
        DONE = "selesai", _("Selesai")

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="calendar_changes"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    code = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=160)
    decree = models.CharField(max_length=200, blank=True)
    law_digest = models.CharField(max_length=64, blank=True)
    entered_by = models.CharField(max_length=16)
    entered_at = models.DateTimeField()
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.WAITING)
    claimed_at = models.DateTimeField(null=True)
    cursor = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["libur", "libur_cabut", "angka", "angka_akhir", "hukum"]),
                name="calendar_change_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(phase="selesai", finished_at__isnull=False)
                | Q(phase__in=["antre", "jalan"], finished_at=None),
                name="calendar_change_is_done_or_waits",
            ),
        ]
        indexes = [
            models.Index(
                fields=["claimed_at"],
                condition=Q(finished_at=None),
                name="calendar_change_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reason}"

    @property
    def percent(self) -> int:
        """Return how much of the work is done."""
        if self.phase == self.Phase.DONE:
            return 100
        return min(99, 100 * self.seen // self.total) if self.total else 0
