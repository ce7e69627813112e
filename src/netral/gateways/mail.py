"""Mail to one address, by Django's own mail; a refusal of the recipient is told apart."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from netral.gateways.messages import TOLD, Fate, Outcome, Outgoing

NO_SUCH_MAILBOX = frozenset({550, 551, 553})
"""Replies by which a server says that the mailbox does not exist (RFC 5321, 4.2.3)."""


@dataclass(frozen=True, slots=True)
class DjangoMail:
    """Mail by the backend of the settings. SMTP knows no keys: what is unsure is not sent again."""

    sender: str
    host: str
    is_idempotent: bool = False

    def send(self, message: Outgoing) -> Outcome:
        """Hand the mail to the server once; see ``MessageGateway``."""
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Fate.LATER, _told(error))
        try:
            return self._handed(connection, message)
        finally:
            connection.close()

    def _handed(self, connection: BaseEmailBackend, message: Outgoing) -> Outcome:
        mail = EmailMessage(
            subject=message.subject,
            body=message.text,
            from_email=self.sender,
            to=[message.to],
            headers={
                "Message-ID": f"<{message.key}@{self.host}>",
                "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notice answers it
            },
            connection=connection,
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(error)
        except BadHeaderError as error:
            return Outcome(Fate.REFUSED, _told(error))
        except (smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError) as error:
            return Outcome(Fate.LATER, _told(error))
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Fate.UNKNOWN, _told(error))
        return Outcome(Fate.SENT, "diterima server surat")


def _refused(error: smtplib.SMTPRecipientsRefused) -> Outcome:
    code, said = next(iter(error.recipients.values()))
    answer = _told(f"{code} {said.decode('utf-8', 'replace')}")
    if code // 100 != 5:  # noqa: PLR2004 - anything else may pass later (RFC 5321, 4.2.1)
        return Outcome(Fate.LATER, answer)
    return Outcome(Fate.REFUSED, answer, is_dead_address=code in NO_SUCH_MAILBOX)


def _told(error: object) -> str:
    return " ".join(str(error).split())[:TOLD]
