"""``./netral assess``: words on standard input, ranked acts as JSON on standard output."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from netral.core.text import assess
from netral.ops.json_lines import lines_answered, object_say

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
        return 0 if lines_answered(_asked, key="text", given=given) else 1
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    object_say(assess(text, **given).to_dict())
    return 0


def _asked(text: str, **facts: Any) -> dict[str, Any]:
    return assess(text, **facts).to_dict()
