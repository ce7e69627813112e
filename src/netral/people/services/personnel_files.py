"""The uploaded file and what is read from it, in the data folder, for as long as it is needed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

import netral
from netral.core.kinds.errors import WrongInputError
from netral.people.services.personnel_formats import MAX_BYTES, Refusal
from netral.people.services.personnel_words import REFUSED

TIMEOUT_SECONDS = 300
UPLOADING = ".upload"
_ENDINGS = (".file", ".rows", ".percent")


class PersonnelFileError(WrongInputError):
    """The file cannot be read; the message says what to do with it."""

    title = "Berkas ini belum bisa dibaca"

    def __init__(self, reason: Refusal) -> None:
        super().__init__(str(REFUSED[reason]))
        self.reason = reason


def file_path(ref: str, ending: str) -> Path:
    """Return where a file of an import lies; the folder is the owner's alone."""
    folder = Path(settings.NETRAL_DATA_DIR) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{ref}{ending}"


def file_keep(ref: str, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write the upload with mode 0600; return its hash and size. Refuses what is too large."""
    digest, size = hashlib.sha256(), 0
    path = file_path(ref, ".file")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_BYTES:
                files_remove(ref)
                raise PersonnelFileError(Refusal.TOO_LARGE)
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest(), size


def files_remove(ref: str) -> None:
    """Remove everything that lies there for an import."""
    for ending in _ENDINGS:
        file_path(ref, ending).unlink(missing_ok=True)


def uploads_sweep(*, before: datetime) -> int:
    """Remove the uploads that were never finished and are older than a moment; count them."""
    limit = before.timestamp()
    folder = file_path("", "")
    old = [path for path in folder.glob(f"*{UPLOADING}") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def head_read(ref: str) -> dict[str, Any]:
    """Return sheet, headings, samples and the guess. Raises PersonnelFileError."""
    return _child({"act": "head", "path": str(file_path(ref, ".file"))})


def rows_read(ref: str, sheet: Mapping[str, Any], mapping: Mapping[str, int]) -> int:
    """Read the mapped columns into the rows file; return how many rows there are."""
    order = {
        "act": "rows",
        "path": str(file_path(ref, ".file")),
        "out": str(file_path(ref, ".rows")),
        "sheet": sheet["sheet"],
        "header_row": sheet["header_row"],
        "header_rows": sheet["header_rows"],
        "mapping": dict(mapping),
    }
    return int(_child(order)["rows"])


def rows_stored(ref: str) -> Iterator[list[Any]]:
    """Yield the rows read before: line, banner, the cells in the order of the fields."""
    with file_path(ref, ".rows").open(encoding="utf-8") as file:
        for text in file:
            yield json.loads(text)


def percent_tell(ref: str, percent: int) -> None:
    """Note how far the work is, outside of its transaction."""
    file_path(ref, ".percent").write_text(str(percent), encoding="ascii")


def percent_of(ref: str) -> int:
    """Return how far the work is, or 0."""
    try:
        return int(file_path(ref, ".percent").read_text(encoding="ascii") or 0)
    except (FileNotFoundError, ValueError):
        return 0


def _child(order: Mapping[str, Any]) -> dict[str, Any]:
    """Run one order in a process of its own; its death by a limit is a refusal too."""
    source = Path(netral.__file__).parent.parent
    try:
        done = subprocess.run(
            [sys.executable, "-m", "netral.people.services.personnel_sheet"],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            env={"PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PersonnelFileError(Refusal.TOO_WIDE) from error
    if done.returncode != 0:
        raise PersonnelFileError(Refusal.TOO_WIDE if _is_limit(done) else Refusal.BROKEN)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise PersonnelFileError(Refusal(answer["refused"]))
    return answer


def _is_limit(done: subprocess.CompletedProcess[str]) -> bool:
    """Tell whether the process died of its limits of memory or time."""
    return done.returncode < 0 or "MemoryError" in done.stderr or "memory" in done.stderr
