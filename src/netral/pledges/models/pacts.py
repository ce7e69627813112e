"""The pacts' tables: rounds, releases of their order, pacts, printed sheets and their scans."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from netral.core.access import Assurance
from netral.core.flow.pact import ABSENCES, DONE, KEPT, Audience, RoundStage
from netral.people.models import Instansi, Person, Unit
from netral.pledges.models.sessions import PledgeText
from netral.vault.models import OfficeFile

_DONE = sorted(state.value for state in DONE)
_ABSENT = sorted(state.value for state in ABSENCES.values())
_KEPT = sorted(state.value for state in KEPT)


class PactRoundQuerySet(models.QuerySet["PactRound"]):
    """Rounds as an officer may see them."""

    def visible_to(self, unit: str) -> PactRoundQuerySet:
        """Keep the rounds of the unit, of what lies below it, and of the offices above it."""
        parts = unit.split(".")
        above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
        return self.filter(Q(unit__path__in=above) | Q(unit__path__startswith=f"{unit}."))


class PactRound(models.Model):
    """One call to sign a wording, for the staff of a unit and of all below it.

    Another wording, or a corrected one, is another round.
    """

    ref = models.CharField(max_length=10, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="pact_rounds")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=8, default=Audience.ASN.value)
    title = models.CharField(max_length=160)
    text = models.ForeignKey(PledgeText, on_delete=models.PROTECT, related_name="pact_rounds")
    due_on = models.DateField()
    stage = models.CharField(max_length=10, default=RoundStage.OPEN.value)
    opened_by = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = PactRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="open", ended_at=None, reason="")
                | Q(stage="closed", ended_at__isnull=False, reason="")
                | (Q(stage="withdrawn", ended_at__isnull=False) & ~Q(reason="")),
                name="pact_round_stage_fits_its_end",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=[audience.value for audience in Audience]),
                name="pact_round_audience_is_known",
            ),
            models.UniqueConstraint(
                fields=["unit", "title", "text"],
                condition=Q(stage="open"),
                name="pact_round_is_opened_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PactRelease(models.Model):
    """In a unit of a round nobody waits for the superior: why, and who decided so."""

    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(PactRound, on_delete=models.PROTECT, related_name="releases")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    released_by = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="pact_release_is_one_for_unit"),
            models.CheckConstraint(condition=~Q(reason=""), name="pact_release_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.unit_id}"


class Pact(models.Model):
    """One person's pact in a round, with name, post, unit and superior as they were on the day.

    Or why there is none: then ``reason`` is for the direct superior alone. ``code`` is that of
    the paper, ``known_code`` of the paper that also bears the superior's "mengetahui".
    """

    ref = models.CharField(max_length=10, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(PactRound, on_delete=models.PROTECT, related_name="pacts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pacts")
    state = models.CharField(max_length=16)
    name = models.CharField(max_length=320)
    nip = models.CharField(max_length=18)
    post_title = models.CharField(max_length=200, blank=True)
    unit_path = models.CharField(max_length=240)
    unit_name = models.CharField(max_length=200)
    superior_name = models.CharField(max_length=320, blank=True)
    superior_post = models.CharField(max_length=200, blank=True)
    text_sha256 = models.CharField(max_length=64)
    assurance = models.CharField(max_length=12, blank=True)
    shows_name = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=8, unique=True, null=True)  # noqa: DJ001 - none unsigned
    known_by = models.CharField(max_length=16, blank=True)
    known_name = models.CharField(max_length=320, blank=True)
    known_post = models.CharField(max_length=200, blank=True)
    known_assurance = models.CharField(max_length=12, blank=True)
    known_at = models.DateTimeField(null=True)
    known_code = models.CharField(max_length=8, unique=True, null=True)  # noqa: DJ001
    reason = models.CharField(max_length=600, blank=True)
    returns_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=~Q(state="dibatalkan"),
                name="pact_is_one_in_a_round",
            ),
            models.CheckConstraint(condition=Q(state__in=_KEPT), name="pact_state_is_known"),
            models.CheckConstraint(
                condition=Q(
                    state__in=_ABSENT, signed_at=None, code=None, known_at=None, assurance=""
                )
                | (
                    Q(state__in=[*_DONE, "dibatalkan"], signed_at__isnull=False)
                    & Q(code__isnull=False, assurance__in=[kind.value for kind in Assurance])
                ),
                name="pact_is_signed_or_is_not",
            ),
            models.CheckConstraint(
                condition=(Q(known_at=None, known_by="") & ~Q(state="diketahui"))
                | (Q(known_at__isnull=False) & ~Q(known_by="") & ~Q(state="ditandatangani")),
                name="pact_is_known_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_ABSENT) | ~Q(reason=""), name="pact_absence_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.person_id} {self.state}"

    @property
    def is_done(self) -> bool:
        """Tell whether the pact is signed and stands."""
        return self.state in DONE


class PactScan(models.Model):
    """One file of signed sheets that an officer brought in."""

    ref = models.CharField(max_length=10, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(PactRound, on_delete=models.PROTECT, related_name="scans")
    file = models.OneToOneField(OfficeFile, on_delete=models.PROTECT, related_name="+")
    brought_by = models.CharField(max_length=16)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref


class PactSheet(models.Model):
    """The sheet printed for one person: its code, the scan it came back in, who confirmed it."""

    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(PactRound, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pact_sheets")
    code = models.CharField(max_length=8, unique=True)
    printed_by = models.CharField(max_length=16)
    printed_at = models.DateTimeField()
    scan = models.ForeignKey(PactScan, null=True, on_delete=models.PROTECT, related_name="sheets")
    entered_by = models.CharField(max_length=16, blank=True)
    confirmed_by = models.CharField(max_length=16, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="pact_sheet_is_one"),
            models.CheckConstraint(
                condition=Q(confirmed_by="", confirmed_at=None)
                | (
                    Q(confirmed_at__isnull=False, scan__isnull=False)
                    & ~Q(confirmed_by="")
                    & ~Q(confirmed_by=F("entered_by"))
                ),
                name="pact_sheet_needs_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.code
