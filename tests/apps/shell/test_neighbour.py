"""The way to another installation: small, one try, and never into this machine by mistake."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from netral.gateways.neighbour import (
    LARGEST,
    FakeNeighbour,
    HttpsNeighbour,
    NeighbourError,
    Told,
    neighbour_for,
)


class Door(BaseHTTPRequestHandler):
    """Says what it is told, and little more."""

    def do_GET(self) -> None:
        """Answer by the path."""
        if self.path == "/pindah":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return
        body = b"x" * (LARGEST + 1) if self.path == "/besar" else b"salam " + self.path.encode()
        self._said(body)

    def do_POST(self) -> None:
        """Give back what came."""
        self._said(self.rfile.read(int(self.headers["Content-Length"])))

    def _said(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def door() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_it_asks_and_tells_and_hands_back_the_answer() -> None:
    near = HttpsNeighbour(loopback=True)
    with door() as address:
        assert near.ask(f"{address}/a?b=1") == Told(200, "salam /a?b=1")
        assert near.tell(f"{address}/a", '{"é": 1}') == Told(200, '{"é": 1}')


def test_it_follows_nowhere_and_reads_no_large_answer() -> None:
    near = HttpsNeighbour(loopback=True)
    with door() as address:
        assert near.ask(f"{address}/pindah").status == 302
        with pytest.raises(NeighbourError, match="tidak menjawab"):
            near.ask(f"{address}/besar")


def test_it_never_calls_this_machine_or_its_neighbourhood_for_an_address_that_was_typed() -> None:
    with door() as address:
        for wrong in (address, "https://127.0.0.1/", "http://169.254.169.254/", "https://[::1]/"):
            with pytest.raises(NeighbourError, match="tidak boleh"):
                HttpsNeighbour().ask(wrong)


@pytest.mark.parametrize(
    "address",
    ["", "ftp://a.example/", "https://", "https://u:p@a.example/", "https://a.example:0/", "//a"],
)
def test_an_address_that_is_none_is_refused_in_words(address: str) -> None:
    with pytest.raises(NeighbourError, match="tidak bisa dipakai"):
        HttpsNeighbour().ask(address)


def test_a_door_that_is_shut_is_told_with_its_address() -> None:
    with door() as address:
        pass
    with pytest.raises(NeighbourError, match="tidak menjawab"):
        HttpsNeighbour(loopback=True, seconds=1.0).tell(address, "{}")


def test_only_an_installation_on_loopback_reaches_others_there() -> None:
    with door() as address:
        assert neighbour_for("http://127.0.0.1:8000").ask(address).status == 200
        with pytest.raises(NeighbourError):
            neighbour_for("https://netral.example").ask(address)


def test_the_fake_speaks_as_the_real_one() -> None:
    fake = FakeNeighbour({"https://a": lambda _address, body: Told(200, body or "halo")})
    assert (fake.ask("https://a/b").text, fake.tell("https://a/b", "x").text) == ("halo", "x")
    assert fake.said == [("https://a/b", "x")]
    with pytest.raises(NeighbourError):
        fake.ask("https://b")
    fake.is_cut = True
    with pytest.raises(NeighbourError):
        fake.ask("https://a")
