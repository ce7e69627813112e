"""``./netral boleh``: may I? A question, or lines of them, answered with their articles."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from netral.core.text.may import MayAnswer, may
from netral.ops.json_lines import lines_answered, object_say, text_say

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
        return 0 if lines_answered(_asked, key="question", given=given) else 1
    question = " ".join(chosen["question"]) or _read()
    answer = may(question, **given)
    if chosen["json"]:
        object_say(answer.to_dict())
    else:
        text_say(_plain(answer))
    return 0


def _read() -> str:
    return sys.stdin.buffer.read().decode("utf-8", errors="replace")


def _asked(question: str, **facts: Any) -> dict[str, Any]:
    return may(question, **facts).to_dict()


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
