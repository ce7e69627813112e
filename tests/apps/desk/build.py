"""Builds meetings and directives through the services, as an office would."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from netral.core.access import Actor, Role
from netral.core.kinds.refs import DirectiveRef, MeetingRef, UnitPath
from netral.desk.models import Directive, Meeting
from netral.desk.services import (
    DirectiveDraft,
    MeetingPlan,
    directive_give,
    directive_step,
    meeting_plan,
)
from netral.people.models import Instansi
from tests.apps.people.build import actor_build, government_build, unit_build

WIB = ZoneInfo("Asia/Jakarta")
AT = datetime(2024, 11, 6, 9, 0, tzinfo=WIB)
DUE = date(2024, 11, 15)
KEY = "kab-solok"


def office_build() -> Instansi:
    """Return Kabupaten Solok with two OPDs and an open journal."""
    government = government_build(KEY, "Kabupaten Solok")
    unit_build(f"{KEY}.dinkes", "Dinas Kesehatan")
    unit_build(f"{KEY}.dinsos", "Dinas Sosial")
    return government


def desk_actor() -> Actor:
    return actor_build(Role.DESK, KEY)


def meeting_build(
    actor: Actor | None = None, *, title: str = "Desk Pilkada", day: int = 6
) -> Meeting:
    plan = MeetingPlan(
        title=title,
        place="Ruang Rapat Sekretariat Daerah",
        begins_at=AT.replace(day=day),
        leader="Pjs. Bupati",
        agenda="Netralitas\nAnggaran",
    )
    return meeting_plan(actor=actor or desk_actor(), plan=plan, at=AT)


def directive_build(
    meeting: Meeting,
    actor: Actor | None = None,
    *,
    owner: str = f"{KEY}.dinkes",
    text: str = "Puskesmas tetap buka pada hari kampanye",
    due_on: date = DUE,
) -> Directive:
    draft = DirectiveDraft(text, "pelayanan", UnitPath(owner), due_on)
    return directive_give(
        actor=actor or desk_actor(), meeting=MeetingRef(meeting.ref), draft=draft, at=AT
    )


def step_take(directive: Directive, act: str, actor: Actor, note: str = "Jadwal jaga") -> Directive:
    return directive_step(
        actor=actor,
        ref=DirectiveRef(directive.ref),
        act=act,
        note=note,
        evidence=None,
        at=AT,
    )
