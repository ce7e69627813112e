"""Fresh random handles for persons and imports: never counted, never guessed."""

from __future__ import annotations

import secrets

from netral.core.kinds.refs import handle_from

LENGTH = 10


def handle_new() -> str:
    """Return one handle of 50 random bits."""
    return handle_from(secrets.token_bytes(LENGTH), length=LENGTH)


def handles_new(count: int) -> list[str]:
    """Return many handles, drawn in one go."""
    entropy = secrets.token_bytes(LENGTH * count)
    return [
        handle_from(entropy[at : at + LENGTH], length=LENGTH)
        for at in range(0, len(entropy), LENGTH)
    ]
