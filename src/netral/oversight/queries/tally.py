"""The recount: who is on the roster of a day, and how far each of them came, person by person.

One way of counting for all: the projection is fed by it, and every check compares with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Case, CharField, Count, F, FilteredRelation, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

from netral.circulars.models.delivery import BY_CLASS
from netral.circulars.queries.letters import versions_in_force
from netral.circulars.queries.rosters import addressed
from netral.core.flow.coverage import STATES, TAUGHT, UNTOLD, State, group_of
from netral.core.flow.pact import DONE
from netral.oversight.models import CoverageBook
from netral.people.models import Person
from netral.people.models.persons import PersonQuerySet
from netral.pledges.models import PledgeSession
from netral.pledges.queries.pact_counts import round_counted

WAY_FIELDS = ("sent_way", "read_way", "understood_way", "pledged_way", "signed_way")
NON_ASN = Person.Status.NON_ASN
Row: TypeAlias = tuple[Any, ...]
_POST = Case(When(status=NON_ASN, then=F("post_title")), default=Value(""))


class Key(NamedTuple):
    """What a number is of: a unit's own people, of one group, in one state, in one way.

    Without a state it is the roster itself.
    """

    unit: int
    group: str
    state: str
    way: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What a government's figures are counted of: the letter in force, the latest pledge, the pact.

    ``meant`` is the condition on persons whom the letter addresses: they are the denominator.
    """

    government: str
    version: int | None
    session: int | None
    round: int | None
    meant: Q = field(default_factory=Q, compare=False)

    @property
    def keys(self) -> tuple[int | None, int | None, int | None]:
        """Return what two topics are compared by."""
        return self.version, self.session, self.round


def topic_of(government: str) -> Topic:
    """Return what a government is counted by now; of what there is none, nobody reached it."""
    version = versions_in_force(government).first()
    session, round_ = session_latest(government), round_counted(government)
    return Topic(
        government,
        version.pk if version else None,
        session.pk if session else None,
        round_.pk if round_ else None,
        addressed(version) if version else Q(),
    )


def topic_kept(book: CoverageBook) -> Topic:
    """Return what a book's figures were counted of."""
    meant = addressed(book.version) if book.version else Q()
    return Topic(book.government_id, book.version_id, book.session_id, book.round_id, meant)


def roster_of(topic: Topic, on: date) -> PersonQuerySet:
    """Return the denominator: who serves on a day and is addressed."""
    live = Person.objects.live_on(on).filter(government=topic.government)
    return live.filter(topic.meant)


def _roster_in(topic: Topic, on: date, units: Collection[int] | None) -> PersonQuerySet:
    people = roster_of(topic, on)
    return people if units is None else people.filter(unit__in=units)


def session_latest(government: str) -> PledgeSession | None:
    """Return the newest pledge session of the whole government that was opened."""
    opened = PledgeSession.objects.filter(government_id=government, opened_at__isnull=False)
    return opened.filter(unit__path=government).order_by("-opens_at").first()


def tallies(
    *,
    topic: Topic,
    on: date,
    units: Collection[int] | None = None,
    until: datetime | None = None,
) -> Counter[Key]:
    """Return every number of a government, or of some of its units, on the roster of a day.

    ``until`` leaves out acts from that moment on: so a day of the past is counted as it ended.
    One query, whatever the size; a person counts once in each state, in the unit of now.
    """
    people = _roster_in(topic, on, units)
    rows = (
        people_with_ways(people, topic, until)
        .order_by()
        .annotate(post=_POST)
        .values_list("unit_id", "status", "post", *WAY_FIELDS)
        .annotate(number=Count("pk"))
    )
    # Read at once: PostgreSQL plans a cursor for its first rows, and these come all together.
    return _counted(rows)


def pledged_tallies(*, topic: Topic, on: date, units: Collection[int] | None) -> Counter[Key]:
    """Return the numbers of those who pledged alone, as ``tallies`` counts them.

    Beside a crowd that pledges nothing else changes, and who has not pledged yet need not be read.
    """
    people = _roster_in(topic, on, units)
    way = Coalesce(NullIf(F("pledge__assurance"), Value("")), Value(UNTOLD))
    rows = (
        people.annotate(
            pledge=FilteredRelation("pledges", condition=Q(pledges__session=topic.session)),
            post=_POST,
        )
        .filter(pledge__isnull=False)
        .order_by()
        .annotate(way=way)
        .values_list("unit_id", "status", "post", "way")
        .annotate(number=Count("pk"))
    )
    counts: Counter[Key] = Counter()
    for unit, status, post, told, number in rows:
        counts[Key(unit, group_of(status, post), State.PLEDGED.value, told)] += number
    return counts


def people_with_ways(
    people: QuerySet[Person], topic: Topic, until: datetime | None = None
) -> QuerySet[Person]:
    """Return people, each with the way in which each state was reached; empty where it was not.

    A person has at most one reading of a version, one pledge in a session and one pact that stands
    in a round: nobody doubles.
    """
    reading = Q(circular_readings__version=topic.version)
    pledge = Q(pledges__session=topic.session)
    pact = Q(pacts__round=topic.round, pacts__state__in=[state.value for state in DONE])
    return people.annotate(
        reading=FilteredRelation("circular_readings", condition=reading),
        pledge=FilteredRelation("pledges", condition=pledge),
        pact=FilteredRelation("pacts", condition=pact),
        sent_way=_way("reading__sent_at", F("reading__channel"), until),
        read_way=_way("reading__read_at", F("reading__assurance"), until),
        understood_way=_way(
            "reading__understood_at",
            Case(
                When(reading__understood_by=BY_CLASS, then=Value(TAUGHT)),
                default=F("reading__assurance"),
            ),
            until,
        ),
        pledged_way=_way("pledge__at", F("pledge__assurance"), until),
        signed_way=_way("pact__signed_at", F("pact__assurance"), until),
    )


def _way(moment: str, told: Any, until: datetime | None) -> Case:
    """Return in which way a state was reached by ``until``; empty when it was not."""
    reached = Q(**{f"{moment}__isnull": False})
    if until is not None:
        reached &= Q(**{f"{moment}__lt": until})
    way = Coalesce(NullIf(told, Value("")), Value(UNTOLD))
    return Case(When(reached, then=way), default=Value(""), output_field=CharField())


def _counted(rows: Iterable[Row]) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    group_once = cache(group_of)
    for unit, status, post, *ways, number in rows:
        group = group_once(status, post)
        counts[Key(unit, group, "", "")] += number
        for state, way in zip(STATES, ways, strict=True):
            if way:
                counts[Key(unit, group, state.value, way)] += number
    return counts
