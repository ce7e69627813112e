"""The pledge sessions of the season: prepared, opened, pledged in, closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from netral.core.access import Assurance
from netral.core.flow.pledge import Absence
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.ops.demo.governments import OFFICER
from netral.ops.demo.scene import Deed, Plan, Scene
from netral.people.models import Posting
from netral.pledges.services import (
    SessionPlan,
    absence_record,
    pledge_make,
    session_close,
    session_draft,
    session_open,
)

SESSION = "session"
OFFICE_HOURS = 7


def vow_deeds(scene: Scene) -> Iterator[Deed]:
    """Yield the government's sessions; those who read the circular pledge more often."""
    for plan in scene.mine("session"):
        yield from _moves(scene, plan)
        leading = _leading(scene)
        away = _away(scene, plan, leading)
        for ref, absence in away.items():
            yield Deed(_moment(scene, plan), partial(_absent, scene, absence, ref))
        for person in scene.staff():
            share = plan["share"] if person.ref in scene.readers else plan["share_unread"]
            if person.ref not in away and scene.rng.random() < share:
                is_head = person.ref in leading
                when = _together(scene, plan) if is_head else _moment(scene, plan)
                if person.ref not in scene.unfinished:
                    when = _after_lesson(scene, person.ref, when)
                    yield Deed(when, partial(_pledge, scene, person.ref))


def _moves(scene: Scene, plan: Plan) -> Iterator[Deed]:
    officer, sekda = scene.actors[OFFICER], scene.actors["sekda"]

    def draft(at: datetime) -> None:
        made = session_draft(actor=officer, plan=_session(scene, plan), at=at)
        scene.refs[SESSION], scene.refs["text"] = made.ref, made.text.sha256

    yield Deed(scene.at(plan["drafted"]), draft)
    yield Deed(
        scene.at(plan["opened"]), lambda at: session_open(actor=sekda, ref=_ref(scene), at=at)
    )
    if "closed" in plan:
        yield Deed(
            scene.at(plan["closed"]), lambda at: session_close(actor=sekda, ref=_ref(scene), at=at)
        )


def _session(scene: Scene, plan: Plan) -> SessionPlan:
    return SessionPlan(
        unit=scene.key,
        title=plan["title"],
        text="",
        place=plan["place"],
        leader=plan["leader"],
        witnesses=tuple(plan["witnesses"]),
        opens_at=scene.at(plan["opens"]),
        closes_at=scene.at(plan["closes"]),
    )


def _ref(scene: Scene) -> SessionRef:
    return SessionRef(scene.refs[SESSION])


def _leading(scene: Scene) -> frozenset[str]:
    """Return those who lead a unit."""
    heads = Posting.objects.filter(is_head=True, unit__government_id=scene.key)
    return frozenset(heads.values_list("person__ref", flat=True))


def _away(scene: Scene, plan: Plan, leading: frozenset[str]) -> dict[str, Plan]:
    """Return who did not pledge for a reason: some of those who read the circular."""
    able = [p.ref for p in scene.staff() if p.ref in scene.readers - leading]
    reasons = plan.get("absence", [])
    return dict(zip(scene.rng.sample(able, len(reasons)), reasons, strict=True))


def _absent(scene: Scene, absence: Plan, person: str, at: datetime) -> None:
    absence_record(
        person_ref=PersonRef(person),
        session=_ref(scene),
        kind=Absence(absence["kind"]),
        reason=absence["reason"],
        returns_on=absence.get("returns"),
        at=at,
    )


def _pledge(scene: Scene, person: str, at: datetime) -> None:
    pledge_make(
        person_ref=PersonRef(person),
        session=_ref(scene),
        text_sha256=scene.refs["text"],
        assurance=Assurance.LINK_PIN,
        show_name=scene.rng.random() < 0.6,  # noqa: PLR2004 - six of ten let their name be shown
        at=at,
    )


def _together(scene: Scene, plan: Plan) -> datetime:
    """Return when the heads pledge: in one moment where the plan says so."""
    if "heads_at" not in plan:
        return _moment(scene, plan)
    return scene.at(plan["heads_at"]) + timedelta(seconds=scene.rng.randrange(90))


def _after_lesson(scene: Scene, person: str, when: datetime) -> datetime:
    """Return the moment of a pledge: the lesson comes first where the person took one."""
    passed = scene.lesson_at.get(person)
    return when if passed is None else max(when, passed + timedelta(minutes=25))


def _moment(scene: Scene, plan: Plan) -> datetime:
    opens, last = scene.at(plan["opens"]), scene.at(plan["last"])
    if scene.rng.random() < plan["first_day"]:
        end = min(last, opens + timedelta(hours=OFFICE_HOURS))
        return opens + (end - opens) * scene.rng.random()
    day = opens + timedelta(days=scene.rng.randrange((last - opens).days + 1))
    return min(last, day + timedelta(minutes=scene.rng.randrange(OFFICE_HOURS * 60)))
