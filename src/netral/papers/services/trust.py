"""Authorities whose certificates are trusted: read, compared by fingerprint, confirmed, removed.

Those in the folder ``trust/`` are the installation's own. Those here were proposed by one officer
of a government and confirmed by another; who vouches for a root is told wherever a signature
leads to it.
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
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.kinds.errors import AlreadyDoneError, NotAllowedError, WrongInputError
from netral.journal.services import entry_append
from netral.papers.access import TRUST_CONFIRMERS, trust_root_seen, truster_required
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
def trust_root_propose(*, actor: Actor, wish: RootWish, at: datetime) -> TrustRoot:
    """Propose a root, which counts nothing yet; enter ``trust_root.propose``.

    Raises NotVisibleError or NotAllowedError by authority, AlreadyDoneError for one that the
    government trusts or was proposed, WrongInputError for one too many.
    """
    truster_required(actor)
    facts = root_read(wish.facts.pem.encode("ascii"), at=at)
    if TrustRoot.objects.visible_to(actor.unit).standing().count() >= MOST_ROOTS:
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
        raise AlreadyDoneError(_("Akar ini sudah dipasang. Lihat daftarnya.")) from error
    _enter(root, "trust_root.propose", actor, {"source": wish.source}, at)
    return root


@transaction.atomic
def trust_root_confirm(*, actor: Actor, ref: str, sha256: str, at: datetime) -> TrustRoot:
    """Confirm as the second officer: the root counts from now on; enter ``trust_root.confirm``.

    ``sha256`` is the fingerprint that the second officer took from the issuer, in 64 figures.
    Raises NotVisibleError or NotAllowedError by authority and to who proposed it, AlreadyDoneError
    for one confirmed or removed, WrongInputError where the certificate has another fingerprint or
    has ended meanwhile.
    """
    root = TrustRoot.objects.select_for_update().get(pk=trust_root_seen(actor, ref).pk)
    if root.removed_at is not None or root.confirmed_at is not None:
        raise AlreadyDoneError(_("Akar ini tidak menunggu pengesahan lagi. Lihat daftarnya."))
    if root.added_by == actor.account:
        raise NotAllowedError(_("Anda yang memasang akar ini. Minta petugas lain mengesahkannya."))
    if sha256 != root.sha256:
        raise WrongInputError(
            _(
                "Sidik yang Anda salin lain dari sidik akar yang dipasang. Jangan disahkan. "
                "Periksa salinannya; jika tetap lain, tanyakan kepada penerbit dan minta akar ini "
                "dicabut."
            )
        )
    root_read(root.pem.encode("ascii"), at=at)
    root.confirmed_by, root.confirmed_name, root.confirmed_at = actor.account, actor.name, at
    root.save(update_fields=["confirmed_by", "confirmed_name", "confirmed_at"])
    _enter(root, "trust_root.confirm", actor, {}, at)
    return root


@transaction.atomic
def trust_root_remove(*, actor: Actor, ref: str, reason: str, at: datetime) -> TrustRoot:
    """Let a root count no more; enter ``trust_root.remove``.

    Raises NotVisibleError or NotAllowedError by authority, AlreadyDoneError the second time.
    """
    truster_required(actor)
    seen = trust_root_seen(actor, ref)
    root = TrustRoot.objects.select_for_update().get(pk=seen.pk)
    if root.removed_at is not None:
        raise AlreadyDoneError(_("Pengakuan akar ini sudah dicabut."))
    root.removed_at, root.removed_name, root.removed_reason = at, actor.name, reason
    root.save(update_fields=["removed_at", "removed_name", "removed_reason"])
    _enter(root, "trust_root.remove", actor, {"reason": reason}, at)
    return root


def trust_roots_waiting(*, actor: Actor) -> QuerySet[TrustRoot]:
    """Return the roots that somebody else proposed and the actor may confirm."""
    if actor.role not in TRUST_CONFIRMERS or str(actor.unit) != str(actor.government):
        return TrustRoot.objects.none()
    waiting = TrustRoot.objects.visible_to(actor.unit).standing().filter(confirmed_at=None)
    return waiting.exclude(added_by=actor.account).order_by("added_at", "pk")


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
