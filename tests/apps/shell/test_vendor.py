"""What others wrote lies in our tree unchanged, with its licence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import netral.shell

VENDOR = Path(netral.shell.__file__).parent / "static" / "vendor"
FOLDERS = sorted(path for path in VENDOR.iterdir() if path.is_dir())


def test_the_vendored_packages_are_the_two_we_chose() -> None:
    assert [folder.name for folder in FOLDERS] == ["htmx-2.0.11", "pico-2.1.1"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_vendored_file_has_the_sum_written_beside_it(folder: Path) -> None:
    lines = (folder / "checksums.txt").read_text(encoding="ascii").splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    files = {path.name for path in folder.iterdir()} - {"checksums.txt"}
    assert files == set(sums)
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_vendored_package_brings_its_licence(folder: Path) -> None:
    assert [path for path in folder.iterdir() if path.name.startswith("LICENSE")]
