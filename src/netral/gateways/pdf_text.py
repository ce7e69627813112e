"""The text of a PDF that somebody uploaded: read by a child process under hard limits."""

from __future__ import annotations

import json
import subprocess  # the child is our own file, with a fixed command
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

CHILD = (sys.executable, "-s", "-P", "-m", "netral.gateways.pdf_text_child")
SOURCE = str(Path(__file__).resolve().parents[2])
PATIENCE = 30
"""Seconds of waiting; the child's own limit of processor seconds is lower."""


class PdfRefusedError(ValueError):
    """The file cannot be read; ``why`` is locked, broken or heavy."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class PdfText:
    """What was read: how many pages, the lines of each, what it could do beside being read."""

    pages: int
    lines: tuple[tuple[str, ...], ...]
    active: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        """Tell whether there are letters of ours: a scanned page or an unmapped font has none."""
        letters = "".join("".join(page) for page in self.lines)
        known = sum(letter.isascii() and letter.isalpha() for letter in letters)
        return known >= FEWEST_LETTERS and known >= len(letters) * KNOWN_SHARE


FEWEST_LETTERS = 40
KNOWN_SHARE = 0.5


class PdfReader(Protocol):
    """Reads the text of a PDF."""

    def read(self, content: bytes, *, most_pages: int) -> PdfText:
        """Return the text; of a file with more pages the count alone.

        Raises PdfRefusedError for one that cannot be read.
        """


class ChildPdfReader:
    """The real one: a process of its own for each file, without our environment."""

    def read(self, content: bytes, *, most_pages: int) -> PdfText:
        """See PdfReader."""
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command; the file goes in by a pipe
                [*CHILD, str(most_pages)],
                input=content,
                capture_output=True,
                timeout=PATIENCE,
                env={"PYTHONPATH": SOURCE},
                check=True,
            )
            told = json.loads(done.stdout)
        except (subprocess.SubprocessError, ValueError) as error:
            raise PdfRefusedError("heavy") from error
        if told["why"]:
            raise PdfRefusedError(told["why"])
        lines = tuple(tuple(page) for page in told["lines"])
        return PdfText(told["pages"], lines, tuple(told["active"]))


class FakePdfReader:
    """Answers with what it was given, whatever the file."""

    def __init__(self, answer: PdfText | str) -> None:
        """Take the text, or why there is none."""
        self.answer = answer

    def read(self, content: bytes, *, most_pages: int) -> PdfText:  # noqa: ARG002
        """See PdfReader."""
        if isinstance(self.answer, str):
            raise PdfRefusedError(self.answer)
        return self.answer
