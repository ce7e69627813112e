from __future__ import annotations

import logging
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, transaction
from django.db.models import Model, QuerySet

from netral.core.kinds.errors import NetralError
from netral.core.ledger.checkpoint import checkpoint_open, cosign
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.merkle import (
    consistency_holds,
    leaf_hash,
    leaf_hashes,
    row_root,
)
from netral.core.ledger.note import COSIGNATURE, key_of, key_parse, note_parse
from netral.core.ledger.proof import proof_check, proof_parse
from netral.journal import tasks
from netral.journal.models import Checkpoint, Cosignature, Entry, Leaf, Pending, Tile
from netral.journal.queries.logs import checkpoint_text, entries_after, size_of
from netral.journal.queries.tiles import consistency, entry_proof
from netral.journal.services import cosignature_add, log_seal, sealing
from netral.shell import rounds
from tests.apps.journal.build import AT, GOVERNMENT, appended, filled, handle, log_made, season

pytestmark = pytest.mark.django_db


def test_what_waits_is_sealed_in_order_under_a_signed_root() -> None:
    log = log_made()
    filled(300)
    checkpoint = log_seal(government=GOVERNMENT, at=AT)
    assert checkpoint is not None
    entries = list(Entry.objects.order_by("pk"))
    head, _ = checkpoint_open(checkpoint.text, key_parse(log.verifier_key))
    assert head.size == 301
    assert head.root == row_root(b"".join(leaf_hashes(e.leaf.encode() for e in entries)))
    places = list(Leaf.objects.order_by("position").values_list("position", "entry_id"))
    assert places == [(number, entry.pk) for number, entry in enumerate(entries)]
    assert not Pending.objects.exists()


def test_nothing_new_means_no_new_checkpoint() -> None:
    log_made()
    assert log_seal(government=GOVERNMENT, at=AT) is not None
    assert log_seal(government=GOVERNMENT, at=AT) is None
    assert Checkpoint.objects.count() == 1


@pytest.mark.parametrize("limit", [1, 7, 256, 1000])
def test_sealing_in_batches_gives_one_tree(limit: int) -> None:
    log = log_made()
    filled(40 if limit == 1 else 600)
    while log_seal(government=GOVERNMENT, at=AT, limit=limit):
        pass
    leaves = Entry.objects.order_by("pk").values_list("leaf", flat=True)
    last = log.checkpoints.order_by("-size")[0]
    assert bytes(last.root) == row_root(b"".join(leaf_hashes(leaf.encode() for leaf in leaves)))


def test_each_checkpoint_goes_on_from_the_one_before() -> None:
    log = log_made()
    for count in (1, 300, 5):
        filled(count)
        log_seal(government=GOVERNMENT, at=AT)
    heads = list(log.checkpoints.order_by("size"))
    for old, new in pairwise(heads):
        assert consistency_holds(
            old_size=old.size,
            new_size=new.size,
            old_root=bytes(old.root),
            new_root=bytes(new.root),
            path=consistency(government=GOVERNMENT, old=old.size, new=new.size),
        )


def test_a_sealer_that_dies_before_its_end_leaves_everything_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log_made()
    filled(10)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sealing, "checkpoint_sign", die)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        log_seal(government=GOVERNMENT, at=AT)
    assert Pending.objects.count() == 11
    assert not Leaf.objects.exists()
    assert not Tile.objects.exists()
    monkeypatch.undo()


def test_an_outbox_that_changed_under_the_sealer_is_sealed_on_the_next_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log_made()
    filled(10)
    rows, calls = sealing._rows, []

    def one_too_few(sql: str, *values: int) -> list[tuple[Any, ...]]:
        calls.append(sql)
        found = rows(sql, *values)
        return found[1:] if len(calls) == 2 else found

    monkeypatch.setattr(sealing, "_rows", one_too_few)
    assert tasks.seal(GOVERNMENT, AT) == 11
    assert len(calls) == 5


def test_a_sealer_gives_up_for_now_when_the_outbox_never_holds_still(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log_made()
    filled(3)
    rows = sealing._rows

    def one_too_few(sql: str, *values: int) -> list[tuple[Any, ...]]:
        found = rows(sql, *values)
        return found[1:] if sql == sealing._WAITING else found

    monkeypatch.setattr(sealing, "_rows", one_too_few)
    assert tasks.seal(GOVERNMENT, AT) == 0
    assert Pending.objects.count() == 4


def test_each_journal_is_sealed_apart() -> None:
    first, second = log_made(), log_made("kab-solok", "demo.netral.example/jejak/kab-solok")
    filled(5)
    filled(7, "kab-solok")
    assert tasks.seal_all(AT) == 14
    assert (size_of(first), size_of(second)) == (6, 8)
    assert tasks.seal_all(AT) == 0


def test_a_journal_whose_key_is_lost_keeps_no_other_unsealed(tmp_path: Path) -> None:
    first, second = log_made(), log_made("kab-solok", "demo.netral.example/jejak/kab-solok")
    filled(5)
    filled(7, "kab-solok")
    (tmp_path / "keys" / f"{GOVERNMENT}.key").unlink()
    with pytest.raises(ExceptionGroup) as told:
        tasks.seal_all(AT)
    assert [fault.__notes__ for fault in told.value.exceptions] == [[GOVERNMENT]]
    assert (size_of(first), size_of(second)) == (0, 8)


def test_the_loop_seals_until_it_is_stopped_and_survives_a_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    log_made()
    stop, calls = Event(), []

    def now() -> datetime:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError
        stop.set()
        return AT

    monkeypatch.setattr(rounds, "PAUSE_SECONDS", 0)
    with caplog.at_level(logging.ERROR):
        tasks.run_sealer(stop, now)
    assert Checkpoint.objects.count() == 1
    assert "dicoba lagi" in caplog.text


CHANGES: dict[type[Model], dict[str, Any]] = {
    Leaf: {"position": 9},
    Checkpoint: {"size": 9},
    Cosignature: {"line": "x"},
}


@pytest.mark.parametrize("model", CHANGES)
def test_places_heads_and_cosignatures_refuse_change(model: type[Model]) -> None:
    log_made()
    log_seal(government=GOVERNMENT, at=AT)
    witness_signs()
    rows: QuerySet[Model] = QuerySet(model)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**CHANGES[model])
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete("default")


WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(32))
WITNESS_LINE = str(key_of("saksi.example", WITNESS, COSIGNATURE))


def witness_signs(name: str = "saksi.example") -> Cosignature:
    head = Checkpoint.objects.latest("size")
    line = cosign(note_parse(head.text).text, 1_730_000_000, name, WITNESS)
    return cosignature_add(
        government=GOVERNMENT, size=head.size, line=str(line), verifier_key=WITNESS_LINE
    )


def test_a_witness_is_heard_once_and_its_line_is_published() -> None:
    log_made()
    log_seal(government=GOVERNMENT, at=AT)
    assert witness_signs() == witness_signs()
    text = checkpoint_text(GOVERNMENT)
    assert text is not None
    assert text.endswith(Cosignature.objects.get().line)
    assert str(Cosignature.objects.get()) == "saksi.example"


def test_a_line_by_someone_else_or_for_no_checkpoint_is_refused() -> None:
    log_made()
    log_seal(government=GOVERNMENT, at=AT)
    with pytest.raises(LedgerError, match="bukan milik"):
        witness_signs("lain.example")
    with pytest.raises(LedgerError, match="ukuran 99"):
        cosignature_add(government=GOVERNMENT, size=99, line="x", verifier_key=WITNESS_LINE)


def test_a_proof_is_handed_out_once_the_entry_is_sealed() -> None:
    log = log_made()
    promise = season()
    with pytest.raises(NetralError, match="Menunggu"):
        entry_proof(government=GOVERNMENT, matter=handle(1))
    tasks.seal(GOVERNMENT, AT)
    key = key_parse(log.verifier_key)
    first = proof_parse(entry_proof(government=GOVERNMENT, matter=handle(1)))
    assert proof_check(first, promise.leaf, key).size == 7
    closing = Entry.objects.get(kind="report.close")
    text = entry_proof(government=GOVERNMENT, matter=handle(1), leaf=closing.leaf_hash.hex())
    assert proof_check(proof_parse(text), closing.leaf_hash, key).size == 7
    with pytest.raises(NetralError):
        entry_proof(government=GOVERNMENT, matter=handle(1), leaf="00")


def test_entries_are_read_forward_and_never_before_they_are_sealed() -> None:
    log_made()
    season()
    assert entries_after(government=GOVERNMENT, cursor=0) == []
    tasks.seal(GOVERNMENT, AT)
    kinds = {"report.open", "report.close"}
    found = entries_after(government=GOVERNMENT, cursor=0, kinds=kinds)
    assert [(row.position, row.entry.kind) for row in found] == [
        (1, "report.open"),
        (2, "report.open"),
        (6, "report.close"),
    ]
    appended("report.open", handle(3))
    tasks.seal(GOVERNMENT, AT)
    rest = entries_after(government=GOVERNMENT, cursor=found[-1].position + 1)
    assert [row.entry.matter for row in rest] == [handle(3)]
    assert len(entries_after(government=GOVERNMENT, cursor=0, limit=2)) == 2


def test_rows_tell_what_they_are() -> None:
    log = log_made()
    waiting = Pending.objects.get()
    assert str(waiting) == f"pending {waiting.entry_id}"
    tasks.seal(GOVERNMENT, AT)
    told = [str(log), str(Leaf.objects.get()), str(Checkpoint.objects.get())]
    assert told == [log.origin, "0", "1"]
    assert str(Tile.objects.get()) == "0/0"
    assert leaf_hash(Entry.objects.get().leaf.encode()) == bytes(Tile.objects.get().data)
