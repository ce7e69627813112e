"""Editions of the law: its data files in one piece of bytes, opened again to replay an answer.

The bytes are JSON with sorted keys: ``{"files": {name: text}, "format": "netral-law/1"}``. Equal
files give equal bytes, and the version is the hash of the files, never of the packing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from netral.core.kinds.errors import WrongInputError
from netral.core.law.answers import Question
from netral.core.law.indexed import Book
from netral.core.law.loader import load, version_of
from netral.core.law.reading import LawDataError
from netral.core.law.reasoning import answer_to

FORMAT = "netral-law/1"
# Raised when the same law and question would be answered in other words or another shape.
ENGINE = 1


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of asking a stored question again: equal, or the first thing that differs."""

    is_equal: bool
    difference: str = ""


def pack(files: Mapping[str, bytes]) -> bytes:
    """Put the files of a law into one piece; raise LawDataError for one that is no text."""
    try:
        texts = {name: files[name].decode("utf-8") for name in sorted(files)}
    except UnicodeDecodeError as error:
        raise LawDataError(f"Data hukum ini bukan teks UTF-8: {error}.") from error
    plain = {"format": FORMAT, "files": texts}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unpack(edition: bytes) -> dict[str, bytes]:
    """Take the files out again; raise LawDataError for bytes that are no edition."""
    try:
        plain = json.loads(edition.decode("utf-8"))
        if plain["format"] != FORMAT:
            raise LawDataError(f"Bentuk edisi hukum '{plain['format']}' tidak dikenal.")
        return {str(name): str(text).encode() for name, text in plain["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LawDataError("Edisi hukum ini rusak: isinya tidak bisa dibaca.") from error


def edition_version(edition: bytes) -> str:
    """The version of the law that these bytes hold."""
    return version_of(unpack(edition))


@lru_cache(maxsize=8)
def open_edition(edition: bytes) -> Book:
    """Open an edition as a book; raise LawDataError when it cannot be read or checked."""
    return Book(load(unpack(edition)))


def replay(question: str, edition: bytes) -> str:
    """Ask a stored question of a stored edition: the answer, byte for byte as it was given.

    Raises WrongInputError for what is no question, LawDataError for what is no edition.
    """
    return answer_to(_question(question), open_edition(edition)).to_json()


def compare_replay(question: str, edition: bytes, stored: str) -> Replay:
    """Replay a question and tell whether the stored answer is the same, or where it is not."""
    try:
        again = replay(question, edition)
    except (WrongInputError, LawDataError) as error:
        return Replay(is_equal=False, difference=str(error))
    if again == stored:
        return Replay(is_equal=True)
    return Replay(is_equal=False, difference=first_difference(stored, again))


def first_difference(stored: str, again: str) -> str:
    """Name the first place where two answers differ, with both values."""
    try:
        found = _differing(json.loads(stored), json.loads(again), "")
    except ValueError:
        return "jawaban yang disimpan tidak bisa dibaca"
    if found is None:
        return "hanya penulisannya yang berbeda"
    place, was, now = found
    return f"{place or '(seluruhnya)'}: disimpan {_short(was)}, dihitung ulang {_short(now)}"


def _question(text: str) -> Question:
    try:
        return Question.of(json.loads(text))
    except ValueError as error:
        raise WrongInputError("Pertanyaan yang disimpan tidak bisa dibaca.") from error


def _differing(was: Any, now: Any, place: str) -> tuple[str, Any, Any] | None:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted({*was, *now}):
            inside = f"{place}.{key}" if place else key
            found = _differing(was.get(key), now.get(key), inside)
            if found is not None:
                return found
        return None
    if isinstance(was, list) and isinstance(now, list):
        for at in range(max(len(was), len(now))):
            pair = (was[at] if at < len(was) else None, now[at] if at < len(now) else None)
            found = _differing(*pair, f"{place}[{at}]")
            if found is not None:
                return found
        return None
    return None if was == now else (place, was, now)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004
