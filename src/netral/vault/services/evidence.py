"""Evidence: kept with its owner, opened for a person with a reason, each opening on record."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from nacl.public import PrivateKey

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import EvidenceRef, handle_from
from netral.core.ledger.canonical import canonical
from netral.journal.services import entry_append
from netral.people.models import Unit
from netral.vault.models import Custody, Evidence
from netral.vault.services.content import ACCEPTED
from netral.vault.services.sealing import SealError, seal, unseal
from netral.vault.services.store import file_open
from netral.vault.services.stream import sealed_read
from netral.vault.services.uploads import SealedUpload, fields_of
from netral.vault.services.working import working_copy

READERS = frozenset({Role.HANDLER, Role.EXAMINER})
REASON_LENGTH = 5
SENDER = "pelapor"


@dataclass(frozen=True, slots=True)
class Owner:
    """What new evidence belongs to: its handle, its own public key, and the unit that works it."""

    ref: str
    public_key: bytes
    unit: Unit
    actor: str = SENDER


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """What an unlocked session knows of a file without opening it."""

    ref: EvidenceRef
    name: str = field(repr=False)
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class OpenedEvidence:
    """A file opened for one person: cleaned, or the original when it was asked for."""

    name: str = field(repr=False)
    kind: str
    content: bytes = field(repr=False)
    sha256: str
    is_original: bool


def evidence_keep(*, owner: Owner, uploads: Sequence[SealedUpload], at: datetime) -> list[Evidence]:
    """Give sealed uploads to their owner, in the transaction of the service that receives them.

    Writes the first row of custody of each; the journal entry is the caller's. Raises
    AlreadyDoneError when an upload has an owner already.
    """
    try:
        made = Evidence.objects.bulk_create([_evidence(owner, one, at) for one in uploads])
    except IntegrityError as error:
        raise AlreadyDoneError(
            _("Berkas ini sudah dikirim bersama laporan lain. Pilih lagi berkasnya.")
        ) from error
    Custody.objects.bulk_create(
        [_custody(one, Custody.Act.RECEIVE, owner.actor, at) for one in made]
    )
    return made


@transaction.atomic
def evidence_open(
    *,
    actor: Actor,
    ref: str,
    key: PrivateKey,
    reason: str,
    at: datetime,
    is_original: bool = False,
) -> OpenedEvidence:
    """Open a file for an officer: the cleaned working copy, or the original for an export.

    Enters ``evidence.view`` or ``evidence.export`` under the owner's handle. Raises NotVisibleError
    elsewhere, NotAllowedError in another role, WrongInputError without a reason, SealError when
    the key or the file is not the one, NoWorkingCopyError when only the original can be had.
    """
    evidence = Evidence.objects.select_related("unit").filter(ref=ref).first()
    if evidence is None:
        raise NotVisibleError(_("Bukti ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    require(actor, READERS, evidence.unit.path)
    if len(reason.strip()) < REASON_LENGTH:
        raise WrongInputError(_("Tulis mengapa Anda membuka bukti ini; alasannya ikut tercatat."))
    act = Custody.Act.EXPORT if is_original else Custody.Act.VIEW
    opened = _opened(evidence, key, is_original=is_original)
    _custody(evidence, act, actor.account, at, reason.strip()).save()
    entry_append(
        government=evidence.government_id,
        kind="evidence.export" if is_original else "evidence.view",
        matter=evidence.owner,
        actor=actor.account,
        body={"evidence": evidence.ref},
        at=at,
    )
    return opened


def evidence_card(evidence: Evidence, key: PrivateKey) -> EvidenceCard:
    """Return name, kind and fingerprint of a file with its owner's private key."""
    fields = _fields(evidence, key)
    return EvidenceCard(
        ref=EvidenceRef(evidence.ref),
        name=fields["name"],
        kind=fields["kind"],
        size=evidence.size,
        sha256=fields["sha256"],
    )


def evidence_content(evidence: Evidence, key: PrivateKey) -> bytes:
    """Return the original, checked against its fingerprint; raise SealError if it is another."""
    fields = _fields(evidence, key)
    with file_open(evidence.path) as source:
        content = b"".join(sealed_read(source, base64.b64decode(fields["key"])))
    if hashlib.sha256(content).hexdigest() != fields["sha256"]:
        raise SealError(_("Isi berkas tidak sama dengan sidiknya. Pulihkan dari cadangan."))
    return content


def _opened(evidence: Evidence, key: PrivateKey, *, is_original: bool) -> OpenedEvidence:
    card, content = evidence_card(evidence, key), evidence_content(evidence, key)
    if is_original:
        return OpenedEvidence(card.name, card.kind, content, card.sha256, is_original=True)
    kind, cleaned = working_copy(card.kind, content)
    # The name a camera or a person gave may itself tell who took the picture.
    name = f"bukti-{evidence.ref}.{ACCEPTED[kind]}"
    return OpenedEvidence(name, kind, cleaned, card.sha256, is_original=False)


def _fields(evidence: Evidence, key: PrivateKey) -> dict[str, str]:
    return dict(json.loads(unseal(bytes(evidence.sealed), key)))


def _evidence(owner: Owner, upload: SealedUpload, at: datetime) -> Evidence:
    return Evidence(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=owner.unit.government_id,
        unit=owner.unit,
        owner=owner.ref,
        path=upload.path,
        size=upload.size,
        sealed_sha256=upload.sealed_sha256,
        sealed=seal(canonical(fields_of(upload)), owner.public_key),
        public_key=owner.public_key,
        received_on=at.date(),
    )


def _custody(
    evidence: Evidence, act: Custody.Act, actor: str, at: datetime, reason: str = ""
) -> Custody:
    return Custody(
        evidence=evidence,
        government_id=evidence.government_id,
        act=act,
        actor=actor,
        sealed_reason=seal(reason.encode(), bytes(evidence.public_key)) if reason else b"",
        at=at,
    )
