"""A stand-in for BSrE's e-sign client service: the same addresses, answers and errors.

It signs for real (PAdES with time stamp and revocation list) with keys of its own authority, so
that a demonstration and the tests go the whole way. Its certificates are worth nothing outside.
Loopback only. A person is a NIK, a name and a pass phrase, made up by whoever starts it.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from netral.gateways.signature import Purpose
from netral.gateways.signature_local import LocalAuthority, Pen, pdf_sign

MOST_OCTETS = 40 * 2**20
LOOPBACK = "127.0.0.1"
_NAME = re.compile(rb'; name="([a-zA-Z_]{1,40})"')
_STATUS = re.compile(r"/api/user/status/(\d{1,20})")
_DOWNLOAD = re.compile(r"/api/sign/download/([A-Za-z0-9_-]{1,64})")


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who holds a certificate here."""

    nik: str = field(repr=False)
    pass_phrase: str = field(repr=False)
    pen: Pen = field(repr=False)
    is_expired: bool = False


@dataclass(slots=True)
class Desk:
    """What the stand-in knows, and how it is told to misbehave.

    ``now`` reads the clock. ``fails_after``: after so many signatures it answers 503.
    ``names_only``: the answer names the document, which is fetched by a second request.
    ``spoils``: it sends the document back unsigned.
    """

    authority: LocalAuthority = field(repr=False)
    now: Callable[[], datetime]
    user: str
    password: str = field(repr=False)
    holders: Mapping[str, Holder] = field(default_factory=dict, repr=False)
    fails_after: int | None = None
    names_only: bool = False
    spoils: bool = False
    kept: dict[str, bytes] = field(default_factory=dict, repr=False)
    signed: int = 0
    turn: Lock = field(default_factory=Lock, repr=False)


class StandIn(ThreadingHTTPServer):
    """The server; ``desk`` may be changed while it runs."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int = 0) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.desk = desk

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://{LOOPBACK}:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    """Answers as the client service does."""

    server: StandIn
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the parent's name)
        """Log nothing: an address holds a NIK, a body a pass phrase."""

    def do_GET(self) -> None:
        """Answer about a person, or hand out a signed document."""
        if not self._is_let_in():
            return
        if found := _STATUS.fullmatch(self.path):
            self._say(HTTPStatus.OK, self._standing(found[1]))
        elif (found := _DOWNLOAD.fullmatch(self.path)) and found[1] in self.server.desk.kept:
            self._send(HTTPStatus.OK, "application/pdf", self.server.desk.kept.pop(found[1]))
        else:
            self._say(HTTPStatus.NOT_FOUND, {"error": "Dokumen tidak ditemukan"})

    def do_POST(self) -> None:
        """Sign a document."""
        body = self._body()
        if not self._is_let_in():
            return
        if self.path != "/api/sign/pdf" or body is None:
            self._say(HTTPStatus.NOT_FOUND, {"error": "Not Found"})
            return
        fields = _fields(self.headers.get("Content-Type", ""), body)
        refusal = self._refusal(fields)
        if refusal is not None:
            self._say(HTTPStatus.BAD_REQUEST, refusal)
            return
        with self.server.desk.turn:
            self._sign(fields)

    def _sign(self, fields: Mapping[str, bytes]) -> None:
        desk = self.server.desk
        if desk.fails_after is not None and desk.signed >= desk.fails_after:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, "text/html", b"<h1>503</h1>")
            return
        holder = desk.holders[fields["nik"].decode()]
        purpose = Purpose(_text(fields, "reason"), _text(fields, "location"))
        signed = pdf_sign(
            fields["file"],
            holder.pen,
            purpose=purpose,
            clock=desk.authority.clock,
            revocations=desk.authority.revocations(at=desk.now()),
        )
        desk.signed += 1
        identity = secrets.token_urlsafe(12)
        if desk.spoils:
            signed = fields["file"]
        if desk.names_only:
            desk.kept[identity] = signed
            self._say(HTTPStatus.OK, {"id_dokumen": identity})
            return
        self._send(HTTPStatus.OK, "application/pdf", signed, identity)

    def _refusal(self, fields: Mapping[str, bytes]) -> dict[str, object] | None:
        holder = self.server.desk.holders.get(_text(fields, "nik"))
        if not fields.get("file", b"").startswith(b"%PDF-"):
            return {"error": "Dokumen bukan PDF", "status_code": 2001}
        if holder is None:
            return {"error": "User belum terdaftar", "status_code": 2011}
        if holder.is_expired:
            return {"error": "Sertifikat user sudah expired", "status_code": 2021}
        if not compare_digest(holder.pass_phrase.encode(), fields.get("passphrase", b"")):
            return {"error": "Passphrase anda salah", "status_code": 2031}
        return None

    def _standing(self, nik: str) -> dict[str, object]:
        holder = self.server.desk.holders.get(nik)
        if holder is None:
            return {"status_code": 1110, "status": "NOT_REGISTERED", "message": "Belum terdaftar"}
        if holder.is_expired:
            return {"status_code": 1112, "status": "EXPIRED", "message": "Sertifikat kedaluwarsa"}
        return {"status_code": 1111, "status": "ISSUE", "message": "User aktif"}

    def _is_let_in(self) -> bool:
        desk = self.server.desk
        wanted = base64.b64encode(f"{desk.user}:{desk.password}".encode())
        shown = self.headers.get("Authorization", "").encode()
        if compare_digest(shown, b"Basic " + wanted):
            return True
        self._say(HTTPStatus.UNAUTHORIZED, {"error": "Unauthorized"})
        return False

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_OCTETS:
            self.close_connection = True
            return None
        return self.rfile.read(int(length))

    def _say(self, status: HTTPStatus, said: Mapping[str, object]) -> None:
        self._send(status, "application/json", json.dumps(said).encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes, identity: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if identity:
            self.send_header("id_dokumen", identity)
        self.end_headers()
        self.wfile.write(body)


def _fields(kind: str, body: bytes) -> dict[str, bytes]:
    """Return the fields of a multipart form by name, each byte as it was sent (RFC 7578)."""
    edge = kind.partition("boundary=")[2].strip('"').encode()
    found: dict[str, bytes] = {}
    for part in body.split(b"--" + edge)[1:-1] if edge else ():
        head, _blank, content = part.partition(b"\r\n\r\n")
        if name := _NAME.search(head):
            found[name[1].decode()] = content.removesuffix(b"\r\n")
    return found


def _text(fields: Mapping[str, bytes], name: str) -> str:
    return fields.get(name, b"").decode("utf-8", "replace")
