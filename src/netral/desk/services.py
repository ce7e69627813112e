"""What the desk does: plan, hold and approve a meeting; give, follow and accept a directive."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.flow.meeting import (
    KEEPERS,
    MEETING_MOVES,
    DirectiveStage,
    MeetingStage,
)
from netral.core.flow.moves import take
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import DirectiveRef, MeetingRef, UnitPath, handle_from
from netral.desk.access import step_open
from netral.desk.models import (
    Attendance,
    CarriedDirective,
    Directive,
    FollowUp,
    Meeting,
    Realisation,
)
from netral.desk.queries import directive_get, meeting_get, units_to_invite
from netral.journal.services import entry_append
from netral.people.models import Unit

MAX_FILE = 5 * 2**20
"""Largest evidence of a directive, in bytes."""


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What is known of a meeting before it is held."""

    title: str
    place: str
    begins_at: datetime
    leader: str
    agenda: str


@dataclass(frozen=True, slots=True)
class DirectiveDraft:
    """What one unit is asked to do by a day."""

    text: str
    topic: str
    owner: UnitPath
    due_on: date


@dataclass(frozen=True, slots=True)
class Spending:
    """What a unit had spent (rupiah) and built (percent) by the end of a month."""

    month: date
    budget: int
    spent: int
    physical: Decimal


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows a follow-up: its name, its type found by content, its bytes and digest."""

    name: str
    content_type: str
    content: bytes
    sha256: str


@transaction.atomic
def meeting_plan(*, actor: Actor, plan: MeetingPlan, at: datetime) -> Meeting:
    """Plan a meeting: invite every OPD and put each open directive on the agenda by itself."""
    require(actor, Role.DESK, actor.government)
    meeting = Meeting.objects.create(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=actor.government,
        title=plan.title,
        place=plan.place,
        begins_at=plan.begins_at,
        leader=plan.leader,
        agenda=plan.agenda,
    )
    units = units_to_invite(actor=actor, today=at.date())
    Attendance.objects.bulk_create([Attendance(meeting=meeting, unit=unit) for unit in units])
    _carry(meeting)
    entry_append(
        government=actor.government,
        kind="meeting.plan",
        matter=meeting.ref,
        actor=actor.account,
        body={"title": plan.title, "begins_at": plan.begins_at.isoformat(), "invited": len(units)},
        at=at,
        due_on=plan.begins_at.date(),
    )
    return meeting


@transaction.atomic
def meeting_hold(
    *,
    actor: Actor,
    ref: MeetingRef,
    minutes: str,
    present: dict[int, tuple[str, str]],
    at: datetime,
) -> Meeting:
    """Keep the minutes and who came: ``present`` maps a unit's key to (state, represented by)."""
    meeting = _locked_meeting(actor, ref)
    move = take(MEETING_MOVES, "hold", MeetingStage(meeting.stage))
    require(actor, move.by, actor.government)
    rows = list(meeting.attendances.filter(unit_id__in=present))
    for row in rows:
        row.state, row.represented_by = present[row.unit_id]
    Attendance.objects.bulk_update(rows, ["state", "represented_by"])
    meeting.minutes, meeting.stage = minutes, move.to_stage.value
    meeting.save(update_fields=["minutes", "stage"])
    _carry(meeting)
    came = sum(row.state == Attendance.State.PRESENT for row in rows)
    entry_append(
        government=actor.government,
        kind="meeting.hold",
        matter=meeting.ref,
        actor=actor.account,
        body={"present": came, "minutes": minutes},
        at=at,
    )
    return meeting


@transaction.atomic
def meeting_approve(*, actor: Actor, ref: MeetingRef, at: datetime) -> Meeting:
    """Approve the minutes; from then on they do not change."""
    meeting = _locked_meeting(actor, ref)
    move = take(MEETING_MOVES, "approve", MeetingStage(meeting.stage))
    require(actor, move.by, actor.government)
    meeting.stage, meeting.approved_at = move.to_stage.value, at
    meeting.save(update_fields=["stage", "approved_at"])
    entry_append(
        government=actor.government,
        kind="meeting.approve",
        matter=meeting.ref,
        actor=actor.account,
        body={"minutes": meeting.minutes},
        at=at,
        close="notula-sah",
    )
    return meeting


@transaction.atomic
def directive_give(
    *, actor: Actor, meeting: MeetingRef, draft: DirectiveDraft, at: datetime
) -> Directive:
    """Ask one unit to do one thing by a day; the same thing is asked once of a unit."""
    require(actor, KEEPERS, actor.government)
    source = meeting_get(actor=actor, ref=meeting)
    owner = _unit(actor.government, draft.owner)
    if draft.due_on < at.date():
        raise WrongInputError(_("Tanggal arahan sudah lewat. Pilih hari ini atau sesudahnya."))
    directive = _directive_new(source, draft, owner, at)
    entry_append(
        government=actor.government,
        kind="directive.open",
        matter=directive.ref,
        actor=actor.account,
        body={"meeting": source.ref, "text": draft.text, "owner": owner.path},
        at=at,
        due_on=draft.due_on,
        of=source.ref,
    )
    return directive


def _directive_new(source: Meeting, draft: DirectiveDraft, owner: Unit, at: datetime) -> Directive:
    try:
        with transaction.atomic():
            return Directive.objects.create(
                ref=handle_from(secrets.token_bytes(10)),
                government_id=source.government_id,
                meeting=source,
                text=draft.text,
                topic=draft.topic,
                owner=owner,
                due_on=draft.due_on,
                given_at=at,
            )
    except IntegrityError as error:
        raise AlreadyDoneError(
            _("Arahan yang sama untuk unit ini sudah ada. Tidak ada yang ditambahkan.")
        ) from error


@transaction.atomic
def directive_step(
    *, actor: Actor, ref: DirectiveRef, act: str, note: str, evidence: Evidence | None, at: datetime
) -> Directive:
    """Take a step on a directive; a proof needs a note, a refusal its reason."""
    directive = _locked_directive(actor, ref)
    move = step_open(actor, directive, act)
    directive.stage = move.to_stage.value
    directive.save(update_fields=["stage"])
    step = FollowUp(
        directive=directive, act=act, note=note, by_name=actor.name, by_role=actor.role.value, at=at
    )
    _attach(step, evidence)
    step.save()
    is_done = move.to_stage == DirectiveStage.ACCEPTED
    entry_append(
        government=actor.government,
        kind="directive.step",
        matter=directive.ref,
        actor=actor.account,
        body={"act": act, "note": note, "file_sha256": step.file_sha256},
        at=at,
        due_on=None if is_done else directive.due_on,
        close="diterima" if is_done else None,
    )
    return directive


@transaction.atomic
def realisation_enter(
    *, actor: Actor, unit: UnitPath, spending: Spending, at: datetime
) -> Realisation:
    """Enter a unit's month; a later entry for the same month corrects it."""
    require(actor, {Role.OPD_HEAD, Role.DESK}, unit)
    owner = _unit(actor.unit, unit)
    row, _created = Realisation.objects.update_or_create(
        unit=owner,
        month=spending.month.replace(day=1),
        defaults={
            "government_id": owner.government_id,
            "budget_rupiah": spending.budget,
            "spent_rupiah": spending.spent,
            "physical_percent": spending.physical,
            "entered_at": at,
        },
    )
    entry_append(
        government=actor.government,
        kind="realisation.enter",
        matter=handle_from(secrets.token_bytes(10)),
        actor=actor.account,
        body={
            "unit": unit,
            "month": f"{row.month:%Y-%m}",
            "budget": str(spending.budget),
            "spent": str(spending.spent),
            "physical": str(spending.physical),
        },
        at=at,
    )
    return row


def _unit(scope: str, path: str) -> Unit:
    found = Unit.objects.visible_to(scope).filter(path=path).first()
    if found is None:
        raise NotVisibleError(_("Unit ini tidak ditemukan di pemerintah Anda."))
    return found


def _locked_meeting(actor: Actor, ref: MeetingRef) -> Meeting:
    meeting_get(actor=actor, ref=ref)
    return Meeting.objects.select_for_update().get(ref=ref)


def _locked_directive(actor: Actor, ref: DirectiveRef) -> Directive:
    directive_get(actor=actor, ref=ref)
    return Directive.objects.select_for_update(of=("self",)).select_related("owner").get(ref=ref)


def _carry(meeting: Meeting) -> None:
    """Put every directive that is open now, and was given before, on the meeting's agenda."""
    still = Directive.objects.still_open().filter(government_id=meeting.government_id)
    CarriedDirective.objects.bulk_create(
        [
            CarriedDirective(meeting=meeting, directive=directive, stage_then=directive.stage)
            for directive in still.exclude(meeting=meeting)
        ],
        ignore_conflicts=True,
    )


def _attach(step: FollowUp, evidence: Evidence | None) -> None:
    """Store the file under a name that tells nothing, and note it on the step."""
    if evidence is None:
        return
    name = f"desk/{secrets.token_hex(16)}"
    step.file_path = default_storage.save(name, ContentFile(evidence.content))
    step.file_name, step.file_type = evidence.name, evidence.content_type
    step.file_sha256 = evidence.sha256
