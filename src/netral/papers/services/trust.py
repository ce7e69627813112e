"""Authorities whose certificates are trusted: read, compared by fingerprint, added, removed.

Those in the folder ``trust/`` are the installation's own. Those here were added by a government's
officer; who vouches for a root is told wherever a signature leads to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    ExtensionNotFound,
    load_der_x509_certificate,
    load_pem_x509_certificates,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.journal.services import entry_append
from netral.papers.access import trust_root_seen, truster_required
from netral.papers.models import TrustRoot
from netral.papers.services.handles import matter_draw
from netral.papers.services.signed_pdf import trust_folder

MOST_OCTETS = 64 * 2**10
MOST_ROOTS = 40
"""So many a government may trust at once: each is handed to the reader with every file."""
LEAST_RSA_BITS = 2_048
MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class RootFacts:
    """What a certificate says of itself, and the SHA-256 over it by which people compare it."""

    name: str
    office: str
    sha256: str
    begins_at: datetime
    ends_at: datetime
    pem: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RootWish:
    """A root to be trusted, and where certificate and fingerprint were taken from."""

    facts: RootFacts
    source: str


def root_read(content: bytes, *, at: datetime) -> RootFacts:
    """Return the facts of one root certificate in PEM or DER.

    Raises WrongInputError for anything else: no certificate or several, a secret key beside it, a
    certificate that may issue none or was issued by another, one that has ended, a weak one.
    """
    certificate = _certificate(content)
    _is_root_check(certificate)
    _is_strong_check(certificate)
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise WrongInputError(
            _("Sertifikat ini belum atau tidak berlaku lagi. Ambil akar yang berlaku sekarang.")
        )
    return _facts(certificate)


@transaction.atomic
def trust_root_add(*, actor: Actor, wish: RootWish, at: datetime) -> TrustRoot:
    """Trust a root from now on; enter ``trust_root.add``.

    Raises NotVisibleError or NotAllowedError by authority, AlreadyDoneError for one that the
    government trusts, WrongInputError for one too many.
    """
    truster_required(actor)
    facts = root_read(wish.facts.pem.encode("ascii"), at=at)
    if TrustRoot.objects.visible_to(actor.unit).live().count() >= MOST_ROOTS:
        raise WrongInputError(_("Paling banyak 40 akar. Cabut dulu yang tidak dipakai lagi."))
    root = TrustRoot(
        ref=matter_draw(),
        government_id=actor.government,
        name=facts.name,
        sha256=facts.sha256,
        pem=facts.pem,
        begins_at=facts.begins_at,
        ends_at=facts.ends_at,
        source=wish.source,
        added_by=actor.account,
        added_name=actor.name,
        added_at=at,
    )
    try:
        with transaction.atomic():
            root.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyDoneError(_("Akar ini sudah dikenal.")) from error
    _enter(root, "trust_root.add", actor, {"source": wish.source}, at)
    return root


@transaction.atomic
def trust_root_remove(*, actor: Actor, ref: str, reason: str, at: datetime) -> TrustRoot:
    """Let a root count no more; enter ``trust_root.remove``.

    Raises NotVisibleError or NotAllowedError by authority, AlreadyDoneError the second time.
    """
    seen = trust_root_seen(actor, ref)
    root = TrustRoot.objects.select_for_update().get(pk=seen.pk)
    if root.removed_at is not None:
        raise AlreadyDoneError(_("Pengakuan akar ini sudah dicabut."))
    root.removed_at, root.removed_name, root.removed_reason = at, actor.name, reason
    root.save(update_fields=["removed_at", "removed_name", "removed_reason"])
    _enter(root, "trust_root.remove", actor, {"reason": reason}, at)
    return root


def folder_roots() -> list[RootFacts]:
    """Return the certificates in the folder ``trust/``, by name; a broken file is passed over."""
    found: list[RootFacts] = []
    for path in sorted(trust_folder().glob("*.pem")):
        found += [_facts(each) for each in _certificates(path.read_bytes())]
    return sorted(found, key=lambda facts: facts.name)


def _certificates(content: bytes) -> list[Certificate]:
    """Return the certificates of a PEM or DER file, none for a file that is neither."""
    try:
        if b"-----BEGIN" in content:
            return load_pem_x509_certificates(content)
        return [load_der_x509_certificate(content)]
    except ValueError:
        return []


def _certificate(content: bytes) -> Certificate:
    if len(content) > MOST_OCTETS:
        raise WrongInputError(_("Berkas ini lebih dari 64 KB; sertifikat jauh lebih kecil."))
    if b"PRIVATE KEY-----" in content:
        raise WrongInputError(
            _(
                "Berkas ini memuat kunci rahasia. Jangan dikirim ke mana pun. Yang diperlukan "
                "hanya sertifikat akarnya, yang boleh diketahui semua orang."
            )
        )
    found = _certificates(content)
    if not found:
        raise WrongInputError(
            _("Berkas ini bukan sertifikat. Kirim berkas .pem, .crt, atau .cer dari penerbitnya.")
        )
    if len(found) > 1:
        raise WrongInputError(
            _("Berkas ini memuat beberapa sertifikat. Kirim satu saja: akar yang paling atas.")
        )
    return found[0]


def _is_root_check(certificate: Certificate) -> None:
    """Pass for a certificate that may issue others (RFC 5280, 4.2.1.9) and was issued by itself."""
    try:
        may_issue = certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    except (ExtensionNotFound, ValueError):
        may_issue = False
    if not may_issue:
        raise WrongInputError(
            _(
                "Ini sertifikat orang atau kantor, bukan akar: ia tidak boleh menerbitkan "
                "sertifikat lain. Minta sertifikat akar kepada penerbitnya."
            )
        )
    try:
        certificate.verify_directly_issued_by(certificate)
    except (InvalidSignature, ValueError, TypeError) as error:
        raise WrongInputError(
            _("Sertifikat ini diterbitkan oleh yang lain, jadi bukan akar. Kirim yang paling atas.")
        ) from error


def _is_strong_check(certificate: Certificate) -> None:
    key = certificate.public_key()
    is_rsa = isinstance(key, rsa.RSAPublicKey) and key.key_size >= LEAST_RSA_BITS
    if not (is_rsa or isinstance(key, ec.EllipticCurvePublicKey)):
        raise WrongInputError(
            _("Kunci sertifikat ini terlalu lemah, atau bukan RSA 2048 bit ke atas dan bukan EC.")
        )


def _facts(certificate: Certificate) -> RootFacts:
    office = _word(certificate, NameOID.ORGANIZATION_NAME)
    return RootFacts(
        name=_word(certificate, NameOID.COMMON_NAME) or office,
        office=office,
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
        begins_at=certificate.not_valid_before_utc,
        ends_at=certificate.not_valid_after_utc,
        pem=certificate.public_bytes(serialization.Encoding.PEM).decode("ascii"),
    )


def _word(certificate: Certificate, kind: ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(kind)
    return " ".join(" ".join(str(part.value) for part in found).split())[:MOST_LETTERS]


def _enter(root: TrustRoot, kind: str, actor: Actor, more: dict[str, str], at: datetime) -> None:
    entry_append(
        government=root.government_id,
        kind=kind,
        matter=root.ref,
        actor=actor.account,
        body={"name": root.name, "sha256": root.sha256, **more},
        at=at,
    )
