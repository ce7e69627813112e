"""A personnel file from the command line: received, matched by the guess, read and applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from netral.core.access import Actor, Role
from netral.core.kinds.errors import NetralError, NotVisibleError
from netral.core.kinds.refs import AccountRef, UnitPath
from netral.people.models import Instansi, PersonnelImport
from netral.people.services.personnel_files import PersonnelFileError
from netral.people.services.personnel_formats import Refusal
from netral.people.services.personnel_intake import (
    Upload,
    personnel_discard,
    personnel_match,
    personnel_read,
    personnel_receive,
)
from netral.people.services.personnel_plan import Plan
from netral.people.services.personnel_saving import Choice, personnel_apply, personnel_confirm

OPERATOR = AccountRef("sistem")
ONE_DAY = timedelta(days=1)
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Order:
    """What the command was told: the file, the government, and whether only to look."""

    path: Path
    government: str
    is_dry: bool = False
    mode: str = PersonnelImport.Mode.FULL
    is_complete: bool = False


class ManyLeaveError(NetralError):
    """Most of the list would leave by this file; that must be said on purpose."""

    status = 409
    title = "Lebih dari separuh daftar akan dianggap keluar"


def personnel_import_file(*, order: Order, at: datetime) -> tuple[PersonnelImport, Plan]:
    """Import a file in one go, as the operator; with ``is_dry`` nothing is kept but the remarks.

    Several transactions, as on the pages; ``personnel.import`` is entered by the last. Raises
    NetralError with advice when the file or the government is not there or cannot be used.
    """
    actor = operator_of(order.government)
    if not order.path.is_file():
        raise PersonnelFileError(Refusal.EMPTY)
    upload = Upload(order.path.name, _pieces(order.path))
    entry = personnel_receive(actor=actor, upload=upload, at=at)
    try:
        personnel_match(actor=actor, ref=entry.ref, mapping=entry.mapping, at=at)
        entry, plan = personnel_read(ref=entry.ref)
        if order.is_dry:
            return personnel_discard(actor=actor, ref=entry.ref), plan
        _refuse_many_leaving(order, plan)
        today = at.date()
        choice = Choice(mode=order.mode, valid_from=today, left_on=today - ONE_DAY)
        personnel_confirm(actor=actor, ref=entry.ref, choice=choice, at=at)
        is_shown = order.mode == PersonnelImport.Mode.FULL
        used = plan if is_shown else None
        return personnel_apply(actor=actor, ref=entry.ref, at=at, plan=used), plan
    except NetralError:
        personnel_discard(actor=actor, ref=entry.ref)
        raise


def _refuse_many_leaving(order: Order, plan: Plan) -> None:
    is_most = order.mode == PersonnelImport.Mode.FULL and 2 * len(plan.left) > plan.current
    if is_most and not order.is_complete:
        raise ManyLeaveError(
            _(
                "Berkas ini memuat {a} orang, daftar sekarang {b}, dan {c} orang akan dianggap "
                "keluar. Tambahkan --complete jika berkasnya memang lengkap, atau --merge untuk "
                "hanya menambah dan mengubah."
            ).format(a=plan.roster.read, b=plan.current, c=len(plan.left))
        )


def operator_of(government: str) -> Actor:
    """Return the operator of the installation acting as personnel officer of a government."""
    if not Instansi.objects.filter(key=government).exists():
        raise NotVisibleError(
            _("Pemerintah {key} tidak ada. Buka dulu, atau periksa ejaannya.").format(
                key=government
            )
        )
    return Actor(account=OPERATOR, name="", role=Role.OFFICER, unit=UnitPath(government))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
