"""What a version carries beside its words: enclosed files, and the roster it was published to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from netral.circulars.models.circular import CircularVersion
from netral.core.ledger.roster import SALT_SIZE, RosterLine, roster_leaf
from netral.people.models import Instansi, Person
from netral.vault.models import OfficeFile


class Attachment(models.Model):
    """A PDF that belongs to one version; its fingerprint is part of the version's hash.

    ``is_source`` marks the uploaded letter from which the draft was read; ``reading`` keeps what
    was read there, part by part with its page and line.
    """

    version = models.ForeignKey(
        CircularVersion, on_delete=models.PROTECT, related_name="attachments"
    )
    enclosure = models.ForeignKey(OfficeFile, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    pages = models.PositiveSmallIntegerField()
    is_source = models.BooleanField(default=False)
    reading = models.JSONField(default=list)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "order"], name="attachment_place_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(is_source=True),
                name="circular_version_has_one_source",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RosterSnapshot(models.Model):
    """The addressed staff of the day of publication; ``root`` binds every line and names nobody.

    It is the frozen denominator of the version: what was counted can be counted again.
    """

    version = models.OneToOneField(CircularVersion, on_delete=models.PROTECT, related_name="roster")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField()
    taken_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.version_id}: {self.count}"


class RosterMember(models.Model):
    """One line of a snapshot: who, in which unit and group, with the salt of that day.

    Rows are never changed, but for an erasure: person and salt go, ``leaf`` stays and with it
    the root.
    """

    snapshot = models.ForeignKey(
        RosterSnapshot, on_delete=models.PROTECT, related_name="members", db_index=False
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit_path = models.CharField(max_length=240)
    group = models.CharField(max_length=20)
    salt = models.BinaryField(null=True, max_length=SALT_SIZE)
    leaf = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "person"], name="roster_counts_a_person_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, salt__isnull=True)
                | Q(person__isnull=False, salt__isnull=False),
                name="roster_member_is_whole_or_erased",
            ),
        ]
        indexes = [models.Index(fields=["snapshot", "unit_path"], name="roster_by_unit")]

    def __str__(self) -> str:
        return f"{self.snapshot_id} / {self.unit_path}"

    def leaf_again(self, person: str) -> bytes:
        """Return the leaf computed from the line; of an erased one the leaf that was kept."""
        if self.salt is None:
            return bytes(self.leaf)
        return roster_leaf(RosterLine(person, self.unit_path, self.group), bytes(self.salt))
