"""The circular, its versions and their clauses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from netral.core.access import PostKind, Role, government_of
from netral.core.flow.circular import PREPARING, CircularStage, ClauseText, Election
from netral.papers.models import Letterhead
from netral.people.models import Instansi

STAGES = [stage.value for stage in CircularStage]
WAS_PUBLISHED = [
    CircularStage.PUBLISHED.value,
    CircularStage.REPLACED.value,
    CircularStage.WITHDRAWN.value,
]
MAKERS = frozenset({Role.DESK, Role.HANDLER, Role.OFFICER, Role.SEKDA, Role.PPK})


class CircularQuerySet(models.QuerySet["Circular"]):
    """Circulars as an officer may see them."""

    def visible_to(self, unit: str, role: Role) -> CircularQuerySet:
        """Keep the circulars of the unit's government; drafts only for those who make them.

        A circular binds the whole government, so each of its units sees what was published.
        """
        own = self.filter(government_id=government_of(unit))
        if role in MAKERS and unit == government_of(unit):
            return own
        return own.filter(versions__stage__in=WAS_PUBLISHED).distinct()


class Circular(models.Model):
    """A circular letter of one government; what it says stands in its versions."""

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="circulars")
    title = models.CharField(max_length=200)
    election = models.CharField(max_length=8)
    form_token = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField()

    objects = CircularQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(election__in=[election.value for election in Election]),
                name="circular_election_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CircularVersion(models.Model):
    """One text of a circular: once signed it never changes, it is replaced or withdrawn.

    ``revision`` counts the saves of a draft, so that two writers do not overwrite each other.
    ``body_hash`` is the SHA-256 of its canonical content; ``signatory_*`` is a snapshot of who
    signed in which post on that day.
    """

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="versions")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(default=1)
    stage = models.CharField(max_length=24, default=CircularStage.DRAFTED.value)
    number = models.CharField(max_length=80, blank=True)
    opening = models.TextField(blank=True)
    bases = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    units = models.JSONField(default=list)
    letterhead = models.ForeignKey(
        Letterhead, null=True, on_delete=models.PROTECT, related_name="+"
    )
    dated_on = models.DateField(null=True)
    signatory_name = models.CharField(max_length=160, blank=True)
    signatory_post = models.CharField(max_length=200, blank=True)
    signatory_kind = models.CharField(max_length=10, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    paper_ref = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)
    created_by = models.CharField(max_length=16)
    approved_by = models.CharField(max_length=160, blank=True)
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaces"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=STAGES), name="circular_version_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(signatory_kind__in=["", *[kind.value for kind in PostKind]]),
                name="circular_version_post_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["circular", "sequence"], name="circular_version_counts_once"
            ),
            models.UniqueConstraint(
                fields=["circular"],
                condition=Q(stage=CircularStage.PUBLISHED.value),
                name="circular_has_one_version_in_force",
            ),
            models.UniqueConstraint(
                fields=["circular"],
                condition=Q(stage__in=[stage.value for stage in PREPARING]),
                name="circular_has_one_version_in_preparation",
            ),
            models.UniqueConstraint(
                fields=["government", "number"],
                condition=~Q(number=""),
                name="circular_number_is_used_once",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=WAS_PUBLISHED)
                | (
                    ~Q(number="")
                    & ~Q(body_hash="")
                    & Q(dated_on__isnull=False)
                    & Q(published_at__isnull=False)
                ),
                name="circular_version_in_force_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circular_id} v{self.sequence}"

    @property
    def is_in_force(self) -> bool:
        """Tell whether this is the text that binds now."""
        return self.stage == CircularStage.PUBLISHED

    @property
    def was_published(self) -> bool:
        """Tell whether this text bound people at some time."""
        return self.stage in WAS_PUBLISHED


class Clause(models.Model):
    """One clause (butir): ``key`` is the same in every version, ``acts`` are law-data codes."""

    version = models.ForeignKey(CircularVersion, on_delete=models.PROTECT, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    heading = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    acts = models.JSONField(default=list)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="clause_key_is_used_once"),
            models.UniqueConstraint(fields=["version", "order"], name="clause_place_is_used_once"),
        ]

    def __str__(self) -> str:
        return self.heading or self.text[:40]

    def content(self) -> ClauseText:
        """Return the clause as the core compares it."""
        return ClauseText(self.key, self.heading, self.text, tuple(self.acts))
