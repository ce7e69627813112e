"""A program of its own that holds the seal's key for as long as one batch takes.

``python -m netral.gateways.signature_pen`` reads one line of JSON and then files, each of the
length that the line names, from standard input, and answers in the same form:

- ``{"act": "sign", "key": PATH, "clock": PATH or "", "reason": "", "place": "", "lengths": [n]}``
  and a PDF: the PDF signed;
- ``{"act": "carry", "places": [[index, [hex, ...]], ...], "lengths": [...]}``, the sealed page and
  the documents: for each document the copy that carries its seal.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from netral.gateways.signature import Purpose
from netral.gateways.signature_frames import framed, unframed
from netral.gateways.signature_local import pdf_sign, pen_read
from netral.gateways.signature_seal import carry


def done(act: Mapping[str, Any], files: Sequence[bytes]) -> list[bytes]:
    """Return the files that an act makes of others."""
    if act["act"] == "sign":
        clock = pen_read(Path(act["clock"])) if act["clock"] else None
        purpose = Purpose(str(act["reason"]), str(act["place"]))
        return [pdf_sign(files[0], pen_read(Path(act["key"])), purpose=purpose, clock=clock)]
    page, *documents = files
    size = len(documents)
    return [
        carry(pdf, index=index, size=size, path=[bytes.fromhex(step) for step in path], page=page)
        for pdf, (index, path) in zip(documents, act["places"], strict=True)
    ]


def main() -> int:
    """Do one act."""
    act, files = unframed(sys.stdin.buffer)
    sys.stdout.buffer.write(framed({}, done(act, files)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
