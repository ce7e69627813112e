"""``./netral assess``: words on standard input, ranked acts as JSON on standard output."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from netral.core.text import assess

_BESIDE = ("stage", "status", "post", "on")


def main(arguments: list[str]) -> int:
    """Answer one text, or each line; 1 when a line was no usable JSON. Needs no Django."""
    parser = ArgumentParser(prog="netral assess", description=__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="satu teks, satu objek JSON (bawaan)")
    how.add_argument("--jsonl", action="store_true", help="satu objek JSON tiap baris")
    parser.add_argument("--stage", help="tahap, misalnya kampanye")
    parser.add_argument("--status", help="status, misalnya PNS")
    parser.add_argument("--post", help="jabatan, dengan kata-kata sendiri")
    parser.add_argument("--on", help="tanggal kejadian, misalnya 2024-10-05")
    chosen = vars(parser.parse_args(arguments))
    given = {name: chosen[name] for name in _BESIDE}
    if chosen["jsonl"]:
        return 0 if _lines(given) else 1
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    _say(assess(text, **given).to_dict())
    return 0


def _lines(given: dict[str, Any]) -> bool:
    """Answer each line; what is no object is answered by its error, and the rest goes on."""
    is_clean = True
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").strip()
        if line:
            answer = _answer(line, given)
            is_clean = is_clean and "error" not in answer
            _say(answer)
    sys.stdout.flush()
    return is_clean


def _answer(line: str, given: dict[str, Any]) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "Baris ini bukan JSON yang sah."}
    if not isinstance(asked, dict):
        return {"id": None, "error": 'Baris ini bukan objek JSON dengan "id" dan "text".'}
    text = asked.get("text")
    if not isinstance(text, str):
        return {"id": asked.get("id"), "error": 'Baris ini tidak punya "text" berupa teks.'}
    facts = {name: asked.get(name, given[name]) for name in _BESIDE}
    return {"id": asked.get("id"), **assess(text, **facts).to_dict()}


def _say(answer: dict[str, Any]) -> None:
    # A lone surrogate of broken JSON cannot be written as UTF-8: it is shown as a question mark.
    line = json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="replace")
    sys.stdout.buffer.write(line + b"\n")
