"""PAdES made here: a small certificate authority of our own, and the pen that signs with its keys.

For the seal of a government, for the stand-in of BSrE, and for tests. Its certificates prove no
more than that the holder of this folder signed; who trusts them says so by keeping their root.

It imports pyHanko, which takes half a second and 45 MB: only the child program, the stand-in and
tests import this module.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from asn1crypto import keys as asn1_keys
from asn1crypto import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import (
    AuthorityKeyIdentifier,
    BasicConstraints,
    Certificate,
    CertificateBuilder,
    CertificateRevocationListBuilder,
    ExtendedKeyUsage,
    KeyUsage,
    Name,
    NameAttribute,
    RevokedCertificateBuilder,
    SubjectKeyIdentifier,
    load_pem_x509_certificates,
    random_serial_number,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from netral.gateways.signature import Purpose

ROOT_YEARS, KEY_DAYS, STAMP_DAYS = 20, 730, 3_650
Private: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
EARLIER = timedelta(minutes=5)
"""Certificates begin a little before now, so that a clock running behind does not refuse them."""


@dataclass(frozen=True, slots=True)
class Pen:
    """A key that signs: its certificate, the root above it, the private key."""

    certificate: Certificate
    root: Certificate
    private: Private = field(repr=False)

    @property
    def pem(self) -> bytes:
        """Return key, certificate and root in one file, as it is kept."""
        certificates = _certificate_pem(self.certificate) + _certificate_pem(self.root)
        return _key_pem(self.private) + certificates


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """A root that issues certificates, lists revoked ones, and stamps the time."""

    root: Certificate
    private: Private = field(repr=False)
    clock: Pen = field(repr=False)

    @property
    def root_pem(self) -> bytes:
        """Return the root's certificate; whoever keeps it trusts what was issued."""
        return _certificate_pem(self.root)

    @property
    def itself(self) -> Pen:
        """Return the root's own key as a pen: what it signs leads to itself alone."""
        return Pen(self.root, self.root, self.private)

    def issue(
        self, name: str, *, office: str, at: datetime, days: int = KEY_DAYS, serial: str = ""
    ) -> Pen:
        """Return a new key with a certificate for signing in that name, good for so many days."""
        private = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name, office, serial)
        certificate = _issued(self, subject, private, at, timedelta(days=days), _SIGNING)
        return Pen(certificate, self.root, private)

    def revocations(self, *, at: datetime, revoked: tuple[Certificate, ...] = ()) -> bytes:
        """Return the list of revoked certificates (RFC 5280, section 5) as DER."""
        builder = (
            CertificateRevocationListBuilder()
            .issuer_name(self.root.subject)
            .last_update(at - EARLIER)
            .next_update(at + timedelta(days=7))
        )
        for certificate in revoked:
            row = RevokedCertificateBuilder().serial_number(certificate.serial_number)
            builder = builder.add_revoked_certificate(row.revocation_date(at - EARLIER).build())
        signed = builder.sign(self.private, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.DER)

    def keep(self, folder: Path) -> None:
        """Write the authority into a folder, readable by this user alone."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _private_file(folder / "authority.pem", _key_pem(self.private) + self.root_pem)
        _private_file(folder / "clock.pem", self.clock.pem)
        (folder / "root.pem").write_bytes(self.root_pem)


def authority_make(name: str, *, office: str, at: datetime) -> LocalAuthority:
    """Return a new root with its own clock."""
    private = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name, office, "")
    root = (
        CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(random_serial_number())
        .not_valid_before(at - EARLIER)
        .not_valid_after(at + timedelta(days=365 * ROOT_YEARS))
        .add_extension(BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .add_extension(SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    # pyHanko's own stamper knows RSA alone.
    stamp = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    bare = LocalAuthority(root, private, Pen(root, root, private))
    called = _name(f"{name}: cap waktu", office, "")
    days = timedelta(days=STAMP_DAYS)
    certificate = _issued(bare, called, stamp, at, days, _STAMPING)
    return LocalAuthority(root, private, Pen(certificate, root, stamp))


def authority_load(folder: Path) -> LocalAuthority:
    """Return the authority kept in a folder; raise FileNotFoundError when there is none."""
    own, clock = pen_read(folder / "authority.pem"), pen_read(folder / "clock.pem")
    return LocalAuthority(own.root, own.private, clock)


def pen_read(path: Path) -> Pen:
    """Return the key of a PEM file: private key, certificate, and those above it.

    Raises FileNotFoundError, ValueError for a file without them, TypeError for another key.
    """
    content = path.read_bytes()
    private = serialization.load_pem_private_key(content, password=None)
    parts = load_pem_x509_certificates(content)
    if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError(f"{path.name}: the key must be RSA or on an elliptic curve")
    return Pen(parts[0], parts[-1], private)


def pdf_sign(
    pdf: bytes,
    pen: Pen,
    *,
    purpose: Purpose,
    clock: Pen | None = None,
    revocations: bytes = b"",
) -> bytes:
    """Return the PDF with one invisible PAdES signature appended; every earlier byte stays.

    With ``clock`` it carries a time stamp (level B-T); with ``revocations`` too, also what shows
    that the certificate was not revoked then (level B-LT).
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    taken = len(list(fields.enumerate_sig_fields(writer.prev)))
    context = _context(pen, revocations) if revocations else None
    meta = signers.PdfSignatureMetadata(
        field_name=f"TandaTangan{taken + 1}",
        reason=purpose.reason or None,
        location=purpose.place or None,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=context is not None,
        validation_context=context,
    )
    signer = signers.PdfSigner(meta, _simple(pen), timestamper=_stamper(clock) if clock else None)
    out: BytesIO = signer.sign_pdf(writer)
    return out.getvalue()


_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
_SIGNING = ("digital_signature", "content_commitment")
_STAMPING = ("digital_signature",)


def _issued(
    authority: LocalAuthority,
    subject: Name,
    private: Private,
    at: datetime,
    lasts: timedelta,
    usage: tuple[str, ...],
) -> Certificate:
    above = authority.private.public_key()
    builder = (
        CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority.root.subject)
        .public_key(private.public_key())
        .serial_number(random_serial_number())
        .not_valid_before(at - EARLIER)
        .not_valid_after(at + lasts)
        .add_extension(BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(*usage), critical=True)
        .add_extension(SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .add_extension(AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    )
    if usage == _STAMPING:
        purposes = ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purposes, critical=True)
    return builder.sign(authority.private, hashes.SHA256())


def _usage(*named: str) -> KeyUsage:
    return KeyUsage(**{name: name in named for name in _USAGES})


def _name(common: str, office: str, serial: str) -> Name:
    parts = [
        NameAttribute(NameOID.COUNTRY_NAME, "ID"),
        NameAttribute(NameOID.ORGANIZATION_NAME, office[:64]),
        NameAttribute(NameOID.COMMON_NAME, common[:64]),
    ]
    if serial:
        parts.append(NameAttribute(NameOID.SERIAL_NUMBER, serial))
    return Name(parts)


def _simple(pen: Pen) -> signers.SimpleSigner:
    store = SimpleCertificateStore()
    store.register_multiple([_asn1(pen.root)])
    return signers.SimpleSigner(
        signing_cert=_asn1(pen.certificate), signing_key=_asn1_key(pen.private), cert_registry=store
    )


def _stamper(clock: Pen) -> DummyTimeStamper:
    store = SimpleCertificateStore()
    store.register_multiple([_asn1(clock.root)])
    return DummyTimeStamper(
        tsa_cert=_asn1(clock.certificate),
        tsa_key=_asn1_key(clock.private),
        certs_to_embed=store,
    )


def _context(pen: Pen, revocations: bytes) -> ValidationContext:
    return ValidationContext(
        trust_roots=[_asn1(pen.root)],
        crls=[revocations],
        allow_fetching=False,
        revocation_mode="require",
    )


def _asn1(certificate: Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _asn1_key(private: Private) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(
        private.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _key_pem(private: Private) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _certificate_pem(certificate: Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private_file(path: Path, content: bytes) -> None:
    """Write a file that only this user may read; refuse to write over one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
