"""The papers' tables: registered documents, fingerprints of their files, numbers, signatures."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netral.core.access import Assurance
from netral.people.models import Instansi, Person, Unit

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


class Seal(models.Model):
    """One signature of a government over a batch: its document names the root of their tree.

    The tree is that of RFC 9162 over the SHA-256 of each document, in the order of ``index``.
    """

    class State(models.TextChoices):
        """Where the seal stands."""

        ASKED = "diminta", _("Menunggu segel")
        MADE = "dibubuhkan", _("Tersegel")

    ref = models.CharField(max_length=10, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="seals")
    title = models.CharField(max_length=240)
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.ASKED.value)
    paper = models.CharField(max_length=8, unique=True)
    asked_by = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField(null=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    certificate = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="diminta", made_at=None, signed_sha256="")
                | (Q(state="dibubuhkan", made_at__isnull=False) & ~Q(signed_sha256="")),
                name="seal_state_fits_its_file",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="seal_holds_something"),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state="diminta"), name="seal_waiting")
        ]

    def __str__(self) -> str:
        return self.title


class SealedDocument(models.Model):
    """One document under a seal; its place in the tree gives the way to the root.

    ``copy_sha256`` is the file that carries that way and the sealed page with it.
    """

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="documents")
    index = models.PositiveIntegerField()
    subject = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=240)
    paper = models.CharField(max_length=8, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    copy_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "index"], name="sealed_document_has_its_place"),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id} {self.index}"


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Signatures as an officer may see them, and by state."""

    def visible_to(self, unit: str) -> SignatureQuerySet:
        """Keep those of people who served then in the unit or below it."""
        return self.filter(Q(unit_path=unit) | Q(unit_path__startswith=f"{unit}."))

    def made(self) -> SignatureQuerySet:
        """Keep those that stand."""
        return self.filter(state=Signature.State.MADE)


class Signature(models.Model):
    """One person's signature under one document, with post and unit as they were on that day.

    ``document_sha256`` is what was laid before the person, ``signed_sha256`` the file with the
    signature in it (empty where none is put into the file). ``subject`` is the handle that the
    app of the document gave, ``matter`` the journal's handle of the thing it belongs to. Only the
    masked NIP is kept.
    """

    class Method(models.TextChoices):
        """How it was signed."""

        CERTIFICATE = "sertifikat", _("Sertifikat elektronik")
        REAUTH = "masuk_ulang", _("Pengesahan ulang")

    class State(models.TextChoices):
        """Where the signature stands."""

        ASKED = "diminta", _("Belum ditandatangani")
        MADE = "dibubuhkan", _("Ditandatangani")

    ref = models.CharField(max_length=10, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="signatures")
    subject = models.CharField(max_length=40)
    matter = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=240)
    capacity = models.CharField(max_length=80)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="signatures"
    )
    account = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=320)
    nip = models.CharField(max_length=24, blank=True)
    post = models.CharField(max_length=200, blank=True)
    unit_path = models.CharField(max_length=240)
    unit_name = models.CharField(max_length=200)
    method = models.CharField(max_length=12, choices=Method)
    assurance = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=State)
    document_sha256 = models.CharField(max_length=64)
    paper = models.CharField(max_length=8, blank=True)
    signed_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    certificate = models.JSONField(null=True)
    asked_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    promise = models.TextField(blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(method__in=["sertifikat", "masuk_ulang"]),
                name="signature_method_is_known",
            ),
            models.CheckConstraint(
                condition=Q(assurance__in=[kind.value for kind in Assurance]),
                name="signature_assurance_is_known",
            ),
            models.CheckConstraint(
                condition=(Q(state="dibubuhkan") & ~Q(promise="") & Q(made_at__isnull=False))
                | (Q(state="diminta") & Q(made_at=None)),
                name="signature_is_made_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(method="sertifikat", state="dibubuhkan")
                | (~Q(signed_sha256="") & Q(certificate__isnull=False)),
                name="signature_by_certificate_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(account=""),
                name="signature_is_of_someone",
            ),
            models.UniqueConstraint(
                fields=["subject", "capacity", "person"],
                condition=Q(state="dibubuhkan", person__isnull=False),
                name="signature_of_a_person_is_made_once",
            ),
            models.UniqueConstraint(
                fields=["subject", "capacity", "account"],
                condition=Q(state="dibubuhkan", person=None),
                name="signature_of_an_account_is_made_once",
            ),
        ]
        indexes = [models.Index(fields=["subject"], name="signature_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.capacity} {self.state}"
