"""Registered documents, fingerprints of their files, numbers and letterheads."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netral.people.models import Instansi, Unit

DEFAULT_PATTERN = "{seri}/{nomor}/{bulan}/{tahun}"
"""How a government that set no pattern of its own writes the numbers of a series."""


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
        PACT = "pakta_integritas", _("Pakta integritas")

    ref = models.CharField(max_length=8, unique=True)
    # ``paper_by_government`` leads with it.
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="papers", db_index=False
    )
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
                condition=Q(
                    kind__in=[
                        *("sertifikat_ikrar", "surat_edaran", "surat", "tanda_terima"),
                        "pakta_integritas",
                    ]
                ),
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


class LetterheadQuerySet(models.QuerySet["Letterhead"]):
    """Letterheads as an officer may see them, and by day."""

    def visible_to(self, unit: str) -> LetterheadQuerySet:
        """Keep those of the unit's government."""
        return self.filter(government=unit.partition(".")[0])

    def begun_on(self, day: date) -> LetterheadQuerySet:
        """Keep those that have begun by that day, the newest first: the first one counts."""
        return self.filter(valid_from__lte=day).order_by("-valid_from", "-pk")


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


class Letterhead(models.Model):
    """The head of letters from a day on: the government head's own, or one office's.

    ``unit`` is empty for the head's letter, which carries the state emblem; an office's carries
    the region's arms. Both pictures are the region's own uploads (PNG, drawn anew). Rows are
    never changed: a new one begins, so that an old letter is pressed with the head it had. Of two
    that begin on one day the later entered counts.
    """

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="letterheads")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="letterheads")
    name = models.CharField(max_length=160)
    office = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=240, blank=True)
    contacts = models.CharField(max_length=240, blank=True)
    place = models.CharField(max_length=80, blank=True)
    picture = models.BinaryField(blank=True)
    valid_from = models.DateField()
    entered_by = models.CharField(max_length=16)
    entered_at = models.DateTimeField()

    objects = LetterheadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.office or self.name
