"""A provider of messages that really listens: it answers as told and keeps what it was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any


@dataclass
class Provider:
    """What it answers next, and what came."""

    url: str
    answers: list[tuple[int, str]] = field(default_factory=list)
    wait_seconds: float = 0.0
    came: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def provider() -> Iterator[Provider]:
    """Listen on a free port of this machine until the block ends."""
    box: list[Provider] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            one = box[0]
            size = int(self.headers["Content-Length"])
            one.came.append(json.loads(self.rfile.read(size)))
            one.headers.append(dict(self.headers.items()))
            sleep(one.wait_seconds)
            status, said = one.answers.pop(0) if one.answers else (200, '{"id": "1"}')
            body = said.encode()
            self.send_response(status)
            if status // 100 == 3:
                self.send_header("Location", "http://127.0.0.1:9/lain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    box.append(Provider(f"http://127.0.0.1:{server.server_address[1]}/kirim?akun=1"))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield box[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
