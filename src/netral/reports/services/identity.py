"""The reporter's identity: sealed apart, opened only by two people, each with a reason.

Its key is split in two halves, one sealed to the handling unit's key and one to another unit's.
The one who asks hands over the first half; the one who grants joins both, and gives the key to the
unit of the one who asked. Alone, neither unit's key opens anything.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.secret import SecretBox

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.journal.services import entry_append
from netral.people.models import UnitKey
from netral.reports.models import IdentityRequest, Report, ReporterIdentity
from netral.reports.services.content import Identity, identity_read, packed
from netral.vault.services.sealing import SealError, seal, unseal

ASKERS = frozenset({Role.HANDLER})
GRANTERS = frozenset({Role.HANDLER, Role.SEKDA, Role.PPK})
REASON_LENGTH = 10


def identity_seal(identity: Identity, handling: UnitKey, other: UnitKey) -> ReporterIdentity:
    """Return the identity sealed and its key split; the caller stores it with the report."""
    key, half = secrets.token_bytes(32), secrets.token_bytes(32)
    return ReporterIdentity(
        government_id=handling.unit.government_id,
        sealed=bytes(SecretBox(key).encrypt(packed(identity))),
        half_for_unit=seal(half, bytes(handling.public_key)),
        half_for_other=seal(_joined(key, half), bytes(other.public_key)),
        other_key=other,
    )


@transaction.atomic
def identity_request(
    *, actor: Actor, ref: str, reason: str, unit_key: PrivateKey, at: datetime
) -> IdentityRequest:
    """Ask for a reporter's identity, handing the first half to the second unit.

    Enters ``identity.request``. Raises NotVisibleError for an anonymous report, WrongInputError
    without a reason, AlreadyDoneError while a request waits, SealError for another key.
    """
    identity = _identity(ref)
    require(actor, ASKERS, identity.report.unit.path)
    half = unseal(bytes(identity.half_for_unit), unit_key)
    try:
        with transaction.atomic():
            request = IdentityRequest.objects.create(
                identity=identity,
                government_id=identity.government_id,
                asked_by=actor.account,
                asked_at=at,
                sealed_reason=_reason(reason, identity.report),
                sealed_half=seal(half, bytes(identity.other_key.public_key)),
            )
    except IntegrityError as error:
        raise AlreadyDoneError(_("Sudah ada permintaan yang menunggu persetujuan.")) from error
    _enter(identity, actor, "identity.request", at)
    return request


@transaction.atomic
def identity_approve(
    *, actor: Actor, ref: str, reason: str, unit_key: PrivateKey, at: datetime
) -> IdentityRequest:
    """Grant the waiting request as the second person; ``unit_key`` is the second unit's.

    Enters ``identity.approve``. Raises NotAllowedError for the one who asked, AlreadyDoneError
    when nothing waits.
    """
    identity = _identity(ref)
    require(actor, GRANTERS, identity.other_key.unit.path)
    request = identity.requests.select_for_update().filter(granted_at=None).first()
    if request is None:
        raise AlreadyDoneError(_("Tidak ada permintaan yang menunggu untuk laporan ini."))
    if request.asked_by == actor.account:
        raise NotAllowedError(_("Yang meminta tidak boleh menyetujui. Perlu orang kedua."))
    request.sealed_grant_reason = _reason(reason, identity.report)
    other_half = unseal(bytes(identity.half_for_other), unit_key)
    key = _joined(unseal(bytes(request.sealed_half), unit_key), other_half)
    request.granted_by, request.granted_at = actor.account, at
    request.sealed_key = seal(key, bytes(identity.report.unit_key.public_key))
    request.save(update_fields=["granted_by", "granted_at", "sealed_grant_reason", "sealed_key"])
    _enter(identity, actor, "identity.approve", at)
    return request


@transaction.atomic
def identity_open(*, actor: Actor, ref: str, unit_key: PrivateKey, at: datetime) -> Identity:
    """Return the identity, once, to the one who asked and was granted it; enters ``identity.open``.

    Raises NotAllowedError when no request of this person was granted, or it was opened before.
    """
    identity = _identity(ref)
    require(actor, ASKERS, identity.report.unit.path)
    mine = identity.requests.select_for_update().filter(asked_by=actor.account, opened_at=None)
    request = mine.filter(granted_at__isnull=False).order_by("pk").last()
    if request is None:
        raise NotAllowedError(
            _("Identitas ini belum boleh dibuka. Minta dulu, lalu tunggu persetujuan orang kedua.")
        )
    key = unseal(bytes(request.sealed_key or b""), unit_key)
    try:
        body = SecretBox(key).decrypt(bytes(identity.sealed))
    except CryptoError as error:
        raise SealError(_("Segel identitas ini berubah. Pulihkan dari cadangan.")) from error
    request.opened_at, request.sealed_key = at, None
    request.save(update_fields=["opened_at", "sealed_key"])
    _enter(identity, actor, "identity.open", at)
    return identity_read(body)


def _identity(ref: str) -> ReporterIdentity:
    found = (
        ReporterIdentity.objects.select_related(
            "report__unit", "report__unit_key", "other_key__unit"
        )
        .filter(report__ref=ref)
        .first()
    )
    if found is None:
        raise NotVisibleError(_("Laporan ini tidak ada, atau dikirim tanpa nama."))
    return found


def _reason(reason: str, report: Report) -> bytes:
    if len(reason.strip()) < REASON_LENGTH:
        raise WrongInputError(_("Tulis alasan membuka identitas, paling sedikit satu kalimat."))
    return seal(reason.strip().encode(), bytes(report.public_key))


def _enter(identity: ReporterIdentity, actor: Actor, kind: str, at: datetime) -> None:
    entry_append(
        government=identity.government_id,
        kind=kind,
        matter=identity.report.ref,
        actor=actor.account,
        body={"unit": actor.unit},
        at=at,
    )


def _joined(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
