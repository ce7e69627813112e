from __future__ import annotations

import json
from pathlib import Path

import pytest

from netral.core.ledger.checkpoint import Head, checkpoint_sign
from netral.core.ledger.merkle import leaf_hashes
from netral.core.ledger.tree import grown, root
from netral.journal import tasks
from netral.journal.models import Checkpoint, Entry, Leaf, Log, Pending, Tile
from netral.journal.queries.audit import RowsFault, rows_check
from netral.journal.services import entry_erase, log_seal, publish
from netral.journal.services.keys import key_read
from netral.ops.netral_verify import main
from tests.apps.journal.build import (
    AT,
    GOVERNMENT,
    TODAY,
    appended,
    filled,
    handle,
    log_made,
    season,
    untriggered,
)

pytestmark = pytest.mark.django_db
TABLES = ("journal_entry", "journal_leaf", "journal_checkpoint", "journal_cosignature")


def sealed() -> Log:
    """Seal a journal of 8 entries under two heads (4 and 8), and take its triggers off."""
    log = log_made()
    season()
    while log_seal(government=GOVERNMENT, at=AT, limit=4):
        pass
    appended("report.open", handle(3))
    tasks.seal(GOVERNMENT, AT)
    for table in TABLES:
        untriggered(table)
    return log


def fault(since: str = "") -> RowsFault:
    found = rows_check(government=GOVERNMENT, since=since).fault
    assert found is not None
    return found


def entry_at(position: int) -> Entry:
    return Leaf.objects.get(position=position).entry


def change(position: int, **fields: object) -> int:
    entry = entry_at(position)
    Entry.objects.filter(pk=entry.pk).update(**fields)
    return entry.pk


def rewritten(log: Log) -> dict[int, Head]:
    """Reckon tiles anew from the rows as they are now; return the heads that would fit."""
    leaves = [leaf.entry.leaf.encode() for leaf in Leaf.objects.order_by("position")]
    tiles = grown(0, {}, leaf_hashes(leaves))
    for key, data in tiles.items():
        Tile.objects.filter(level=key.level, number=key.number).update(data=data)
    heads = {}
    for row in Checkpoint.objects.all():
        part = grown(0, {}, leaf_hashes(leaves[: row.size]))
        heads[row.size] = Head(log.origin, row.size, root(row.size, part))
    return heads


def test_true_rows_are_confirmed_also_after_an_erasure() -> None:
    sealed()
    entry_erase(entry_id=entry_at(1).pk, actor="A", basis="retensi", reason="habis", at=AT)
    tasks.seal(GOVERNMENT, AT)
    report = rows_check(government=GOVERNMENT)
    assert (report.size, report.checkpoints, report.fault) == (9, 4, None)


def test_more_than_one_tile_is_compared() -> None:
    log_made()
    filled(600)
    tasks.seal(GOVERNMENT, AT)
    assert rows_check(government=GOVERNMENT).size == 601
    untriggered("journal_entry")
    row = change(300, leaf=entry_at(301).leaf)
    assert fault()[:2] == ("catatan nomor 300", row)


def flipped(text: str) -> str:
    return text.replace('"c":"', '"c":"0', 1)[: len(text)]


def test_an_edited_leaf_is_named_by_number_and_row() -> None:
    sealed()
    row = change(3, leaf=flipped(entry_at(3).leaf))
    assert fault() == ("catatan nomor 3", row, "berbeda dari sidiknya di petak")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"close": "ringan"}, "kolomnya"),
        ({"matter": handle(7)}, "kolomnya"),
        ({"body": json.dumps({"actor": "lain"})}, "isinya"),
        ({"salt": bytes(32)}, "isinya"),
        ({"salt": None, "body": None}, "isinya"),
    ],
)
def test_an_edited_column_or_rest_is_named(fields: dict[str, object], why: str) -> None:
    sealed()
    row = change(2, **fields)
    found = fault()
    assert found[:2] == ("catatan nomor 2", row)
    assert found.why.startswith(why)


def test_a_deleted_row_is_named() -> None:
    sealed()
    Leaf.objects.filter(position=2).delete()
    assert fault()[::2] == ("catatan nomor 2", "barisnya hilang")


def test_two_rows_that_changed_places_are_named() -> None:
    sealed()
    Leaf.objects.filter(position=2).update(position=99)
    Leaf.objects.filter(position=3).update(position=2)
    Leaf.objects.filter(position=99).update(position=3)
    assert fault().place == "catatan nomor 2"


def test_an_inserted_row_is_named() -> None:
    log = sealed()
    Leaf.objects.filter(position=7).update(position=8)
    new = Entry.objects.get(pk=entry_at(3).pk)
    new.pk = None
    new.save()
    Leaf.objects.create(entry=new, log=log, position=7)
    assert fault()[:2] == ("catatan nomor 7", new.pk)


def test_a_row_added_at_the_end_has_no_checkpoint() -> None:
    log = sealed()
    appended("report.open", handle(4))
    waiting = Pending.objects.get()
    Leaf.objects.create(entry=waiting.entry, log=log, position=8)
    Pending.objects.all().delete()
    rewritten(log)
    assert fault()[::2] == ("catatan nomor 8", "diberi tempat tanpa titik periksa")


def test_a_cut_tail_is_named() -> None:
    sealed()
    Leaf.objects.filter(position__gte=6).delete()
    assert fault().place == "catatan nomor 6"


def test_an_entry_taken_out_of_the_outbox_is_named() -> None:
    sealed()
    appended("report.open", handle(4))
    row = Pending.objects.get().entry_id
    Pending.objects.all().delete()
    assert fault()[:2] == (f"baris {row}", row)


def test_all_hashes_rewritten_is_found_between_two_signed_heads() -> None:
    log = sealed()
    change(5, leaf=entry_at(5).leaf.replace("terbukti", "ringan"), close="ringan")
    rewritten(log)
    assert fault().place == "di antara catatan nomor 4 dan 6"


def test_a_leaf_of_another_form_is_named_even_when_its_hash_fits() -> None:
    log = sealed()
    row = change(5, leaf="{}")
    rewritten(log)
    assert fault()[:2] == ("catatan nomor 5", row)


def resigned(log: Log) -> None:
    """Sign every head again, as the operator could."""
    for size, head in rewritten(log).items():
        text = checkpoint_sign(head, key_read(GOVERNMENT))
        Checkpoint.objects.filter(size=size).update(root=head.root, text=text)


def test_a_history_signed_again_by_the_operator_is_found_by_a_remembered_head() -> None:
    log = sealed()
    since = Checkpoint.objects.get(size=4).text
    row = entry_at(2)
    change(2, leaf=row.leaf.replace("2024-10-07", "2024-10-06"), day="2024-10-06")
    resigned(log)
    assert rows_check(government=GOVERNMENT).fault is None
    assert fault(since).why == "dua titik periksa berbeda untuk ukuran yang sama"
    Checkpoint.objects.filter(size=4).delete()
    assert fault(since).place == "di antara catatan nomor 0 dan 3"


def test_an_old_backup_is_found_by_a_remembered_head() -> None:
    sealed()
    since = Checkpoint.objects.get(size=8).text
    Leaf.objects.filter(position__gte=4).delete()
    Checkpoint.objects.filter(size__gt=4).delete()
    Entry.objects.filter(place__isnull=True).delete()
    assert rows_check(government=GOVERNMENT).fault is None
    found = fault(since)
    assert found.place == "catatan nomor 4"
    assert "titik periksa lama berisi 8 catatan" in found.why


def test_a_checkpoint_row_that_was_changed_is_named() -> None:
    sealed()
    Checkpoint.objects.filter(size=4).update(root=bytes(32))
    assert fault().place == "titik periksa ukuran 4"
    Checkpoint.objects.filter(size=4).update(text="x\n")
    assert fault().place == "titik periksa ukuran 4"


def test_the_published_folder_is_confirmed_by_the_other_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_made()
    promise = season()
    filled(400)
    tasks.seal(GOVERNMENT, AT)
    assert publish(government=GOVERNMENT, folder=tmp_path / "jejak") == 407
    (tmp_path / "terima").write_text(promise.text, encoding="utf-8")
    options = ["--receipt", str(tmp_path / "terima"), "--today", TODAY.isoformat()]
    assert main([str(tmp_path / "jejak"), *options]) == 0
    assert "janji ditepati, catatan nomor 1" in capsys.readouterr().out


def test_a_byte_flipped_in_the_rows_is_named_by_the_other_program_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed()
    change(3, leaf=flipped(entry_at(3).leaf))
    publish(government=GOVERNMENT, folder=tmp_path / "jejak")
    assert main([str(tmp_path / "jejak"), "--today", TODAY.isoformat()]) == 1
    assert "SALAH  catatan nomor 3" in capsys.readouterr().out
