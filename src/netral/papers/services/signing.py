"""Signing a document as a person: by certificate, or by an act with a second proof.

By certificate it goes in three steps, so that no transaction waits for another machine and nothing
is lost when that machine fails: the wish is kept, the service signs, the result is checked and
kept. What failed stands as asked and can be tried again; the pass phrase is never stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Assurance
from netral.core.kinds.errors import AlreadyDoneError, NetralError
from netral.core.ledger.canonical import Json
from netral.gateways.signature import (
    Credentials,
    PassPhraseWrongError,
    PdfSigner,
    Purpose,
    SignatureFailedError,
)
from netral.journal.services import entry_append
from netral.papers.models import Paper, PaperFile, Signature, SignatureQuerySet
from netral.papers.services.archive import file_keep, file_kept
from netral.papers.services.handles import matter_draw
from netral.papers.services.signed_pdf import signed_facts
from netral.papers.services.signers import Reauth, SignerFacts, reauth_check, typed_check
from netral.shell.format import clock_time

WRONG_TRIES, WAIT = 3, timedelta(minutes=15)
Method, State = Signature.Method, Signature.State


class SigningWaitsError(NetralError):
    """Too many wrong pass phrases; the signer waits, so that nobody guesses on."""

    status = 429
    title = "Tunggu sebentar"


@dataclass(frozen=True, slots=True)
class Document:
    """What is laid before the signer. ``subject`` is the caller's own handle of the thing.

    ``paper`` is the code printed in it, if it has one; ``matter`` the journal's handle of the
    thing that the signature belongs to (public, in ``of``).
    """

    subject: str
    title: str
    pdf: bytes = field(repr=False)
    paper: str = ""
    matter: str = ""

    @property
    def sha256(self) -> str:
        """Return the fingerprint of what is signed."""
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass(frozen=True, slots=True)
class Means:
    """How a certificate is used: through which service, opened by what, for what purpose."""

    gateway: PdfSigner
    credentials: Credentials
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of many documents: those signed, those that wait, and why it stopped."""

    made: list[Signature]
    waiting: list[Signature]
    problem: str = ""


def document_sign(
    *,
    signer: SignerFacts,
    capacity: str,
    document: Document,
    means: Means,
    at: datetime,
) -> Signature:
    """Sign a document by the person's certificate. Call it outside of any transaction.

    Signed before in that capacity: the first signature is returned, and nothing is sent. Raises
    SignatureFailedError (the wish stands and can be repeated), SigningWaitsError after three
    wrong pass phrases, AlreadyDoneError when another file was signed under that subject.
    """
    signature = signature_ask(signer=signer, capacity=capacity, document=document, at=at)
    if signature.state == State.MADE:
        return signature
    try:
        signed = means.gateway.sign(
            document.pdf, credentials=means.credentials, purpose=means.purpose
        )
        facts = signed_facts(document.pdf, signed)
    except SignatureFailedError as failure:
        _fail(signature.ref, failure, at)
        raise
    return signature_complete(
        person=signer.actor,
        ref=signature.ref,
        signed=signed,
        facts=facts | {"gateway": means.gateway.name},
        at=at,
    )


def documents_sign(
    *,
    signer: SignerFacts,
    capacity: str,
    documents: Sequence[Document],
    means: Means,
    at: datetime,
) -> Batch:
    """Sign many documents by one pass phrase; all are asked for first, so that none is forgotten.

    Each that was signed stays signed. The first failure that concerns the service or the pass
    phrase stops the rest; a document that alone was refused is passed over.
    """
    asked = [
        signature_ask(signer=signer, capacity=capacity, document=one, at=at) for one in documents
    ]
    made = [one for one in asked if one.state == State.MADE]
    problem = ""
    for one, document in zip(asked, documents, strict=True):
        if one.state == State.MADE:
            continue
        try:
            made.append(
                document_sign(
                    signer=signer, capacity=capacity, document=document, means=means, at=at
                )
            )
        except SignatureFailedError as failure:
            problem = str(failure)
            if failure.stops_batch:
                break
    done = {one.pk for one in made}
    return Batch(made, [one for one in asked if one.pk not in done], problem)


@transaction.atomic
def document_attest(
    *,
    signer: SignerFacts,
    capacity: str,
    document: Document,
    proof: Reauth,
    typed: str,
    at: datetime,
) -> Signature:
    """Sign a document by typing one's name after a second proof; the file itself is not changed.

    May be called inside the caller's transaction. Raises WrongInputError for a stale or weak
    proof or another name; repeated, it returns the first signature.
    """
    reauth_check(proof, signer, at)
    typed_check(typed, signer)
    if (before := signature_before(signer, capacity, document)) is not None:
        return before
    file_keep(document.pdf)
    signature = signature_row(signer, capacity, document, at)
    signature.method, signature.assurance = Method.REAUTH, proof.assurance
    return signature_stand(signature, signer.actor, at)


@transaction.atomic(durable=True)
def signature_ask(
    *, signer: SignerFacts, capacity: str, document: Document, at: datetime
) -> Signature:
    """Keep the wish to sign by certificate, with the document, before anything is sent.

    Returns the one that stands already, signed or not. Raises SigningWaitsError.
    """
    if (before := signature_before(signer, capacity, document)) is not None:
        return before
    _wait_check(signer, at)
    file_keep(document.pdf)
    found = _of(signer, capacity, document).filter(
        method=Method.CERTIFICATE, state=State.ASKED, document_sha256=document.sha256
    )
    standing = found.first()
    if standing is not None:
        return standing
    signature = signature_row(signer, capacity, document, at)
    signature.method, signature.assurance = Method.CERTIFICATE, Assurance.CERTIFICATE
    signature.save()
    return signature


@transaction.atomic(durable=True)
def _fail(ref: str, failure: SignatureFailedError, at: datetime) -> None:
    """Keep why no signature was made; the third wrong pass phrase in a row makes the signer wait.

    What was typed is in neither the failure nor the row.
    """
    signature = Signature.objects.select_for_update().get(ref=ref)
    signature.tried_at, signature.problem = at, failure.code
    if isinstance(failure, PassPhraseWrongError):
        tries = _tries_forget(signature) + 1
        signature.wrong_tries = tries % WRONG_TRIES
        signature.wait_until = at + WAIT if tries >= WRONG_TRIES else None
    signature.save(update_fields=["tried_at", "problem", "wrong_tries", "wait_until"])


@transaction.atomic(durable=True)
def signature_complete(
    *,
    person: str,
    ref: str,
    signed: bytes,
    facts: dict[str, str],
    at: datetime,
) -> Signature:
    """Keep a signed file that was checked; of two answers for one wish the first stands."""
    signature = Signature.objects.select_for_update().get(ref=ref)
    if signature.state == State.MADE:
        return signature
    _tries_forget(signature)
    signature.signed_sha256 = file_keep(signed)
    signature.certificate, signature.tried_at, signature.problem = facts, at, ""
    return signature_stand(signature, person, at)


def signature_pdf(signature: Signature) -> bytes:
    """Return the file that stands: with the signature in it where there is one."""
    return file_kept(signature.signed_sha256 or signature.document_sha256)


def signed_file_note(signature: Signature, at: datetime) -> None:
    """Let the check page of the paper know the signed file too, in the caller's transaction."""
    paper = Paper.objects.filter(ref=signature.paper).first() if signature.paper else None
    if paper is not None and signature.signed_sha256:
        PaperFile.objects.get_or_create(
            paper=paper,
            maker=f"tanda tangan {signature.ref}",
            defaults={"sha256": signature.signed_sha256, "made_at": at},
        )


def signature_stand(signature: Signature, actor: str, at: datetime) -> Signature:
    """Let a signature stand, in the caller's transaction: one entry, its promise kept with it."""
    body: dict[str, Json] = {
        "signature": signature.ref,
        "subject": signature.subject,
        "capacity": signature.capacity,
        "method": signature.method,
        "assurance": signature.assurance,
        "document": signature.document_sha256,
        "signed": signature.signed_sha256,
        "person": signature.person.ref if signature.person else "",
        "unit": signature.unit_path,
        "post": signature.post,
    }
    promise = entry_append(
        government=signature.government_id,
        kind="signature.make",
        matter=matter_draw(),
        actor=actor,
        body=body,
        at=at,
        of=signature.matter or None,
    )
    signature.state, signature.made_at, signature.promise = State.MADE, at, promise.text
    signature.save()
    signed_file_note(signature, at)
    return signature


def signature_row(
    signer: SignerFacts, capacity: str, document: Document, at: datetime
) -> Signature:
    """Return a row yet to be saved: the document and the signer as they are on this day."""
    return Signature(
        ref=matter_draw(),
        government_id=signer.government,
        subject=document.subject,
        matter=document.matter,
        title=document.title,
        capacity=capacity,
        person=signer.person,
        account=signer.account,
        name=signer.name,
        nip=signer.nip,
        post=signer.post,
        unit_path=signer.unit_path,
        unit_name=signer.unit_name,
        state=State.ASKED,
        document_sha256=document.sha256,
        paper=document.paper,
        asked_at=at,
    )


def _of(signer: SignerFacts, capacity: str, document: Document) -> SignatureQuerySet:
    theirs = Signature.objects.filter(subject=document.subject, capacity=capacity)
    if signer.person is not None:
        return theirs.filter(person=signer.person)
    return theirs.filter(person=None, account=signer.account)


def signature_before(signer: SignerFacts, capacity: str, document: Document) -> Signature | None:
    """Return the signature that stands; raise AlreadyDoneError if it is under another file."""
    before = _of(signer, capacity, document).made().first()
    if before is not None and before.document_sha256 != document.sha256:
        raise AlreadyDoneError(
            _(
                "Anda sudah menandatangani naskah ini, dan isinya sekarang lain. Tidak ada yang "
                "berubah; hubungi pengelola kepegawaian."
            )
        )
    return before


def _wait_check(signer: SignerFacts, at: datetime) -> None:
    waiting = _theirs(signer.person.pk if signer.person else None, signer.account)
    latest = waiting.filter(wait_until__gt=at).order_by("-wait_until").first()
    if latest is not None and latest.wait_until is not None:
        until = latest.wait_until.astimezone(at.tzinfo)
        raise SigningWaitsError(
            _(
                "Frasa sandi sertifikat tiga kali tidak cocok. Coba lagi setelah pukul %(time)s. "
                "Lupa? Hubungi pengelola sertifikat di kantor Anda."
            )
            % {"time": clock_time(until)}
        )


def _tries_forget(signature: Signature) -> int:
    """Return the wrong tries of this signer at any document, and forget them: it is one phrase."""
    theirs = _theirs(signature.person_id, signature.account)
    tries = sum(theirs.exclude(wrong_tries=0).values_list("wrong_tries", flat=True))
    theirs.exclude(wrong_tries=0).update(wrong_tries=0)
    signature.wrong_tries = 0
    return tries


def _theirs(person: int | None, account: str) -> SignatureQuerySet:
    signatures = Signature.objects.filter(method=Method.CERTIFICATE)
    if person is not None:
        return signatures.filter(person_id=person)
    return signatures.filter(person=None, account=account)
