"""What is asked of the desk's records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from netral.core.access import Actor, Role
from netral.core.flow.meeting import DirectiveStage
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import DirectiveRef, MeetingRef
from netral.desk.models import Attendance, Directive, FollowUp, Meeting, Realisation
from netral.people.models import Unit

GOVERNMENT_WIDE = frozenset({Role.DESK, Role.SEKDA, Role.PPK, Role.OFFICER})


@dataclass(frozen=True, slots=True)
class MeetingFigures:
    """The figures at the head of a meeting's page."""

    invited: int
    present: int
    directives: int
    accepted: int
    overdue: int


def meetings_visible(*, actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings of the actor's government, the latest first, with their figures."""
    return (
        Meeting.objects.visible_to(actor.unit)
        .annotate(
            asked=Count("directives", distinct=True),
            done=Count(
                "directives",
                filter=Q(directives__stage=DirectiveStage.ACCEPTED.value),
                distinct=True,
            ),
        )
        .order_by("-begins_at")
    )


def meeting_get(*, actor: Actor, ref: MeetingRef) -> Meeting:
    """Return a meeting the actor may see; raises NotVisibleError."""
    found = Meeting.objects.visible_to(actor.unit).filter(ref=ref).first()
    if found is None:
        raise NotVisibleError("Rapat ini tidak ada, atau milik pemerintah lain.")
    return found


def directives_visible(*, actor: Actor) -> QuerySet[Directive]:
    """Return the directives the actor may see, by need: the nearest day first."""
    return (
        Directive.objects.visible_to(actor.unit)
        .select_related("owner", "meeting")
        .order_by("due_on", "pk")
    )


def directive_get(*, actor: Actor, ref: DirectiveRef) -> Directive:
    """Return a directive the actor may see; raises NotVisibleError."""
    found = directives_visible(actor=actor).filter(ref=ref).first()
    if found is None:
        raise NotVisibleError("Arahan ini tidak ada, atau bukan untuk unit kerja Anda.")
    return found


def directives_board(*, actor: Actor, meeting: Meeting, topic: str = "") -> list[Directive]:
    """Return the meeting's own directives and those carried into it, each with its last step."""
    found = directives_visible(actor=actor).filter(Q(meeting=meeting) | Q(carries__meeting=meeting))
    if topic:
        found = found.filter(topic=topic)
    return list(found.distinct().annotate(steps=Count("follow_ups", distinct=True)))


def directives_open(*, actor: Actor, today: date) -> tuple[int, int]:
    """Return how many directives the actor sees open, and how many of them are overdue."""
    counts = Directive.objects.visible_to(actor.unit).aggregate(
        still=Count("pk", filter=~Q(stage=DirectiveStage.ACCEPTED.value)),
        late=Count("pk", filter=~Q(stage=DirectiveStage.ACCEPTED.value) & Q(due_on__lt=today)),
    )
    return counts["still"], counts["late"]


def meeting_figures(*, meeting: Meeting, today: date) -> MeetingFigures:
    """Return who came and what became of what was asked."""
    people = Attendance.objects.filter(meeting=meeting).aggregate(
        invited=Count("pk"), present=Count("pk", filter=Q(state=Attendance.State.PRESENT))
    )
    accepted = Q(stage=DirectiveStage.ACCEPTED.value)
    asked = Directive.objects.filter(meeting=meeting).aggregate(
        directives=Count("pk"),
        accepted=Count("pk", filter=accepted),
        overdue=Count("pk", filter=~accepted & Q(due_on__lt=today)),
    )
    return MeetingFigures(**people, **asked)


def attendances_of(*, meeting: Meeting) -> QuerySet[Attendance]:
    """Return the invited units in the order of their names."""
    return meeting.attendances.select_related("unit").order_by("unit__name")


def follow_ups_of(*, directive: Directive) -> QuerySet[FollowUp]:
    """Return the steps taken, oldest first."""
    return directive.follow_ups.order_by("at", "pk")


def follow_up_get(*, actor: Actor, ref: DirectiveRef, number: int) -> FollowUp:
    """Return one step of a directive the actor may see; raises NotVisibleError."""
    directive = directive_get(actor=actor, ref=ref)
    found = directive.follow_ups.filter(pk=number).exclude(file_path="").first()
    if found is None:
        raise NotVisibleError("Bukti ini tidak ada pada arahan tersebut.")
    return found


def units_to_invite(*, actor: Actor, today: date) -> QuerySet[Unit]:
    """Return the OPDs of the actor's government that exist today, by name."""
    return (
        Unit.objects.visible_to(actor.government)
        .live_on(today)
        .filter(kind=Unit.Kind.OPD)
        .order_by("name")
    )


def realisations_latest(*, actor: Actor) -> list[Realisation]:
    """Return each visible unit's newest month, by the name of the unit."""
    newest: dict[int, Realisation] = {}
    rows = Realisation.objects.filter(
        Q(unit__path=actor.unit) | Q(unit__path__startswith=f"{actor.unit}.")
    )
    for row in rows.select_related("unit").order_by("month"):
        newest[row.unit_id] = row
    return sorted(newest.values(), key=lambda row: row.unit.name)
