"""The roster of a round as one officer sees it: who stands where, searched, filtered, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import F, FilteredRelation, Q, QuerySet

from netral.core.access import Actor, is_within
from netral.core.flow.pact import ABSENCES, LIVE, PactState
from netral.people.models import Account, Person
from netral.pledges.models import Pact, PactRound, PactSheet
from netral.pledges.queries.pacts import OwnPact, addressees, own_pacts

ABSENT = [state.value for state in ABSENCES.values()]
SHORTEST_NAME = 2
FILTERS = {
    "belum": Q(pact_state=None) | Q(pact_state__in=ABSENT),
    "kertas": Q(sheet_scan__isnull=False, sheet_confirmed_by=""),
    "ditandatangani": Q(pact_state=PactState.SIGNED.value),
    "diketahui": Q(pact_state=PactState.KNOWN.value),
}
"""What the list may be narrowed to, by the word in the address."""


@dataclass(frozen=True, slots=True)
class PactSums:
    """How a round stands: of ``total`` on the roster, how many in each state."""

    total: int
    signed: int
    known: int
    paper: int

    @property
    def done(self) -> int:
        """Return how many have signed, known or not."""
        return self.signed + self.known

    @property
    def missing(self) -> int:
        """Return how many have not signed; how many of them gave a reason is told to nobody."""
        return self.total - self.done


@dataclass(frozen=True, slots=True)
class PactRow:
    """One person of the list; state and reason of one who does not sign for the superior alone.

    ``has_copy``: the signed pact is the reader's to see. Of who moved here since, it is not: it
    stays with the unit of the day of signing.
    """

    own: OwnPact
    sheet: PactSheet | None
    reason: str = field(repr=False)
    kind: str
    returns_on: date | None
    has_copy: bool

    @property
    def person(self) -> Person:
        """Return who it is."""
        return self.own.person


def pact_roster(
    *, actor: Actor, round_: PactRound, on: date, unit: str = ""
) -> QuerySet[Person, Any]:
    """Return the addressees of the actor's units by unit and name, with their pact's state.

    ``unit`` narrows them to one unit and what lies below it; it must lie in the actor's.
    """
    scope = unit if unit and is_within(unit, actor.unit) else actor.unit
    alive = Q(pacts__round=round_, pacts__state__in=[state.value for state in LIVE])
    people: QuerySet[Person, Any] = (
        addressees(round_, on, within=scope)
        .annotate(
            pact=FilteredRelation("pacts", condition=alive),
            sheet=FilteredRelation("pact_sheets", condition=Q(pact_sheets__round=round_)),
            pact_state=F("pact__state"),
            sheet_scan=F("sheet__scan"),
            sheet_confirmed_by=F("sheet__confirmed_by"),
        )
        .select_related("unit", "superior")
        .order_by("unit__path", "name", "pk")
    )
    return people


def roster_narrowed(
    roster: QuerySet[Person, Any], *, state: str, text: str
) -> QuerySet[Person, Any]:
    """Return the roster narrowed to a state and to names that hold the words; digits find nobody.

    A number is personal data and has no place in an address, so it is no word to search by.
    """
    if state in FILTERS:
        roster = roster.filter(FILTERS[state])
    words = [word for word in text.split() if not any(letter.isdigit() for letter in word)]
    if text.strip() and len("".join(words)) < SHORTEST_NAME:
        return roster.none()
    for word in words:
        roster = roster.filter(name__icontains=word)
    return roster


def pact_sums(roster: QuerySet[Person, Any]) -> PactSums:
    """Count a roster by state, in one query."""
    told = roster.order_by().aggregate(
        total=CountOf("pk"),
        signed=CountOf("pk", filter=Q(pact_state=PactState.SIGNED.value)),
        known=CountOf("pk", filter=Q(pact_state=PactState.KNOWN.value)),
        paper=CountOf("pk", filter=FILTERS["kertas"]),
    )
    return PactSums(**told)


def pact_rows(
    *, actor: Actor, round_: PactRound, persons: Sequence[Person], on: date
) -> list[PactRow]:
    """Return the persons of one page as the actor may see them, in a handful of queries."""
    account = Account.objects.filter(ref=actor.account).first()
    mine = account.person_id if account else None
    found = PactSheet.objects.filter(round=round_, person__in=[one.pk for one in persons])
    sheets = {sheet.person_id: sheet for sheet in found.select_related("scan")}
    owns = own_pacts(round_=round_, persons=persons, on=on)
    return [_row(own, sheets.get(own.person.pk), mine, actor.unit) for own in owns]


def _row(own: OwnPact, sheet: PactSheet | None, reader: int | None, scope: str) -> PactRow:
    pact = own.pact
    has_copy = pact is not None and pact.is_done and is_within(pact.unit_path, scope)
    # A reason is read by the direct superior alone, whatever higher role another holds.
    is_theirs = own.superior is not None and own.superior.pk == reader
    if pact is None or pact.state not in ABSENT or not is_theirs:
        return PactRow(own, sheet, "", "", None, has_copy)
    return PactRow(own, sheet, pact.reason, pact.state, pact.returns_on, has_copy)


def pact_seen(*, actor: Actor, ref: str) -> Pact | None:
    """Return one pact of the actor's units, None for any other."""
    inside = Q(unit_path=actor.unit) | Q(unit_path__startswith=f"{actor.unit}.")
    pacts = Pact.objects.filter(inside, ref=ref)
    return pacts.select_related("round__unit", "round__government", "round__text", "person").first()
