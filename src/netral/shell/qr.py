"""A QR code as one SVG path, so that a page shows it without an image and without inline style."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET_ZONE = 4


@dataclass(frozen=True, slots=True)
class QrDrawing:
    """``size`` is the side of the view box in modules, ``path`` its dark modules."""

    size: int
    path: str


def qr_drawing(text: str) -> QrDrawing:
    """Return the drawing of a QR code (error correction M) with its quiet zone."""
    rows = list(segno.make_qr(text, error="m").matrix_iter(border=QUIET_ZONE))
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return QrDrawing(len(rows), path)
