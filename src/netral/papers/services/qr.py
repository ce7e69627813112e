"""QR codes: as SVG and PNG files, and as one path for a page."""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno

ERROR_LEVEL = "m"  # 15 % of the code may be dirty or torn
QUIET_ZONE = 2


@dataclass(frozen=True, slots=True)
class QrPath:
    """A code for an inline SVG: the side of its square in modules, and one path that draws it."""

    side: int
    path: str


def qr_svg(text: str) -> str:
    """Return the code of a text as an SVG document."""
    buffer = io.BytesIO()
    segno.make(text, error=ERROR_LEVEL, micro=False).save(
        buffer, kind="svg", border=QUIET_ZONE, xmldecl=False
    )
    return buffer.getvalue().decode()


def qr_png(text: str, *, scale: int = 8) -> bytes:
    """Return the code of a text as a PNG image; ``scale`` is pixels for each module."""
    buffer = io.BytesIO()
    segno.make(text, error=ERROR_LEVEL, micro=False).save(
        buffer, kind="png", border=QUIET_ZONE, scale=scale
    )
    return buffer.getvalue()


def qr_path(text: str) -> QrPath:
    """Return the code of a text as one SVG path of unit squares, for a page."""
    matrix = segno.make(text, error=ERROR_LEVEL, micro=False).matrix
    squares = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    ]
    return QrPath(side=len(matrix), path="".join(squares))
