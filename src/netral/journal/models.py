"""The journal's tables. Entry, Leaf, Checkpoint and Cosignature refuse change by trigger."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from netral.core.ledger.header import Header, leaf_parse
from netral.core.ledger.merkle import leaf_hash


class Log(models.Model):
    """One government's journal; its private key is a file, never a row."""

    government = models.SlugField(max_length=64, unique=True)
    origin = models.CharField(max_length=200, unique=True)
    verifier_key = models.CharField(max_length=400)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.origin


class Entry(models.Model):
    """One act: the public leaf, its columns for look-ups, and the private rest with its salt.

    ``leaf`` and ``body`` are kept as the canonical text itself, for they are what is hashed.
    ``erases`` is set on the entry of an erasure and names the entry whose rest is gone.
    """

    # ``entry_matter`` leads with it; a second index would be paid for with every entry.
    log = models.ForeignKey(Log, models.PROTECT, related_name="entries", db_index=False)
    kind = models.CharField(max_length=62)
    matter = models.CharField(max_length=40)
    day = models.DateField()
    due_on = models.DateField(null=True)
    close = models.CharField(max_length=40, default="")
    of = models.CharField(max_length=64, default="")
    at = models.DateTimeField()
    leaf = models.TextField()
    salt = models.BinaryField(null=True)
    body = models.TextField(null=True)  # noqa: DJ001 - null says erased, empty says nothing
    erases = models.OneToOneField("self", models.PROTECT, null=True, related_name="erasure")

    class Meta:
        indexes = [models.Index(fields=["log", "matter"], name="entry_matter")]
        constraints = [
            models.CheckConstraint(
                condition=Q(salt__isnull=True, body__isnull=True)
                | Q(salt__isnull=False, body__isnull=False),
                name="entry_salt_and_body_go_together",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(close=""), name="entry_is_due_or_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.matter}"

    @property
    def header(self) -> Header:
        """Return the public part, read from the leaf itself."""
        return leaf_parse(self.leaf.encode())[0]

    @property
    def leaf_hash(self) -> bytes:
        """Return the hash under which the entry stands in the tree."""
        return leaf_hash(self.leaf.encode())


class Pending(models.Model):
    """The outbox: entries that no checkpoint covers yet; only the sealer takes rows out.

    It is short, and each index would be paid twice for every entry: hence none on the log. Nor are
    entry and log checked: both are written in one go, and no entry is ever deleted. PostgreSQL
    would check each row by a plan made while the journal was empty, reading all of it each time.
    """

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="pending", db_constraint=False
    )
    log = models.ForeignKey(
        Log, models.PROTECT, related_name="pending", db_constraint=False, db_index=False
    )

    def __str__(self) -> str:
        return f"pending {self.entry_id}"


class Leaf(models.Model):
    """The place of an entry in its journal, counted from 0.

    No foreign key check here: rows come from Pending alone, whose entry is checked, and entries
    cannot be deleted. The check would halve the sealer's speed on PostgreSQL.
    """

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="place", db_constraint=False
    )
    log = models.ForeignKey(
        Log, models.PROTECT, related_name="leaves", db_constraint=False, db_index=False
    )
    position = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "position"], name="leaf_has_its_own_place"),
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class Tile(models.Model):
    """Hashes as published; the rightmost tile of each level grows, the others never change."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="tiles", db_index=False)
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "level", "number"], name="tile_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class Checkpoint(models.Model):
    """A signed head: from here on these first ``size`` entries are what they are."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="checkpoints", db_index=False)
    size = models.BigIntegerField()
    root = models.BinaryField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "size"], name="checkpoint_size_is_signed_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="checkpoint_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.size}"


class Cosignature(models.Model):
    """A witness's line under a checkpoint, checked against ``verifier_key`` when it came in."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    verifier_key = models.CharField(max_length=400)
    line = models.TextField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="witness_signs_once"),
        ]
        ordering = [F("witness").asc()]

    def __str__(self) -> str:
        return self.witness
