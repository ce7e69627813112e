from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree
from pymerkle import verify_consistency as oracle_consistency
from pymerkle import verify_inclusion as oracle_inclusion

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import (
    EMPTY_ROOT,
    consistency_holds,
    inclusion_holds,
    leaf_hash,
    leaf_hashes,
    node_hash,
    row_root,
    split,
)
from netral.core.ledger.tiles import WIDTH, TileKey
from netral.core.ledger.tree import (
    Peaks,
    Range,
    consistency_ranges,
    edge_keys,
    grown,
    inclusion_ranges,
    range_root,
    range_roots,
    root,
    tiles_for,
)

# The vectors of the Certificate Transparency reference tests (merkle_tree_test, RFC 6962).
CT_ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    bytes.fromhex(text)
    for text in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
# Published proofs over the same entries: (old, new) -> hashes, (index, size) -> hashes.
CT_CONSISTENCY = {
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
CT_INCLUSION = {
    (0, 1): (),
    (0, 8): CT_CONSISTENCY[1, 8],
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
}
SIZES = (1, 2, 3, 7, 8, 9, 255, 256, 257, 511, 512, 513, 1000)


def entries_to(size: int) -> list[bytes]:
    """Return that many different entries."""
    return [f"catatan {number}".encode() for number in range(size)]


def tree_of(entries: list[bytes], batch: int = 10_000) -> dict[TileKey, bytes]:
    """Grow a tree in batches; return all its tiles."""
    tiles: dict[TileKey, bytes] = {}
    for start in range(0, len(entries), batch):
        tiles.update(grown(start, tiles, leaf_hashes(entries[start : start + batch])))
    return tiles


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_the_published_one(size: int) -> None:
    tiles = tree_of(CT_ENTRIES[:size], batch=3)
    assert root(size, tiles) == CT_ROOTS[size]
    assert row_root(b"".join(leaf_hashes(CT_ENTRIES[:size]))) == CT_ROOTS[size]


@pytest.mark.parametrize(("sizes", "published"), CT_CONSISTENCY.items())
def test_the_consistency_proof_is_the_published_one(
    sizes: tuple[int, int], published: tuple[str, ...]
) -> None:
    old, new = sizes
    path = range_roots(consistency_ranges(old, new), tree_of(CT_ENTRIES[:new]))
    assert [step.hex() for step in path] == list(published)
    assert consistency_holds(
        old_size=old, new_size=new, old_root=CT_ROOTS[old], new_root=CT_ROOTS[new], path=path
    )


@pytest.mark.parametrize(("place", "published"), CT_INCLUSION.items())
def test_the_inclusion_proof_is_the_published_one(
    place: tuple[int, int], published: tuple[str, ...]
) -> None:
    index, size = place
    path = range_roots(inclusion_ranges(index, size), tree_of(CT_ENTRIES[:size]))
    assert [step.hex() for step in path] == list(published)


@pytest.mark.parametrize("size", SIZES)
def test_an_independent_implementation_finds_the_same_root_and_accepts_the_proofs(
    size: int,
) -> None:
    oracle = InmemoryTree(algorithm="sha256")
    oracle.append_entries(entries_to(size))
    tiles = tree_of(entries_to(size), batch=100)
    assert root(size, tiles) == oracle.get_root()
    for index in {0, size // 2, size - 1}:
        path = range_roots(inclusion_ranges(index, size), tiles)
        theirs = oracle.prove_inclusion(index + 1, size)
        oracle_inclusion(leaf_hash(entries_to(size)[index]), oracle.get_root(), theirs)
        # Its path begins with the leaf itself; the siblings after it are ours.
        assert [leaf_hash(entries_to(size)[index]), *path] == theirs.path


@pytest.mark.parametrize("new", SIZES)
def test_consistency_holds_for_the_states_of_an_independent_implementation(new: int) -> None:
    oracle = InmemoryTree(algorithm="sha256")
    oracle.append_entries(entries_to(new))
    tiles = tree_of(entries_to(new))
    for old in {1, new // 2 or 1, new - 1 or 1, new}:
        theirs = oracle.prove_consistency(old, new)
        oracle_consistency(oracle.get_root(old), oracle.get_root(new), theirs)
        path = range_roots(consistency_ranges(old, new), tiles)
        assert consistency_holds(
            old_size=old,
            new_size=new,
            old_root=oracle.get_root(old),
            new_root=oracle.get_root(new),
            path=path,
        )


@given(st.integers(1, 600), st.data())
@settings(deadline=None, max_examples=60)
def test_growing_in_any_batches_gives_the_tiles_of_growing_at_once(
    size: int, data: st.DataObject
) -> None:
    batch = data.draw(st.integers(1, size))
    entries = entries_to(size)
    assert tree_of(entries, batch) == tree_of(entries)


@given(st.integers(1, 700), st.data())
@settings(deadline=None, max_examples=80)
def test_every_proof_holds_from_the_named_tiles_alone_and_no_other_leaf_passes(
    size: int, data: st.DataObject
) -> None:
    entries, index = entries_to(size), data.draw(st.integers(0, size - 1))
    tiles = tree_of(entries)
    ranges = inclusion_ranges(index, size)
    path = range_roots(ranges, {key: tiles[key] for key in tiles_for(ranges, size)})
    held = root(size, tiles)

    def holds(at: int, leaf: bytes, steps: list[bytes]) -> bool:
        return inclusion_holds(index=at, size=size, leaf=leaf, path=steps, root=held)

    assert holds(index, leaf_hash(entries[index]), path)
    assert not holds(index, leaf_hash(b"lain"), path)
    assert not holds(index, leaf_hash(entries[index]), [*path, EMPTY_ROOT])
    assert not holds(size, leaf_hash(entries[index]), path)
    if path:
        assert not holds(index, leaf_hash(entries[index]), path[:-1])
        assert not holds((index + 1) % size, leaf_hash(entries[index]), path)


@given(st.integers(2, 600), st.data())
@settings(deadline=None, max_examples=80)
def test_a_tree_that_kept_its_beginning_proves_it_and_one_that_did_not_cannot(
    new: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, new - 1))
    entries, forged = entries_to(new), entries_to(new)
    forged[data.draw(st.integers(0, old - 1))] = b"diubah"
    tiles, false = tree_of(entries), tree_of(forged)
    remembered = root(old, tree_of(entries[:old]))
    for tree, is_true in ((tiles, True), (false, False)):
        path = range_roots(consistency_ranges(old, new), tree)
        assert is_true is consistency_holds(
            old_size=old, new_size=new, old_root=remembered, new_root=root(new, tree), path=path
        )


@given(st.lists(st.binary(max_size=8), min_size=2, max_size=40, unique=True), st.data())
def test_a_changed_dropped_swapped_or_inserted_entry_changes_the_head(
    entries: list[bytes], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(entries) - 2))
    changed, swapped = entries.copy(), entries.copy()
    changed[at] += b"!"
    swapped[at], swapped[at + 1] = swapped[at + 1], swapped[at]
    dropped = entries[:at] + entries[at + 1 :]
    inserted = [*entries[:at], b"sisipan panjang", *entries[at:]]
    head = root(len(entries), tree_of(entries))
    for other in (changed, swapped, dropped, inserted):
        assert root(len(other), tree_of(other)) != head


def test_peaks_tell_the_root_after_each_leaf() -> None:
    peaks, entries = Peaks(), entries_to(300)
    assert peaks.root() == EMPTY_ROOT
    for size, entry in enumerate(entries, start=1):
        peaks.add(leaf_hash(entry))
        assert peaks.root() == row_root(b"".join(leaf_hashes(entries[:size])))


def test_a_node_cannot_pass_for_a_leaf() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


def test_consistency_with_nothing_or_with_itself_needs_no_path() -> None:
    same = CT_ROOTS[3]

    def holds(old: int, new: int, old_root: bytes, path: list[bytes]) -> bool:
        return consistency_holds(
            old_size=old, new_size=new, old_root=old_root, new_root=same, path=path
        )

    assert consistency_ranges(0, 3) == consistency_ranges(3, 3) == []
    assert holds(0, 3, EMPTY_ROOT, [])
    assert holds(3, 3, same, [])
    assert not holds(3, 3, CT_ROOTS[2], [])
    assert not holds(0, 3, same, [])
    assert not holds(0, 3, EMPTY_ROOT, [same])
    assert not holds(4, 3, same, [])
    assert not holds(3, 5, same, [])
    assert not holds(1, 3, CT_ROOTS[1], [])
    assert not holds(1, 3, CT_ROOTS[1], [same] * 3)


def test_a_large_tree_parts_where_the_standard_says() -> None:
    assert [split(size) for size in (2, 3, 4, 5, 256, 257)] == [1, 2, 2, 4, 128, 256]


def test_edge_keys_name_only_the_partial_tiles() -> None:
    assert edge_keys(0) == []
    assert edge_keys(256) == [TileKey(1, 0)]
    assert edge_keys(70_000) == [TileKey(0, 273), TileKey(1, 1), TileKey(2, 0)]


def test_a_proof_outside_the_tree_is_refused_with_its_number() -> None:
    with pytest.raises(LedgerError, match="nomor 5"):
        inclusion_ranges(5, 5)
    with pytest.raises(LedgerError, match="ukuran 9"):
        consistency_ranges(9, 5)


def test_a_tile_that_is_missing_or_short_is_named() -> None:
    tiles = tree_of(entries_to(WIDTH + 3))
    tiles[TileKey(0, 1)] = tiles[TileKey(0, 1)][:-32]
    with pytest.raises(LedgerError, match="Petak 0/1"):
        root(WIDTH + 3, tiles)
    with pytest.raises(LedgerError, match="Petak 0/0"):
        range_root(Range(0, 2), {})
