"""Regions, governments and the tree of their units: opened, renamed, ended, never deleted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.clock import Zone, zone_of
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.journal.services import entry_append, log_open
from netral.people.models import Instansi, Person, Region, Unit
from netral.people.services.handles import handle_new
from netral.people.services.unit_names import segment_of

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_TIMEZONES = {
    Zone.WIB: "Asia/Jakarta",
    Zone.WITA: "Asia/Makassar",
    Zone.WIT: "Asia/Jayapura",
}


def timezone_of(region: str) -> str:
    """Return the time zone of a region code by its province (Keppres 41/1987)."""
    return _TIMEZONES[zone_of(region)]


@transaction.atomic
def government_open(
    *,
    key: str,
    name: str,
    kind: str,
    region: Region | None,
    at: datetime,
    actor: str = "sistem",
) -> Instansi:
    """Open a government with its root unit and its journal; enter ``government.open``.

    Called by commands of the operator, before anyone holds a role there. Raises WrongInputError
    for a key that is no slug, AlreadyDoneError when it is open already.
    """
    if not _KEY.fullmatch(key):
        raise WrongInputError(
            _("Kunci {key} tidak bisa dipakai. Pakai huruf kecil dan tanda hubung.").format(key=key)
        )
    if Instansi.objects.filter(key=key).exists():
        raise AlreadyDoneError(_("Pemerintah {key} sudah ada.").format(key=key))
    government = Instansi.objects.create(
        key=key,
        name=name,
        kind=kind,
        region=region,
        timezone=timezone_of(region.code) if region else "Asia/Jakarta",
        valid_from=at.date(),
    )
    Unit.objects.create(
        path=key,
        government=government,
        name=_root_name(name, kind),
        kind=Unit.Kind.GOVERNMENT,
        valid_from=at.date(),
    )
    log_open(government=key, origin=_origin(key), actor=actor, at=at)
    body = {"name": name, "kind": kind, "region": region.code if region else None}
    _enter(key, "government.open", actor, body, at)
    return government


def _root_name(name: str, kind: str) -> str:
    return name if kind == Instansi.Kind.KEMENTERIAN else f"Pemerintah {name}"


def _origin(key: str) -> str:
    """Return the journal's name; that of a demonstration says so."""
    host = urlsplit(settings.NETRAL_ORIGIN).netloc
    return f"{host}/demo/jejak/{key}" if settings.NETRAL_DEMO else f"{host}/jejak/{key}"


@dataclass(frozen=True, slots=True)
class UnitWish:
    """A unit to be opened: below which unit, its name, and its own code if it has one."""

    parent: str
    name: str
    kind: str = Unit.Kind.UNIT
    external_id: str = ""
    segment: str = ""


@transaction.atomic
def unit_open(*, actor: Actor, wish: UnitWish, on: date, at: datetime) -> Unit:
    """Open a unit below another and enter ``unit.open``.

    ``segment``: the last part of its path; without one it is made of the name.
    """
    parent = _unit(actor, wish.parent)
    name = " ".join(wish.name.split())
    if not name:
        raise WrongInputError(_("Isi nama unitnya."))
    taken = set(
        Unit.objects.filter(path__startswith=f"{parent.path}.").values_list("path", flat=True)
    )
    path = f"{parent.path}.{wish.segment or segment_of(name, taken, parent.path)}"
    if path in taken:
        raise AlreadyDoneError(_("Unit {path} sudah ada.").format(path=path))
    unit = Unit.objects.create(
        path=path,
        government=parent.government,
        parent=parent,
        name=name,
        kind=wish.kind,
        external_id=wish.external_id,
        valid_from=on,
    )
    _enter(unit.government_id, "unit.open", actor.account, _told(unit, on), at)
    return unit


@transaction.atomic
def unit_rename(*, actor: Actor, path: str, name: str, at: datetime) -> Unit:
    """Give a unit another name; its path stays. Enters ``unit.rename``."""
    unit = _unit(actor, path)
    new = " ".join(name.split())
    if not new or new == unit.name:
        raise WrongInputError(_("Isi nama baru yang berbeda dengan nama sekarang."))
    body = {**_told(unit, at.date()), "before": unit.name, "name": new}
    unit.name = new
    unit.save(update_fields=["name"])
    _enter(unit.government_id, "unit.rename", actor.account, body, at)
    return unit


@transaction.atomic
def unit_end(*, actor: Actor, path: str, on: date, at: datetime) -> Unit:
    """End a unit after its last day and enter ``unit.end``.

    Raises WrongInputError while people serve there or units below it live on.
    """
    unit = _unit(actor, path)
    if unit.parent_id is None:
        raise WrongInputError(_("Pemerintah daerah tidak bisa diakhiri dari sini."))
    people = Person.objects.visible_to(path).live_on(on).exclude(valid_to=on).count()
    below = Unit.objects.visible_to(path).exclude(pk=unit.pk).filter(valid_to=None).count()
    if people or below:
        raise WrongInputError(
            _(
                "Masih ada {people} orang dan {below} unit di bawahnya. Pindahkan orangnya dan "
                "akhiri unit di bawahnya lebih dulu."
            ).format(people=people, below=below)
        )
    if on < unit.valid_from:
        raise WrongInputError(_("Hari terakhirnya sebelum unit ini dibuka. Periksa tanggalnya."))
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])
    _enter(unit.government_id, "unit.end", actor.account, _told(unit, on), at)
    return unit


def _unit(actor: Actor, path: str) -> Unit:
    """Return a living unit, locked, over which the actor is the personnel officer."""
    require(actor, Role.OFFICER, path)
    unit = Unit.objects.select_for_update().filter(path=path).first()
    if unit is None:
        raise NotVisibleError(_("Alamat ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    if unit.valid_to is not None:
        raise AlreadyDoneError(_("Unit ini sudah berakhir."))
    return unit


def _told(unit: Unit, on: date) -> dict[str, str]:
    return {"path": unit.path, "name": unit.name, "on": on.isoformat()}


def _enter(
    government: str,
    kind: str,
    actor: str,
    body: dict[str, str] | dict[str, str | None],
    at: datetime,
) -> None:
    entry_append(
        government=government, kind=kind, matter=handle_new(), actor=actor, body=body, at=at
    )
