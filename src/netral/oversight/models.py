"""Coverage as kept: projections of the journal, and the issues that were signed into it.

Book, Cell and Total are counted from the other apps' tables and may be dropped and rebuilt at
will. An Issue is what was published: it never changes, only its private part ends.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from netral.circulars.models import CircularVersion
from netral.people.models import Instansi, Unit
from netral.pledges.models import PactRound, PledgeSession


class CoverageBook(models.Model):
    """What a government's figures are counted of, how far its journal was read, and when.

    ``revision`` counts the changes: who counted on an older one counts again.
    """

    government = models.OneToOneField(
        Instansi, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    version = models.ForeignKey(
        CircularVersion, null=True, on_delete=models.CASCADE, related_name="+"
    )
    session = models.ForeignKey(
        PledgeSession, null=True, on_delete=models.CASCADE, related_name="+"
    )
    round = models.ForeignKey(PactRound, null=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    cursor = models.BigIntegerField()
    revision = models.PositiveIntegerField(default=1)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.government_id} {self.day}"

    @property
    def keys(self) -> tuple[int | None, int | None, int | None]:
        """Return the letter, the session and the round that the figures are of."""
        return self.version_id, self.session_id, self.round_id


class CoverageCell(models.Model):
    """A unit's own people of one group who reached one state in one way; no state: on the roster.

    No index of a single column: both constraints' indexes begin with the columns asked for.
    """

    government = models.ForeignKey(
        Instansi, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    group = models.CharField(max_length=20)
    state = models.CharField(max_length=16, blank=True)
    way = models.CharField(max_length=16, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "unit", "group", "state", "way"],
                name="coverage_cell_is_counted_once",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="coverage_cell_holds_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state} {self.number}"


class CoverageTotal(models.Model):
    """The sum of a government's cells: what provinces and the nation are added up from."""

    government = models.ForeignKey(
        Instansi, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    group = models.CharField(max_length=20)
    state = models.CharField(max_length=16, blank=True)
    way = models.CharField(max_length=16, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "group", "state", "way"],
                name="coverage_total_is_counted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.government_id} {self.state} {self.number}"


class CoverageIssue(models.Model):
    """Totals as published one day: the document with its root, and the journal's entry of it.

    ``leaves`` and ``seed`` are private: from them each person's own path is drawn. They end with
    the time of keeping; then the document stands alone.
    """

    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="coverage_issues"
    )
    sequence = models.PositiveIntegerField()
    day = models.DateField()
    at = models.DateTimeField()
    root = models.CharField(max_length=64)
    matter = models.CharField(max_length=40)
    document = models.TextField()
    leaves = models.BinaryField(null=True)
    seed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "sequence"], name="coverage_issue_has_its_own_number"
            ),
            models.CheckConstraint(
                condition=Q(leaves__isnull=True, seed__isnull=True)
                | Q(leaves__isnull=False, seed__isnull=False),
                name="coverage_issue_leaves_and_seed_go_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.government_id} {self.sequence}"
