"""What a file is, by its content and never by its name or what the browser says."""

from __future__ import annotations

import puremagic

HEAD = 4_096
IMAGES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/heif"})
ACCEPTED = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heif": "heic",
    "application/pdf": "pdf",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "application/ogg": "ogg",
    "audio/ogg": "ogg",
    "video/ogg": "ogv",
}


def kind_of(head: bytes) -> str | None:
    """Return the media type of a file from its first bytes, None when we do not take it.

    The first reading that we know decides; a file that also reads as a page of the web is refused.
    """
    try:
        readings = [found.mime_type for found in puremagic.magic_string(head)]
    except (puremagic.PureError, ValueError):
        return None
    if any(kind in {"text/html", "image/svg+xml", "text/xml"} for kind in readings):
        return None
    return next((kind for kind in readings if kind in ACCEPTED), None)
