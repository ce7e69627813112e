"""How a unit's path stands in an address."""

from __future__ import annotations


class UnitPathConverter:
    """Small letters, figures, hyphens and dots: ``kab-batanghari.dinkes``."""

    regex = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*"

    def to_python(self, value: str) -> str:
        """Return the path as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return the path as it is."""
        return value
