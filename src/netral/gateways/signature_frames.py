"""How the site and the pen's program hand each other files: a line of JSON, then the files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import IO, Any


def framed(act: Mapping[str, Any], files: Sequence[bytes]) -> bytes:
    """Return one line of JSON and the files behind it."""
    line = json.dumps(dict(act) | {"lengths": [len(file) for file in files]})
    return b"".join([line.encode(), b"\n", *files])


def unframed(source: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Return what ``framed`` made; raise ValueError when it was cut off."""
    act: dict[str, Any] = json.loads(source.readline())
    files = [source.read(length) for length in act["lengths"]]
    if [len(file) for file in files] != act["lengths"]:
        raise ValueError("cut off")
    return act, files
