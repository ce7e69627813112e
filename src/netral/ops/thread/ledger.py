"""The journal as a stranger sees it: published to a folder, checked by the offline verifier."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

from netral.journal.services import publish
from netral.journal.tasks import seal
from netral.ops import netral_verify
from netral.ops.thread.story import KEY, Story, at


def sealed(story: Story, day: date, name: str) -> Path:
    """Seal what waits, write the journal to a folder of its own and return the folder."""
    seal(KEY, at(day, 23, 50))
    return published(story, name)


def published(story: Story, name: str) -> Path:
    """Write the journal, as the public door serves it, to a new folder and return it."""
    folder = story.work / name
    publish(government=KEY, folder=folder)
    return folder


def verified(folder: Path, day: date, **files: Path) -> dict[str, Any]:
    """Return what the one-file verifier says of a folder; ``files``: receipt, since."""
    options = [part for name, path in files.items() for part in (f"--{name}", str(path))]
    said = io.StringIO()
    with redirect_stdout(said):
        netral_verify.main([str(folder), "--json", "--today", day.isoformat(), *options])
    found: dict[str, Any] = json.loads(said.getvalue())
    return found
