"""Cases as they rest: stage, act, day and respondent in clear; every free text sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from netral.core.flow.case import CaseClose, CaseStage, Match, NotProvenReason
from netral.core.flow.pauses import MoveCause, PauseReason
from netral.people.models import CalendarChange, Instansi, LawAnswer, Person, Unit, UnitKey
from netral.reports.models import Report


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases as an officer may see them."""

    def visible_to(self, unit: str) -> CaseQuerySet:
        """Keep what units within ``unit`` handle."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))

    def of_staff_in(self, unit: str) -> CaseQuerySet:
        """Keep those whose respondent served in the unit or below it on the day of the act."""
        own = Q(respondent_unit__path=unit) | Q(respondent_unit__path__startswith=f"{unit}.")
        return self.filter(own)

    def still_open(self) -> CaseQuerySet:
        """Keep those that are not closed."""
        return self.exclude(stage=CaseStage.CLOSED.value)


class Case(models.Model):
    """One case against one respondent for one act.

    ``due_on`` is the nearest live clock; ``waits_for`` the role whose step comes next. ``facts``
    are answers to the law data's questions as ``id:value``.
    """

    ref = models.CharField(max_length=16, unique=True)
    # Both lead indexes of their own below.
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases", db_index=False)
    stage = models.CharField(max_length=16, default=CaseStage.OPENED.value)
    close_reason = models.CharField(max_length=16, blank=True)
    act_code = models.CharField(max_length=40)
    act_on = models.DateField()
    election_stage = models.CharField(max_length=24, blank=True)
    facts = models.JSONField(default=list)
    match = models.CharField(max_length=10, default=Match.UNKNOWN.value)
    respondent = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    respondent_status = models.CharField(max_length=8, blank=True)
    respondent_post = models.CharField(max_length=200, blank=True)
    respondent_unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="respondent_cases"
    )
    law_version = models.CharField(max_length=64)
    law_answer = models.ForeignKey(
        LawAnswer, null=True, on_delete=models.PROTECT, related_name="opened_cases"
    )
    waits_for = models.CharField(max_length=16, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in CaseStage]),
                name="case_stage_is_known",
            ),
            models.CheckConstraint(
                condition=Q(match__in=[match.value for match in Match]), name="case_match_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage="ditutup", due_on=None, closed_on__isnull=False)
                & Q(close_reason__in=[reason.value for reason in CaseClose])
                | ~Q(stage="ditutup") & Q(due_on__isnull=False, closed_on=None, close_reason=""),
                name="case_is_closed_with_a_reason_or_has_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["dibuka", "diteruskan", "ditutup"])
                | Q(respondent__isnull=False, respondent_unit__isnull=False),
                name="case_beyond_opening_has_its_respondent",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "stage", "due_on"], name="case_by_unit_and_stage"),
            models.Index(fields=["government", "act_code"], name="case_by_act"),
            models.Index(fields=["government", "stage", "due_on"], name="case_by_government"),
        ]

    def __str__(self) -> str:
        return self.ref


class CaseReport(models.Model):
    """A report that belongs to a case; the first opened it, the others were joined to it.

    A report read again can come to another case: the newest link is the one that holds.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="case_links")
    is_first = models.BooleanField(default=False)
    joined_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "report"], name="case_report_is_linked_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} in {self.case_id}"


class Step(models.Model):
    """One step taken on a case, with its note sealed; rows are added, never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="case_steps")
    act = models.CharField(max_length=16)
    on = models.DateField()
    actor = models.CharField(max_length=16)
    by_name = models.CharField(max_length=160)
    by_role = models.CharField(max_length=16)
    at = models.DateTimeField()
    basis = models.CharField(max_length=160, blank=True)
    sealed_note = models.BinaryField(blank=True, default=b"")
    note_key = models.ForeignKey(UnitKey, null=True, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"{self.act} {self.on:%Y-%m-%d}"


class CaseClock(models.Model):
    """One clock of a case: its code, its start, and the term as it is counted now.

    ``after`` is the clock on whose day this one begins; when that day moves, so does this start.
    What it was before stands in ``ClockMove``.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="case_clocks", db_index=False
    )
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    unit = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    is_limit = models.BooleanField()
    term = models.JSONField()
    after = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="next", db_index=False
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=Q(done_at=None),
                name="case_clock_runs_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["government", "case"],
                condition=Q(done_at=None),
                name="case_clock_running",
            ),
            models.Index(
                fields=["after"], condition=Q(after__isnull=False), name="case_clock_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.case_id}"


class ClockMove(models.Model):
    """That a running clock's day moved: from, to, why, and by which decree or source.

    Rows are added, never edited. ``change`` is the change of the calendar that moved it; without
    one, a person did, for this case alone. A change adds tens of thousands at once: they are found
    by their clock, and no key is checked, for all are of rows that the same transaction locked and
    that nobody deletes.
    """

    clock = models.ForeignKey(
        CaseClock,
        on_delete=models.PROTECT,
        related_name="moves",
        db_constraint=False,
        db_index=False,
    )
    government = models.ForeignKey(
        Instansi,
        on_delete=models.PROTECT,
        related_name="clock_moves",
        db_constraint=False,
        db_index=False,
    )
    change = models.ForeignKey(
        CalendarChange,
        null=True,
        on_delete=models.PROTECT,
        related_name="clock_moves",
        db_constraint=False,
        db_index=False,
    )
    cause = models.CharField(max_length=12)
    reason = models.CharField(max_length=160)
    decree = models.CharField(max_length=200, blank=True)
    old_on = models.DateField(null=True)
    new_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "change"], name="clock_moves_once_for_a_change"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=[cause.value for cause in MoveCause]),
                name="clock_move_cause_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_on} -> {self.new_on}"


class ClockPause(models.Model):
    """A time in which a running clock stands still, both days included, with reason and source.

    Taken up again early, ``last_on`` is brought forward; the planned end stays in the journal.
    """

    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="pauses")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="clock_pauses")
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=16)
    source = models.CharField(max_length=200)
    by_account = models.CharField(max_length=16)
    at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[reason.value for reason in PauseReason]),
                name="clock_pause_reason_is_known",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="clock_pause_has_its_source"),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")) | Q(resumed_at__isnull=False),
                name="clock_pause_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} to {self.last_on}"


class PausedDay(models.Model):
    """One day on which a clock stands still: once for each clock, so that none lengthens twice."""

    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="paused_days")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="paused_days")
    pause = models.ForeignKey(ClockPause, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    is_lifted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "day"],
                condition=Q(is_lifted=False),
                name="paused_day_lengthens_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class ClockExtension(models.Model):
    """By how much a clock was extended, in its own unit: once, with reason and source."""

    clock = models.OneToOneField(CaseClock, on_delete=models.PROTECT, related_name="extension")
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="clock_extensions"
    )
    n = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=16)
    source = models.CharField(max_length=200)
    by_account = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(n__gt=0), name="clock_extension_n_is_positive"),
            models.CheckConstraint(
                condition=Q(reason__in=[reason.value for reason in PauseReason]),
                name="clock_extension_reason_is_known",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="clock_extension_has_its_source"),
        ]

    def __str__(self) -> str:
        return f"+{self.n}"


class Decision(models.Model):
    """What was decided: once for each case, with the law's answer as it stood.

    ``items`` are stable ids of sanctions of the law data, ``answer`` is its whole answer.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=16)
    items = models.JSONField(default=list)
    articles = models.JSONField(default=list)
    reason_code = models.CharField(max_length=20, blank=True)
    sealed_reason = models.BinaryField()
    is_outside_range = models.BooleanField(default=False)
    sealed_outside_reason = models.BinaryField(blank=True, default=b"")
    reason_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT)
    answer = models.JSONField()
    law_version = models.CharField(max_length=64)
    law_answer = models.ForeignKey(
        LawAnswer, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=16)
    by_name = models.CharField(max_length=160)
    by_role = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="terbukti", reason_code="")
                | Q(outcome="tidak_terbukti", is_outside_range=False)
                & Q(reason_code__in=[reason.value for reason in NotProvenReason]),
                name="decision_is_proven_or_tells_why_not",
            ),
            models.CheckConstraint(
                condition=Q(is_outside_range=False) | ~Q(sealed_outside_reason=b""),
                name="decision_outside_range_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} in {self.case_id}"


class Referral(models.Model):
    """To whom a case was referred, when, and the receiver's acknowledgement."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="referral")
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="referrals")
    addressee = models.CharField(max_length=40)
    addressee_title = models.CharField(max_length=160)
    citation = models.CharField(max_length=160)
    sent_on = models.DateField()
    received_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.addressee} for {self.case_id}"


class ReporterRule(models.Model):
    """A government's own rule on whether reporters learn the kind of a sanction; default: no."""

    government = models.OneToOneField(
        Instansi, on_delete=models.PROTECT, related_name="reporter_rule"
    )
    shows_kind = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    entered_by = models.CharField(max_length=16)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="reporter_rule_has_its_source")
        ]

    def __str__(self) -> str:
        return f"{self.government_id}: {self.shows_kind}"
