"""Makes PDF files: typst templates of ours, data handed in as JSON, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Final, cast

import typst

from netral.core.ledger.canonical import Json

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
STANDARD: Final = "a-2b"  # PDF/A-2b (ISO 19005-2): readable for as long as the archive must keep it

# What the embedded faces can print; a PDF/A may hold no letter without a glyph.
_UNPRINTABLE = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u0377\\u1e00-\\u1eff\\u2010-\\u2027\\u2030-\\u203f"
    "\\u20a0-\\u20bf\\u2100-\\u211e\\u2190-\\u22ff\\u25a1]"
)
NO_GLYPH = "\u25a1"

# A compiler holds the parsed template and may be used by one thread at a time.
_pressing = Lock()


def pdf_make(template: str, data: Mapping[str, Json], *, at: datetime) -> bytes:
    """Return the PDF/A-2b of a template (its name without ending) filled with the data.

    The words of the data are set as they are, never read as markup; letters that no embedded
    face has are shown as an empty square. Equal arguments give equal bytes: ``at`` is the date
    written into the file. Raises typst.TypstError when the data lacks a field of the template.
    """
    words = json.dumps(_printable(data), ensure_ascii=False, sort_keys=True)
    with _pressing:
        pdf = _compiler(template).compile(
            format="pdf",
            sys_inputs={"data": words},
            pdf_standards=STANDARD,
            timestamp=int(at.timestamp()),
        )
    return cast(bytes, pdf)


def png_make(template: str, data: Mapping[str, Json]) -> bytes:
    """Return the first page of a template as a PNG picture, one pixel for each point.

    Equal arguments give equal bytes. Raises typst.TypstError when the data lacks a field.
    """
    words = json.dumps(_printable(data), ensure_ascii=False, sort_keys=True)
    with _pressing:
        png = _compiler(template).compile(format="png", ppi=72.0, sys_inputs={"data": words})
    return cast(bytes, png)


@cache
def maker() -> str:
    """Return what decides the bytes besides the data: typst's version and our templates' hash."""
    sources = b"".join(path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ")))
    return f"typst {version('typst')} {hashlib.sha256(sources).hexdigest()[:16]}"


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        input=TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
    )


def _printable(value: Json) -> Json:
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
        return _UNPRINTABLE.sub(NO_GLYPH, composed)
    if isinstance(value, Mapping):
        return {key: _printable(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [_printable(part) for part in value]
    return value
