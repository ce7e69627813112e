"""Where signed files lie: under the data folder, each named by its own SHA-256.

Letters are pressed anew from their facts; what someone signed cannot be made again, so it is kept.
The same file kept twice is one file, and a file that was changed on the disk is never handed out.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from netral.core.kinds.errors import NotVisibleError

_NAME = re.compile(r"[0-9a-f]{64}")


class FileChangedError(NotVisibleError):
    """The file on the disk is not the one that was kept."""

    title = "Berkas di penyimpanan berubah"


def archive_root() -> Path:
    """Return the folder of signed files."""
    return Path(settings.NETRAL_DATA_DIR) / "signed"


def file_keep(content: bytes) -> str:
    """Keep a file durably; return its SHA-256 as hex, by which it is found again."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = _path(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{sha256}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return sha256


def file_kept(sha256: str) -> bytes:
    """Return a kept file; raise NotVisibleError when it is gone, FileChangedError when altered."""
    try:
        content = _path(sha256).read_bytes()
    except FileNotFoundError as error:
        raise NotVisibleError(
            _("Berkas ini tidak ada di penyimpanan. Pulihkan cadangan.")
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileChangedError(
            _("Berkas di penyimpanan tidak sama dengan yang disimpan. Pulihkan cadangan.")
        )
    return content


def _path(sha256: str) -> Path:
    if not _NAME.fullmatch(sha256):
        raise NotVisibleError(_("Berkas ini tidak ada."))
    return archive_root() / sha256[:2] / sha256
