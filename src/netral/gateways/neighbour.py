"""Another installation of Netral: its public machine door, asked and told over HTTPS."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol
from urllib.parse import SplitResult, urlsplit

from netral.core.kinds.errors import NetralError

LARGEST = 128_000
SECONDS = 10.0
AGENT = "netral"


class NeighbourError(NetralError):
    """The other installation could not be reached, or its address cannot be used."""

    status = 422
    title = "Instalasi lain tidak terjangkau"


class Told(NamedTuple):
    """What it answered: the HTTP status and the text."""

    status: int
    text: str


class Neighbour(Protocol):
    """Asks for a public text of another installation, or hands it a message.

    Both wait ten seconds at most and never try again; NeighbourError when there is no answer.
    """

    def ask(self, address: str) -> Told:
        """Return what stands at an address."""

    def tell(self, address: str, body: str) -> Told:
        """Hand over a message as JSON; return the answer, whatever it says."""


class HttpsNeighbour:
    """The real one: HTTPS with checked certificates, no redirects, no proxies, small answers.

    An officer types the address, so it must not lead into this machine: loopback, link-local and
    other special addresses are refused, and the connection goes to the address that was checked.
    ``loopback`` is for a demonstration, whose installations all live on one computer.
    """

    def __init__(self, *, loopback: bool = False, seconds: float = SECONDS) -> None:
        """Take whether this computer's own addresses may be called, and how long to wait."""
        self._loopback, self._seconds = loopback, seconds

    def ask(self, address: str) -> Told:
        """Return what stands at an address."""
        return self._sent("GET", address, None)

    def tell(self, address: str, body: str) -> Told:
        """Hand over a message as JSON; return the answer, whatever it says."""
        return self._sent("POST", address, body.encode())

    def _sent(self, method: str, address: str, body: bytes | None) -> Told:
        where, until = _address(address), time.monotonic() + self._seconds
        headers = {"User-Agent": AGENT, "Accept": "application/json", "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        target = where.path + (f"?{where.query}" if where.query else "")
        try:
            link = self._link(where)
            try:
                link.request(method, target or "/", body, headers)
                with link.getresponse() as answer:
                    return Told(answer.status, _read(answer, until))
            finally:
                link.close()
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise NeighbourError(
                f"Instalasi di {where.netloc} tidak menjawab. Periksa alamat dan jaringannya, "
                "lalu coba lagi."
            ) from error

    def _link(self, where: SplitResult) -> http.client.HTTPConnection:
        host, port = str(where.hostname), where.port or (443 if where.scheme == "https" else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        number = ipaddress.ip_address(found[4][0])
        is_here = number.is_loopback
        if is_here != self._loopback or _is_special(number):
            raise _refused(where)
        if where.scheme != "https" and not is_here:
            raise _refused(where)
        link = http.client.HTTPConnection(host, port, timeout=self._seconds)
        link.sock = socket.create_connection((str(number), port), timeout=self._seconds)
        if where.scheme == "https":
            secure = ssl.create_default_context()
            link.sock = secure.wrap_socket(link.sock, server_hostname=host)
        return link


def neighbour_for(origin: str) -> Neighbour:
    """Return the way from an installation to others.

    One that is served on loopback is a demonstration or a test: it reaches its like alone.
    """
    here = urlsplit(origin).hostname
    return HttpsNeighbour(loopback=here in {"127.0.0.1", "localhost", "::1"})


def _address(address: str) -> SplitResult:
    try:
        where = urlsplit(address.strip())
        is_whole = where.port is None or where.port > 0
    except ValueError:
        raise NeighbourError(_WORDS) from None
    is_whole &= where.scheme in {"https", "http"} and bool(where.hostname) and "@" not in address
    if not is_whole:
        raise NeighbourError(_WORDS)
    return where


_WORDS = (
    "Alamat ini tidak bisa dipakai. Salin alamat ajakan utuh dari pengajak; awalnya https:// dan "
    "tidak memuat nama pengguna."
)


def _refused(where: SplitResult) -> NeighbourError:
    return NeighbourError(
        f"Alamat {where.netloc} tidak boleh dihubungi dari sini: harus https dan di luar komputer "
        "ini sendiri. Minta alamat umum ajakan kepada pengajak."
    )


def _is_special(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if number.is_loopback:
        return False
    return number.is_link_local or number.is_multicast or number.is_unspecified


def _read(answer: http.client.HTTPResponse, until: float) -> str:
    """Read a small answer; one that is large, or drips in for too long, is none."""
    parts: list[bytes] = []
    while part := answer.read1(16_384):
        parts.append(part)
        if sum(map(len, parts)) > LARGEST or time.monotonic() > until:
            raise http.client.HTTPException("answer too long")
    return b"".join(parts).decode()


@dataclass(slots=True)
class FakeNeighbour:
    """For tests: the doors of other installations as functions by the beginning of an address.

    ``is_cut`` stands for a broken network; ``said`` keeps what was handed over, in order.
    """

    doors: Mapping[str, Callable[[str, str | None], Told]]
    is_cut: bool = False
    said: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, address: str) -> Told:
        """Return what stands at an address."""
        return self._door(address)(address, None)

    def tell(self, address: str, body: str) -> Told:
        """Hand over a message."""
        self.said.append((address, body))
        return self._door(address)(address, body)

    def _door(self, address: str) -> Callable[[str, str | None], Told]:
        fitting = (door for start, door in self.doors.items() if address.startswith(start))
        found = next(fitting, None)
        if self.is_cut or found is None:
            raise NeighbourError(f"Instalasi di {address} tidak menjawab.")
        return found
