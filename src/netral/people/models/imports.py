"""The personnel file on its way in: the import, what was wrong with it, what it changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netral.people.models.persons import Person
from netral.people.models.places import Instansi


class PersonnelImportQuerySet(models.QuerySet["PersonnelImport"]):
    """Imports as an officer may see them."""

    def visible_to(self, unit: str) -> PersonnelImportQuerySet:
        """Keep the imports of the government whose root the unit is; below it there are none."""
        return self.filter(government=unit)


class PersonnelImport(models.Model):
    """One personnel file of one government, from its upload to its end."""

    class Phase(models.TextChoices):
        """Where the file stands."""

        MATCHING = "cocokkan", _("Menunggu kolom dicocokkan")
        READING = "baca", _("Sedang dibaca")
        CHECKED = "periksa", _("Menunggu Anda periksa")
        SAVING = "simpan", _("Sedang disimpan")
        APPLIED = "selesai", _("Tersimpan")
        REVERTED = "dibatalkan", _("Dibatalkan sesudah tersimpan")
        DISCARDED = "dibuang", _("Tidak jadi")
        FAILED = "gagal", _("Gagal")

    class Mode(models.TextChoices):
        """Whether who is not in the file has left."""

        FULL = "lengkap", _("Berkas ini lengkap")
        MERGE = "tambah_ubah", _("Hanya tambah dan ubah")

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="imports")
    account = models.CharField(max_length=16)
    file_name = models.CharField(max_length=120)
    file_hash = models.CharField(max_length=64)
    file_size = models.PositiveIntegerField()
    phase = models.CharField(max_length=12, choices=Phase)
    percent = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sheet = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.FULL)
    valid_from = models.DateField(null=True)
    left_on = models.DateField(null=True)
    counts = models.JSONField(default=dict)
    difference = models.CharField(max_length=64, blank=True)
    problem = models.TextField(blank=True)
    reverts = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reverted_by"
    )
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    objects = PersonnelImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    phase__in=[
                        "cocokkan",
                        "baca",
                        "periksa",
                        "simpan",
                        "selesai",
                        "dibatalkan",
                        "dibuang",
                        "gagal",
                    ]
                ),
                name="import_phase_is_known",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=["lengkap", "tambah_ubah"]), name="import_mode_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class ImportRemark(models.Model):
    """What is wrong or unusual in one row of the file; it names the row, never the person."""

    entry = models.ForeignKey(PersonnelImport, on_delete=models.PROTECT, related_name="remarks")
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=24)
    is_refused = models.BooleanField()
    reason = models.CharField(max_length=300)
    advice = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["entry", "line"], name="remark_by_line")]

    def __str__(self) -> str:
        return f"{self.line}: {self.code}"


class PersonnelChange(models.Model):
    """What an applied import did to one person on the list, and what stood there before.

    Who is new needs no row: the import keeps the range of their keys in ``counts``.
    """

    class Act(models.TextChoices):
        """What happened."""

        MOVED = "pindah", _("Pindah unit")
        CHANGED = "ubah", _("Berubah")
        LEFT = "keluar", pgettext_lazy("pegawai", "Keluar")

    entry = models.ForeignKey(PersonnelImport, on_delete=models.PROTECT, related_name="changes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    act = models.CharField(max_length=8, choices=Act)
    before = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=["pindah", "ubah", "keluar"]),
                name="personnel_change_act_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.person_id}"
