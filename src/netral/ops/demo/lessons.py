"""The lessons of the season: passed, failed and taken again on the phone; taught in a room."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from netral.circulars.services.lesson import lesson_answer, lesson_begin
from netral.circulars.services.lesson_taught import (
    TaughtPlan,
    taught_attend,
    taught_countersign,
    taught_enter,
    taught_open,
)
from netral.core.access import Actor, Assurance
from netral.core.flow.lesson.attempt import Answered, next_turn
from netral.core.flow.lesson.drawing import Slot, choice_order
from netral.core.kinds.refs import CircularRef, PersonRef, UnitPath
from netral.ops.demo.governments import OFFICER
from netral.ops.demo.scene import Deed, Plan, Scene, worktime
from netral.people.models import Person

RIGHT, WRONG = 0, 1
FEW_WRONG, MANY_WRONG = 1, 3
"""Of ten questions: one wrong at first still passes at 90, three do not."""
MINUTES = 14


def lesson_deeds(scene: Scene) -> Iterator[Deed]:
    """Yield the lessons of those who read the circular, and the classes; before the pledges."""
    for number, plan in enumerate(scene.mine("taught")):
        yield from _class(scene, plan, random.Random(f"{scene.key} kelas {number}"))  # noqa: S311
    for plan in scene.mine("lesson"):
        chance = random.Random(f"{scene.key} latihan")  # noqa: S311 (invented people)
        for name in plan["units"]:
            for person in _staff(scene, name):
                if person.ref in scene.read_at:
                    yield from _own(scene, plan, person.ref, chance)


def _staff(scene: Scene, name: str) -> list[Person]:
    unit = scene.unit(name)
    return list(Person.objects.visible_to(unit.path).select_related("unit").order_by("nip"))


def _own(scene: Scene, plan: Plan, person: str, chance: random.Random) -> Iterator[Deed]:
    """Yield one person's lesson: begun days after reading, passed, or failed and taken again."""
    if chance.random() >= plan["taking"]:
        scene.unfinished.add(person)
        return
    days = timedelta(days=chance.randrange(plan["days"]))
    first = worktime(chance, scene.read_at[person] + days + timedelta(minutes=9))
    first = max(first, scene.read_at[person] + timedelta(minutes=5))
    if chance.random() >= plan["failing"]:
        wrong = FEW_WRONG if chance.random() < plan["slips"] else 0
        yield Deed(first, partial(_take, scene, person, wrong))
        scene.lesson_at[person] = first
        return
    yield Deed(first, partial(_take, scene, person, MANY_WRONG))
    if chance.random() >= plan["again"]:
        scene.unfinished.add(person)
        return
    second = worktime(chance, first + timedelta(days=1))
    yield Deed(second, partial(_take, scene, person, 0))
    scene.lesson_at[person] = second


def _take(scene: Scene, person: str, wrong: int, at: datetime) -> None:
    """Take a lesson to its end: so many first answers wrong, asked again and then right."""
    who, ref = PersonRef(person), CircularRef(scene.refs["circular"])
    attempt = lesson_begin(person=who, ref=ref, assurance=Assurance.LINK_PIN, at=at)
    slots = [Slot(clause, tuple(map(str, items))) for clause, items in attempt.slots]
    answers: list[Answered] = []
    while (turn := next_turn(slots, answers)) is not None:
        is_right = len(answers) >= wrong
        order = choice_order(seed=attempt.draw, item=turn.item, turn=turn.number)
        place = order.index(RIGHT if is_right else WRONG) + 1
        moment = at + timedelta(seconds=40 * turn.number)
        lesson_answer(person=who, ref=ref, number=turn.number, place=place, at=moment)
        answers.append(Answered(turn.slot, turn.item, is_right))


def _class(scene: Scene, plan: Plan, chance: random.Random) -> Iterator[Deed]:
    """Yield a class: opened by the unit's head, attended, entered, countersigned by another."""
    head, officer = scene.heads[scene.unit(plan["unit"]).path], scene.actors[OFFICER]
    here = _staff(scene, plan["unit"])
    away = set(chance.sample([one.ref for one in here], plan["absent"]))
    present = [one.ref for one in here if one.ref not in away]
    rights = {
        ref: plan["questions"] - (MANY_WRONG if chance.random() < plan["failing"] else 0)
        for ref in present
    }
    held = scene.at(plan["held"])
    name = f"kelas {plan['unit']}"
    yield Deed(held, partial(_open, scene, plan, head, name))
    for number, ref in enumerate(present[: len(present) // 2]):
        moment = held + timedelta(minutes=2, seconds=20 * number)
        yield Deed(moment, partial(_attend, scene, name, ref))
    done = held + timedelta(hours=2)
    yield Deed(
        done, lambda at: taught_enter(actor=head, ref=scene.refs[name], rights=rights, at=at)
    )
    yield Deed(
        done + timedelta(days=1),
        lambda at: taught_countersign(actor=officer, ref=scene.refs[name], at=at),
    )
    for ref, right in rights.items():
        if right == plan["questions"]:
            scene.lesson_at[ref] = done + timedelta(days=1)


def _open(scene: Scene, plan: Plan, head: Actor, name: str, at: datetime) -> None:
    planned = TaughtPlan(plan["place"], at.date(), head.name, plan["questions"])
    ref = CircularRef(scene.refs["circular"])
    made = taught_open(actor=head, ref=ref, unit=UnitPath(head.unit), plan=planned, at=at)
    scene.refs[name] = made.ref


def _attend(scene: Scene, name: str, person: str, at: datetime) -> None:
    taught_attend(person=PersonRef(person), ref=scene.refs[name], at=at)
