"""A pledge held together with other installations: who takes part here, and where we take part."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from netral.core.flow.joint import GuestStage
from netral.pledges.models.sessions import PledgeCall


class CallGuest(models.Model):
    """A government of another installation that takes part in our call: its key and last sums.

    It holds no person. ``key`` is what the invitation's secret proves itself against.
    """

    ref = models.CharField(max_length=10, unique=True)
    call = models.ForeignKey(PledgeCall, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(max_length=160)
    stage = models.CharField(max_length=10, default=GuestStage.INVITED.value)
    key = models.BinaryField(max_length=32)
    invited_at = models.DateTimeField()
    verifier_key = models.CharField(max_length=400, blank=True)
    own_name = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    said_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(null=True)
    offices = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "name"], name="call_guest_is_invited_once"),
            models.UniqueConstraint(
                fields=["call", "verifier_key"],
                condition=~Q(verifier_key=""),
                name="call_guest_has_a_key_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in GuestStage]),
                name="call_guest_stage_is_known",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["invited", "ended"])
                | (~Q(verifier_key="") & Q(asked_at__isnull=False)),
                name="call_guest_has_a_key_once_it_asked",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="call_guest_sums_are_possible"
            ),
            models.CheckConstraint(
                condition=Q(sequence=0, said_at=None, heard_at=None, note="")
                | (
                    Q(sequence__gt=0, said_at__isnull=False, heard_at__isnull=False)
                    & ~Q(note="")
                    & ~Q(verifier_key="")
                ),
                name="call_guest_sums_come_with_their_note",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CallHost(models.Model):
    """A call of another installation in which a government of ours takes part.

    Its moments and wording stand in a call of our own (``call``), so that the pages, the waiting
    room and the raw door need know nothing of it. ``note`` is the last message, until a newer one
    takes its place: the outbox.
    """

    call = models.OneToOneField(PledgeCall, on_delete=models.PROTECT, related_name="host")
    called = models.CharField(max_length=10)
    guest = models.CharField(max_length=10)
    address = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=200)
    verifier_key = models.CharField(max_length=400)
    guest_stage = models.CharField(max_length=10, default=GuestStage.INVITED.value)
    ask = models.TextField()
    sequence = models.PositiveIntegerField(default=0)
    figures = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    said_at = models.DateTimeField(null=True)
    is_delivered = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    problem = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guest"], name="call_host_is_joined_once"),
            models.CheckConstraint(
                condition=Q(guest_stage__in=[stage.value for stage in GuestStage]),
                name="call_host_stage_is_known",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="call_host_due")]

    def __str__(self) -> str:
        return f"{self.name} {self.called}"

    @property
    def room(self) -> str:
        """Return the address of the caller's waiting room, empty when it came as a file."""
        return self.address.rpartition("/")[0] + "/" if self.address else ""
