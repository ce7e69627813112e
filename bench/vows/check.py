"""What the database holds after a run, compared with what was acknowledged; and the raw limit."""

from __future__ import annotations

import time
from dataclasses import dataclass

TABLES = ("pledges_pledge", "journal_entry", "journal_pending", "papers_paper")
BATCH = 256
SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Found:
    """How many acknowledged pledges are missing, doubled, or stand under another code."""

    lost: int
    doubled: int
    other_code: int

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing is wrong."""
        return self.lost == self.doubled == self.other_code == 0


def compare(acknowledged: dict[str, str]) -> Found:
    """Compare what was acknowledged with pledges, papers and journal, each kept exactly once."""
    from netral.journal.models import Entry  # noqa: PLC0415 - after django.setup
    from netral.papers.models import Paper  # noqa: PLC0415
    from netral.pledges.models import Pledge  # noqa: PLC0415

    rows = list(Pledge.objects.values_list("person__ref", "ref", "certificate"))
    entered = list(Entry.objects.filter(kind="pledge.make").values_list("matter", flat=True))
    papers = set(Paper.objects.values_list("ref", flat=True))
    known = set(entered)
    kept = {person: code for person, ref, code in rows if ref in known and code in papers}
    doubled = len(rows) - len({person for person, _ref, _code in rows})
    doubled += len(entered) - len(rows)
    return Found(
        lost=sum(person not in kept for person in acknowledged),
        doubled=abs(doubled),
        other_code=sum(
            bool(code) and kept.get(person, code) != code for person, code in acknowledged.items()
        ),
    )


def raw_limit() -> float:
    """Return how many pledges a second the bare database keeps: the same rows, 256 a commit.

    No keys, no checks, no indexes: what no honest program on this machine can exceed.
    """
    from django.db import connection, transaction  # noqa: PLC0415 - after django.setup

    from netral.shell.database import rows_insert  # noqa: PLC0415

    batches = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} LIMIT 0")  # noqa: S608
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1 DESC LIMIT 1")  # noqa: S608
            # The outbox is empty once all is sealed: its row is two numbers.
            row = cursor.fetchone() or [1] * len(cursor.description)
            columns = [column[0] for column in cursor.description]
            batches.append((f"bare_{table}", columns, [row] * BATCH))
    made, until = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        with transaction.atomic():
            for table, columns, rows in batches:
                rows_insert(table, columns, rows)
        made += BATCH
    return made / SECONDS
