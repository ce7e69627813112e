"""What a gateway gave back: is it the document that was sent, with one more good signature?"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.utils.translation import gettext as _

from netral.gateways.signature import AnswerOddError
from netral.gateways.signature_child import OURS, pdf_reading
from netral.papers.queries import roots_pem

KEPT = ("name", "office", "issuer", "serial", "sha256", "from", "until")


def trust_folder() -> Path:
    """Return the folder of the certificates that this installation trusts, one PEM file each."""
    return Path(settings.NETRAL_DATA_DIR) / "trust"


def signed_facts(before: bytes, after: bytes) -> dict[str, str]:
    """Return whose certificate signed, and how it stands, of a document that came back signed.

    Raises AnswerOddError when the file is not the one that was sent with one more signature, the
    signature is broken, or something was changed after it.
    """
    old = _read(before) if b"/ByteRange" in before else None
    reading = _read(after)
    had = len(old["signatures"]) if old else 0
    if reading["flaw"] or len(reading["signatures"]) != had + 1:
        raise _odd()
    newest = reading["signatures"][-1]
    if not newest["is_intact"] or newest["changed"] not in {"tidak", "bukti"}:
        raise _odd()
    if not is_same_document(before, after):
        raise _odd()
    return certificate_facts(newest)


def _read(pdf: bytes) -> dict[str, Any]:
    return pdf_reading(pdf, trust=trust_folder(), roots=roots_pem(), gate=OURS)


def certificate_facts(signature: Mapping[str, Any]) -> dict[str, str]:
    """Return what is stored of a signature's certificate; no number of a person is in it."""
    signer = signature["signer"]
    return {name: str(signer[name]) for name in KEPT} | {
        "chain": str(signature["chain"]),
        "stamped_at": str(signature["stamped_at"]),
    }


def is_same_document(before: bytes, after: bytes) -> bool:
    """Tell whether a signed file shows the same pages as the one before.

    PAdES appends, so the old bytes are its beginning; a service that writes the file anew must
    leave what each page draws as it was.
    """
    if after.startswith(before):
        return True
    try:
        return _drawn(before) == _drawn(after)
    except (pikepdf.PdfError, ValueError):
        return False


def _drawn(pdf: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        drawn = []
        for page in opened.pages:
            page.contents_coalesce()
            drawn.append(bytes(page.obj["/Contents"].read_bytes()).strip())
        return drawn


def _odd() -> AnswerOddError:
    return AnswerOddError(
        _(
            "Yang dikirim kembali oleh layanan sertifikat bukan dokumen Anda dengan tanda tangan "
            "yang utuh. Tidak ada yang kami simpan; coba lagi, atau hubungi pengelola sistem."
        )
    )
