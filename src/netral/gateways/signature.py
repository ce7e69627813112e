"""Signing a PDF by a person's certificate: what any service must do, and what may go wrong.

Each failure says in plain words what happened and what to do. None carries a pass phrase or a
number of a person: both stay in ``Credentials``, which hides its own ``repr``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol

from django.utils.translation import gettext as _

from netral.core.kinds.errors import NetralError, WrongInputError
from netral.core.kinds.secrets import SecretText

NIK_LENGTH = 16
_BLANKS = re.compile(r"[\s.\-]+")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens a person's certificate for one act: the NIK and the pass phrase; never stored."""

    nik: SecretText = field(repr=False)
    pass_phrase: SecretText = field(repr=False)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the signature says of itself: why and where; printed by some services."""

    reason: str = ""
    place: str = ""


class Standing(StrEnum):
    """Whether a person can sign by certificate now."""

    READY = "siap"
    UNKNOWN_PERSON = "belum_terdaftar"
    EXPIRED = "kedaluwarsa"
    DOWN = "tidak_terjangkau"
    OFF = "tidak_dipasang"


class SignatureFailedError(NetralError):
    """No signature was made. ``code`` is stored, the message shown; ``may_repeat`` as it stands."""

    status = 502
    title = "Belum bisa ditandatangani"
    code: ClassVar[str] = "lain"
    may_repeat: ClassVar[bool] = True
    stops_batch: ClassVar[bool] = True


class PassPhraseWrongError(SignatureFailedError):
    """The pass phrase does not open the certificate."""

    status = 422
    code = "frasa_sandi"
    may_repeat = False


class PersonUnknownError(SignatureFailedError):
    """The service knows no certificate of this NIK."""

    status = 422
    code = "nik"
    may_repeat = False


class CertificateExpiredError(SignatureFailedError):
    """The certificate's time is over, or it was revoked."""

    status = 409
    code = "kedaluwarsa"
    may_repeat = False


class ServiceDownError(SignatureFailedError):
    """The service did not answer in time, or said that it is out of order."""

    status = 503
    retry_after = 60
    code = "layanan"


class AnswerOddError(SignatureFailedError):
    """The service answered what is no signed copy of the document that was sent."""

    code = "jawaban"


class DocumentRefusedError(SignatureFailedError):
    """The service does not take this document; the next one of a batch may be taken."""

    status = 422
    code = "dokumen"
    may_repeat = False
    stops_batch = False


class GatewayOffError(SignatureFailedError):
    """No service was set up at this installation."""

    status = 409
    code = "tidak_dipasang"
    may_repeat = False


class PdfSigner(Protocol):
    """A service that signs PDF files in the name of a person.

    ``name`` is stored with the signature. ``standing`` asks about a person without signing and
    never raises. ``sign`` returns the signed PDF or raises SignatureFailedError; it signs at most
    once for each call, so that nobody signs twice by a repeated request.
    """

    name: str

    def standing(self, nik: SecretText) -> Standing:
        """Tell whether the person could sign now."""
        ...

    def sign(self, pdf: bytes, *, credentials: Credentials, purpose: Purpose) -> bytes:
        """Return the PDF with the person's signature added."""
        ...


class NoSigner:
    """What an installation without a service has: it says so; ``flaw`` is what is set up wrong."""

    name = "tidak_dipasang"

    def __init__(self, flaw: str = "") -> None:
        self._flaw = flaw

    def standing(self, nik: SecretText) -> Standing:  # noqa: ARG002 - the protocol's name
        """Say that nothing is set up."""
        return Standing.OFF

    def sign(self, pdf: bytes, *, credentials: Credentials, purpose: Purpose) -> bytes:  # noqa: ARG002
        """Refuse, with what to do."""
        raise GatewayOffError(
            self._flaw
            or _(
                "Tanda tangan dengan sertifikat belum dipasang di kantor ini. Pilih cara lain, "
                "atau minta pengelola sistem memasang layanannya."
            )
        )


def credentials_read(nik: str, pass_phrase: str) -> Credentials:
    """Return what a person typed as credentials; blanks, dots and dashes in the NIK are forgiven.

    Raises WrongInputError for a NIK that is not sixteen digits, or an empty pass phrase.
    """
    digits = _BLANKS.sub("", nik)
    if not (digits.isascii() and digits.isdigit() and len(digits) == NIK_LENGTH):
        raise WrongInputError(
            _("NIK terdiri dari 16 angka, seperti pada KTP. Periksa lagi angkanya.")
        )
    if not pass_phrase:
        raise WrongInputError(_("Ketik frasa sandi (passphrase) sertifikat Anda."))
    return Credentials(SecretText(digits), SecretText(pass_phrase))
