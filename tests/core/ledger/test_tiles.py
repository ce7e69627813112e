from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import leaf_hash
from netral.core.ledger.tiles import (
    WIDTH,
    TilePath,
    bundle,
    bundle_entries,
    hashes_in,
    index_path,
    tile_path,
    tile_paths,
    tile_width,
)


def test_an_index_is_written_as_the_specification_writes_it() -> None:
    assert index_path(1_234_067) == "x001/x234/067"
    assert [index_path(number) for number in (0, 999, 1000)] == ["000", "999", "x001/000"]


@given(st.none() | st.integers(0, 63), st.integers(0, 10**10), st.integers(1, WIDTH))
def test_each_tile_has_one_address(level: int | None, index: int, width: int) -> None:
    path = TilePath(level, index, width)
    assert tile_path(str(path).removeprefix("tile/")) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0/1",
        "00/000",
        "64/000",
        "0/x000/001",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/01",
        "0/000.p/300",
        "0/../000",
        "x/000",
        "0/000/",
        "0/\u0661\u0661\u0661",
    ],
)
def test_another_spelling_is_no_address(text: str) -> None:
    with pytest.raises(LedgerError, match="alamat"):
        tile_path(text)


def test_a_tree_of_70000_has_the_tiles_of_the_specification() -> None:
    files = list(tile_paths(70_000))
    level_0 = [path for path in files if path.level == 0]
    assert [path.width for path in level_0] == [256] * 273 + [112]
    assert [path.width for path in files if path.level == 1] == [256, 17]
    assert [path.width for path in files if path.level == 2] == [1]
    assert [path._replace(level=0) for path in files if path.level is None] == level_0


def test_a_tree_of_256_has_a_full_tile_and_one_hash_above() -> None:
    assert [str(path) for path in tile_paths(256)] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]
    assert list(tile_paths(0)) == []
    assert tile_width(0, 1, 256) == 0


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    assert bundle_entries(bundle(entries)) == entries


@pytest.mark.parametrize("cut", [1, 3])
def test_a_bundle_cut_in_the_middle_is_refused(cut: int) -> None:
    with pytest.raises(LedgerError, match="terpotong"):
        bundle_entries(bundle([b"satu", b"ab"])[:-cut])


def test_a_tile_is_cut_into_its_hashes() -> None:
    hashes = [leaf_hash(b"a"), leaf_hash(b"b")]
    assert hashes_in(b"".join(hashes)) == hashes
