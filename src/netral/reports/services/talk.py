"""Messages: sealed to the report's key, so that reporter and office read both sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from nacl.public import PrivateKey

from netral.reports.models import Message, Report
from netral.reports.services.content import message_read, packed
from netral.vault.services.sealing import seal, unseal


@dataclass(frozen=True, slots=True)
class Said:
    """One message as a page shows it."""

    who: str
    at: datetime
    text: str = field(repr=False)
    is_mine: bool


def sealed_words(report: Report, text: str, at: datetime, *, who: str = "") -> bytes:
    """Return a message sealed, with the moment and, for the office's own eyes, who wrote it."""
    fields = {"text": text.strip(), "at": at.isoformat(), "who": who}
    return seal(packed(fields), bytes(report.public_key))


def said(message: Message, key: PrivateKey, *, is_officer: bool) -> Said:
    """Return a message in clear. The reporter learns that an officer wrote, not who."""
    fields = message_read(unseal(bytes(message.sealed), key))
    if message.is_from_reporter:
        who = _("Pelapor") if is_officer else _("Anda")
    else:
        who = fields["who"] if is_officer else _("Petugas")
    return Said(
        who=who,
        at=datetime.fromisoformat(fields["at"]),
        text=fields["text"],
        is_mine=message.is_from_reporter is not is_officer,
    )
