"""Which gateways this installation has, by its settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from netral.gateways.mail import DjangoMail
from netral.gateways.messages import FolderMessages, HttpMessages, MessageGateway

MESSAGE, MAIL = "pesan", "email"
WAYS = (MESSAGE, MAIL)
"""The ways to reach a person, the surer one first: a phone is looked at more often than mail."""


def gateways() -> Mapping[str, MessageGateway]:
    """Return the gateway of each way that the settings open; a way without one is left out.

    Raises ValueError for settings with which nothing could be sent.
    """
    found: dict[str, MessageGateway] = {}
    if settings.NETRAL_OUTBOX:
        folder = Path(settings.NETRAL_OUTBOX)
        found = {way: FolderMessages(folder / way) for way in WAYS}
    if settings.NETRAL_MESSAGE_URL:
        found[MESSAGE] = HttpMessages(
            url=settings.NETRAL_MESSAGE_URL,
            template=settings.NETRAL_MESSAGE_TEMPLATE,
            header=settings.NETRAL_MESSAGE_HEADER,
            token=settings.NETRAL_MESSAGE_TOKEN,
            is_idempotent=settings.NETRAL_MESSAGE_IDEMPOTENT,
        )
    if settings.NETRAL_MAIL:
        found[MAIL] = DjangoMail(
            sender=settings.NETRAL_MAIL_FROM,
            host=urlsplit(settings.NETRAL_ORIGIN).hostname or "localhost",
        )
    return found


def open_ways() -> frozenset[str]:
    """Return by which ways this installation can send at all."""
    return frozenset(gateways())
