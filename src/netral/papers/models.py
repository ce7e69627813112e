"""The papers' tables: registered documents, fingerprints of their files, numbers of letters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netral.people.models import Instansi


class PaperQuerySet(models.QuerySet["Paper"]):
    """Papers as an officer may see them."""

    def visible_to(self, unit: str) -> PaperQuerySet:
        """Keep the papers of the unit's government."""
        return self.filter(government=unit.partition(".")[0])


class Paper(models.Model):
    """One document that a stranger can check by the code under its QR.

    ``subject`` is a reference handed in by the app that made it. ``holder`` stays empty unless the
    holder allows it to be shown. ``matter`` and ``leaf`` find its entry in the journal.
    """

    class Kind(models.TextChoices):
        """What sort of document."""

        CERTIFICATE = "sertifikat_ikrar", _("Sertifikat ikrar")
        CIRCULAR = "surat_edaran", _("Surat edaran")
        LETTER = "surat", _("Surat")
        RECEIPT = "tanda_terima", _("Tanda terima")

    ref = models.CharField(max_length=8, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=240)
    subject = models.CharField(max_length=40)
    holder = models.CharField(max_length=160, blank=True)
    has_hidden_holder = models.BooleanField(default=False)
    matter = models.CharField(max_length=40)
    leaf = models.CharField(max_length=64)
    promise = models.TextField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["sertifikat_ikrar", "surat_edaran", "surat", "tanda_terima"]),
                name="paper_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(has_hidden_holder=False) | Q(holder=""),
                name="paper_hides_its_holder",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="paper_is_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["government", "-made_at"], name="paper_by_government")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class PaperFile(models.Model):
    """The fingerprint of a paper's file as one maker (typst and our templates) pressed it.

    The file itself is not kept: it is pressed again from the same facts, and must be equal.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    maker = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "maker"], name="paper_file_is_one_for_a_maker")
        ]

    def __str__(self) -> str:
        return self.sha256


class NumberPattern(models.Model):
    """How a government writes the numbers of one series, e.g. ``800/{nomor}/{seri}/{tahun}``."""

    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=20)
    pattern = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "series"], name="number_pattern_is_one_for_a_series"
            )
        ]

    def __str__(self) -> str:
        return self.pattern


class NumberSeries(models.Model):
    """The last number given in one government, series and year."""

    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "series", "year"], name="number_series_is_one_for_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
