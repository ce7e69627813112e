"""Which service signs by certificate at this installation, by its settings."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from netral.core.kinds.secrets import SecretText
from netral.gateways.signature import NoSigner, PdfSigner
from netral.gateways.signature_bsre import BsreAccess, BsreSigner, bsre_address_flaw


def certificate_gateway() -> PdfSigner:
    """Return the service that signs by certificate; one that refuses when none is set up."""
    if not settings.NETRAL_BSRE_URL:
        return NoSigner()
    if flaw := bsre_address_flaw(settings.NETRAL_BSRE_URL):
        return NoSigner(flaw)
    return BsreSigner(
        BsreAccess(
            url=settings.NETRAL_BSRE_URL,
            user=settings.NETRAL_BSRE_USER,
            password=_password(),
            timeout=settings.NETRAL_BSRE_SECONDS,
            ca_file=settings.NETRAL_BSRE_CA,
        )
    )


def certificate_is_offered() -> bool:
    """Tell whether pages should offer to sign by certificate."""
    return bool(settings.NETRAL_BSRE_URL)


def _password() -> SecretText:
    """Return the site's own password at the service: a file, so that no variable shows it."""
    path = Path(settings.NETRAL_DATA_DIR) / "keys" / "bsre"
    return SecretText(path.read_text(encoding="utf-8").strip() if path.exists() else "")
