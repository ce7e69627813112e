"""Mail out: by Django's own mail, the recipient's refusal told apart from the server's."""

from __future__ import annotations

import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from netral.gateways.mail import DjangoMail
from netral.gateways.messages import Fate, Outgoing

MESSAGE = Outgoing(key="KUNCI9", to="siti@batanghari.example", text="Isi.", subject="Pengingat")
GATEWAY = DjangoMail(sender="netral@batanghari.example", host="netral.example")


class Backend(EmailBackend):
    """A server that refuses as told."""

    refusal: Exception | None = None
    is_closed = False

    def open(self) -> bool:
        """Refuse the connection if told so."""
        if self.is_closed:
            raise ConnectionRefusedError
        return True

    def send_messages(self, messages: Any) -> int:
        """Refuse the mail if told so."""
        if self.refusal is not None:
            raise self.refusal
        return super().send_messages(messages)


@pytest.fixture
def backend(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[Backend]:
    settings.EMAIL_BACKEND = f"{__name__}.Backend"
    monkeypatch.setattr(Backend, "refusal", None)
    monkeypatch.setattr(Backend, "is_closed", False)
    return Backend


@pytest.mark.usefixtures("backend")
def test_a_mail_carries_its_key_and_asks_for_no_answer() -> None:
    assert GATEWAY.send(MESSAGE).fate is Fate.SENT
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == ([MESSAGE.to], "Pengingat", "Isi.")
    assert sent.extra_headers["Message-ID"] == "<KUNCI9@netral.example>"
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("code", "fate", "is_dead"),
    [(550, Fate.REFUSED, True), (552, Fate.REFUSED, False), (450, Fate.LATER, False)],
)
def test_a_mailbox_that_does_not_exist_is_told_from_one_that_is_full_or_busy(
    backend: type[Backend], code: int, fate: Fate, *, is_dead: bool
) -> None:
    backend.refusal = smtplib.SMTPRecipientsRefused({MESSAGE.to: (code, b"no such user")})
    outcome = GATEWAY.send(MESSAGE)
    assert (outcome.fate, outcome.is_dead_address) == (fate, is_dead)
    assert outcome.answer == f"{code} no such user"


def test_what_the_server_says_of_itself_is_tried_later_and_a_lost_line_is_unsure(
    backend: type[Backend],
) -> None:
    backend.refusal = smtplib.SMTPSenderRefused(530, b"sign in first", "netral")
    assert GATEWAY.send(MESSAGE).fate is Fate.LATER
    backend.refusal = smtplib.SMTPServerDisconnected("gone")
    assert GATEWAY.send(MESSAGE).fate is Fate.UNKNOWN
    backend.is_closed = True
    assert GATEWAY.send(MESSAGE).fate is Fate.LATER


def test_a_header_cannot_be_smuggled_in_by_the_address(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    strange = Outgoing(key="K", to="a@b.example\nBcc: c@d.example", text="x", subject="y")
    assert GATEWAY.send(strange).fate is Fate.REFUSED
    assert mail.outbox == []
