"""A government's number for an unconfirmed clock: proposed by one officer, confirmed by another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.clock import Setting
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.law import clock_rule
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.people.models import CalendarChange, ClockSetting, Instansi
from netral.people.services.calendar_changes import Cause, change_note
from netral.people.services.handles import handle_new

CONFIRMERS = frozenset({Role.OFFICER, Role.SEKDA, Role.PPK})
Kind = CalendarChange.Kind


@transaction.atomic
def clock_number_propose(
    *, actor: Actor, code: str, n: int, source: str, at: datetime
) -> ClockSetting:
    """Propose a number with its source; it counts nothing yet. Enters ``clock.propose``.

    Raises WrongInputError when the law's own number is confirmed, ClockError for no number or
    no source, UnknownLawCodeError for a code that is not in the law data, AlreadyDoneError when
    another proposal waits.
    """
    require(actor, Role.OFFICER, actor.government)
    if clock_rule(code).confirmed:
        raise WrongInputError(
            _("Angka batas waktu ini sudah pasti dalam peraturannya, jadi tidak bisa diubah.")
        )
    checked = Setting(n=n, source=source.strip())
    government = Instansi.objects.select_for_update().get(key=actor.government)
    if government.clock_settings.filter(code=code, ended_at=None, confirmed_at=None).exists():
        raise AlreadyDoneError(
            _("Usul lain untuk batas ini menunggu dikonfirmasi. Konfirmasi atau batalkan dulu.")
        )
    setting = ClockSetting.objects.create(
        government=government,
        code=code,
        n=checked.n,
        source=checked.source,
        entered_by=actor.account,
        entered_at=at,
    )
    _enter(actor, "clock.propose", setting, at)
    return setting


@transaction.atomic
def clock_number_confirm(*, actor: Actor, setting: int, at: datetime) -> ClockSetting:
    """Confirm a proposed number as a second person; it counts from now on. Enters ``clock.set``.

    The number before it ends. Raises NotAllowedError to who proposed it.
    """
    found = _open(actor, CONFIRMERS, setting)
    if found.confirmed_at is not None:
        raise AlreadyDoneError(_("Angka ini sudah dikonfirmasi."))
    if found.entered_by == actor.account:
        raise NotAllowedError(
            _("Anda yang mengusulkan angka ini. Petugas lain yang mengonfirmasinya.")
        )
    live = found.government.clock_settings.filter(code=found.code, ended_at=None)
    held = live.filter(confirmed_at__isnull=False)
    before = held.values_list("n", flat=True).first()
    held.update(ended_at=at)
    found.confirmed_by, found.confirmed_at = actor.account, at
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    _enter(actor, "clock.set", found, at, before=before)
    _note(actor, found, Kind.NUMBER, at)
    return found


@transaction.atomic
def clock_number_end(*, actor: Actor, setting: int, at: datetime) -> ClockSetting:
    """Take a proposal back, or end a number: its clocks are unconfirmed again. ``clock.end``."""
    found = _open(actor, frozenset({Role.OFFICER}), setting)
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    _enter(actor, "clock.end", found, at)
    if found.confirmed_at is not None:
        _note(actor, found, Kind.NUMBER_ENDED, at)
    return found


def _open(actor: Actor, roles: frozenset[Role], setting: int) -> ClockSetting:
    require(actor, roles, actor.government)
    government = Instansi.objects.select_for_update().get(key=actor.government)
    found = (
        ClockSetting.objects.select_related("government")
        .filter(pk=setting, government=government)
        .first()
    )
    if found is None:
        raise NotVisibleError(_("Angka ini tidak ada di pengaturan Anda."))
    if found.ended_at is not None:
        raise AlreadyDoneError(_("Angka ini sudah berakhir."))
    return found


def _note(actor: Actor, setting: ClockSetting, kind: str, at: datetime) -> None:
    words = _("angka daerah") if kind == Kind.NUMBER else _("angka daerah berakhir")
    reason = f"{words}: {clock_rule(setting.code).title_id}"
    cause = Cause(kind, reason, setting.source, code=setting.code)
    change_note(government=setting.government, cause=cause, account=actor.account, at=at)


def _enter(actor: Actor, kind: str, setting: ClockSetting, at: datetime, **more: Json) -> None:
    body: dict[str, Json] = {"code": setting.code, "n": setting.n, "source": setting.source}
    entry_append(
        government=actor.government,
        kind=kind,
        matter=handle_new(),
        actor=actor.account,
        body=body | more,
        at=at,
    )
