from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from netral.core.kinds.errors import NetralError
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.header import commitment, leaf_parse
from netral.core.ledger.note import key_parse
from netral.core.ledger.promise import promise_open
from netral.journal.models import Entry, Pending
from netral.journal.services import (
    entry_append,
    entry_erase,
    log_open,
    matter_erase,
    promise_for,
)
from netral.journal.services.sealing import log_seal
from tests.apps.journal.build import (
    AT,
    DUE,
    GOVERNMENT,
    ORIGIN,
    appended,
    filled,
    handle,
    log_made,
)

pytestmark = pytest.mark.django_db
MANY = 150


def test_a_journal_begins_with_its_own_opening_and_a_key_file_for_the_server_alone(
    tmp_path: Path,
) -> None:
    log = log_made()
    key = tmp_path / "keys" / f"{GOVERNMENT}.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.read_text("ascii").startswith(f"PRIVATE+KEY+{ORIGIN}+")
    assert key_parse(log.verifier_key).name == ORIGIN
    assert [entry.kind for entry in Entry.objects.all()] == ["log.open"]
    with pytest.raises(LedgerError, match="sudah dibuka"):
        log_made()


def test_a_key_that_was_there_is_used_again_and_a_lost_one_is_told(tmp_path: Path) -> None:
    first = log_made().verifier_key
    (tmp_path / "keys" / "kab-solok.key").write_bytes(
        (tmp_path / "keys" / f"{GOVERNMENT}.key").read_bytes()
    )
    other = log_made("kab-solok", "demo.netral.example/jejak/kab-solok")
    assert key_parse(other.verifier_key).public == key_parse(first).public
    (tmp_path / "keys" / f"{GOVERNMENT}.key").unlink()
    with pytest.raises(LedgerError, match="Pulihkan"):
        appended("report.open", handle(1))


def test_an_entry_holds_a_public_header_and_a_bound_private_rest() -> None:
    log_made()
    appended("case.open", handle(1, "C"), due_on=DUE, of=handle(1))
    entry = Entry.objects.get(kind="case.open")
    header, committed = leaf_parse(entry.leaf.encode())
    assert entry.header == header
    assert (header.matter, header.day, header.due) == (handle(1, "C"), AT.date(), DUE)
    assert entry.salt is not None
    assert entry.body is not None
    assert commitment(bytes(entry.salt), entry.body.encode()) == committed
    rest = json.loads(entry.body)
    assert rest["actor"] == "ACC0000001"
    assert rest["at"].endswith("+07:00")
    assert str(entry) == f"case.open {handle(1, 'C')}"


def test_no_name_and_no_time_of_day_is_in_a_leaf() -> None:
    log_made()
    appended("report.open", handle(1))
    leaf = Entry.objects.get(kind="report.open").leaf
    assert "Sulastri" not in leaf
    assert "ACC0000001" not in leaf
    assert ":3" not in leaf.replace('":', "")


def test_the_same_act_twice_gives_two_leaves_for_each_has_its_own_salt() -> None:
    log_made()
    first, second = appended("report.step", handle(1)), appended("report.step", handle(1))
    assert first.leaf != second.leaf


def test_the_promise_is_signed_for_this_leaf_at_this_moment() -> None:
    log = log_made()
    promise = appended("report.open", handle(1))
    opened = promise_open(promise.text, key_parse(log.verifier_key))
    assert opened.leaf == Entry.objects.get(kind="report.open").leaf_hash
    assert opened.given_at == int(AT.timestamp()) + 60


def test_many_entries_at_once_are_each_entered_and_can_each_be_promised() -> None:
    log = log_made()
    leaves = filled(120)
    entries = list(Entry.objects.filter(kind="pledge.sign").order_by("pk"))
    assert [entry.leaf_hash for entry in entries] == leaves
    assert Pending.objects.count() == 121
    promise = promise_for(government=GOVERNMENT, leaf=leaves[7], at=AT)
    assert promise_open(promise.text, key_parse(log.verifier_key)).leaf == leaves[7]


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    log_made()
    with pytest.raises(LedgerError, match="transaksi"):
        entry_append(
            government=GOVERNMENT, kind="report.open", matter=handle(1), actor="A", body={}, at=AT
        )
    assert Entry.objects.count() == 1


@transaction.atomic
def _two_acts(*matters: str) -> None:
    for matter in matters:
        appended("report.open", matter)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry() -> None:
    log_made()

    with pytest.raises(LedgerError, match="matter"):
        _two_acts(handle(1), "bukan pegangan")
    assert Entry.objects.count() == Pending.objects.count() == 1


def test_a_wrong_header_or_an_unknown_government_writes_nothing() -> None:
    log_made()
    with pytest.raises(LedgerError, match="matter"):
        appended("report.open", "kab-batanghari.dinkes")
    with pytest.raises(LedgerError, match="batas waktu"):
        appended("case.open", handle(1, "C"))
    with pytest.raises(NetralError, match="belum dibuka"):
        appended("report.open", handle(1), government="kab-lain")
    assert Entry.objects.count() == 1


def test_an_origin_that_cannot_be_a_key_name_is_refused() -> None:
    with pytest.raises(LedgerError, match="nama kunci"):
        log_open(government="kab-x", origin="netral example", actor="A", at=AT)


def erased(entry: Entry) -> None:
    entry_erase(
        entry_id=entry.pk, actor="ACC0000002", basis="retensi", reason="masa simpan habis", at=AT
    )


def test_an_erasure_takes_salt_and_rest_and_says_so_in_an_entry() -> None:
    log_made()
    appended("report.open", handle(1))
    entry = Entry.objects.get(kind="report.open")
    erased(entry)
    after = Entry.objects.get(pk=entry.pk)
    assert (after.salt, after.body, after.leaf) == (None, None, entry.leaf)
    erasure = Entry.objects.get(kind="entry.erase")
    assert (erasure.of, erasure.close) == (entry.leaf_hash.hex(), "retensi")
    assert erasure.erases == entry
    with pytest.raises(LedgerError, match="sudah dihapus"):
        erased(entry)


def test_a_whole_matter_is_erased_entry_by_entry() -> None:
    log_made()
    for kind in ("report.open", "report.step"):
        appended(kind, handle(1))
    appended("report.open", handle(2))

    def erase() -> int:
        return matter_erase(
            government=GOVERNMENT,
            matter=handle(1),
            actor="ACC0000002",
            basis="hak-hapus",
            reason="permintaan subjek data",
            at=AT,
        )

    assert erase() == 2
    assert Entry.objects.filter(body__isnull=True).count() == 2
    assert Entry.objects.filter(kind="entry.erase").count() == 2
    assert erase() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "report.shut"},
        {"leaf": "{}"},
        {"body": "lain"},
        {"body": None},
        {"salt": None, "body": None, "matter": handle(9)},
    ],
)
def test_the_database_refuses_any_other_change_of_an_entry(change: dict[str, str | None]) -> None:
    log_made()
    appended("report.open", handle(1))
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(kind="report.open").update(**change)


def test_the_database_refuses_to_delete_an_entry_and_to_fill_an_erased_one() -> None:
    log_made()
    appended("report.open", handle(1))
    entry = Entry.objects.get(kind="report.open")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk)._raw_delete("default")
    erased(entry)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(body="baru", salt=b"x")


def test_an_entry_may_not_be_due_and_closed_at_once() -> None:
    log = log_made()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            log=log,
            kind="case.close",
            matter=handle(1),
            day=AT.date(),
            due_on=DUE,
            close="terbukti",
            at=AT,
            leaf="{}",
        )


def test_many_at_once_stand_as_if_entered_one_by_one() -> None:
    log = log_made()
    leaves = filled(MANY)
    one = appended("report.open", handle(1), due_on=DUE)
    rows = list(Entry.objects.filter(kind="pledge.sign").order_by("pk"))
    assert [row.leaf_hash for row in rows] == leaves
    assert [json.loads(row.body or "")["body"] for row in rows] == [
        {"nomor": number} for number in range(MANY)
    ]
    for row in rows:
        header, committed = leaf_parse(row.leaf.encode())
        assert (header.matter, header.day) == (row.matter, row.day)
        assert committed == commitment(bytes(row.salt or b""), (row.body or "").encode())
    assert rows[0].at == AT
    newest = Entry.objects.get(kind="report.open")
    assert newest.pk > rows[-1].pk
    assert newest.leaf_hash == promise_open(one.text, key_parse(log.verifier_key)).leaf
    assert Pending.objects.count() == MANY + 2
    assert log_seal(government=GOVERNMENT, at=AT) is not None
    assert not Pending.objects.exists()


def test_many_at_once_fall_with_their_transaction() -> None:
    log_made()
    with transaction.atomic():
        filled(MANY)
        transaction.set_rollback(True)
    assert [entry.kind for entry in Entry.objects.all()] == ["log.open"]
    assert len(filled(MANY)) == MANY
