"""Rounds of pacts and one person's pact in them: whose turn it is, and what stands there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor, is_within
from netral.core.flow.pact import DONE, TOP_KNOWERS, Audience, PactState, RoundStage
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import PersonRef
from netral.people.models import Person
from netral.people.queries.superiors import people_at_top, staff_right_below, superiors_of
from netral.pledges.models import Pact, PactRelease, PactRound

NON_ASN = [Person.Status.NON_ASN.value]
ASN = [status.value for status in Person.Status if status != Person.Status.NON_ASN]
STATUSES = {
    Audience.ASN: ASN,
    Audience.NON_ASN: NON_ASN,
    Audience.ALL: [*ASN, *NON_ASN],
}


@dataclass(frozen=True, slots=True)
class OwnPact:
    """One person and one round that is for them: what stands there, and whose turn it is.

    ``superior`` is the direct superior of today, None for the first of the order. ``waits`` tells
    that the superior must sign first, ``staff_waiting`` how many right below want to be known.
    """

    person: Person
    round: PactRound
    pact: Pact | None
    superior: Person | None
    waits: bool
    staff_waiting: int = 0

    @property
    def state(self) -> PactState:
        """Return where the person stands."""
        if self.pact is not None:
            return PactState(self.pact.state)
        return PactState.WAITING if self.waits else PactState.OFFERED

    @property
    def has_signed(self) -> bool:
        """Tell whether the person's pact is signed and stands."""
        return self.pact is not None and self.pact.is_done

    @property
    def turn(self) -> PactState:
        """Return where the person stands as those see it who may not know of a reason."""
        if self.has_signed:
            return self.state
        return PactState.WAITING if self.waits else PactState.OFFERED

    @property
    def is_open(self) -> bool:
        """Tell whether the round still takes signatures."""
        return self.round.stage == RoundStage.OPEN

    @property
    def is_asked(self) -> bool:
        """Tell whether the person can and should act now."""
        return self.is_open and self.state not in DONE | {PactState.WAITING}


def addressees(round_: PactRound, on: date, *, within: str = "") -> QuerySet[Person]:
    """Return whom a round is for on a day: who leaves falls out, who joins is in.

    ``within``: only those of this unit and below it.
    """
    people = Person.objects.visible_to(round_.unit.path).live_on(on)
    if within:
        people = people.visible_to(within)
    return people.filter(status__in=STATUSES[Audience(round_.audience)])


def is_addressed(round_: PactRound, person: Person, on: date) -> bool:
    """Tell whether a round is for a person on a day."""
    is_meant = person.status in STATUSES[Audience(round_.audience)]
    return _serves(person, on) and is_meant and is_within(person.unit.path, round_.unit.path)


def _serves(person: Person, on: date) -> bool:
    return person.valid_from <= on and (person.valid_to is None or person.valid_to >= on)


def _is_theirs(round_: PactRound, person: Person, on: date) -> bool:
    """Tell whether a round is for a person on a day, or holds a pact that they signed."""
    if is_addressed(round_, person, on):
        return True
    return _serves(person, on) and _signed(person).filter(pk=round_.pk).exists()


def rounds_visible(*, actor: Actor) -> QuerySet[PactRound]:
    """Return the rounds that an officer may see, newest first."""
    rounds = PactRound.objects.visible_to(actor.unit).select_related("unit", "government", "text")
    return rounds.order_by("-opened_at", "-pk")


def round_visible(*, actor: Actor, ref: str) -> PactRound:
    """Return one round that an officer may see; raise NotVisibleError if not."""
    found = rounds_visible(actor=actor).filter(ref=ref).first()
    if found is None:
        raise NotVisibleError(_("Putaran pakta ini tidak ada, atau bukan untuk wilayah Anda."))
    return found


def own_pact(*, person_ref: PersonRef, ref: str, today: date) -> OwnPact:
    """Return a person's own pact in a round; raise NotVisibleError when it is not for them.

    Who signed keeps it, whatever unit they move to afterwards.
    """
    people = Person.objects.select_related("unit", "superior")
    person = people.filter(ref=person_ref).first()
    rounds = PactRound.objects.select_related("unit", "government", "text")
    round_ = rounds.filter(ref=ref).first()
    if round_ is None or person is None or not _is_theirs(round_, person, today):
        raise NotVisibleError(
            _(
                "Pakta ini tidak ada, atau bukan untuk Anda menurut daftar pegawai hari ini. Buka "
                "lagi tautan pribadi Anda sendiri, atau tanya bagian kepegawaian."
            )
        )
    (found,) = own_pacts(round_=round_, persons=[person], on=today)
    return found


def pacts_of_person(*, person_ref: PersonRef, today: date) -> list[OwnPact]:
    """Return the pacts that are for a person, the newest round first; withdrawn ones are left out.

    A closed round is shown only to one who signed in it.
    """
    people = Person.objects.live_on(today).select_related("unit", "superior")
    person = people.filter(ref=person_ref).first()
    if person is None:
        return []
    parts = person.unit.path.split(".")
    above = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
    signed = set(_signed(person).values_list("pk", flat=True))
    meant = Q(unit__path__in=above) | Q(pk__in=signed)
    rounds = PactRound.objects.filter(meant).exclude(stage=RoundStage.WITHDRAWN)
    newest = rounds.select_related("unit", "government", "text").order_by("-opened_at", "-pk")
    found = [
        own_pacts(round_=round_, persons=[person], on=today)[0]
        for round_ in newest
        if round_.pk in signed or is_addressed(round_, person, today)
    ]
    shown = [own for own in found if own.is_open or (own.pact is not None and own.pact.is_done)]
    return [
        replace(
            own,
            staff_waiting=pacts_to_know(superior=person, round_=own.round, on=today).count(),
        )
        for own in shown
    ]


def _signed(person: Person) -> QuerySet[PactRound]:
    """Return the rounds in which a person's signed pact stands."""
    done = [state.value for state in DONE]
    return PactRound.objects.filter(pacts__person=person, pacts__state__in=done)


def own_pacts(*, round_: PactRound, persons: Iterable[Person], on: date) -> list[OwnPact]:
    """Return the pacts of many persons of a round; the same few queries however many.

    The persons come with their units.
    """
    people = list(persons)
    superiors = superiors_of(persons=people, on=on)
    everyone = {one.pk for one in (*people, *superiors.values())}
    kept = Pact.objects.filter(round=round_, person__in=everyone).exclude(
        state=PactState.ANNULLED.value
    )
    pacts = {pact.person_id: pact for pact in kept}
    released = set(PactRelease.objects.filter(round=round_).values_list("unit__path", flat=True))
    return [_own(one, round_, superiors.get(one.pk), pacts, released, on) for one in people]


def _own(
    person: Person,
    round_: PactRound,
    superior: Person | None,
    pacts: dict[int, Pact],
    released: Collection[str],
    on: date,
) -> OwnPact:
    above = pacts.get(superior.pk) if superior else None
    must_wait = superior is not None and is_addressed(round_, superior, on)
    has_signed = above is not None and above.is_done
    is_free = any(is_within(person.unit.path, path) for path in released)
    waits = must_wait and not has_signed and not is_free
    return OwnPact(person, round_, pacts.get(person.pk), superior, waits)


def pacts_to_know(*, superior: Person, round_: PactRound, on: date) -> QuerySet[Pact]:
    """Return the signed pacts right below a superior that still want their "mengetahui"."""
    staff = staff_right_below(person=superior, on=on).values_list("pk", flat=True)
    waiting = Pact.objects.filter(
        round=round_, state=PactState.SIGNED.value, person__in=list(staff)
    )
    return waiting.select_related("person__unit").order_by("unit_path", "name", "pk")


def pacts_at_top(*, actor: Actor, round_: PactRound, on: date) -> QuerySet[Pact]:
    """Return the signed pacts above whom no person of the roster stands, for the Sekda or the PPK.

    Nobody else has any; nor has an officer the own pact among them.
    """
    if actor.role not in TOP_KNOWERS:
        return Pact.objects.none()
    top = people_at_top(unit=actor.unit, on=on).exclude(account__ref=actor.account)
    waiting = Pact.objects.filter(round=round_, state=PactState.SIGNED.value, person__in=top)
    return waiting.select_related("person__unit").order_by("unit_path", "name", "pk")
