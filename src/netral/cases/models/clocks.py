"""The clocks of a case: running, moved, paused and extended, each with its reason."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from netral.cases.models.case import Case
from netral.core.flow.pauses import MoveCause, PauseReason
from netral.people.models import CalendarChange, Instansi


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
