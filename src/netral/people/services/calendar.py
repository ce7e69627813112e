"""What a government adds to its calendar: closed days, and numbers the law leaves unconfirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.clock import Setting
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.law import clock_rule
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.people.models import ClockSetting, Instansi, RegionHoliday
from netral.people.services.handles import handle_new


@dataclass(frozen=True, slots=True)
class HolidayWish:
    """A day to be closed: which, its name, what sort, by which decree."""

    day: date
    name: str
    kind: str
    decree: str


@transaction.atomic
def holiday_add(*, actor: Actor, wish: HolidayWish, at: datetime) -> RegionHoliday:
    """Close a day in the government's calendar and enter ``holiday.add``.

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
    _enter(actor, "holiday.add", _told(holiday), at)
    return holiday


@transaction.atomic
def holiday_withdraw(*, actor: Actor, holiday: int, at: datetime) -> RegionHoliday:
    """Open a day again that was closed by mistake and enter ``holiday.withdraw``."""
    require(actor, Role.OFFICER, actor.government)
    found = (
        RegionHoliday.objects.select_for_update()
        .filter(pk=holiday, government=actor.government)
        .first()
    )
    if found is None:
        raise NotVisibleError(_("Hari libur ini tidak ada di kalender Anda."))
    if found.withdrawn_at is not None:
        raise AlreadyDoneError(_("Hari libur ini sudah dicabut."))
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    _enter(actor, "holiday.withdraw", _told(found), at)
    return found


@transaction.atomic
def clock_setting_set(
    *, actor: Actor, code: str, n: int, source: str, at: datetime
) -> ClockSetting:
    """Set the government's number for an unconfirmed clock, with its source; enter ``clock.set``.

    Raises WrongInputError when the law's own number is confirmed, ClockError for no number or
    no source, UnknownLawCodeError for a code that is not in the law data.
    """
    require(actor, Role.OFFICER, actor.government)
    if clock_rule(code).confirmed:
        raise WrongInputError(
            _("Angka batas waktu ini sudah pasti dalam peraturannya, jadi tidak bisa diubah.")
        )
    checked = Setting(n=n, source=source.strip())
    government = Instansi.objects.select_for_update().get(key=actor.government)
    live = government.clock_settings.filter(code=code, ended_at=None)
    before = live.values_list("n", flat=True).first()
    live.update(ended_at=at)
    setting = ClockSetting.objects.create(
        government=government,
        code=code,
        n=checked.n,
        source=checked.source,
        entered_by=actor.account,
        entered_at=at,
    )
    body: dict[str, Json] = {"code": code, "n": n, "before": before, "source": checked.source}
    _enter(actor, "clock.set", body, at)
    return setting


def _told(holiday: RegionHoliday) -> dict[str, Json]:
    return {
        "day": holiday.day.isoformat(),
        "name": holiday.name,
        "kind": holiday.kind,
        "decree": holiday.decree,
    }


def _enter(actor: Actor, kind: str, body: dict[str, Json], at: datetime) -> None:
    entry_append(
        government=actor.government,
        kind=kind,
        matter=handle_new(),
        actor=actor.account,
        body=body,
        at=at,
    )
