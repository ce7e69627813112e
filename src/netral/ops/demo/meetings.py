"""The desk's meetings of the season, what they asked for, and what was done about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from netral.core.access import Actor
from netral.core.kinds.refs import DirectiveRef, MeetingRef, UnitPath
from netral.desk.models import Attendance
from netral.desk.services import (
    DirectiveDraft,
    Evidence,
    MeetingPlan,
    Spending,
    directive_give,
    directive_step,
    meeting_approve,
    meeting_hold,
    meeting_plan,
    realisation_enter,
)
from netral.ops.demo.scene import Deed, Plan, Scene
from netral.papers.services import Letter, Letterhead, Signer, letter_pdf
from netral.people.models import Posting, Unit
from netral.shell.format import long_date

BY_DESK = frozenset({"accept", "return"})
State = Attendance.State


def meeting_deeds(scene: Scene) -> Iterator[Deed]:
    """Yield the government's meetings, directives, steps and budget figures."""
    for plan in scene.mine("meeting"):
        yield Deed(scene.at(plan["planned"]), partial(_plan, scene, plan))
        if "held" in plan:
            yield from _held(scene, plan)
    for month in scene.mine("realisation"):
        for number, row in enumerate(month["rows"]):
            at = scene.at(month["at"]) + timedelta(minutes=7 * number)
            yield Deed(at, partial(_spending, scene, month, row))


def _plan(scene: Scene, plan: Plan, at: datetime) -> None:
    words = MeetingPlan(
        plan["title"], plan["place"], scene.at(plan["begins"]), plan["leader"], plan["agenda"]
    )
    made = meeting_plan(actor=scene.actors["desk"], plan=words, at=at)
    scene.refs[plan["title"]] = made.ref


def _held(scene: Scene, plan: Plan) -> Iterator[Deed]:
    held = scene.at(plan["held"])
    yield Deed(held, partial(_hold, scene, plan))
    sekda = scene.actors["sekda"]
    yield Deed(
        scene.at(plan["approved"]),
        lambda at: meeting_approve(actor=sekda, ref=_ref(scene, plan), at=at),
    )
    for number, wish in enumerate(plan["directive"]):
        name = f"{plan['title']} {number}"
        yield Deed(held + timedelta(minutes=number + 1), partial(_give, scene, plan, wish, name))
        for step in wish["steps"]:
            yield Deed(scene.at(step["at"]), partial(_step, scene, wish, step, name))


def _ref(scene: Scene, plan: Plan) -> MeetingRef:
    return MeetingRef(scene.refs[plan["title"]])


def _hold(scene: Scene, plan: Plan, at: datetime) -> None:
    """Keep the minutes and who came: the heads, but those the plan says were away."""
    present: dict[int, tuple[str, str]] = {}
    heads = dict(
        Posting.objects.filter(is_head=True, unit__government_id=scene.key).values_list(
            "unit_id", "person__name"
        )
    )
    for unit in Unit.objects.filter(government_id=scene.key, kind=Unit.Kind.OPD).order_by("path"):
        if unit.name in plan["absent"]:
            present[unit.pk] = (State.ABSENT, "")
        elif unit.name in plan["excused"]:
            present[unit.pk] = (State.EXCUSED, "")
        else:
            present[unit.pk] = (State.PRESENT, heads[unit.pk])
    meeting_hold(
        actor=scene.actors["desk"],
        ref=_ref(scene, plan),
        minutes=plan["minutes"],
        present=present,
        at=at,
    )


def _give(scene: Scene, plan: Plan, wish: Plan, name: str, at: datetime) -> None:
    owner = UnitPath(scene.unit(wish["owner"]).path)
    draft = DirectiveDraft(wish["text"], wish["topic"], owner, wish["due"])
    made = directive_give(actor=scene.actors["desk"], meeting=_ref(scene, plan), draft=draft, at=at)
    scene.refs[name] = made.ref


def _step(scene: Scene, wish: Plan, step: Plan, name: str, at: datetime) -> None:
    owner = scene.heads[scene.unit(wish["owner"]).path]
    directive_step(
        actor=scene.actors["desk"] if step["act"] in BY_DESK else owner,
        ref=DirectiveRef(scene.refs[name]),
        act=step["act"],
        note=step["note"],
        evidence=_evidence(scene, step, owner, at) if "file" in step else None,
        at=at,
    )


def _evidence(scene: Scene, step: Plan, owner: Actor, at: datetime) -> Evidence:
    """Return the owner's note as a letter, the way a proof comes to the desk."""
    unit = Unit.objects.get(path=owner.unit)
    letter = Letter(
        head=Letterhead(government=f"Pemerintah {scene.plan['name']}", office=unit.name),
        title="Nota tindak lanjut",
        number="",
        about="Bukti tindak lanjut rapat koordinasi",
        place_and_day=long_date(at.date()),
        to=("Desk Pilkada",),
        opening=(step["note"],),
        clauses=(),
        closing=("Contoh untuk peragaan; bukan surat sebenarnya.",),
        signer=Signer(post=f"Kepala {unit.name}", name=owner.name),
        is_circular=False,
    )
    content = letter_pdf(letter, at=at)
    return Evidence(step["file"], "application/pdf", content, hashlib.sha256(content).hexdigest())


def _spending(scene: Scene, month: Plan, row: Plan, at: datetime) -> None:
    unit = scene.unit(row["unit"])
    spending = Spending(month["month"], row["budget"], row["spent"], Decimal(row["physical"]))
    realisation_enter(
        actor=scene.heads[unit.path], unit=UnitPath(unit.path), spending=spending, at=at
    )
