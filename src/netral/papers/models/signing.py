"""Seals over batches, signatures of persons, and the roots that certificates must lead to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netral.core.access import Assurance
from netral.people.models import Instansi, Person


class SealQuerySet(models.QuerySet["Seal"]):
    """Seals as an officer may see them."""

    def visible_to(self, unit: str) -> SealQuerySet:
        """Keep those of the unit's government."""
        return self.filter(government=unit.partition(".")[0])


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

    objects = SealQuerySet.as_manager()

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


class TrustRootQuerySet(models.QuerySet["TrustRoot"]):
    """Trusted roots as an officer may see them, and those that count."""

    def visible_to(self, unit: str) -> TrustRootQuerySet:
        """Keep those of the unit's government."""
        return self.filter(government=unit.partition(".")[0])

    def standing(self) -> TrustRootQuerySet:
        """Keep those that were not removed, proposed ones among them."""
        return self.filter(removed_at=None)

    def live(self) -> TrustRootQuerySet:
        """Keep those that count: confirmed by a second officer, and not removed."""
        return self.standing().filter(confirmed_at__isnull=False)


class TrustRoot(models.Model):
    """A certificate of an authority that a government trusts: signatures may lead to it.

    ``source`` says where the certificate and its fingerprint came from. One officer proposes it,
    it counts once another has confirmed it. A row is never deleted: a root ends, with the reason.
    """

    ref = models.CharField(max_length=10, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="trust_roots")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    pem = models.TextField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source = models.CharField(max_length=240)
    added_by = models.CharField(max_length=16)
    added_name = models.CharField(max_length=160)
    added_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=16, blank=True)
    confirmed_name = models.CharField(max_length=160, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_name = models.CharField(max_length=160, blank=True)
    removed_reason = models.CharField(max_length=240, blank=True)

    objects = TrustRootQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "sha256"],
                condition=Q(removed_at=None),
                name="trust_root_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_reason="")
                | (Q(removed_at__isnull=False) & ~Q(removed_reason="")),
                name="trust_root_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by="")
                | (
                    Q(confirmed_at__isnull=False)
                    & ~Q(confirmed_by="")
                    & ~Q(confirmed_by=models.F("added_by"))
                ),
                name="trust_root_is_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name
