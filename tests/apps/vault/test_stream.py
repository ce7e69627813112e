"""Sealing while streaming: what goes in comes out, and nothing else does."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netral.core.kinds.errors import NotVisibleError
from netral.vault.services.sealing import SealError, key_pair_draw, public_bytes, seal, unseal
from netral.vault.services.store import file_create, file_open, file_remove, name_draw, path_of
from netral.vault.services.stream import (
    MAGIC,
    PREFIX,
    SEGMENT,
    TAG,
    SealedWriter,
    Streamed,
    sealed_read,
)

KEY = bytes(range(32))
HEAD = len(MAGIC) + PREFIX


def sealed_file(path: Path, content: bytes, piece: int = 65_536) -> Streamed:
    with path.open("wb") as target:
        writer = SealedWriter(target, KEY)
        for start in range(0, len(content), piece):
            writer.write(content[start : start + piece])
        return writer.finish()


def read_back(body: bytes, key: bytes = KEY) -> bytes:
    return b"".join(sealed_read(io.BytesIO(body), key))


@pytest.mark.parametrize("size", [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT])
def test_a_file_of_any_size_comes_back_whole(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    done = sealed_file(tmp_path / "f", content)
    body = (tmp_path / "f").read_bytes()
    assert read_back(body) == content
    assert done == Streamed(
        size, hashlib.sha256(content).hexdigest(), hashlib.sha256(body).hexdigest()
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, SEGMENT + TAG + HEAD), st.integers(1, 255))
def test_a_changed_byte_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: int
) -> None:
    path = tmp_path_factory.mktemp("s") / "f"
    sealed_file(path, b"x" * (SEGMENT + 100))
    body = bytearray(path.read_bytes())
    body[place] ^= change
    with pytest.raises(SealError):
        read_back(bytes(body))


def test_a_cut_or_reordered_file_is_noticed(tmp_path: Path) -> None:
    sealed_file(tmp_path / "f", os.urandom(3 * SEGMENT))
    body = (tmp_path / "f").read_bytes()
    block = SEGMENT + TAG
    first, second = body[HEAD : HEAD + block], body[HEAD + block : HEAD + 2 * block]
    swapped = body[:HEAD] + second + first + body[HEAD + 2 * block :]
    for wrong in (body[: HEAD + block], body[:HEAD], body[:-1], swapped, b"not ours"):
        with pytest.raises(SealError):
            read_back(wrong)


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    sealed_file(tmp_path / "f", b"isi")
    with pytest.raises(SealError, match="bagian 1"):
        read_back((tmp_path / "f").read_bytes(), key=bytes(32))


def test_the_clear_text_is_not_in_the_sealed_file(tmp_path: Path) -> None:
    sealed_file(tmp_path / "f", b"MARKER" * 1000)
    assert b"MARKER" not in (tmp_path / "f").read_bytes()


def test_a_big_file_takes_little_memory(tmp_path: Path) -> None:
    with (tmp_path / "f").open("wb") as target:
        writer = SealedWriter(target, KEY)
        piece = bytes(65_536)
        tracemalloc.start()
        for _ in range(400):
            writer.write(piece)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        writer.finish()
    assert peak < 8 * SEGMENT


def test_a_small_thing_is_sealed_to_one_key_only() -> None:
    key, stranger = key_pair_draw(), key_pair_draw()
    sealed = seal(b"rahasia", public_bytes(key))
    assert unseal(sealed, key) == b"rahasia"
    with pytest.raises(SealError, match="kunci"):
        unseal(sealed, stranger)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "aa/../../x", "", "aa/zz", "secret"])
def test_a_name_that_leads_out_of_the_store_is_refused(name: str) -> None:
    with pytest.raises(NotVisibleError):
        path_of(name)


def test_a_link_that_leads_out_of_the_store_is_refused(data_dir: Path) -> None:
    name = name_draw()
    (data_dir / "vault").mkdir()
    (data_dir / "outside").mkdir()
    (data_dir / "vault" / name[:2]).symlink_to(data_dir / "outside")
    with pytest.raises(NotVisibleError):
        file_create(name)


def test_a_file_is_never_written_over() -> None:
    name = name_draw()
    file_create(name).close()
    with pytest.raises(FileExistsError):
        file_create(name)


def test_a_missing_file_is_told(data_dir: Path) -> None:
    name = name_draw()
    file_remove(name)
    with pytest.raises(NotVisibleError, match="cadangan"):
        file_open(name)
    assert not list(data_dir.rglob("*.*"))
