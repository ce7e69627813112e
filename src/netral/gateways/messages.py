"""Messages to one address: the protocol, an HTTP provider (WhatsApp, SMS), a folder in its place.

A gateway is handed one message with its key and says what became of it. It tries once: when to
try again is decided by the caller, who keeps the record.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import SplitResult, urlsplit

TIMEOUT_SECONDS = 10.0
ANSWER_LIMIT = 65_536
TOLD = 200
# Not the address's fault: the provider is busy or down, or our own key or address is wrong.
LATER = frozenset({401, 402, 403, 404, 405, 408, 409, 425, 429})
_PLACE = re.compile(r"\{(to|text|key)\}")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Fate(StrEnum):
    """What became of one try."""

    SENT = "terkirim"
    REFUSED = "ditolak"
    LATER = "nanti"
    UNKNOWN = "tak_tentu"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message: its key (the same at each try), where to, what. Mail alone uses ``subject``."""

    key: str = field(repr=False)
    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of a try, the provider's own word for it, and whether the address is at fault.

    ``UNKNOWN``: the provider may have taken it, we were not told. ``is_dead_address`` only where
    the answer says so beyond doubt.
    """

    fate: Fate
    answer: str = ""
    is_dead_address: bool = False


class MessageGateway(Protocol):
    """A way to send one message.

    ``is_idempotent`` promises that a key sent twice reaches the person once.
    """

    @property
    def is_idempotent(self) -> bool:
        """Tell whether a message may be handed over again when its fate is unknown."""
        ...

    def send(self, message: Outgoing) -> Outcome:
        """Try once, within a time limit; never raise for what the outside does."""
        ...


@dataclass(frozen=True, slots=True)
class HttpMessages:
    """A provider with an HTTP interface: one POST with JSON made from the settings' template.

    ``template`` is JSON whose texts may hold {to}, {text} and {key}; they are put in after the
    JSON was read, so that no message can change its form. The key also goes out as the header
    ``Idempotency-Key``.
    """

    url: str
    template: str
    header: str = "Authorization"
    token: str = field(default="", repr=False)
    is_idempotent: bool = False
    timeout: float = TIMEOUT_SECONDS

    def __post_init__(self) -> None:
        """Refuse at the start what could never work, or would send contacts in the clear."""
        parts = urlsplit(self.url)
        if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in LOOPBACK):
            raise ValueError("NETRAL_MESSAGE_URL harus https:// (http:// hanya untuk 127.0.0.1).")
        told = json.dumps(json.loads(self.template))
        if "{to}" not in told or "{text}" not in told:
            raise ValueError("NETRAL_MESSAGE_TEMPLATE harus memuat {to} dan {text}.")

    def send(self, message: Outgoing) -> Outcome:
        """Post the message once; see ``MessageGateway``."""
        parts = urlsplit(self.url)
        connection = _connection(parts, self.timeout)
        try:
            connection.connect()
        except (OSError, http.client.HTTPException) as error:
            return Outcome(Fate.LATER, _told(f"tidak tersambung: {error}"))
        try:
            return self._posted(connection, parts, message)
        except (OSError, http.client.HTTPException) as error:
            # It may have arrived: only a provider that knows keys may be asked again.
            return Outcome(Fate.UNKNOWN, _told(f"tidak dijawab: {error}"))
        finally:
            connection.close()

    def _posted(
        self, connection: http.client.HTTPConnection, parts: SplitResult, message: Outgoing
    ) -> Outcome:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        body = json.dumps(_filled(json.loads(self.template), message), ensure_ascii=False).encode()
        connection.request("POST", path, body, self._headers(message))
        with connection.getresponse() as answer:
            told = answer.read(ANSWER_LIMIT).decode("utf-8", "replace")
        return _outcome(answer.status, told)

    def _headers(self, message: Outgoing) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "Idempotency-Key": message.key,
        }
        return headers | ({self.header: self.token} if self.token else {})


@dataclass(frozen=True, slots=True)
class FolderMessages:
    """A folder in place of a provider: one file for each key, for tests and offices offline.

    Somebody carries the files to a phone, or reads them in a test.
    """

    folder: Path
    is_idempotent: bool = True

    def send(self, message: Outgoing) -> Outcome:
        """Write the message whole under its key, once; see ``MessageGateway``."""
        target = self.folder / f"{message.key}.json"
        fields = {"to": message.to, "subject": message.subject, "text": message.text}
        draft = self.folder / f".{message.key}.{os.getpid()}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")
            draft.chmod(0o600)
            draft.rename(target)
        except OSError as error:
            return Outcome(Fate.LATER, _told(f"folder tidak bisa ditulis: {error}"))
        return Outcome(Fate.SENT, target.name)


def _connection(parts: SplitResult, timeout: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, parts.port, timeout=timeout, context=context)
    return http.client.HTTPConnection(host, parts.port, timeout=timeout)


def _filled(part: Any, message: Outgoing) -> Any:
    """Return the template with the message put into its texts, in one pass and never twice."""
    if isinstance(part, str):
        pieces = {"to": message.to, "text": message.text, "key": message.key}
        return _PLACE.sub(lambda found: pieces[found[1]], part)
    if isinstance(part, Mapping):
        return {name: _filled(value, message) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, message) for value in part]
    return part


def _outcome(status: int, said: str) -> Outcome:
    answer = _told(f"{status} {said}")
    if status // 100 == 2:  # noqa: PLR2004 - the class of success (RFC 9110, 15.3)
        return Outcome(Fate.SENT, answer)
    if status in LATER or status // 100 != 4:  # noqa: PLR2004 - the caller's fault (15.5)
        return Outcome(Fate.LATER, answer)
    return Outcome(Fate.REFUSED, answer)


def _told(text: str) -> str:
    return " ".join(text.split())[:TOLD]
