"""Run by itself: reads one PDF from standard input, under hard limits, and prints its lines.

It imports the readers beside it and nothing else of ours, opens no file and no network, and holds
no secret: what a hostile file could take over is worth nothing. The parent is ``pdf_text``.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf

from netral.gateways.pdf_page import FORMS, PageReader, lines_of

MEMORY = 768 * 2**20
UNPACKED = 64 * 2**20
SECONDS = 20
MOST_LETTERS = 400_000
MOST_OBJECTS = 200_000
DEPTH = 12
KEYS = ("/S", "/Type", "/Subtype")
ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMedia", "/EmbeddedFile"}


def limits_set() -> None:
    """Bound memory, time and files for good; nothing below can lift them."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pikepdf.settings.set_qpdf_limits(flate_max_memory=UNPACKED, run_length_max_memory=UNPACKED)


def told(content: bytes, most_pages: int) -> dict[str, Any]:
    """Return what is in a PDF: ``why`` it cannot be had, or its pages, their lines, what acts."""
    try:
        with pikepdf.open(io.BytesIO(content)) as file:
            pages = len(file.pages)
            if not pages:
                return {"why": "broken"}
            read = pages if pages <= most_pages else 0
            lines = list(_lines(file, read))
            return {"why": "", "pages": pages, "active": sorted(_active(file)), "lines": lines}
    except pikepdf.PasswordError:
        return {"why": "locked"}
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return {"why": "broken"}


def _lines(file: pikepdf.Pdf, pages: int) -> Iterator[list[str]]:
    left = MOST_LETTERS
    for page in list(file.pages)[:pages]:
        reader = PageReader()
        reader.read(page, page.get("/Resources", pikepdf.Dictionary()), FORMS)
        lines = []
        for line in lines_of(reader.pieces):
            lines.append(line[:left])
            left -= len(lines[-1])
        yield lines


def _active(file: pikepdf.Pdf) -> set[str]:
    """Return what the file could do beside being read: scripts, programs, files within it."""
    names = file.Root.get("/Names", pikepdf.Dictionary())
    found = {name for name in ("/JavaScript", "/EmbeddedFiles") if name in names}
    for number, held in enumerate(file.objects):
        if number >= MOST_OBJECTS:
            break
        found |= _marks(held, DEPTH)
    return found


def _marks(held: Any, depth: int) -> set[str]:
    """Return the marks of action in an object and in what lies directly within it."""
    found: set[str] = set()
    parts: list[Any] = []
    if isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        found = {str(held.get(key)) for key in KEYS} & ACTIVE
        parts = [held.get(key) for key in held.keys()]  # noqa: SIM118 - a PDF's own map
    elif isinstance(held, pikepdf.Array):
        parts = list(held)
    if depth:
        for part in parts:
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                found |= _marks(part, depth - 1)
    return found


if __name__ == "__main__":
    limits_set()
    try:
        answer = told(sys.stdin.buffer.read(), int(sys.argv[1]))
    except (MemoryError, RecursionError):
        answer = {"why": "heavy"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))
