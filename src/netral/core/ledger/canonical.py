"""One value, one sequence of bytes: RFC 8785 without fractions, which nothing here needs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from netral.core.ledger.errors import LedgerError

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

# RFC 8785 writes numbers as IEEE 754 doubles: beyond this, two integers would share one form.
LARGEST = 2**53 - 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_encode_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(value: Json) -> bytes:
    """Return the only bytes that stand for ``value``; raise LedgerError for what has none."""
    # Names of plain letters are ordered alike by code points: the encoder does it by itself.
    text = _encode_sorted(value) if _is_plain(value) else _encode(_ordered(value))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise LedgerError(
            "Teks memuat setengah huruf (surrogate). Perbaiki teks sumbernya."
        ) from error


def _is_plain(value: Json) -> bool:
    """Tell whether a value needs no ordering or checking by hand: nearly all there are."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return abs(cast(int, value)) <= LARGEST
    if kind is dict and isinstance(value, dict):
        return _is_plain_map(value)
    return (kind is list or kind is tuple) and all(map(_is_plain, cast(Sequence[Json], value)))


def _is_plain_map(value: Mapping[str, Json]) -> bool:
    # A loop, for most parts are texts: a call for each would be half of the whole cost.
    for key, part in value.items():
        if type(key) is not str or not key.isascii():
            return False
        if type(part) is not str and not _is_plain(part):
            return False
    return True


def _ordered(value: Json) -> Json:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, (list, tuple)):
        return [_ordered(item) for item in value]
    raise LedgerError(
        f"Nilai jenis {type(value).__name__} tidak punya bentuk baku. "
        "Pakai teks, bilangan bulat, ya/tidak, kosong, daftar, atau objek."
    )


def _whole(value: int) -> int:
    if abs(value) > LARGEST:
        raise LedgerError("Bilangan melebihi 2^53 - 1. Simpan sebagai teks.")
    return value


def _utf16(key: str) -> bytes:
    """RFC 8785, 3.2.3: names are ordered by their UTF-16 code units."""
    if not isinstance(key, str):
        raise LedgerError("Nama dalam objek harus teks.")
    return key.encode("utf-16-be", "surrogatepass")
