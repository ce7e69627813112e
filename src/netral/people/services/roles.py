"""Roles: granted and ended by the personnel officer, each with an entry in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, is_within, require
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.journal.services import entry_append
from netral.people.models import Account, Posting, RoleGrant, Unit
from netral.people.services.shares import shares_end
from netral.people.services.tokens import handle_draw


@dataclass(frozen=True, slots=True)
class GrantWish:
    """What an officer wants an account to be: a role over a unit, from a day on.

    ``posting_id`` ties the grant to a post: it ends by itself when the post ends.
    """

    role: Role
    unit: str
    valid_from: date
    valid_to: date | None = None
    posting_id: int | None = None


@transaction.atomic
def role_grant(*, actor: Actor, account: str, wish: GrantWish, at: datetime) -> RoleGrant:
    """Give an account a role over a unit; enter ``role.grant``.

    Raises NotAllowedError for any but the personnel officer and for the officer's own account,
    NotVisibleError outside the officer's units or government, AlreadyDoneError when the account
    holds the very role there, WrongInputError for days or a post that do not fit.
    """
    require(actor, Role.OFFICER, wish.unit)
    if account == actor.account:
        raise NotAllowedError(
            _("Anda tidak bisa memberi peran kepada akun sendiri. Minta pengelola lain.")
        )
    holder = account_locked(account)
    if not Account.objects.visible_to(actor.government).filter(pk=holder.pk).exists():
        raise NotVisibleError(_("Akun ini tidak ada, atau bukan dari pemerintah Anda."))
    grant = grant_add(holder, wish)
    entry_append(
        government=actor.government,
        kind="role.grant",
        matter=grant.ref,
        actor=actor.account,
        body=grant_told(grant),
        at=at,
    )
    return grant


@transaction.atomic
def role_end(*, actor: Actor, ref: str, reason: str, at: datetime) -> RoleGrant:
    """End a grant today, at once, and the key shares that hang on it; enter ``role.end``.

    Raises NotVisibleError outside the officer's units, NotAllowedError for any other role,
    AlreadyDoneError when it has ended before.
    """
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("unit", "account")
    found = grant.filter(ref=ref).first()
    if found is None:
        raise NotVisibleError(_("Peran ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    require(actor, Role.OFFICER, found.unit.path)
    yesterday = at.date() - timedelta(days=1)
    if found.valid_to is not None and found.valid_to <= yesterday:
        raise AlreadyDoneError(_("Peran ini sudah berakhir. Tidak ada yang berubah."))
    found.valid_to = yesterday
    found.save(update_fields=["valid_to"])
    shares_end(holder=found.account, actor=actor.account, at=at)
    entry_append(
        government=actor.government,
        kind="role.end",
        matter=found.ref,
        actor=actor.account,
        body={**grant_told(found), "reason": reason},
        at=at,
    )
    return found


def grant_add(holder: Account, wish: GrantWish) -> RoleGrant:
    """Store a grant for an account; the caller has checked authority and enters it.

    Raises WrongInputError when the days or the post do not fit, AlreadyDoneError for a double.
    """
    unit = Unit.objects.live_on(wish.valid_from).filter(path=wish.unit).first()
    if unit is None:
        raise WrongInputError(_("Unit ini tidak ada pada tanggal mulai. Pilih unit lain."))
    if wish.valid_to is not None and wish.valid_to < wish.valid_from:
        raise WrongInputError(_("Hari terakhir mendahului hari mulai. Perbaiki salah satunya."))
    if grant_is_held(holder, wish):
        raise AlreadyDoneError(_("Akun ini sudah memegang peran itu di unit itu."))
    return RoleGrant.objects.create(
        ref=handle_draw(),
        account=holder,
        role=wish.role.value,
        unit=unit,
        posting=_posting(holder, wish),
        valid_from=wish.valid_from,
        valid_to=wish.valid_to,
    )


def grant_is_held(holder: Account, wish: GrantWish) -> bool:
    """Tell whether the account holds the role over the unit on the wished first day."""
    held = RoleGrant.objects.live_on(wish.valid_from).filter(account=holder, role=wish.role.value)
    return held.filter(unit__path=wish.unit).exists()


def grant_told(grant: RoleGrant) -> dict[str, str | int | None]:
    """Return what the journal keeps of a grant, in its private part."""
    return {
        "account": grant.account.ref,
        "role": grant.role,
        "unit": grant.unit.path,
        "posting": grant.posting_id,
        "valid_from": grant.valid_from.isoformat(),
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
    }


def account_locked(ref: str) -> Account:
    """Return the account, its row held until the transaction ends.

    Raises NotVisibleError when there is none.
    """
    found = Account.objects.select_for_update().filter(ref=ref, is_active=True).first()
    if found is None:
        raise NotVisibleError(
            _("Akun ini tidak ada, sudah ditutup, atau bukan wilayah kerja Anda.")
        )
    return found


def _posting(holder: Account, wish: GrantWish) -> Posting | None:
    if wish.posting_id is None:
        return None
    post = Posting.objects.select_related("unit").filter(pk=wish.posting_id).first()
    if (
        post is None
        or holder.person_id != post.person_id
        or not is_within(wish.unit, post.unit.path)
    ):
        raise WrongInputError(
            _("Jabatan ini bukan milik pemegang akun, atau di unit lain. Pilih jabatan lain.")
        )
    return post
