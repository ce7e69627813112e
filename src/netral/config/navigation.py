"""What stands in the head of the staff door, by role."""

from __future__ import annotations

from typing import Any

from netral.core.access import Actor, Role

PLACES: tuple[tuple[str, str, frozenset[Role]], ...] = ()


def navigation_for(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Return the places this role may enter, each with label, url and whether we are in it."""
    return [
        {"label": label, "url": url, "is_current": path.startswith(url)}
        for label, url, roles in PLACES
        if actor.role in roles
    ]
