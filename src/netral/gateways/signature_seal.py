"""A document that carries its seal: the way to the root, and the sealed page that names the root.

One signature of a government covers a batch: its sealed page names the root of the RFC 9162 tree
over the SHA-256 of each document. A carrying copy is the document as it was, followed by an
incremental update that holds only private data of ours (page-piece dictionary, ISO 32000-1,
14.5), so PDF/A stays PDF/A and nothing that is drawn changes. Whoever has the copy needs no other
file and no network.

It imports pyHanko; see ``signature_local``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from netral.core.ledger.merkle import inclusion_holds, leaf_hash

_PIECE, _OURS = generic.pdf_name("/PieceInfo"), generic.pdf_name("/Netral")
_SAID = re.compile(r"netral-segel/v1 ([0-9a-f]{64}) (\d{1,9})")
MOST_STEPS = 64


@dataclass(frozen=True, slots=True)
class Carried:
    """What a copy says of its seal: the document's length, its place, the way, the sealed page."""

    length: int
    index: int
    size: int
    path: tuple[bytes, ...]
    page: bytes = field(repr=False)


class _StillWriter(IncrementalPdfFileWriter):
    """Writes what it is told and nothing of the hour: the metadata stay as they were."""

    def _update_meta(self) -> None:
        """Leave the dates and the maker alone; else no copy could be made again."""


def carry(pdf: bytes, *, index: int, size: int, path: Sequence[bytes], page: bytes) -> bytes:
    """Return the copy of a document that carries its seal; equal arguments give equal bytes."""
    writer: IncrementalPdfFileWriter = _StillWriter(BytesIO(pdf), strict=False)
    told = {"index": index, "length": len(pdf), "path": [step.hex() for step in path], "size": size}
    ours = generic.DictionaryObject(
        {
            generic.pdf_name("/LastModified"): generic.pdf_string("D:20000101000000Z"),
            generic.pdf_name("/Private"): generic.DictionaryObject(
                {
                    generic.pdf_name("/Bukti"): generic.pdf_string(
                        json.dumps(told, sort_keys=True)
                    ),
                    generic.pdf_name("/Segel"): writer.add_object(
                        generic.StreamObject(stream_data=page)
                    ),
                }
            ),
        }
    )
    others = writer.root.get(_PIECE, None)
    kept = dict(others) if isinstance(others, generic.DictionaryObject) else {}
    writer.root[_PIECE] = generic.DictionaryObject(kept | {_OURS: ours})
    writer.update_root()
    # The second half of a file's identity is drawn by chance; ours follows from the content.
    mark = hashlib.sha256(pdf + page).digest()[:16]
    old = writer.document_id[0]
    writer._document_id = generic.ArrayObject([old, generic.ByteStringObject(mark)])  # noqa: SLF001
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def carried_read(reader: PdfFileReader) -> Carried | None:
    """Return what a copy carries; None when it is no such copy. Raises ValueError for nonsense."""
    piece = reader.root.get(_PIECE, None)
    ours = piece.get(_OURS, None) if isinstance(piece, generic.DictionaryObject) else None
    if not isinstance(ours, generic.DictionaryObject):
        return None
    private = ours["/Private"]
    told: Mapping[str, Any] = json.loads(str(private["/Bukti"]))
    path = tuple(bytes.fromhex(str(step)) for step in told["path"][:MOST_STEPS])
    page: bytes = private["/Segel"].data
    return Carried(int(told["length"]), int(told["index"]), int(told["size"]), path, page)


def seal_holds(pdf: bytes, carried: Carried, *, root: bytes) -> bool:
    """Tell whether the file is exactly the sealed document with its way to that root, no more.

    The copy is made again from its beginning: whatever was added to it or changed in it differs.
    """
    document = pdf[: carried.length]
    leaf = leaf_hash(hashlib.sha256(document).digest())
    if not inclusion_holds(
        index=carried.index, size=carried.size, leaf=leaf, path=carried.path, root=root
    ):
        return False
    copy = carry(
        document, index=carried.index, size=carried.size, path=carried.path, page=carried.page
    )
    return copy == pdf


def root_said(page: PdfFileReader) -> tuple[bytes, int] | None:
    """Return (root, number of documents) that a sealed page names; None when it names none."""
    info = page.trailer_view.get("/Info", None)
    words = str(info.get_object().get("/Keywords", "")) if info is not None else ""
    found = _SAID.search(words)
    return (bytes.fromhex(found[1]), int(found[2])) if found else None
