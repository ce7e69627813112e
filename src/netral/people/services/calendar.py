"""What a government adds to its calendar: closed days, by a named decree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.people.models import CalendarChange, Instansi, RegionHoliday
from netral.people.services.calendar_changes import Cause, change_note
from netral.people.services.handles import handle_new

Kind = CalendarChange.Kind


@dataclass(frozen=True, slots=True)
class HolidayWish:
    """A day to be closed: which, its name, what sort, by which decree."""

    day: date
    name: str
    kind: str
    decree: str


@transaction.atomic
def holiday_add(*, actor: Actor, wish: HolidayWish, at: datetime) -> RegionHoliday:
    """Close a day in the government's calendar, enter ``holiday.add``, have the clocks counted.

    Raises AlreadyDoneError when the day is closed already, WrongInputError without name or decree.
    """
    require(actor, Role.OFFICER, actor.government)
    if not wish.name.strip() or not wish.decree.strip():
        raise WrongInputError(_("Isi nama hari libur dan nomor keputusannya."))
    government = Instansi.objects.select_for_update().get(key=actor.government)
    if government.holidays.filter(day=wish.day, withdrawn_at=None).exists():
        raise AlreadyDoneError(_("Hari ini sudah ada di kalender."))
    holiday = RegionHoliday.objects.create(
        government=government,
        day=wish.day,
        name=wish.name.strip(),
        kind=wish.kind,
        decree=wish.decree.strip(),
        entered_by=actor.account,
        entered_at=at,
    )
    _enter(actor, "holiday.add", holiday, at)
    cause = Cause(Kind.HOLIDAY, holiday.name, holiday.decree, holiday.day)
    change_note(government=government, cause=cause, account=actor.account, at=at)
    return holiday


@transaction.atomic
def holiday_withdraw(*, actor: Actor, holiday: int, at: datetime) -> RegionHoliday:
    """Open a day again, enter ``holiday.withdraw`` and have the running clocks counted anew."""
    require(actor, Role.OFFICER, actor.government)
    government = Instansi.objects.select_for_update().get(key=actor.government)
    found = RegionHoliday.objects.filter(pk=holiday, government=government).first()
    if found is None:
        raise NotVisibleError(_("Hari libur ini tidak ada di kalender Anda."))
    if found.withdrawn_at is not None:
        raise AlreadyDoneError(_("Hari libur ini sudah dicabut."))
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    _enter(actor, "holiday.withdraw", found, at)
    reason = _("hari libur %(name)s dicabut") % {"name": found.name}
    cause = Cause(Kind.WITHDRAWN, reason, found.decree, found.day)
    change_note(government=government, cause=cause, account=actor.account, at=at)
    return found


def _enter(actor: Actor, kind: str, holiday: RegionHoliday, at: datetime) -> None:
    body: dict[str, Json] = {
        "day": holiday.day.isoformat(),
        "name": holiday.name,
        "kind": holiday.kind,
        "decree": holiday.decree,
    }
    entry_append(
        government=actor.government,
        kind=kind,
        matter=handle_new(),
        actor=actor.account,
        body=body,
        at=at,
    )
