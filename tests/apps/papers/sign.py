"""Authorities, pens and the stand-in of BSrE for the tests of signatures, made once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

from netral.core.kinds.secrets import SecretText
from netral.gateways.signature import Credentials, Purpose, credentials_read
from netral.gateways.signature_bsre import BsreAccess, BsreSigner
from netral.gateways.signature_child import STRANGERS, Gate
from netral.gateways.signature_local import LocalAuthority, Pen, authority_make, pdf_sign
from netral.gateways.signature_reader import pdf_read, roots_in, roots_read
from netral.gateways.signature_stand_in import Desk, Holder, StandIn
from netral.papers.services import certificate_pdf
from netral.papers.services.signing import Document, Means
from tests.apps.papers.build import AT, certificate

NIK, OTHER_NIK, EXPIRED_NIK = "1504010101900001", "1504010101900002", "1504010101900003"
PASS_PHRASE = "kereta lewat tengah malam"
PASSWORD = "sandi layanan contoh"
PURPOSE = Purpose("Pakta integritas", "Muara Bulian")


def now() -> datetime:
    """Return the moment; a signature's certificate must be good now."""
    return datetime.now(UTC)


@cache
def authority() -> LocalAuthority:
    """Return one authority for all tests."""
    return authority_make("Otoritas Contoh", office="Kantor Contoh", at=now() - timedelta(days=9))


@cache
def pen(name: str = "Lasma Contoh", *, days_ago: int = 1, days: int = 30) -> Pen:
    """Return a key of that name, its certificate begun so many days ago."""
    at = now() - timedelta(days=days_ago)
    return authority().issue(name, office="Kabupaten Contoh", at=at, days=days)


@cache
def plain_pdf(ref: str = "7K2M94QD") -> bytes:
    """Return a certificate of ours, unsigned."""
    return certificate_pdf(certificate(ref=ref), at=AT)


@cache
def signed_pdf(*, with_revocations: bool = True) -> bytes:
    """Return the same, signed."""
    said = authority().revocations(at=now()) if with_revocations else b""
    return pdf_sign(plain_pdf(), pen(), purpose=PURPOSE, clock=authority().clock, revocations=said)


def document(subject: str = "PAKTA00001", *, ref: str = "7K2M94QD") -> Document:
    """Return a document to sign."""
    return Document(subject=subject, title="Pakta integritas", pdf=plain_pdf(ref), paper=ref)


def reading_here(
    pdf: bytes, *, trust: Path, roots: bytes = b"", gate: Gate = STRANGERS
) -> dict[str, Any]:
    """Read a PDF in this process, as the child would, and as quietly."""
    assert gate.wait_seconds
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    return pdf_read(pdf, [*roots_read(trust), *roots_in(roots)])


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Run the stand-in while the test needs it."""
    desk = Desk(
        authority=authority(),
        now=now,
        user="netral",
        password=PASSWORD,
        holders={
            NIK: Holder(NIK, PASS_PHRASE, pen()),
            EXPIRED_NIK: Holder(EXPIRED_NIK, PASS_PHRASE, pen(), is_expired=True),
        },
    )
    with StandIn(desk) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def gateway(server: StandIn, *, password: str = PASSWORD) -> BsreSigner:
    """Return the real gateway, aimed at the stand-in."""
    access = BsreAccess(server.url, "netral", SecretText(password), timeout=10.0)
    return BsreSigner(access)


def credentials(nik: str = NIK, pass_phrase: str = PASS_PHRASE) -> Credentials:
    """Return what the person types."""
    return credentials_read(nik, pass_phrase)


def means(server: StandIn, *, pass_phrase: str = PASS_PHRASE) -> Means:
    """Return the means to sign through the stand-in."""
    return Means(gateway(server), credentials(pass_phrase=pass_phrase), PURPOSE)
