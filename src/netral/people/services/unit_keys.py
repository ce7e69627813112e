"""A unit's key pair: made by the personnel officer, shared among those who work its files.

The private half exists in clear only in the memory of one request. Escrow by two of three
officers will be one more kind of share: see docs/adr/0002-two-doors.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from nacl.public import PrivateKey, PublicKey, SealedBox

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import AlreadyDoneError, NotAllowedError, WrongInputError
from netral.journal.services import entry_append
from netral.people.models import Account, Unit, UnitKey, UnitKeyShare, UnlockKey
from netral.people.services.shares import KEY_ROLES, grants_live, may_hold
from netral.people.services.tokens import handle_draw
from netral.people.services.unlock import KeyMissingError


@transaction.atomic
def unit_key_make(*, actor: Actor, unit: str, holders: Sequence[str], at: datetime) -> UnitKey:
    """Make a unit's key pair and share it to its first holders (account references).

    Enters ``unit_key.make``. Raises NotAllowedError for any but the personnel officer, AlreadyDone
    when the unit has a live key, WrongInputError when nobody could open it: at least one holder
    with an unlock key and a role over the unit is needed, and of the officers who hold the key
    before it at least one: its readers are never all exchanged at one stroke.
    """
    require(actor, Role.OFFICER, unit)
    place = Unit.objects.live_on(at.date()).filter(path=unit).first()
    if place is None:
        raise WrongInputError(_("Unit ini tidak ada hari ini. Pilih unit lain."))
    if not holders:
        raise WrongInputError(_("Pilih sedikitnya satu pemegang kunci, agar berkas bisa dibuka."))
    before = _holders_before(place, at)
    if before and before.isdisjoint(holders):
        raise WrongInputError(
            _("Sertakan sedikitnya satu pemegang kunci lama, agar pembacanya tidak berganti semua.")
        )
    private = PrivateKey.generate()
    key = _key_new(place, bytes(private.public_key), at)
    for holder in dict.fromkeys(holders):
        _share_new(key, private, holder, at)
    entry_append(
        government=actor.government,
        kind="unit_key.make",
        matter=key.ref,
        actor=actor.account,
        body={"unit": unit, "public_key": key.public_key.hex(), "holders": list(holders)},
        at=at,
    )
    return key


@transaction.atomic
def unit_key_share(
    *, actor: Actor, key_id: int, private: PrivateKey, holder: str, at: datetime
) -> UnitKeyShare:
    """Share a unit's key with one more officer; ``private`` comes from the sharer's open session.

    Enters ``unit_key.share``. Raises NotAllowedError when the private key is not this unit's,
    WrongInputError when the other may not hold it or has no unlock key, AlreadyDoneError when
    they hold it.
    """
    key = _key_locked(key_id)
    require(actor, KEY_ROLES, key.unit.path)
    if bytes(private.public_key) != bytes(key.public_key):
        raise NotAllowedError(_("Kunci yang terbuka bukan kunci unit ini."))
    share = _share_new(key, private, holder, at)
    entry_append(
        government=actor.government,
        kind="unit_key.share",
        matter=key.ref,
        actor=actor.account,
        body={"unit": key.unit.path, "holder": holder},
        at=at,
    )
    return share


@transaction.atomic
def unit_key_end(*, actor: Actor, key_id: int, reason: str, at: datetime) -> UnitKey:
    """End a unit's key pair: nothing new is sealed to it; its shares still open what was.

    The next step is a new pair. Enters ``unit_key.end``.
    """
    key = _key_locked(key_id)
    require(actor, Role.OFFICER, key.unit.path)
    if key.ended_at is not None:
        raise AlreadyDoneError(_("Kunci ini sudah diganti. Tidak ada yang berubah."))
    key.ended_at = at
    key.save(update_fields=["ended_at"])
    entry_append(
        government=actor.government,
        kind="unit_key.end",
        matter=key.ref,
        actor=actor.account,
        body={"unit": key.unit.path, "what": "key", "reason": reason},
        at=at,
    )
    return key


def _key_new(unit: Unit, public_key: bytes, at: datetime) -> UnitKey:
    try:
        with transaction.atomic():
            return UnitKey.objects.create(
                unit=unit, ref=handle_draw(), public_key=public_key, created_at=at
            )
    except IntegrityError as error:
        raise AlreadyDoneError(
            _("Unit ini sudah punya kunci. Minta pemegangnya membagikan kepada yang lain.")
        ) from error


def _holders_before(unit: Unit, at: datetime) -> set[str]:
    """Return the accounts that hold a key of the unit and a role that opens its files."""
    shares = UnitKeyShare.objects.filter(unit_key__unit=unit, ended_at=None)
    accounts = [share.account for share in shares.select_related("account")]
    live = (one for one in accounts if may_hold(grants_live(one, at.date()), unit.path))
    return {account.ref for account in live}


def _key_locked(key_id: int) -> UnitKey:
    keys = UnitKey.objects.select_for_update(of=("self",)).select_related("unit")
    key = keys.filter(pk=key_id).first()
    if key is None:
        raise KeyMissingError(_("Kunci ini tidak ada. Muat ulang halaman, lalu pilih lagi."))
    return key


def _share_new(key: UnitKey, private: PrivateKey, holder: str, at: datetime) -> UnitKeyShare:
    account = Account.objects.filter(ref=holder, is_active=True).first()
    unlock_key = UnlockKey.objects.filter(account=account).first() if account else None
    if account is None or not may_hold(grants_live(account, at.date()), key.unit.path):
        raise WrongInputError(_("Orang ini tidak memegang peran yang membuka berkas unit ini."))
    if unlock_key is None:
        raise WrongInputError(
            _("%(name)s belum membuat frasa sandi. Minta ia membuka halaman Kunci dulu.")
            % {"name": account.name}
        )
    try:
        with transaction.atomic():
            return UnitKeyShare.objects.create(
                unit_key=key,
                account=account,
                sealed_private_key=_sealed(private, bytes(unlock_key.public_key)),
                created_at=at,
            )
    except IntegrityError as error:
        raise AlreadyDoneError(_("Orang ini sudah memegang kunci unit ini.")) from error


def _sealed(private: PrivateKey, public_key: bytes) -> bytes:
    return bytes(SealedBox(PublicKey(public_key)).encrypt(bytes(private)))
