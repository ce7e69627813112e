"""Steps 8 and 9: a stranger verifies everything offline; then one byte is changed, and found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from netral.cases.models import Case
from netral.core.flow.case import CaseStage
from netral.core.flow.report import CLOSED_STATES
from netral.journal.models import Leaf
from netral.journal.queries.audit import rows_check
from netral.ops import netral_verify
from netral.ops.thread.ledger import published, sealed, verified
from netral.ops.thread.story import KEY, Story
from netral.reports.models import Report
from netral.shell.format import number

DAY = date(2024, 11, 18)
GUARD = "journal_entry_no_update"
GUARD_OFF = (f"DROP TRIGGER {GUARD}", f"DROP TRIGGER {GUARD} ON journal_entry")


def journal_verified(story: Story) -> str:
    """Publish the whole journal and let the offline verifier judge it; return its sums."""
    folder = sealed(story, DAY, "jejak")
    receipt = story.work / "tanda-terima.txt"
    told = verified(folder, DAY, receipt=receipt, since=story.remembered)
    story.claim(told["ok"], "pemeriksa mandiri menerima Jejak", told["false"])
    story.claim(told["demo"], "pemeriksa mandiri mengatakan ini Jejak peragaan")
    is_kept = any(line.startswith("tanda terima: janji ditepati") for line in told["checked"])
    story.claim(is_kept, "janji pada tanda terima pelapor ditepati")
    is_one = any("titik periksa lama Anda" in line for line in told["checked"])
    story.claim(is_one, "isi sampai hari ikrar sama dengan titik periksa yang disimpan orang")
    books = told["books"]
    _balanced(story, books)
    fault = rows_check(government=KEY).fault
    story.claim(fault is None, "baris basis data cocok dengan Jejak", fault)
    sums = {name: f"{books[name]['masuk']} masuk = {books[name]['selesai']} selesai + "
            f"{books[name]['berjalan']} berjalan" for name in ("report", "case")}  # fmt: skip
    return (
        f"{number(told['size'])} catatan diperiksa dari map unduhan: benar semua. Neraca laporan "
        f"{sums['report']}; perkara {sums['case']}. Janji pada tanda terima pelapor ditepati."
    )


def _balanced(story: Story, books: dict[str, Any]) -> None:
    """Compare the books, told by the headers alone, with the office's own rows."""
    closed = Report.objects.filter(state__in=[state.value for state in CLOSED_STATES]).count()
    reports = (Report.objects.count(), closed)
    ended = Case.objects.filter(stage=CaseStage.CLOSED.value).count()
    for name, own in (("report", reports), ("case", (Case.objects.count(), ended))):
        told = books[name]["masuk"], books[name]["selesai"]
        is_sum = told[0] == told[1] + books[name]["berjalan"]
        words = f"neraca {netral_verify.ACCOUNTS[name]} sama dengan catatan kantor"
        story.claim(told == own and is_sum, words, books[name])


def byte_flipped(story: Story) -> str:
    """Change one byte of a row, twice in different columns, and see the place named."""
    before = _head(story, "jejak-sebelum")
    leaf = _middle()
    place = f"catatan nomor {leaf.position}"
    with _changed(leaf.entry_id, "leaf"):
        told = verified(published(story, "jejak-diubah"), DAY)
    story.claim(not told["ok"], "pemeriksa mandiri menolak Jejak yang diubah satu bita")
    named = (told["false"] or {}).get("place")
    story.claim(named == place, f"pemeriksa mandiri menyebut {place}", named)
    with _changed(leaf.entry_id, "body"):
        fault = rows_check(government=KEY).fault
    story.claim(fault is not None and fault.place == place, f"pemeriksa baris menyebut {place}")
    is_restored = _head(story, "jejak-sesudah") == before
    story.claim(is_restored, "setelah perubahan dibatalkan, Jejak utuh lagi")
    return (
        f"Satu bita baris catatan nomor {number(leaf.position)} diubah langsung di basis data. "
        f"Pemeriksa mandiri: SALAH {place}, {told['false']['why']}. Pemeriksa baris menyebut "
        "tempat yang sama."
    )


def _head(story: Story, name: str) -> str:
    folder: Path = published(story, name)
    story.claim(verified(folder, DAY)["ok"], "Jejak yang tidak diubah diterima")
    return (folder / "checkpoint").read_text(encoding="utf-8")


def _middle() -> Leaf:
    leaves = Leaf.objects.filter(log__government=KEY, entry__body__isnull=False)
    return leaves.order_by("position")[leaves.count() // 2]


@contextmanager
def _changed(entry: int, column: str) -> Iterator[None]:
    """Change one byte of a column past the guards, as a thief of the database would; undo it."""
    with transaction.atomic():
        guard_off()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM journal_entry WHERE id = %s", [entry])  # noqa: S608
            ((text,),) = cursor.fetchall()
            values: tuple[str, int] = (_flipped(text), entry)
            cursor.execute(f"UPDATE journal_entry SET {column} = %s WHERE id = %s", values)  # noqa: S608
        yield
        transaction.set_rollback(True)


def guard_off() -> None:
    """Take the guard off: each database has its own form of words, and refuses the other's."""
    # PostgreSQL drops no trigger while checks of foreign keys wait for the commit.
    connection.check_constraints()
    for words in GUARD_OFF:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(words)
        except DatabaseError:
            continue
        return


def _flipped(text: str) -> str:
    """Return the text with one bit of one letter changed, near its end."""
    place = len(text) - 4
    return text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
