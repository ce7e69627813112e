"""What the fields of a PDF form hold, and whether that changed after a signature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

SIGNATURE = "/Sig"
MOST_FIELDS, DEEPEST = 5_000, 20


def is_filled_since(reader: PdfFileReader, revision: int) -> bool:
    """Tell whether a field that is none for signatures holds or shows something else since then.

    What a library calls a change of a form may be no more than the field written anew.
    """
    before = _held(reader.get_historical_resolver(revision).root)
    now = _held(reader.root)
    return any(now.get(name) != held for name, held in before.items()) or bool(
        now.keys() - before.keys()
    )


def _held(root: DictionaryObject) -> dict[str, str]:
    """Return by full name what each field holds and what is drawn of it."""
    form = _object(root.get("/AcroForm", {}))
    held: dict[str, str] = {}
    for number, (name, field) in enumerate(_fields(_object(form.get("/Fields", ())), "", "", 0)):
        if number >= MOST_FIELDS:
            raise ValueError("more fields than a form has")
        held[name] = held.get(name, "") + _told(
            [field.get(key, None) for key in ("/V", "/AS", "/AP", "/F", "/Rect")], 0
        )
    return held


def _fields(
    fields: Any, above: str, kind: str, depth: int
) -> Iterator[tuple[str, DictionaryObject]]:
    """Yield the fields that are none for signatures, and their parts, with their full names."""
    if depth > DEEPEST:
        raise ValueError("fields too deep")
    for one in fields:
        field = _object(one)
        name = f"{above}.{_object(field.get('/T', ''))}"
        own = str(_object(field.get("/FT", kind)))
        if own == SIGNATURE:
            continue
        yield name, field
        yield from _fields(_object(field.get("/Kids", ())), name, own, depth + 1)


def _object(value: Any) -> Any:
    """Return what a value refers to, or the value itself."""
    return value.get_object() if hasattr(value, "get_object") else value


def _told(value: Any, depth: int) -> str:
    """Return a value with all it refers to, so that two can be compared; its page is left out."""
    value = _object(value)
    if depth > DEEPEST:
        raise ValueError("a value too deep")
    if isinstance(value, DictionaryObject):
        inner = "".join(
            f"{key}{_told(value.raw_get(key), depth + 1)}" for key in sorted(value) if key != "/P"
        )
        data = value.data.hex() if isinstance(value, StreamObject) else ""
        return f"<{inner}{data}>"
    if isinstance(value, (list, ArrayObject)):
        return f"[{','.join(_told(one, depth + 1) for one in value)}]"
    return repr(value)
