"""What a version says, as one hash: words, addressees and enclosed files alike."""

from __future__ import annotations

import hashlib

from netral.circulars.models import CircularVersion
from netral.core.ledger.canonical import Json, canonical

MARK_LENGTH = 16


def version_hash(version: CircularVersion) -> str:
    """Return the SHA-256 of the version's canonical content (RFC 8785), in hex.

    Addressees and attachments are named only where there are some, so that what was signed
    before they existed keeps its hash.
    """
    clauses: list[Json] = [
        {"key": c.key, "heading": c.heading, "text": c.text, "acts": list(c.acts)}
        for c in version.clauses.all()
    ]
    content: dict[str, Json] = {
        "government": version.government_id,
        "title": version.circular.title,
        "election": version.circular.election,
        "version": version.sequence,
        "number": version.number,
        "dated_on": version.dated_on.isoformat() if version.dated_on else None,
        "signatory": [version.signatory_name, version.signatory_post, version.signatory_kind],
        "opening": version.opening,
        "bases": list(version.bases),
        "clauses": clauses,
        **_more(version),
    }
    return hashlib.sha256(canonical(content)).hexdigest()


def version_mark(version: CircularVersion) -> str:
    """Return a short mark of what the version says now, for a page to send back what it showed."""
    return version_hash(version)[:MARK_LENGTH]


def _more(version: CircularVersion) -> dict[str, Json]:
    attachments: list[Json] = [
        {"title": each.title, "sha256": each.enclosure.sha256, "source": each.is_source}
        for each in version.attachments.select_related("enclosure")
    ]
    said: dict[str, Json] = {
        "attachments": attachments,
        "groups": list(version.groups),
        "units": list(version.units),
    }
    return {name: value for name, value in said.items() if value}
