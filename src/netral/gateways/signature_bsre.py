"""BSrE's e-sign client service over HTTP: a PDF goes in, the signed PDF comes out.

BSrE (Balai Besar Sertifikasi Elektronik, BSSN) gives each government a small server of its own,
the "e-sign client service", usually reached inside the office's network.

Confirmed by programs of several regional governments that use it (there is no public reference):
``POST /api/sign/pdf``, basic authentication, multipart with ``file``, ``nik``, ``passphrase``,
``tampilan`` (``invisible`` or ``visible``), ``reason``, ``location``; the answer is the PDF itself,
or JSON with ``id_dokumen``, fetched from ``/api/sign/download/<id>``; errors are JSON with
``error`` and ``status_code``, 2031 a wrong pass phrase and 2011 an unknown person;
``GET /api/user/status/<nik>`` answers JSON with ``status_code`` and ``status``, 1111 or ``ISSUE``
for a person who can sign.

Not confirmed: codes of an expired or revoked certificate (read from the words of ``error``), the
version that takes JSON with base64, whether a repeated request signs twice (we never repeat
``sign``), and whether the file is extended or written anew (the caller compares the pages).
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import secrets
import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import SplitResult, quote, urlsplit

from django.utils.translation import gettext as _

from netral.core.kinds.secrets import SecretText
from netral.gateways.signature import (
    AnswerOddError,
    CertificateExpiredError,
    Credentials,
    DocumentRefusedError,
    PassPhraseWrongError,
    PersonUnknownError,
    Purpose,
    ServiceDownError,
    SignatureFailedError,
    Standing,
)

MOST_OCTETS = 64 * 2**20
CODE_PASS_PHRASE = 2031
CODE_UNKNOWN = 2011
CODE_READY = 1111
_EXPIRED = re.compile(r"kad?aluwarsa|kedaluwarsa|expired|dicabut|revoke", re.IGNORECASE)
_UNKNOWN = re.compile(
    r"(belum|tidak)\s+(ter)?(daftar|memiliki sertifikat)|not registered", re.IGNORECASE
)
_PASS_PHRASE = re.compile(r"pass\s?phrase", re.IGNORECASE)
_IDENTITY = re.compile(r"[A-Za-z0-9._-]{1,100}")


@dataclass(frozen=True, slots=True)
class BsreAccess:
    """Where the client service is, and what this site says to be let in."""

    url: str
    user: str
    password: SecretText = field(repr=False)
    timeout: float = 30.0
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer of the service, read whole."""

    status: int
    kind: str
    body: bytes = field(repr=False)

    @property
    def is_pdf(self) -> bool:
        return self.body[:1024].lstrip().startswith(b"%PDF-")

    def words(self) -> dict[str, object]:
        """Return the answer's JSON object; empty when it is none."""
        try:
            said = json.loads(self.body)
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}


class BsreSigner:
    """Signs through BSrE's client service."""

    name = "bsre"

    def __init__(self, access: BsreAccess) -> None:
        self._access = access
        self._place = urlsplit(access.url)

    def standing(self, nik: SecretText) -> Standing:
        """Ask whether the person could sign; asked again once when the service was silent."""
        path = f"/api/user/status/{quote(str(nik), safe='')}"
        for _try in range(2):
            try:
                return _standing(self._ask("GET", path))
            except ServiceDownError:
                continue
        return Standing.DOWN

    def sign(self, pdf: bytes, *, credentials: Credentials, purpose: Purpose) -> bytes:
        """Return the signed PDF; one request, never repeated by itself."""
        fields = [
            ("nik", str(credentials.nik)),
            ("passphrase", str(credentials.pass_phrase)),
            ("tampilan", "invisible"),
            *((name, text) for name, text in _said(purpose) if text),
        ]
        kind, body = multipart(fields, pdf)
        answer = self._ask("POST", "/api/sign/pdf", body, kind)
        if answer.status != HTTPStatus.OK:
            raise _refusal(answer)
        return answer.body if answer.is_pdf else self._fetched(answer)

    def _fetched(self, answer: _Answer) -> bytes:
        """Return the file that the answer only names."""
        said = answer.words()
        if "error" in said:
            raise _refusal(answer)
        identity = str(said.get("id_dokumen", ""))
        if not _IDENTITY.fullmatch(identity):
            raise _odd()
        path = f"/api/sign/download/{identity}"
        try:
            found = self._ask("GET", path)
        except ServiceDownError:
            # To fetch is safe to repeat: the signature has been made.
            found = self._ask("GET", path)
        if not found.is_pdf:
            raise _odd()
        return found.body

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> _Answer:
        """Send one request and read the answer whole; ServiceDownError when none came in time."""
        link = self._link()
        user = f"{self._access.user}:{self._access.password}".encode()
        headers = {
            "Authorization": f"Basic {base64.b64encode(user).decode('ascii')}",
            "Accept": "application/pdf, application/json",
        } | ({"Content-Type": kind} if kind else {})
        try:
            link.request(method, self._place.path.rstrip("/") + path, body, headers)
            with link.getresponse() as answer:
                content = answer.read(MOST_OCTETS + 1)
        except (OSError, http.client.HTTPException):
            # Without the cause: its text may hold an address with the person's number.
            raise _down() from None
        finally:
            link.close()
        if len(content) > MOST_OCTETS:
            raise _odd()
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR and not _coded(content):
            raise _down()
        return _Answer(answer.status, answer.getheader("Content-Type", ""), content)

    def _link(self) -> http.client.HTTPConnection:
        host, port = self._place.hostname or "", self._place.port
        if self._place.scheme == "https":
            trust = ssl.create_default_context(cafile=self._access.ca_file or None)
            return http.client.HTTPSConnection(
                host, port, timeout=self._access.timeout, context=trust
            )
        return http.client.HTTPConnection(host, port, timeout=self._access.timeout)


def bsre_address_flaw(url: str) -> str:
    """Return what is wrong with a service's address, or "".

    A pass phrase never travels in clear to another machine, so plain HTTP is for loopback alone.
    """
    place: SplitResult = urlsplit(url)
    if place.scheme not in {"http", "https"} or not place.hostname:
        return _("Alamat layanan harus diawali https://.")
    if place.scheme == "http" and place.hostname not in {"127.0.0.1", "localhost", "::1"}:
        return _("Alamat layanan harus https://, karena frasa sandi lewat di situ.")
    return ""


def multipart(fields: Iterable[tuple[str, str]], pdf: bytes) -> tuple[str, bytes]:
    """Return (content type, body) of a form with a PDF as its ``file`` (RFC 7578)."""
    edge = secrets.token_hex(24)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n'
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()
        for name, text in fields
    ]
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="dokumen.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    body = b"".join([*parts, head.encode(), pdf, f"\r\n--{edge}--\r\n".encode()])
    return f"multipart/form-data; boundary={edge}", body


def _said(purpose: Purpose) -> tuple[tuple[str, str], ...]:
    return (("reason", purpose.reason), ("location", purpose.place))


def _coded(content: bytes) -> bool:
    """Tell whether a failing answer names a reason of its own."""
    said = _Answer(0, "", content).words()
    return "status_code" in said or "error" in said


def _standing(answer: _Answer) -> Standing:
    said = answer.words()
    words = f"{said.get('status', '')} {said.get('message', '')} {said.get('error', '')}"
    if said.get("status_code") == CODE_READY or str(said.get("status", "")).upper() == "ISSUE":
        return Standing.READY
    if _EXPIRED.search(words):
        return Standing.EXPIRED
    if not said or answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return Standing.DOWN
    return Standing.UNKNOWN_PERSON


def _refusal(answer: _Answer) -> SignatureFailedError:
    """Return the failure that an answer tells of, in our words; theirs may repeat what was sent."""
    said = answer.words()
    code, words = said.get("status_code"), f"{said.get('error', '')} {said.get('message', '')}"
    if code == CODE_PASS_PHRASE or _PASS_PHRASE.search(words):
        return PassPhraseWrongError(
            _("Frasa sandi sertifikat tidak cocok. Ketik lagi; dokumen Anda belum ditandatangani.")
        )
    if _EXPIRED.search(words):
        return CertificateExpiredError(
            _(
                "Sertifikat elektronik Anda sudah tidak berlaku. Ajukan sertifikat baru lewat "
                "pengelola sertifikat di kantor Anda, atau pilih cara lain."
            )
        )
    if code == CODE_UNKNOWN or _UNKNOWN.search(words):
        return PersonUnknownError(
            _(
                "NIK ini belum terdaftar di layanan sertifikat. Periksa angkanya; jika benar, "
                "daftar lewat pengelola sertifikat di kantor Anda, atau pilih cara lain."
            )
        )
    if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return ServiceDownError(
            _(
                "Layanan sertifikat menolak sambungan dari situs ini. Pengelola sistem perlu "
                "memeriksa nama dan sandi layanannya. Dokumen Anda belum ditandatangani."
            )
        )
    return DocumentRefusedError(
        _(
            "Layanan sertifikat menolak dokumen ini tanpa sebab yang kami kenal. Coba lagi nanti, "
            "atau pilih cara lain."
        )
    )


def _down() -> ServiceDownError:
    return ServiceDownError(
        _(
            "Layanan sertifikat tidak menjawab. Dokumen Anda tersimpan dan belum ditandatangani; "
            "coba lagi beberapa menit lagi."
        )
    )


def _odd() -> AnswerOddError:
    return AnswerOddError(
        _(
            "Layanan sertifikat menjawab sesuatu yang bukan dokumen bertanda tangan. Tidak ada "
            "yang kami simpan; coba lagi, atau hubungi pengelola sistem."
        )
    )
