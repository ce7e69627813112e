"""The gap list: who has not read, learnt or passed on, under whom, and how they are reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from netral.circulars.models import CircularVersion, Delivery, Reading, Reminder
from netral.circulars.queries.coverage import persons_unread, persons_with_reading
from netral.core.flow.reminding import Gap
from netral.people.models import Notice, Person, Posting
from netral.people.queries.contacts import Reach, reaches_of
from netral.people.queries.units import heads_of

SHOWN_SUPERIORS = 60


@dataclass(frozen=True, slots=True)
class GapRow:
    """One person of the list: how they are reached, and when they were last reminded."""

    person: Person
    reach: Reach
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class GapSum:
    """Of how many in the gap: by which way a reminder would go, and how many have none."""

    message: int
    mail: int
    without: int
    today: int

    @property
    def total(self) -> int:
        """Return how many are in the gap."""
        return self.message + self.mail + self.without

    @property
    def reachable(self) -> int:
        """Return how many a reminder reaches."""
        return self.message + self.mail


def gap_persons(
    version: CircularVersion, unit: str, gap: Gap, *, on: date, superior: str = "", name: str = ""
) -> QuerySet[Person]:
    """Return who in the unit and below has the gap, by name; under one superior, or named so."""
    people = _with_gap(version, unit, gap, on)
    if superior:
        people = people.filter(_under(superior, on))
    if name:
        people = people.filter(name__icontains=name)
    return people


def gap_rows(persons: Collection[Person], open_ways: Collection[str]) -> list[GapRow]:
    """Return the rows of a page of persons. Two queries."""
    reaches = reaches_of(persons, open_ways)
    reminded = _reminded([person.pk for person in persons])
    return [GapRow(person, reaches[person.pk], reminded.get(person.pk)) for person in persons]


def gap_sum(persons: Collection[Person], open_ways: Collection[str], *, today: date) -> GapSum:
    """Return what a reminder to these persons would do today."""
    ways = [reach.way for reach in reaches_of(persons, open_ways).values()]
    already = Notice.objects.filter(
        person__in=[person.pk for person in persons],
        purpose=Notice.Purpose.REMINDER,
        sent_on=today,
    )
    return GapSum(ways.count("pesan"), ways.count("email"), ways.count(""), already.count())


def superiors_of(persons: QuerySet[Person]) -> list[tuple[str, str, int]]:
    """Return (reference, name, how many) of the superiors named for these persons, most first."""
    named = persons.order_by().filter(superior__isnull=False)
    rows = named.values_list("superior__ref", "superior__name").annotate(n=Count("pk"))
    return [(str(ref), str(name), int(n)) for ref, name, n in rows.order_by("-n")[:SHOWN_SUPERIORS]]


def heads_waiting(version: CircularVersion, unit: str, on: date) -> list[Person]:
    """Return the heads of the units that still have to pass the version on."""
    heads = heads_of(deliveries_open(version, unit), on)
    return list({head.pk: head for head in heads.values()}.values())


def deliveries_open(version: CircularVersion, unit: str) -> list[str]:
    """Return the paths of the units within ``unit`` that still have to pass the version on."""
    waiting = Delivery.objects.visible_to(unit).filter(
        version=version, must_pass_on=True, passed_on_at=None
    )
    return list(waiting.order_by("unit__path").values_list("unit__path", flat=True))


def reminders_of(version: CircularVersion, scope: str) -> QuerySet[Reminder]:
    """Return the reminders of a version within the scope, newest first."""
    own = Reminder.objects.visible_to(scope).filter(version=version)
    return own.select_related("unit").order_by("-asked_at", "-pk")


def reminder_by_ref(ref: str) -> Reminder | None:
    """Return a reminder with its version and unit, or none."""
    rows = Reminder.objects.select_related("version__circular", "unit", "government", "superior")
    return rows.filter(ref=ref).first()


def reminder_counts(reminder: Reminder) -> Mapping[str, int]:
    """Return how many messages of a reminder stand in each state."""
    rows = Notice.objects.filter(cause=reminder.ref).values_list("state")
    return {str(state): int(n) for state, n in rows.annotate(n=Count("pk"))}


def reminder_next(reminder: Reminder) -> datetime | None:
    """Return when the first message that still waits may go, if that is later than it began.

    Its person was reminded that day already, it fell into quiet hours, or the provider is down.
    """
    waiting = Notice.objects.filter(cause=reminder.ref, state=Notice.State.WAITING)
    earliest = waiting.aggregate(at=Min("not_before"))["at"]
    return earliest if earliest is not None and earliest > reminder.starts_at else None


def refusals_of(reminder: Reminder) -> list[str]:
    """Return what providers said to those refused or unsure, each once."""
    ended = Notice.objects.filter(cause=reminder.ref, state__in=["ditolak", "tak_tentu"])
    return sorted(set(ended.exclude(answer="").values_list("answer", flat=True)))[:5]


def _with_gap(version: CircularVersion, unit: str, gap: Gap, on: date) -> QuerySet[Person]:
    if gap is Gap.READ:
        return persons_unread(version=version, unit=unit, on=on)
    people = persons_with_reading(version=version, unit=unit, on=on)
    if gap is Gap.LESSON:
        half = Reading.objects.filter(version=version, read_at__isnull=False, understood_at=None)
        return people.filter(pk__in=half.values("person"))
    return people.filter(pk__in=[head.pk for head in heads_waiting(version, unit, on)])


def _under(superior: str, on: date) -> Q:
    """Return who stands under a person: named so, or nobody named and the unit is led by them."""
    led = Posting.objects.live_on(on).filter(person__ref=superior, is_head=True)
    by_unit = Q(superior=None, unit__in=led.values("unit")) & ~Q(ref=superior)
    return Q(superior__ref=superior) | by_unit


def _reminded(persons: Collection[int]) -> Mapping[int, datetime]:
    sent = Notice.objects.filter(
        person__in=persons, purpose=Notice.Purpose.REMINDER, state=Notice.State.SENT
    )
    return dict(sent.values_list("person").annotate(last=Max("ended_at")))
