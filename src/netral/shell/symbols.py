"""Our own symbols: 24 grid, round ends, drawn with the ink of the text around them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symbol:
    """One drawing: the side of its square grid, its SVG paths, and the class it is shown with."""

    grid: int
    body: str
    css: str = "icon"


_SHAPE = (
    '<g stroke="currentColor" stroke-width="2.5" stroke-linecap="round" '
    'stroke-linejoin="round" fill="none">{}</g>'
)


def _shape(paths: str) -> Symbol:
    return Symbol(40, _SHAPE.format(paths), "shape")


SYMBOLS = {
    "mark": Symbol(
        24,
        '<rect x="1.5" y="7" width="21" height="10" rx="5"/><path d="M9 7v10M15 7v10"/>'
        '<circle cx="12" cy="12" r="1.6" fill="currentColor"/>',
    ),
    "lapor": Symbol(24, '<path d="M4 4h16v12h-9l-4.5 4v-4H4z"/><path d="M8 8.5h8M8 12h5"/>'),
    "tanya": Symbol(
        24,
        '<circle cx="12" cy="12" r="9"/><path d="M9.3 9.6a2.8 2.8 0 1 1 4 2.5c-.9.5-1.3 1-1.3 2"/>'
        '<path d="M12 17v.1"/>',
    ),
    "periksa": Symbol(
        24,
        '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>'
        '<path d="m7.8 10.7 2 2 3.6-4"/>',
    ),
    "buku": Symbol(
        24,
        '<path d="M12 6c-2-1.6-4.7-2-8-2v14c3.3 0 6 .4 8 2 2-1.6 4.7-2 8-2V4c-3.3 0-6 .4-8 2z"/>'
        '<path d="M12 6v14"/>',
    ),
    "jam": Symbol(24, '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>'),
    "berkas": Symbol(24, '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>'),
    "orang": Symbol(
        24, '<circle cx="12" cy="8" r="3.5"/><path d="M5 20c.6-4 3.2-6 7-6s6.4 2 7 6"/>'
    ),
    "gembok": Symbol(
        24,
        '<rect x="5" y="10.5" width="14" height="9.5" rx="1"/>'
        '<path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/><path d="M12 14.5v2"/>',
    ),
    "panah": Symbol(24, '<path d="M4 12h15M13.5 6.5 19 12l-5.5 5.5"/>'),
    "menu": Symbol(24, '<path d="M4 7h16M4 12h16M4 17h16"/>'),
    "unduh": Symbol(24, '<path d="M12 4v11M7.5 10.5 12 15l4.5-4.5M5 20h14"/>'),
    "pesan": Symbol(
        24, '<rect x="3.5" y="5.5" width="17" height="13" rx="1"/><path d="m4 7 8 6 8-6"/>'
    ),
    "centang": Symbol(24, '<path d="m5 12.5 4.5 4.5L19 7.5"/>'),
    "cetak": Symbol(24, '<path d="M7 9V4h10v5M7 16H4V9h16v7h-3"/><path d="M7 13.5h10V20H7z"/>'),
    "boleh": _shape('<circle cx="20" cy="20" r="17"/><path d="m12 20.5 6 6 11-12"/>'),
    "tidak": _shape('<path d="M13 3h14l10 10v14L27 37H13L3 27V13z"/><path d="M12 20h16"/>'),
    "tergantung": _shape(
        '<path d="M20 2.5 37.5 20 20 37.5 2.5 20z"/><path d="M20 11v9l6 5M20 20l-6 5"/>'
    ),
    "lambang": _shape(
        '<rect x="5" y="3" width="30" height="34" rx="8" stroke-dasharray="3 3"/>'
        '<circle cx="20" cy="20" r="8"/><path d="M12 20h16"/>'
    ),
}
