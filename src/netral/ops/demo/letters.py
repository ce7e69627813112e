"""The circular of the season: written, signed, passed on, handed out on sheets, read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from netral.circulars.services import (
    DraftText,
    circular_approve,
    circular_draft,
    circular_pass_on,
    circular_publish,
    circular_submit,
    reading_open,
    reading_read,
    sheet_issue,
)
from netral.circulars.services.deadlines import deadlines_set
from netral.core import law
from netral.core.access import Assurance
from netral.core.flow.circular import ClauseText, Election
from netral.core.flow.passing import DEEPEST, READING
from netral.core.kinds.refs import CircularRef, PersonRef, UnitPath
from netral.ops.demo.governments import OFFICER
from netral.ops.demo.scene import Deed, Plan, Scene, worktime
from netral.people.models import Person, Unit

CIRCULAR = "circular"
Press = Callable[..., object]
READING_DAYS = 50


def letter_deeds(scene: Scene) -> Iterator[Deed]:
    """Yield all that happens with the government's circular."""
    for plan in scene.mine("circular"):
        yield from _making(scene, plan)
        signed = scene.at(plan["published"])
        opds = Unit.objects.filter(government_id=scene.key, kind=Unit.Kind.OPD)
        for unit in opds.order_by("path"):
            if unit.name not in plan["not_passed_on"]:
                yield from _unit_deeds(scene, plan, unit, signed)


def _making(scene: Scene, plan: Plan) -> Iterator[Deed]:
    officer, sekda, ppk = (scene.actors[word] for word in (OFFICER, "sekda", "ppk"))

    def draft(at: datetime) -> None:
        made = circular_draft(actor=officer, text=_text(plan), form_token=scene.key, at=at)
        scene.refs[CIRCULAR] = made.ref

    yield Deed(scene.at(plan["drafted"]), draft)
    yield Deed(
        scene.at(plan["submitted"]),
        lambda at: circular_submit(actor=officer, ref=_ref(scene), at=at),
    )
    yield Deed(
        scene.at(plan["approved"]), lambda at: circular_approve(actor=sekda, ref=_ref(scene), at=at)
    )
    yield Deed(
        scene.at(plan["published"]),
        lambda at: circular_publish(actor=ppk, ref=_ref(scene), number="", at=at),
    )
    yield Deed(scene.at(plan["terms"]["set"]), partial(_terms, scene, plan["terms"]))


def _terms(scene: Scene, terms: Plan, at: datetime) -> None:
    """Give each level its days: whoever did nothing since September is late in November."""
    below = dict.fromkeys(range(2, DEEPEST + 1), int(terms["unit"]))
    deadlines_set(
        actor=scene.actors[OFFICER],
        ref=_ref(scene),
        days={READING: terms["reading"], 1: terms["opd"], **below},
        is_workdays=True,
        at=at,
    )


def _text(plan: Plan) -> DraftText:
    clauses = law.circular_clauses(plan["drafted"].date())
    return DraftText(
        title=plan["title"],
        election=Election.PILKADA,
        opening=plan["opening"],
        bases=tuple(plan["bases"]),
        clauses=tuple(ClauseText(one.id, "", one.text_id, tuple(one.acts)) for one in clauses),
    )


def _ref(scene: Scene) -> CircularRef:
    return CircularRef(scene.refs[CIRCULAR])


def _unit_deeds(scene: Scene, plan: Plan, opd: Unit, signed: datetime) -> Iterator[Deed]:
    """Yield how an OPD passed the letter on, handed out its sheets, and who read it."""
    passed = worktime(scene.rng, signed + timedelta(days=scene.rng.randrange(1, 9)))
    head = scene.heads[opd.path]

    def pass_on(at: datetime) -> None:
        unit = UnitPath(opd.path)
        circular_pass_on(actor=head, ref=_ref(scene), unit=unit, note=plan["note"], at=at)

    yield Deed(passed, pass_on)
    for unit in Unit.objects.visible_to(opd.path).order_by("path"):
        handed = worktime(scene.rng, passed + timedelta(days=scene.rng.randrange(1, 4)))
        yield Deed(handed, partial(_sheet, scene, unit.path))
        yield from _readings(scene, plan, unit, handed)


def _sheet(scene: Scene, unit: str, at: datetime) -> None:
    opd = ".".join(unit.split(".")[:2])
    sheet_issue(actor=scene.heads[opd], ref=_ref(scene), unit=UnitPath(unit), at=at)


def _readings(scene: Scene, plan: Plan, unit: Unit, handed: datetime) -> Iterator[Deed]:
    share = plan["share"].get(unit.name, scene.rng.uniform(*plan["usual"]))
    for person in Person.objects.filter(unit=unit).order_by("nip"):
        drawn = scene.rng.random()
        if drawn >= share + plan["opened_only"]:
            continue
        days = min(int(scene.rng.expovariate(1 / 9)), READING_DAYS)
        opened = worktime(scene.rng, handed + timedelta(days=days, hours=1))
        yield Deed(opened, partial(_press, scene, reading_open, person.ref))
        if drawn < share:
            scene.readers.add(person.ref)
            after = opened + timedelta(minutes=scene.rng.randrange(3, 22))
            scene.read_at[person.ref] = after
            yield Deed(after, partial(_press, scene, reading_read, person.ref))


def _press(scene: Scene, service: Press, person: str, at: datetime) -> None:
    service(
        person=PersonRef(person),
        ref=_ref(scene),
        sequence=1,
        assurance=Assurance.LINK_PIN,
        at=at,
    )
