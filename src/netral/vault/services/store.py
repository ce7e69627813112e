"""Where sealed files lie: random names under the data folder, each path checked to be inside."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from netral.core.kinds.errors import NotVisibleError

_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}")


def store_root() -> Path:
    """Return the folder of sealed files."""
    return Path(settings.NETRAL_DATA_DIR) / "vault"


def name_draw() -> str:
    """Return a random name for a new file; its first two letters are its folder."""
    name = secrets.token_hex(20)
    return f"{name[:2]}/{name}"


def path_of(name: str) -> Path:
    """Return the path of a name; raise NotVisibleError for a name that would lead elsewhere."""
    path = (store_root() / name).resolve()
    if not _NAME.fullmatch(name) or not path.is_relative_to(store_root().resolve()):
        raise NotVisibleError("Berkas ini tidak ada.")
    return path


def file_create(name: str) -> BinaryIO:
    """Open a new file for writing, without a buffer; refuse one that exists."""
    path = path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path.open("xb", buffering=0)


def file_open(name: str) -> BinaryIO:
    """Open a file for reading; raise NotVisibleError when it is gone."""
    try:
        return path_of(name).open("rb")
    except FileNotFoundError as error:
        raise NotVisibleError("Berkas ini tidak ada di penyimpanan. Pulihkan cadangan.") from error


def file_remove(name: str) -> None:
    """Remove a file; one that is gone already is as good."""
    path_of(name).unlink(missing_ok=True)


def names_older_than(moment: float) -> list[str]:
    """Return the names of files not written to since a POSIX time."""
    found = store_root().glob("??/*")
    return sorted(
        f"{path.parent.name}/{path.name}" for path in found if path.stat().st_mtime < moment
    )
