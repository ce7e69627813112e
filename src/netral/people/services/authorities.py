"""The region's own table of who imposes a sanction: dated rows, proposed by one, confirmed by two.

The law data leaves the table of a kabupaten or kota unconfirmed; only there these rows speak.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.people.models import AuthorityRow, Instansi
from netral.people.queries.authorities import LEVELS, POST_LEVELS
from netral.people.services.clock_numbers import CONFIRMERS
from netral.people.services.handles import handle_new

DECIDING = frozenset({Role.SUPERIOR, Role.OPD_HEAD, Role.PPK})


@dataclass(frozen=True, slots=True)
class AuthorityWish:
    """One row: level of sanction, level of post, who decides and in which words, since when."""

    level: str
    post_level: str
    role: str
    title: str
    source: str
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def authority_propose(*, actor: Actor, wish: AuthorityWish, at: datetime) -> AuthorityRow:
    """Propose a dated row with its source; it decides nothing yet. Enters ``authority.propose``.

    Raises WrongInputError for what the table does not know or without a source, AlreadyDoneError
    when a row for the same post and level begins on that day.
    """
    require(actor, Role.OFFICER, actor.government)
    _check(wish)
    try:
        with transaction.atomic():
            row = AuthorityRow.objects.create(
                government=Instansi.objects.get(key=actor.government),
                level=wish.level,
                post_level=wish.post_level,
                role=wish.role,
                title=wish.title.strip(),
                source=wish.source.strip(),
                valid_from=wish.valid_from,
                valid_to=wish.valid_to,
                entered_by=actor.account,
                entered_at=at,
            )
    except IntegrityError as error:
        raise AlreadyDoneError(
            _("Baris untuk jabatan dan tingkat ini dengan tanggal mulai yang sama sudah ada.")
        ) from error
    _enter(actor, "authority.propose", row, at)
    return row


@transaction.atomic
def authority_confirm(*, actor: Actor, row: int, at: datetime) -> AuthorityRow:
    """Confirm a row as a second person; it decides from now on. Enters ``authority.set``.

    Raises NotAllowedError to who proposed it.
    """
    found = _open(actor, CONFIRMERS, row)
    if found.confirmed_at is not None:
        raise AlreadyDoneError(_("Baris ini sudah dikonfirmasi."))
    if found.entered_by == actor.account:
        raise NotAllowedError(
            _("Anda yang mengusulkan baris ini. Petugas lain yang mengonfirmasinya.")
        )
    found.confirmed_by, found.confirmed_at = actor.account, at
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    _enter(actor, "authority.set", found, at)
    return found


@transaction.atomic
def authority_end(*, actor: Actor, row: int, at: datetime) -> AuthorityRow:
    """Take a proposal back, or stop a row that was entered by mistake. Enters ``authority.end``."""
    found = _open(actor, frozenset({Role.OFFICER}), row)
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    _enter(actor, "authority.end", found, at)
    return found


def _check(wish: AuthorityWish) -> None:
    if wish.level not in LEVELS or wish.post_level not in POST_LEVELS:
        raise WrongInputError(_("Tingkat sanksi atau jenjang jabatan ini tidak dikenal."))
    if wish.role not in DECIDING:
        raise WrongInputError(_("Peran ini tidak bisa memutus perkara."))
    if not wish.title.strip() or not wish.source.strip():
        raise WrongInputError(_("Isi sebutan pejabatnya dan sumber yang menyebutnya."))
    if wish.valid_to is not None and wish.valid_to < wish.valid_from:
        raise WrongInputError(_("Tanggal berakhir lebih dulu daripada tanggal mulai."))


def _open(actor: Actor, roles: frozenset[Role], row: int) -> AuthorityRow:
    require(actor, roles, actor.government)
    rows = AuthorityRow.objects.select_for_update()
    found = rows.filter(pk=row, government=actor.government).first()
    if found is None:
        raise NotVisibleError(_("Baris ini tidak ada di tabel Anda."))
    if found.ended_at is not None:
        raise AlreadyDoneError(_("Baris ini sudah diakhiri."))
    return found


def _enter(actor: Actor, kind: str, row: AuthorityRow, at: datetime) -> None:
    body: dict[str, Json] = {
        "level": row.level,
        "post_level": row.post_level,
        "role": row.role,
        "source": row.source,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }
    entry_append(
        government=actor.government,
        kind=kind,
        matter=handle_new(),
        actor=actor.account,
        body=body,
        at=at,
    )
