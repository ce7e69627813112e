"""The pledges' tables: texts, calls, sessions, pledges, who was there, and reasons of others."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netral.core.access import Assurance
from netral.core.flow.pledge import Absence, CallStage, Kind, Stage, Variant
from netral.people.models import Instansi, Person, Unit


class PledgeText(models.Model):
    """A wording of the pledge, fixed for ever by its fingerprint; a new wording is a new row."""

    ref = models.CharField(max_length=10, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="pledge_texts")
    sha256 = models.CharField(max_length=64)
    variant = models.CharField(max_length=20, default=Variant.OTHER.value)
    title = models.CharField(max_length=160)
    points = models.JSONField()
    source = models.CharField(max_length=240)
    is_official = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "sha256"], name="pledge_text_is_one_for_a_fingerprint"
            ),
            models.CheckConstraint(
                condition=Q(variant__in=[variant.value for variant in Variant]),
                name="pledge_text_variant_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PledgeCall(models.Model):
    """One government's call to many to pledge at one moment; each joins by its own officer's act.

    It holds no person: what a government that joined tells of itself are sums.
    """

    ref = models.CharField(max_length=10, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="pledge_calls")
    title = models.CharField(max_length=160)
    text = models.ForeignKey(PledgeText, on_delete=models.PROTECT, related_name="calls")
    leader = models.CharField(max_length=160)
    opens_at = models.DateTimeField()
    late_from = models.DateTimeField()
    closes_at = models.DateTimeField()
    stage = models.CharField(max_length=10, default=CallStage.ANNOUNCED.value)
    reason = models.CharField(max_length=300, blank=True)
    announced_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in CallStage]),
                name="pledge_call_stage_is_known",
            ),
            models.CheckConstraint(
                condition=Q(late_from__gte=F("opens_at"), closes_at__gt=F("late_from")),
                name="pledge_call_moments_are_in_order",
            ),
            models.UniqueConstraint(
                fields=["government", "title", "opens_at"], name="pledge_call_is_announced_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PledgeSessionQuerySet(models.QuerySet["PledgeSession"]):
    """Sessions as an officer may see them."""

    def visible_to(self, unit: str) -> PledgeSessionQuerySet:
        """Keep the sessions of the unit, of what lies below it, and of the offices above it."""
        parts = unit.split(".")
        above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
        return self.filter(Q(unit__path__in=above) | Q(unit__path__startswith=f"{unit}."))


class PledgeSession(models.Model):
    """One occasion to pledge, for the staff of a unit and of all below it."""

    ref = models.CharField(max_length=10, unique=True)
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="pledge_sessions"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, default=Kind.LINK.value)
    call = models.ForeignKey(
        PledgeCall, null=True, on_delete=models.PROTECT, related_name="sessions"
    )
    title = models.CharField(max_length=160)
    text = models.ForeignKey(PledgeText, on_delete=models.PROTECT, related_name="sessions")
    place = models.CharField(max_length=160)
    leader = models.CharField(max_length=160)
    witnesses = models.JSONField(default=list)
    opens_at = models.DateTimeField()
    late_from = models.DateTimeField(null=True)
    closes_at = models.DateTimeField()
    stage = models.CharField(max_length=8, default=Stage.DRAFTED.value)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = PledgeSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="drafted", opened_at=None, closed_at=None)
                | Q(stage="open", opened_at__isnull=False, closed_at=None)
                | Q(stage="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="pledge_session_stage_fits_its_moments",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="pledge_session_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["unit", "title", "opens_at"], name="pledge_session_is_drafted_once"
            ),
            models.UniqueConstraint(
                fields=["call", "unit"], name="pledge_session_joins_a_call_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["tautan", "tatap_muka"], call=None)
                | Q(kind="serentak", call__isnull=False),
                name="pledge_session_kind_fits_its_call",
            ),
            models.CheckConstraint(
                condition=Q(late_from=None)
                | Q(late_from__gte=F("opens_at"), late_from__lt=F("closes_at")),
                name="pledge_session_is_late_inside",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unit_path(self) -> str:
        """Return the path of the unit whose staff, and all below it, are invited."""
        return self.unit.path


class Pledge(models.Model):
    """One person's own act, once in a session, with post and unit as they were on that day.

    Each index is paid for with every pledge of a crowd, a random one with a page of its own. So
    none watches over ``ref``, 65 bits drawn at random, nor over ``certificate``, which the paper's
    own key keeps unique; and nobody looks for a pledge by its government.
    """

    ref = models.CharField(max_length=13)
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    session = models.ForeignKey(PledgeSession, on_delete=models.PROTECT, related_name="pledges")
    # ``pledge_is_made_once`` leads with it.
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="pledges", db_index=False
    )
    name = models.CharField(max_length=320)
    post_title = models.CharField(max_length=200, blank=True)
    unit_path = models.CharField(max_length=240)
    unit_name = models.CharField(max_length=200)
    text_sha256 = models.CharField(max_length=64)
    assurance = models.CharField(max_length=12)
    shows_name = models.BooleanField()
    at = models.DateTimeField()
    certificate = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "session"], name="pledge_is_made_once"),
            models.CheckConstraint(
                condition=Q(assurance__in=[kind.value for kind in Assurance]),
                name="pledge_assurance_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id}"


class RollCall(models.Model):
    """One person who was there, written down by one officer and confirmed by another."""

    class Way(models.TextChoices):
        """How it was seen that the person was there."""

        LIST = "daftar", _("Daftar hadir")
        QR = "qr", _("Kode QR lembarnya")

    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(PledgeSession, on_delete=models.PROTECT, related_name="roll_calls")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roll_calls")
    way = models.CharField(max_length=8, choices=Way, default=Way.LIST)
    entered_by = models.CharField(max_length=16)
    entered_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=16, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="roll_call_is_one"),
            models.CheckConstraint(
                condition=Q(way__in=["daftar", "qr"]), name="roll_call_way_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("entered_by")), name="roll_call_needs_two_people"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="", confirmed_at=None)
                | (~Q(confirmed_by="") & Q(confirmed_at__isnull=False)),
                name="roll_call_is_confirmed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id} {self.way}"


class PledgeAbsence(models.Model):
    """Why a person did not pledge in a session; the reason is for the superior alone."""

    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(PledgeSession, on_delete=models.PROTECT, related_name="absences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pledge_absences")
    kind = models.CharField(max_length=16)
    reason = models.CharField(max_length=600)
    returns_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="pledge_absence_is_one"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Absence]),
                name="pledge_absence_kind_is_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pledge_absence_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id} {self.kind}"
