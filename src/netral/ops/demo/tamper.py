"""Shows what the verifier says when one byte of the journal is changed."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from django.db import DatabaseError, connection, transaction

from netral.journal.models import Entry, Leaf
from netral.journal.queries.audit import RowsReport, rows_check
from netral.journal.services import publish
from netral.ops import netral_verify
from netral.ops.demo.scene import season

Say = Callable[[str], object]
COMMITMENT = b'"c":"'
GUARD = "journal_entry_no_update"
GUARD_OFF = (f"DROP TRIGGER {GUARD}", f"DROP TRIGGER {GUARD} ON journal_entry")


def tamper_show(*, say: Say) -> bool:
    """Check the first government's journal, change a byte, check again; tell if it was found."""
    government = season()["government"][0]["key"]
    with tempfile.TemporaryDirectory() as folder:
        size = publish(government=government, folder=Path(folder))
        say(f"Salinan Jejak {government}: {size} catatan. Diperiksa pemeriksa mandiri:")
        code, words = verified(Path(folder))
        say(words)
        bundle, place = byte_flipped(Path(folder))
        say(f"Satu bita diubah: {bundle}, bita ke-{place}. Diperiksa lagi:")
        code_after, words = verified(Path(folder))
        say(words)
    say("Sekarang satu huruf di baris basis data (dalam transaksi yang dibatalkan):")
    with _changed_row(government) as number:
        report = rows_check(government=government)
        say(f"Catatan nomor {number} diubah. {_told(report)}")
    say("Perubahan dibatalkan; data peragaan tetap utuh.")
    return (code, code_after) == (0, 1) and report.fault is not None


def verified(folder: Path) -> tuple[int, str]:
    """Run the offline verifier over a folder; return its exit status and its words."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = netral_verify.main([str(folder)])
    return code, said.getvalue().strip()


def byte_flipped(folder: Path) -> tuple[str, int]:
    """Change one letter in the middle of a published entry; return the file and the place."""
    bundle = sorted((folder / "tile" / "entries").rglob("*"))
    path = next(item for item in bundle if item.is_file())
    data = bytearray(path.read_bytes())
    # A digit of a commitment in the middle of the file: the entry's form stays whole.
    place = data.index(COMMITMENT, len(data) // 2) + len(COMMITMENT)
    data[place] = ord("1") if data[place] == ord("0") else ord("0")
    path.write_bytes(bytes(data))
    return str(path.relative_to(folder)), place


@contextmanager
def _changed_row(government: str) -> Iterator[int]:
    """Change one letter of a sealed row, as someone with the database's password could.

    The guard that refuses it is taken off inside the same transaction, and all is rolled back.
    """
    leaves = Leaf.objects.filter(log__government=government, entry__body__isnull=False)
    leaf = leaves.select_related("entry").order_by("-position")[leaves.count() // 2]
    with transaction.atomic():
        _guard_off()
        body = leaf.entry.body or ""
        changed = body[:-3] + chr(ord(body[-3]) ^ 1) + body[-2:]
        Entry.objects.filter(pk=leaf.entry_id).update(body=changed)
        yield leaf.position
        transaction.set_rollback(True)


def _guard_off() -> None:
    """Take the guard off: each database has its own form of words, and refuses the other's."""
    for words in GUARD_OFF:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(words)
        except DatabaseError:
            continue
        return


def _told(report: RowsReport) -> str:
    if report.fault is None:
        return "Pemeriksa baris tidak menemukannya."
    return f"Pemeriksa baris: {report.fault.place}: {report.fault.why}."
