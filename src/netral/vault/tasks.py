"""The sweeper: sealed files that never found an owner are removed."""

from __future__ import annotations

from datetime import datetime

from netral.vault.queries import names_owned
from netral.vault.services.store import file_remove, names_older_than
from netral.vault.services.uploads import DRAFT_LASTS

BATCH = 500


def orphans_sweep(*, at: datetime) -> int:
    """Remove files older than a draft lasts, and without evidence; return how many.

    They are left by a form that was never sent, or by a process that was killed.
    """
    old = names_older_than((at - 2 * DRAFT_LASTS).timestamp())
    removed = 0
    for start in range(0, len(old), BATCH):
        names = old[start : start + BATCH]
        for name in sorted(set(names) - names_owned(names)):
            file_remove(name)
            removed += 1
    return removed
