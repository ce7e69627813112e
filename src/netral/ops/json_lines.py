"""Lines of JSON in, lines of JSON out: the manner of the commands that answer many questions."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any


def lines_answered(
    ask: Callable[..., Mapping[str, Any]], *, key: str, given: Mapping[str, Any]
) -> bool:
    """Answer each line of standard input with its id; tell whether each was a usable object.

    ``key`` names the text of a line, ``given`` what holds where a line says nothing else. What is
    no object is answered by its error, and the rest goes on.
    """
    is_clean = True
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").strip()
        if line:
            answer = _answer(line, ask, key, given)
            is_clean = is_clean and "error" not in answer
            object_say(answer)
    sys.stdout.flush()
    return is_clean


def object_say(answer: Mapping[str, Any]) -> None:
    """Write one object as a line of standard output."""
    text_say(json.dumps(answer, ensure_ascii=False))


def text_say(text: str) -> None:
    """Write one text and the end of its line."""
    # A lone surrogate of broken JSON cannot be written as UTF-8: it is shown as a question mark.
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")


def _answer(
    line: str, ask: Callable[..., Mapping[str, Any]], key: str, given: Mapping[str, Any]
) -> Mapping[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "Baris ini bukan JSON yang sah."}
    if not isinstance(asked, dict):
        return {"id": None, "error": f'Baris ini bukan objek JSON dengan "id" dan "{key}".'}
    text = asked.get(key)
    if not isinstance(text, str):
        return {"id": asked.get("id"), "error": f'Baris ini tidak punya "{key}" berupa teks.'}
    facts = {name: asked.get(name, fallback) for name, fallback in given.items()}
    return {"id": asked.get("id"), **ask(text, **facts)}
