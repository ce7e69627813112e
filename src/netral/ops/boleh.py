"""``./netral boleh``: may I? A question, or lines of them, answered with their articles."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from netral.core.text.may import MayAnswer, may

_BESIDE = ("status", "post", "stage", "on", "election")
_WIDTH = 2


def main(arguments: list[str]) -> int:
    """Answer one question, or each line; 1 when a line was no usable JSON. Needs no Django."""
    parser = ArgumentParser(prog="netral boleh", description=__doc__)
    parser.add_argument("question", nargs="*", help="pertanyaan, dengan kata-kata sendiri")
    parser.add_argument("--jsonl", action="store_true", help="satu objek JSON tiap baris masukan")
    parser.add_argument("--json", action="store_true", help="jawaban sebagai satu objek JSON")
    parser.add_argument("--status", help="status, misalnya PNS")
    parser.add_argument("--post", help="jabatan, dengan kata-kata sendiri")
    parser.add_argument("--stage", help="tahap, misalnya kampanye")
    parser.add_argument("--on", help="tanggal, misalnya 2024-10-05")
    parser.add_argument("--election", help="pemilihan, misalnya pilkada-2024")
    chosen = vars(parser.parse_args(arguments))
    given = {name: chosen[name] for name in _BESIDE}
    if chosen["jsonl"]:
        return 0 if _lines(given) else 1
    question = " ".join(chosen["question"]) or _read()
    answer = may(question, **given)
    if chosen["json"]:
        _say(answer.to_dict())
    else:
        _write(_plain(answer))
    return 0


def _read() -> str:
    return sys.stdin.buffer.read().decode("utf-8", errors="replace")


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
        return {"id": None, "error": 'Baris ini bukan objek JSON dengan "id" dan "question".'}
    question = asked.get("question")
    if not isinstance(question, str):
        return {"id": asked.get("id"), "error": 'Baris ini tidak punya "question" berupa teks.'}
    facts = {name: asked.get(name, given[name]) for name in _BESIDE}
    return {"id": asked.get("id"), **may(question, **facts).to_dict()}


def _plain(answer: MayAnswer) -> str:
    """Tell an answer to a person at a terminal."""
    lines = [answer.text_id]
    lines.extend(f"{'':{_WIDTH}}{change.text_id}." for change in answer.changes)
    lines.extend(f"{'':{_WIDTH}}Dasar: {ref}" for ref in answer.basis)
    for sign, example in (("Boleh", answer.example_yes_id), ("Tidak", answer.example_no_id)):
        if example:
            lines.append(f"{'':{_WIDTH}}{sign}, misalnya: {example}")
    lines.extend(f"{'':{_WIDTH}}Catatan: {note}" for note in answer.notes)
    return "\n".join(lines)


def _say(answer: dict[str, Any]) -> None:
    _write(json.dumps(answer, ensure_ascii=False))


def _write(text: str) -> None:
    # A lone surrogate of broken JSON cannot be written as UTF-8: it is shown as a question mark.
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
