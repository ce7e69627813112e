"""Reminders: asked by an officer or by themselves, entered in the journal, queued out of it.

Nothing is sent in a request: the worker reads the sealed entries forward and queues the messages.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.circulars.access import (
    circular_seen,
    reminder_seen,
    unit_seen,
    version_in_force_required,
)
from netral.circulars.models import (
    CircularVersion,
    Reading,
    Reminder,
    ReminderCursor,
)
from netral.circulars.queries.deadlines import Reckoner
from netral.circulars.queries.gaps import gap_persons, heads_waiting
from netral.core.access import Actor
from netral.core.flow.reminding import UNDO, Gap, Round, reminders_by
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import CircularRef, UnitPath, handle_from
from netral.journal.queries.logs import entries_after
from netral.journal.services import entry_append
from netral.people.models import Notice, Person, Unit
from netral.people.queries.contacts import message_rule_of, quiet_hours, reaches_of
from netral.people.queries.units import head_of
from netral.people.services.contacts import MACHINE
from netral.people.services.notices import NoticePlan, notices_drop, notices_queue

KIND = "circular.remind"


@dataclass(frozen=True, slots=True)
class ReminderWish:
    """Whom to remind of what: a unit and all below it, or those under one superior there."""

    unit: UnitPath
    gap: Gap
    superior: str = ""


@transaction.atomic
def reminder_ask(
    *,
    actor: Actor,
    ref: CircularRef,
    wish: ReminderWish,
    open_ways: Collection[str],
    at: datetime,
) -> Reminder:
    """Ask the worker to remind who has the gap; it begins five minutes later, out of quiet hours.

    Pressed twice within that time it is one reminder. Enters ``circular.remind``. Raises
    NotVisibleError for a circular not in force or a unit out of sight, NotAllowedError by role,
    WrongInputError when nobody has the gap, or nobody of them can be reached.
    """
    version = version_in_force_required(circular_seen(actor, ref))
    place = unit_seen(actor, wish.unit, at.date(), roles=reminders_by(wish.gap))
    superior = _superior(actor, wish.superior)
    same = Reminder.objects.select_for_update().filter(
        version=version, unit=place, gap=wish.gap, superior=superior, round="", stopped_at=None
    )
    if (waiting := same.filter(starts_at__gt=at).first()) is not None:
        return waiting
    persons = list(gap_persons(version, place.path, wish.gap, on=at.date(), superior=wish.superior))
    _reach_check(persons, open_ways)
    reminder = _new(version, place, wish.gap, at)
    reminder.superior, reminder.asked_by, reminder.asked_name = superior, actor.account, actor.name
    reminder.due_on = _due_on(version, wish.gap, at.date())
    reminder.save(force_insert=True)
    _entry(reminder, KIND, actor.account, at)
    return reminder


@transaction.atomic
def reminder_stop(*, actor: Actor, ref: str, at: datetime) -> Reminder:
    """Stop a reminder: what was not sent yet stays unsent. Enters ``circular.remind_stop``.

    Raises NotVisibleError or NotAllowedError by authority, AlreadyDoneError the second time.
    """
    found = reminder_seen(actor, ref)
    if not Reminder.objects.filter(pk=found.pk, stopped_at=None).update(stopped_at=at):
        raise AlreadyDoneError(_("Pengingat ini sudah dihentikan."))
    found.stopped_at = at
    notices_drop(cause=found.ref, at=at, why=_("Dihentikan oleh petugas."))
    _entry(found, "circular.remind_stop", actor.account, at)
    return found


def reminders_queue(*, government: str, open_ways: Collection[str], at: datetime) -> int:
    """Read the government's journal forward and queue the messages of each new reminder.

    Cursor and messages are written in one transaction: killed anywhere, none is lost and none is
    queued twice. Returns how many reminders were taken.
    """
    with transaction.atomic():
        cursor, _is_new = ReminderCursor.objects.select_for_update().get_or_create(
            government_id=government
        )
        leaves = entries_after(government=government, cursor=cursor.position, kinds={KIND})
        for leaf in leaves:
            _taken(leaf.entry.body, open_ways, at)
        if leaves:
            cursor.position = leaves[-1].position + 1
            cursor.save(update_fields=["position"])
    return len(leaves)


def reminders_settle(*, by: datetime, at: datetime) -> int:
    """Drop the messages due until ``by`` whose person has done it meanwhile; return how many."""
    due = Notice.objects.filter(
        state=Notice.State.WAITING, purpose=Notice.Purpose.REMINDER, not_before__lte=by
    )
    causes = set(due.values_list("cause", flat=True))
    with override("id"):
        return sum(_settled(found, at) for found in Reminder.objects.filter(ref__in=causes))


def reminder_automatic(
    *, version: CircularVersion, unit: Unit, gap: Gap, round_: Round, due_on: date, at: datetime
) -> Reminder | None:
    """Make an automatic reminder if it was not made before; the worker calls it. Else None."""
    reminder = _new(version, unit, gap, at)
    reminder.round, reminder.due_on = round_.value, due_on
    try:
        with transaction.atomic():
            reminder.save(force_insert=True)
            _entry(reminder, KIND, MACHINE, at)
    except IntegrityError:
        return None
    return reminder


def _taken(body: str | None, open_ways: Collection[str], at: datetime) -> None:
    """Queue what one sealed entry asks for; an erased entry asks for nothing."""
    ref = json.loads(body)["body"]["reminder"] if body else ""
    found = Reminder.objects.select_for_update(of=("self",)).select_related(
        "version__circular", "version__government", "unit", "government", "superior"
    )
    reminder = found.filter(ref=ref, queued_at=None, stopped_at=None).first()
    if reminder is None:
        return
    rule = message_rule_of(reminder.government_id)
    plan = NoticePlan(
        purpose=Notice.Purpose.REMINDER,
        cause=reminder.ref,
        topic=reminder.gap,
        not_before=reminder.starts_at,
        due_on=reminder.due_on,
        has_link=rule.has_link and reminder.gap != Gap.ONWARD,
    )
    persons = _meant(reminder, at.astimezone(_zone(reminder.version)).date())
    reaches = reaches_of(persons, open_ways)
    notices_queue(
        government=reminder.government_id,
        actor=reminder.asked_by or MACHINE,
        plan=plan,
        recipients=[(one, way) for one in persons if (way := reaches[one.pk].way)],
        at=at,
    )
    Reminder.objects.filter(pk=reminder.pk).update(queued_at=at)


def _meant(reminder: Reminder, today: date) -> list[Person]:
    """Return who is reminded. An automatic one to heads is for the unit's own head alone."""
    version, path, gap = reminder.version, reminder.unit.path, Gap(reminder.gap)
    if gap is Gap.ONWARD:
        if reminder.round:
            head = head_of(path, today)
            return [head] if head is not None else []
        return heads_waiting(version, path, today)
    superior = reminder.superior.ref if reminder.superior else ""
    return list(gap_persons(version, path, gap, on=today, superior=superior))


def _settled(reminder: Reminder, at: datetime) -> int:
    if not reminder.version.is_in_force:
        return notices_drop(cause=reminder.ref, at=at, why=_("Surat edaran tidak berlaku lagi."))
    return notices_drop(
        cause=reminder.ref,
        at=at,
        why=_("Sudah dikerjakan sebelum dikirim."),
        persons=Person.objects.filter(pk__in=_done(reminder, at)),
    )


def _done(reminder: Reminder, at: datetime) -> list[int]:
    readings = Reading.objects.filter(version=reminder.version)
    if reminder.gap == Gap.READ:
        return list(readings.filter(read_at__isnull=False).values_list("person", flat=True))
    if reminder.gap == Gap.LESSON:
        return list(readings.filter(understood_at__isnull=False).values_list("person", flat=True))
    open_still = {
        head.pk for head in heads_waiting(reminder.version, reminder.unit.path, at.date())
    }
    asked = Notice.objects.filter(cause=reminder.ref).values_list("person", flat=True)
    return [person for person in asked if person not in open_still]


def _new(version: CircularVersion, unit: Unit, gap: Gap, at: datetime) -> Reminder:
    hours = quiet_hours(message_rule_of(version.government_id))
    return Reminder(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=version.government_id,
        version=version,
        unit=unit,
        gap=gap.value,
        asked_at=at,
        starts_at=hours.opens_at((at + UNDO).astimezone(_zone(version))),
    )


def _superior(actor: Actor, ref: str) -> Person | None:
    if not ref:
        return None
    found = Person.objects.visible_to(actor.government).filter(ref=ref).first()
    if found is None:
        raise NotVisibleError(_("Atasan ini tidak ada di daftar pegawai pemerintah Anda."))
    return found


def _reach_check(persons: list[Person], open_ways: Collection[str]) -> None:
    if not persons:
        raise WrongInputError(_("Tidak ada lagi yang perlu diingatkan di sini."))
    if not any(reach.way for reach in reaches_of(persons, open_ways).values()):
        raise WrongInputError(
            _(
                "Tidak ada jalan untuk mengirim pesan kepada mereka. Cetak lembar QR, atau daftar "
                "tanda tangan, lalu bagikan."
            )
        )


def _due_on(version: CircularVersion, gap: Gap, today: date) -> date | None:
    if gap is Gap.ONWARD:
        return None
    due = Reckoner(version.government, today).of_reading(version)
    return due.last_on if due and not due.is_past else None


def _zone(version: CircularVersion) -> ZoneInfo:
    return ZoneInfo(version.government.timezone)


def _entry(reminder: Reminder, kind: str, actor: str, at: datetime) -> None:
    entry_append(
        government=reminder.government_id,
        kind=kind,
        matter=reminder.version.circular.ref,
        actor=actor,
        body={
            "reminder": reminder.ref,
            "version": reminder.version.sequence,
            "unit": reminder.unit.path,
            "gap": reminder.gap,
            "round": reminder.round,
        },
        at=at,
    )
