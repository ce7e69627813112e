"""How many have signed the pact, by unit: for coverage, and for the page of a round."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count as CountOf
from django.db.models import FilteredRelation, Q

from netral.core.access import is_within
from netral.core.flow.pact import DONE, RoundStage
from netral.people.models import Person, Unit
from netral.pledges.models import PactRound
from netral.pledges.queries.counts import Count
from netral.pledges.queries.pacts import addressees

_DONE = [state.value for state in DONE]


@dataclass(frozen=True, slots=True)
class PactCounts:
    """The round that counts for a government, and for each unit's path (signed, on the roster)."""

    round: PactRound | None
    by_unit: dict[str, tuple[int, int]]


def pact_counts(*, government: str, on: date) -> PactCounts:
    """Return how many have signed in each unit itself, in the round that counts; two queries.

    That is the newest round of the whole government that was not withdrawn. Both figures count the
    same people, by the unit they are in on that day: signed never exceeds the roster. A unit's
    figures do not hold those of the units below it.
    """
    round_ = round_counted(government)
    return PactCounts(round_, counts_by_unit(round_, on) if round_ else {})


def counts_by_unit(round_: PactRound, on: date) -> dict[str, tuple[int, int]]:
    """Return (signed, on the roster) of a round for each unit's path, in one query."""
    alive = Q(pacts__round=round_, pacts__state__in=_DONE)
    rows = (
        addressees(round_, on)
        # A person has at most one live pact in a round, so the join doubles nobody.
        .annotate(here=FilteredRelation("pacts", condition=alive))
        .values_list("unit__path")
        .annotate(done=CountOf("here"), total=CountOf("pk"))
    )
    return {path: (done, total) for path, done, total in rows}


def round_rows(*, round_: PactRound, scope: str, on: date) -> list[Count]:
    """Return a round's counts by agency in alphabetical order, for those who see ``scope``.

    Whose scope lies inside one agency sees the units of that scope instead.
    """
    depth = scope.count(".") + 2
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for path, (done, total) in counts_by_unit(round_, on).items():
        if is_within(path, scope):
            top = ".".join(path.split(".")[:depth])
            sums[top] = (sums[top][0] + done, sums[top][1] + total)
    names = dict(Unit.objects.filter(path__in=sums).values_list("path", "name"))
    rows = [Count(path, names[path], done, total) for path, (done, total) in sums.items()]
    return sorted(rows, key=lambda row: row.name)


def round_counted(government: str) -> PactRound | None:
    """Return the newest round of the whole government that was not withdrawn."""
    rounds = PactRound.objects.filter(government_id=government, unit__path=government)
    counted = rounds.exclude(stage=RoundStage.WITHDRAWN.value).select_related("unit")
    return counted.order_by("-opened_at", "-pk").first()


def signed_persons(*, round_: PactRound, on: date) -> set[int]:
    """Return the keys of those on the roster who have signed: for a recount, person by person."""
    people: set[int] = set(
        Person.objects.filter(
            pk__in=addressees(round_, on).values("pk"),
            pacts__round=round_,
            pacts__state__in=_DONE,
        ).values_list("pk", flat=True)
    )
    return people
