"""Sessions and pledges for the tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from netral.core.access import Actor, Assurance, Role
from netral.core.flow.pledge import Kind, Stage
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.people.models import Person
from netral.pledges.models import Pledge, PledgeSession
from netral.pledges.services import (
    SessionPlan,
    pledge_make,
    session_close,
    session_draft,
    session_open,
)
from tests.apps.people.build import actor_build, person_build, unit_build

HERE = "kab-batanghari"
OPD = f"{HERE}.dinkes"
OPENS = datetime(2024, 10, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
CLOSES = OPENS + timedelta(hours=2)
DURING = OPENS + timedelta(minutes=5)
BEFORE = OPENS - timedelta(days=1)


def plan(unit: str = HERE, title: str = "Ikrar 2024", **changes: object) -> SessionPlan:
    """Return a plan of a session of two hours with our own wording."""
    unit_build(unit)
    values: dict[str, object] = {
        "unit": unit,
        "title": title,
        "text": "",
        "place": "Lapangan kantor bupati",
        "leader": "Sekretaris daerah",
        "witnesses": ("Ketua Bawaslu kabupaten",),
        "opens_at": OPENS,
        "closes_at": CLOSES,
    }
    return SessionPlan(**{**values, **changes})  # type: ignore[arg-type]


def officer(unit: str = HERE) -> Actor:
    """Return the officer who prepares and opens sessions of a unit."""
    return actor_build(Role.OFFICER, unit)


def session_build(
    stage: Stage = Stage.OPEN, unit: str = HERE, *, opens_at: datetime = OPENS, title: str = "Ikrar"
) -> PledgeSession:
    """Return a session that came to its stage by its own moves."""
    actor = officer(unit)
    closes_at = opens_at + timedelta(hours=2)
    before = opens_at - timedelta(hours=1)
    made = session_draft(
        actor=actor,
        plan=plan(unit, title, opens_at=opens_at, closes_at=closes_at),
        at=before,
    )
    ref = SessionRef(made.ref)
    if stage is not Stage.DRAFTED:
        session_open(actor=actor, ref=ref, at=before)
    if stage is Stage.CLOSED:
        session_close(actor=actor, ref=ref, at=closes_at)
    return PledgeSession.objects.select_related("text", "unit", "government").get(ref=ref)


def room_build(unit: str = HERE) -> PledgeSession:
    """Return an open session held in a room."""
    made = session_draft(
        actor=officer(unit), plan=plan(unit, title="Ikrar tatap muka", kind=Kind.ROOM), at=BEFORE
    )
    session_open(actor=officer(unit), ref=SessionRef(made.ref), at=BEFORE)
    return PledgeSession.objects.select_related("text", "unit", "government").get(pk=made.pk)


def pledge_build(
    session: PledgeSession,
    person: Person | None = None,
    *,
    show_name: bool = False,
    at: datetime = DURING,
    text: str = "",
) -> Pledge:
    """Return the pledge of a person (a new one by default) in a session."""
    who = person or person_build(OPD)
    return pledge_make(
        person_ref=PersonRef(who.ref),
        session=SessionRef(session.ref),
        text_sha256=text or session.text.sha256,
        assurance=Assurance.LINK_PIN,
        show_name=show_name,
        at=at,
    )
