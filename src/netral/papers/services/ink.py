"""Signed in ink: a scan entered by one officer and confirmed by another, never by one alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Assurance
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.journal.services import entry_append
from netral.papers.access import ink_clerk_required
from netral.papers.models import Signature
from netral.papers.services.archive import file_keep
from netral.papers.services.signers import SignerFacts
from netral.papers.services.signing import (
    Document,
    signature_before,
    signature_row,
    signature_stand,
)

MOST_OCTETS = 10 * 2**20
REASON_LENGTH = 300
_BEGINNINGS = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
}
Method, State = Signature.Method, Signature.State


@dataclass(frozen=True, slots=True)
class Scan:
    """The scan or photo of a sheet signed in ink."""

    content: bytes = field(repr=False)


def scan_kind(content: bytes) -> tuple[str, str]:
    """Return (ending, media type) of a scan by its content; WrongInputError for anything else."""
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    raise WrongInputError(_("Pindaian harus berupa PDF, JPG, atau PNG. Pilih berkas lain."))


@transaction.atomic
def ink_enter(
    *,
    actor: Actor,
    signer: SignerFacts,
    capacity: str,
    document: Document,
    scan: Scan,
    at: datetime,
) -> Signature:
    """Enter a sheet that someone signed in ink; it waits for a second officer.

    Entered before and still waiting, the new scan takes the old one's place. Raises
    NotVisibleError or NotAllowedError outside the officer's units, WrongInputError for a file
    that is no scan, AlreadyDoneError when it was confirmed.
    """
    ink_clerk_required(actor, signer.unit_path)
    scan_kind(scan.content)
    if len(scan.content) > MOST_OCTETS:
        raise WrongInputError(_("Pindaian paling besar 10 MB. Kecilkan atau foto lagi."))
    if signature_before(signer, capacity, document) is not None:
        raise AlreadyDoneError(_("Naskah ini sudah ditandatangani. Tidak ada yang berubah."))
    file_keep(document.pdf)
    signature = _waiting(signer, capacity, document) or signature_row(
        signer, capacity, document, at
    )
    signature.method, signature.assurance = Method.INK, Assurance.PAPER
    signature.state, signature.document_sha256 = State.WAITING, document.sha256
    signature.entered_by, signature.scan_sha256 = actor.account, file_keep(scan.content)
    signature.save()
    _enter(signature, "signature.enter", actor, at)
    return signature


@transaction.atomic
def ink_confirm(*, actor: Actor, ref: str, at: datetime) -> Signature:
    """Confirm a scan that another officer entered; from now on the signature stands.

    Raises WrongInputError when the actor entered it, AlreadyDoneError when it waits no more.
    """
    signature = _found(actor, ref)
    if signature.entered_by == actor.account:
        raise WrongInputError(
            _("Pindaian disahkan oleh orang lain, bukan oleh yang memasukkannya.")
        )
    signature.confirmed_by = actor.account
    return signature_stand(signature, actor.account, at)


@transaction.atomic
def ink_refuse(*, actor: Actor, ref: str, reason: str, at: datetime) -> Signature:
    """Refuse a scan, with the reason; the sheet can be entered again. Errors as ``ink_confirm``."""
    signature = _found(actor, ref)
    if not reason.strip():
        raise WrongInputError(_("Tulis mengapa pindaian ini ditolak, agar bisa diperbaiki."))
    signature.state, signature.reason = State.REFUSED, reason.strip()[:REASON_LENGTH]
    signature.save(update_fields=["state", "reason"])
    _enter(signature, "signature.refuse", actor, at)
    return signature


def _found(actor: Actor, ref: str) -> Signature:
    seen = Signature.objects.visible_to(actor.unit).filter(ref=ref, method=Method.INK)
    signature = seen.select_for_update(of=("self",)).first()
    if signature is None:
        raise NotVisibleError(_("Pindaian ini tidak ada, atau di luar wilayah kerja Anda."))
    ink_clerk_required(actor, signature.unit_path)
    if signature.state != State.WAITING:
        raise AlreadyDoneError(_("Pindaian ini sudah diputuskan. Tidak ada yang berubah."))
    return signature


def _waiting(signer: SignerFacts, capacity: str, document: Document) -> Signature | None:
    waiting = Signature.objects.filter(
        subject=document.subject, capacity=capacity, method=Method.INK, state=State.WAITING
    )
    return waiting.filter(person=signer.person, account=signer.account).first()


def _enter(signature: Signature, kind: str, actor: Actor, at: datetime) -> None:
    entry_append(
        government=signature.government_id,
        kind=kind,
        matter=signature.ref,
        actor=actor.account,
        body={
            "subject": signature.subject,
            "scan": signature.scan_sha256,
            "reason": signature.reason,
        },
        at=at,
        of=signature.matter or None,
    )
