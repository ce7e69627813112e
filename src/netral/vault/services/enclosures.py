"""Enclosures: official files kept sealed and handed out as they came, or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from netral.core.kinds.refs import handle_from
from netral.vault.models import Enclosure
from netral.vault.services.sealing import SealError
from netral.vault.services.store import file_create, file_open, name_draw
from netral.vault.services.stream import KEY, SealedWriter, sealed_read


def enclosure_keep(*, government: str, content: bytes, at: datetime) -> Enclosure:
    """Seal a file into the store and keep it, in the caller's transaction.

    The caller has checked what it is and who brings it. Rolled back, the file is left without a
    row, and the sweeper removes it.
    """
    name, key = name_draw(), os.urandom(KEY)
    with file_create(name) as target:
        writer = SealedWriter(target, key)
        writer.write(content)
        sealed = writer.finish()
    return Enclosure.objects.create(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=government,
        path=name,
        key=key,
        size=sealed.size,
        sha256=sealed.sha256,
        kept_at=at,
    )


def enclosure_content(enclosure: Enclosure) -> bytes:
    """Return the file as it came; raise SealError when one bit of it is another."""
    with file_open(enclosure.path) as source:
        content = b"".join(sealed_read(source, bytes(enclosure.key)))
    if hashlib.sha256(content).hexdigest() != enclosure.sha256:
        raise SealError(_("Isi berkas tidak sama dengan sidiknya. Pulihkan dari cadangan."))
    return content
