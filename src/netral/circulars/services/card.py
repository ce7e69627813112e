"""One answer as a picture for chat groups: drawn once for each wording, law and language."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from textwrap import shorten

from django.core.cache import caches
from django.utils.translation import get_language
from PIL import Image

from netral.core.ledger.canonical import Json, canonical
from netral.papers.services.press import maker, png_make
from netral.papers.services.qr import qr_svg

COLOURS = 48
"""So many make edges smooth and leave a third of the octets: it is sent over slow networks."""
KEEP_SECONDS = 24 * 3600
LONGEST = {"title": 170, "why": 420, "instead": 200, "basis": 170, "whom": 120}
"""Letters that stay readable on a phone; what is longer is cut at a word, and the page has it."""
DRAWABLE = frozenset({"boleh", "tidak", "tergantung"})


@dataclass(frozen=True, slots=True)
class CardWords:
    """All that stands on a card, in one language; ``url`` is where its code leads."""

    verdict: str
    verdict_words: str
    asked: str
    title: str
    why: str
    instead_label: str
    instead: str
    whom: str
    basis_label: str
    basis: str
    url: str
    host: str
    when: str


def card_png(words: CardWords) -> bytes:
    """Return the card of these words; equal words give equal bytes."""
    data = _data(_cut(words))
    key = f"card-{hashlib.sha256(canonical(data) + maker().encode()).hexdigest()}"
    kept: bytes | None = caches["template_fragments"].get(key)
    if kept is None:
        kept = _small(png_make("card", data))
        caches["template_fragments"].set(key, kept, KEEP_SECONDS)
    return kept


def _cut(words: CardWords) -> CardWords:
    return replace(
        words,
        **{
            name: shorten(getattr(words, name), most, placeholder=" …")
            for name, most in LONGEST.items()
        },
    )


def _data(words: CardWords) -> dict[str, Json]:
    return {
        "verdict": words.verdict,
        "language": get_language() or "id",
        "asked": words.asked,
        "verdict_words": words.verdict_words,
        "title": words.title,
        "why": words.why,
        "instead_label": words.instead_label,
        "instead": words.instead,
        "for": words.whom,
        "basis_label": words.basis_label,
        "basis": words.basis,
        "qr": qr_svg(words.url),
        "host": words.host,
        "when": words.when,
    }


def _small(png: bytes) -> bytes:
    """Return the picture with few colours."""
    with Image.open(io.BytesIO(png)) as drawn:
        few = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
