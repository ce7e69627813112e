"""The integrity pacts of the season: opened for a government, signed from the top down, known."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db.models import QuerySet

from netral.core.access import Actor, Assurance
from netral.core.flow.pact import Audience
from netral.core.flow.pledge import Absence
from netral.core.kinds.refs import PersonRef
from netral.ops.demo.governments import OFFICER
from netral.ops.demo.scene import Deed, Plan, Scene, worktime
from netral.people.models import Account, Person
from netral.people.queries.superiors import superiors_of
from netral.pledges.models import Pact
from netral.pledges.services.pact_rounds import RoundPlan, round_open
from netral.pledges.services.pacts import Knower, pact_absent, pact_sign, pacts_know

ROUND, TEXT = "pact", "pact text"


def pact_deeds(scene: Scene) -> Iterator[Deed]:
    """Yield the government's round of pacts: the heads, then those whose head has signed."""
    for plan in scene.mine("pact"):
        chance = random.Random(f"{scene.key} pakta")  # noqa: S311 (invented people)
        opened = scene.at(plan["opened"])
        yield Deed(opened, partial(_open, scene, plan))
        people = scene.staff()
        above = superiors_of(persons=people, on=opened.date())
        first = opened + timedelta(hours=1)
        signed = {
            one.ref: first + timedelta(minutes=3 * number)
            for number, one in enumerate(one for one in people if one.pk not in above)
            if one.unit.name not in plan["late_offices"]
        }
        yield from _signings(scene, signed)
        yield from _below(scene, plan, chance, [p for p in people if p.pk in above], signed, above)


def _open(scene: Scene, plan: Plan, at: datetime) -> None:
    wish = RoundPlan(
        unit=scene.key,
        audience=Audience(plan["audience"]),
        title=plan["title"],
        text="",
        due_on=plan["due"],
    )
    made = round_open(actor=scene.actors[OFFICER], plan=wish, at=at)
    scene.refs[ROUND], scene.refs[TEXT] = made.ref, made.text.sha256


def _signings(scene: Scene, signed: dict[str, datetime]) -> Iterator[Deed]:
    for person, at in signed.items():
        yield Deed(at, partial(_sign, scene, person))


def _below(
    scene: Scene,
    plan: Plan,
    chance: random.Random,
    people: list[Person],
    heads: dict[str, datetime],
    above: dict[int, Person],
) -> Iterator[Deed]:
    """Yield what the staff did: signed in the days after their head, or said why not."""
    able = [one for one in people if above[one.pk].ref in heads]
    reasons = plan["absence"]
    away = dict(zip((one.ref for one in chance.sample(able, len(reasons))), reasons, strict=True))
    for one in able:
        since = heads[above[one.pk].ref]
        when = worktime(chance, since + timedelta(days=1 + chance.randrange(plan["days"])))
        if one.ref in away:
            yield Deed(when, partial(_absent, scene, one.ref, away[one.ref]))
        elif chance.random() < plan["share"]:
            yield Deed(when, partial(_sign, scene, one.ref))
    known = scene.at(plan["known"])
    for head in heads:
        yield Deed(known, partial(_know, scene, head))
    yield Deed(known + timedelta(hours=2), partial(_heads_known, scene, set(heads)))


def _sign(scene: Scene, person: str, at: datetime) -> None:
    pact_sign(
        person_ref=PersonRef(person),
        ref=scene.refs[ROUND],
        text_sha256=scene.refs[TEXT],
        assurance=Assurance.LINK_PIN,
        show_name=True,
        at=at,
    )


def _absent(scene: Scene, person: str, plan: Plan, at: datetime) -> None:
    pact_absent(
        person_ref=PersonRef(person),
        ref=scene.refs[ROUND],
        kind=Absence(plan["kind"]),
        reason=plan["reason"],
        returns_on=plan.get("returns"),
        at=at,
    )


def _know(scene: Scene, head: str, at: datetime) -> None:
    """Let a head say "mengetahui" to the pacts of those right below, all at once."""
    person = Person.objects.get(ref=head)
    rows = list(_signed(scene))
    above = superiors_of(persons=[pact.person for pact in rows], on=at.date())
    own = [pact.ref for pact in rows if pact.person_id in above and above[pact.person_id] == person]
    if own:
        knower = Knower(person.name, person.post_title, Assurance.LINK_PIN, person=person.ref)
        pacts_know(person=knower, ref=scene.refs[ROUND], pacts=own, at=at)


def _heads_known(scene: Scene, heads: set[str], at: datetime) -> None:
    """Let the Sekda say it to the heads, above whom stands no person of the roster."""
    sekda = scene.actors["sekda"]
    own = [pact.ref for pact in _signed(scene) if pact.person.ref in heads]
    own = [ref for ref in own if ref not in _of(scene, sekda)]
    knower = Knower(sekda.name, "Sekretaris Daerah", Assurance.SSO, actor=sekda)
    pacts_know(person=knower, ref=scene.refs[ROUND], pacts=own, at=at)


def _signed(scene: Scene) -> QuerySet[Pact]:
    rows = Pact.objects.filter(round__ref=scene.refs[ROUND], state="ditandatangani")
    return rows.select_related("person__unit").order_by("pk")


def _of(scene: Scene, officer: Actor) -> set[str]:
    """Return the pact of an officer's own person: nobody says it to their own."""
    own = Account.objects.get(ref=officer.account).person_id
    rows = Pact.objects.filter(round__ref=scene.refs[ROUND], person=own)
    return set(rows.values_list("ref", flat=True))
