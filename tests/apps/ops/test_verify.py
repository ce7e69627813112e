from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from netral.core.ledger.checkpoint import Head, checkpoint_sign, cosign
from netral.core.ledger.header import Header, leaf_bytes
from netral.core.ledger.merkle import leaf_hash, leaf_hashes
from netral.core.ledger.note import COSIGNATURE, key_of, note_parse
from netral.core.ledger.promise import promise_sign, promises_sign
from netral.core.ledger.proof import Proof
from netral.core.ledger.tiles import WIDTH, bundle, tile_paths
from netral.core.ledger.tree import grown, inclusion_ranges, range_roots, root
from netral.ops.netral_verify import main
from tests.apps.journal.build import DUE, TODAY, handle

ORIGIN = "demo.netral.example/jejak/kab-samosir"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(32))
WITNESS_LINE = str(key_of("saksi.example", WITNESS, COSIGNATURE))
Out = pytest.CaptureFixture[str]
Entries = list[bytes]


def line(number: int, kind: str, letter: str, **fields: Any) -> bytes:
    header = Header(kind=kind, matter=handle(number, letter), day=TODAY, **fields)
    return leaf_bytes(header, leaf_hash(f"{kind}{number}".encode()))


def entries_made(pledges: int = 0) -> Entries:
    """Return a balanced season, and pledges before it to fill tiles."""
    return [
        *(line(number, "pledge.sign", "P") for number in range(pledges)),
        line(1, "report.open", "R"),
        line(2, "report.open", "R"),
        line(1, "case.open", "C", due=DUE, of=handle(1, "R")),
        line(1, "case.decide", "C"),
        line(1, "case.close", "C", close="terbukti"),
        line(1, "report.close", "R", close="terbukti"),
        line(2, "case.open", "C", due=DUE),
    ]


def publish(folder: Path, entries: Entries, key: Ed25519PrivateKey = KEY) -> str:
    """Write a journal as C2SP tlog-tiles wants it; return its checkpoint."""
    shutil.rmtree(folder, ignore_errors=True)
    tiles = grown(0, {}, leaf_hashes(entries))
    for path in tile_paths(len(entries)):
        first = path.number * WIDTH
        data = (
            bundle(entries[first : first + path.width])
            if path.level is None
            else tiles[(path.level, path.number)]  # type: ignore[index]
        )
        (folder / str(path)).parent.mkdir(parents=True, exist_ok=True)
        (folder / str(path)).write_bytes(data)
    checkpoint = checkpoint_sign(Head(ORIGIN, len(entries), root(len(entries), tiles)), key)
    (folder / "checkpoint").write_text(checkpoint, encoding="utf-8")
    (folder / "key").write_text(f"{key_of(ORIGIN, KEY)}\n", encoding="utf-8")
    return checkpoint


def run(out: Out, folder: Path, *options: str) -> tuple[int, dict[str, Any]]:
    status = main([str(folder), "--json", "--today", TODAY.isoformat(), *options])
    found: dict[str, Any] = json.loads(out.readouterr().out)
    assert found["ok"] is (status == 0)
    return status, found


def false(out: Out, folder: Path, *options: str) -> tuple[str, str]:
    status, found = run(out, folder, *options)
    assert status == 1
    return found["false"]["place"], found["false"]["why"]


def rebundled(folder: Path, entries: Entries, number: int = 0) -> None:
    """Replace the entries of one bundle and leave every hash as it was."""
    (old,) = (folder / "tile" / "entries").glob(f"{number:03d}*")
    target = next(old.iterdir()) if old.is_dir() else old
    target.write_bytes(bundle(entries))


def test_a_true_journal_is_confirmed_with_its_books(tmp_path: Path, capsys: Out) -> None:
    publish(tmp_path, entries_made(pledges=600))
    status, found = run(capsys, tmp_path)
    assert status == 0
    assert (found["origin"], found["size"], found["demo"]) == (ORIGIN, 607, True)
    assert found["books"]["report"] == {"masuk": 2, "selesai": 1, "berjalan": 1, "lewat": 0}
    assert found["books"]["case"] == {"masuk": 2, "selesai": 1, "berjalan": 1, "lewat": 1}


def test_the_words_say_what_was_checked_and_that_it_is_a_demonstration(
    tmp_path: Path, capsys: Out
) -> None:
    publish(tmp_path, entries_made())
    assert main([str(tmp_path), "--today", TODAY.isoformat()]) == 0
    told = capsys.readouterr().out
    assert "Data contoh dengan tanggal buatan" in told
    assert "Tidak ada laporan yang hilang: 2 masuk = 1 selesai + 1 berjalan" in told


def test_a_question_stands_in_the_books_like_a_report(tmp_path: Path, capsys: Out) -> None:
    asked = [line(3, "question.open", "Q", due=DUE), line(4, "question.open", "Q", due=DUE)]
    answered = line(3, "question.answer", "Q", close="dijawab")
    publish(tmp_path, [*entries_made(), *asked, answered])
    assert main([str(tmp_path), "--today", TODAY.isoformat()]) == 0
    told = capsys.readouterr().out
    assert "Tidak ada pertanyaan yang hilang: 2 masuk = 1 selesai + 1 berjalan" in told
    publish(tmp_path, [*entries_made(), answered])
    assert run(capsys, tmp_path)[0] == 1


def test_an_empty_tree_of_one_entry_and_full_tiles_are_read(tmp_path: Path, capsys: Out) -> None:
    for pledges in (WIDTH - 7, 2 * WIDTH - 7):
        publish(tmp_path, entries_made(pledges))
        assert run(capsys, tmp_path)[0] == 0
    publish(tmp_path, [line(1, "log.open", "J")])
    assert run(capsys, tmp_path)[1]["size"] == 1


MUTATIONS: dict[str, tuple[Callable[[Entries], Entries], int]] = {
    "edit": (lambda all_: [*all_[:3], all_[3].replace(b"2024", b"2023"), *all_[4:]], 3),
    "delete": (lambda all_: all_[:2] + all_[3:], 2),
    "delete the last": (lambda all_: all_[:-1], 6),
    "reorder": (lambda all_: [*all_[:4], all_[5], all_[4], *all_[6:]], 4),
    "insert": (lambda all_: [*all_[:1], line(9, "report.open", "R"), *all_[1:]], 1),
    "insert at the end": (lambda all_: [*all_, line(9, "report.open", "R")], 7),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_of_the_entries_is_found_at_its_number(
    tmp_path: Path, capsys: Out, name: str
) -> None:
    mutate, number = MUTATIONS[name]
    publish(tmp_path, entries_made())
    rebundled(tmp_path, mutate(entries_made()))
    assert false(capsys, tmp_path)[0] == f"catatan nomor {number}"


def test_a_mutation_in_a_later_tile_is_found_at_its_number(tmp_path: Path, capsys: Out) -> None:
    publish(tmp_path, entries_made(pledges=600))
    part = entries_made(600)[WIDTH : 2 * WIDTH]
    part[44] = part[44].replace(b"pledge", b"pledgf")
    rebundled(tmp_path, part, number=1)
    assert false(capsys, tmp_path)[0] == "catatan nomor 300"


@pytest.mark.parametrize("mutation", ["edit", "reorder", "insert", "delete"])
def test_all_hashes_rewritten_without_the_key_is_found(
    tmp_path: Path, capsys: Out, mutation: str
) -> None:
    checkpoint = publish(tmp_path, entries_made())
    changed = MUTATIONS[mutation][0](entries_made())
    publish(tmp_path, [*changed, *[line(9, "pledge.sign", "P")] * (7 - len(changed))][:7])
    (tmp_path / "checkpoint").write_text(checkpoint, encoding="utf-8")
    place, why = false(capsys, tmp_path)
    assert place == "di antara catatan nomor 0 dan 6"
    assert "akar" in why


def test_all_hashes_rewritten_with_another_key_is_found(tmp_path: Path, capsys: Out) -> None:
    publish(tmp_path, entries_made(), key=WITNESS)
    place, why = false(capsys, tmp_path)
    assert place == "checkpoint"
    assert "tidak sah" in why


def remembered(folder: Path, entries: Entries) -> str:
    """Keep the checkpoint of an earlier day; return the option that names it."""
    folder.mkdir(exist_ok=True)
    publish(folder / "dulu", entries)
    return str(folder / "dulu" / "checkpoint")


def test_the_operator_who_rewrites_and_signs_again_is_found_by_a_remembered_head(
    tmp_path: Path, capsys: Out
) -> None:
    since = remembered(tmp_path, entries_made()[:5])
    publish(tmp_path / "kini", MUTATIONS["edit"][0](entries_made()))
    assert run(capsys, tmp_path / "kini")[0] == 0
    place, why = false(capsys, tmp_path / "kini", "--since", since)
    assert place == "di antara catatan nomor 0 dan 4"
    assert "bercabang" in why


def test_an_old_backup_and_a_cut_tail_are_found_by_a_remembered_head(
    tmp_path: Path, capsys: Out
) -> None:
    since = remembered(tmp_path, entries_made())
    publish(tmp_path / "kini", entries_made()[:4])
    place, why = false(capsys, tmp_path / "kini", "--since", since)
    assert place == "catatan nomor 4"
    assert "mundur" in why


def test_a_journal_that_went_on_from_a_remembered_head_is_true(tmp_path: Path, capsys: Out) -> None:
    since = remembered(tmp_path, entries_made()[:5])
    publish(tmp_path / "kini", entries_made())
    _, found = run(capsys, tmp_path / "kini", "--since", since)
    assert "isi sampai ukuran 5 sama dengan titik periksa lama Anda" in found["checked"]


def test_a_cut_tail_under_the_old_head_names_the_missing_file(tmp_path: Path, capsys: Out) -> None:
    publish(tmp_path, entries_made(pledges=300))
    shutil.rmtree(tmp_path / "tile" / "entries" / "001.p")
    place, why = false(capsys, tmp_path)
    assert place == "tile/entries/001.p/51"
    assert "harus ada" in why


def test_a_damaged_upper_tile_is_named(tmp_path: Path, capsys: Out) -> None:
    publish(tmp_path, entries_made(pledges=600))
    upper = tmp_path / "tile" / "1" / "000.p" / "2"
    upper.write_bytes(upper.read_bytes()[:-1] + b"\x00")
    assert false(capsys, tmp_path) == ("tile/1/000.p/2", "tidak cocok dengan petak di bawahnya")


def test_a_bundle_cut_in_mid_entry_is_named(tmp_path: Path, capsys: Out) -> None:
    publish(tmp_path, entries_made())
    target = tmp_path / "tile" / "entries" / "000.p" / "7"
    target.write_bytes(target.read_bytes()[:-1])
    assert false(capsys, tmp_path)[0] == "catatan nomor 6"


BOOKS: dict[str, tuple[Entries, int, str]] = {
    "a case without a clock": ([line(5, "case.open", "C")], 7, "tanpa batas waktu"),
    "a moved clock without a day": ([line(2, "case.clocks", "C")], 7, "tanpa batas waktu"),
    "a moved clock after the end": (
        [line(1, "case.clocks", "C", due=DUE)],
        7,
        "clocks sesudah selesai",
    ),
    "a pause without its case": (
        [line(5, "case.suspend", "C", due=DUE)],
        7,
        "tanpa pembukaannya",
    ),
    "a decision without its case": ([line(5, "case.decide", "C")], 7, "tanpa pembukaannya"),
    "a decision after the end": ([line(1, "case.decide", "C")], 7, "sesudah selesai"),
    "opened twice": ([line(2, "report.open", "R")], 7, "dua kali"),
    "closed twice": ([line(1, "report.close", "R", close="selesai")], 7, "close sesudah selesai"),
    "reopened while open": ([line(2, "case.reopen", "C", due=DUE)], 7, "dibuka lagi"),
}


@pytest.mark.parametrize("name", BOOKS)
def test_books_that_are_false_are_found_at_the_entry(
    tmp_path: Path, capsys: Out, name: str
) -> None:
    more, number, why = BOOKS[name]
    publish(tmp_path, [*entries_made(), *more])
    place, told = false(capsys, tmp_path)
    assert place == f"catatan nomor {number}"
    assert why in told


def test_a_case_opened_again_and_an_erasure_leave_the_books_true(
    tmp_path: Path, capsys: Out
) -> None:
    more = [
        line(1, "case.reopen", "C", due=DUE),
        line(1, "entry.erase", "C", close="retensi", of="a" * 64),
    ]
    publish(tmp_path, [*entries_made(), *more])
    sums = run(capsys, tmp_path)[1]["books"]["case"]
    assert sums == {"masuk": 2, "selesai": 0, "berjalan": 2, "lewat": 2}


@pytest.mark.parametrize(
    "entry",
    [
        b"bukan json",
        b"[]",
        b'{"v":1}',
        line(1, "report.open", "R") + b" ",
        line(1, "report.open", "R").replace(b'"v":1', b'"v":true'),
        line(1, "report.open", "R").replace(b"report.open", b"Report"),
        line(1, "report.open", "R").replace(b"R000000001", b"dinas-kesehatan"),
        line(1, "report.open", "R").replace(b"11-10", b"11-31"),
        line(1, "report.open", "R").replace(b'"v"', b'"unit":"x","v"'),
    ],
)
def test_a_header_of_another_form_is_found(tmp_path: Path, capsys: Out, entry: bytes) -> None:
    publish(tmp_path, [line(2, "report.open", "R"), entry])
    place, why = false(capsys, tmp_path)
    assert place == "catatan nomor 1"
    assert "kepala" in why


def receipt(tmp_path: Path, text: str) -> list[str]:
    target = tmp_path / "tanda-terima.txt"
    target.write_text(text, encoding="utf-8")
    return ["--receipt", str(target)]


def kept_promise() -> str:
    return promise_sign(ORIGIN, leaf_hash(entries_made()[3]), 1_000, KEY).text


def test_a_promise_on_a_receipt_is_kept_waiting_or_broken(tmp_path: Path, capsys: Out) -> None:
    publish(tmp_path, entries_made())
    kept = kept_promise()
    told = run(capsys, tmp_path, *receipt(tmp_path, f"Tanda terima\n\n{kept}\nSimpan.\n"))[1]
    assert "tanda terima: janji ditepati, catatan nomor 3" in told["checked"]
    waiting = promise_sign(ORIGIN, leaf_hash(b"lain"), 4_000_000_000, KEY).text
    told = run(capsys, tmp_path, *receipt(tmp_path, waiting))[1]
    assert "tanda terima: janji sah, menunggu masuk Jejak" in told["checked"]
    broken = promise_sign(ORIGIN, leaf_hash(b"lain"), 1_000, KEY).text
    assert "tidak ada" in false(capsys, tmp_path, *receipt(tmp_path, broken))[1]


@pytest.mark.parametrize("count", [2, 3, 7])
def test_each_promise_of_a_batch_stands_by_itself_and_leads_to_the_signed_root(
    tmp_path: Path, capsys: Out, count: int
) -> None:
    publish(tmp_path, entries_made())
    leaves = [leaf_hash(entry) for entry in entries_made()[:count]]
    for number, promise in enumerate(promises_sign(ORIGIN, leaves, 1_000, KEY)):
        told = run(capsys, tmp_path, *receipt(tmp_path, promise.text))[1]
        assert f"tanda terima: janji ditepati, catatan nomor {number}" in told["checked"]


def test_a_promise_of_a_batch_with_a_bent_path_or_a_foreign_leaf_is_refused(
    tmp_path: Path, capsys: Out
) -> None:
    publish(tmp_path, entries_made())
    leaves = [leaf_hash(entry) for entry in entries_made()[:5]]
    first, second = (one.text for one in promises_sign(ORIGIN, leaves, 1_000, KEY)[:2])
    leaf_line, other_line = first.split("\n")[1], second.split("\n")[1]
    bent = [
        first.replace(leaf_line, other_line),
        first.replace("index 0", "index 1"),
        first.replace("size 5", "size 6"),
        first.replace("node ", "node x", 1),
        "\n".join(row for row in first.split("\n") if not row.startswith("node ")),
        first.partition("netral-promise-root")[0],
    ]
    for text in bent:
        assert false(capsys, tmp_path, *receipt(tmp_path, text))[0] == "tanda terima"


def test_a_forged_promise_and_a_receipt_without_one_are_refused(
    tmp_path: Path, capsys: Out
) -> None:
    publish(tmp_path, entries_made())
    forged = promise_sign(ORIGIN, leaf_hash(b"a"), 1_000, WITNESS).text
    torn = kept_promise().replace("time", "jam")
    for text in (forged, torn, "Tanda terima tanpa janji\n", "c2sp.org/tlog-proof@v1\nindex x"):
        assert false(capsys, tmp_path, *receipt(tmp_path, text))[0] == "tanda terima"


def proof_of(number: int, entries: Entries) -> str:
    tiles = grown(0, {}, leaf_hashes(entries))
    head = Head(ORIGIN, len(entries), root(len(entries), tiles))
    path = range_roots(inclusion_ranges(number, len(entries)), tiles)
    return str(Proof(number, tuple(path), checkpoint_sign(head, KEY)))


@pytest.mark.parametrize("number", [0, 2, 4])
def test_a_proof_of_an_earlier_day_still_holds(tmp_path: Path, capsys: Out, number: int) -> None:
    publish(tmp_path, entries_made())
    text = proof_of(number, entries_made()[:5])
    told = run(capsys, tmp_path, *receipt(tmp_path, text))[1]
    assert "isi sampai ukuran 5 sama dengan bukti tercatat Anda" in told["checked"]


def test_a_proof_of_another_entry_or_another_history_is_refused(
    tmp_path: Path, capsys: Out
) -> None:
    publish(tmp_path, entries_made())
    moved = proof_of(2, entries_made()[:5]).replace("index 2", "index 3")
    assert false(capsys, tmp_path, *receipt(tmp_path, moved))[0] == "catatan nomor 3"
    forked = proof_of(2, MUTATIONS["edit"][0](entries_made()))
    assert "bercabang" in false(capsys, tmp_path, *receipt(tmp_path, forked))[1]


def test_a_witness_that_is_named_must_have_signed(tmp_path: Path, capsys: Out) -> None:
    checkpoint = publish(tmp_path, entries_made())
    assert "tanpa tanda tangan sah" in false(capsys, tmp_path, "--witness", WITNESS_LINE)[1]
    cosigned = cosign(note_parse(checkpoint).text, 1_730_000_000, "saksi.example", WITNESS)
    (tmp_path / "checkpoint").write_text(checkpoint + str(cosigned), encoding="utf-8")
    assert run(capsys, tmp_path)[0] == 0
    assert run(capsys, tmp_path, "--witness", WITNESS_LINE)[1]["witnesses"] == ["saksi.example"]
    wrong = cosigned._replace(value=bytes(8) + cosigned.value[8:])
    (tmp_path / "checkpoint").write_text(checkpoint + str(wrong), encoding="utf-8")
    assert "sah saksi saksi.example" in false(capsys, tmp_path, "--witness", WITNESS_LINE)[1]


def test_a_key_kept_by_the_reader_overrules_the_published_one(tmp_path: Path, capsys: Out) -> None:
    publish(tmp_path, entries_made())
    kept = tmp_path / "kunci"
    kept.write_text(str(key_of(ORIGIN, WITNESS)), encoding="utf-8")
    assert false(capsys, tmp_path, "--key", str(kept))[0] == "checkpoint"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("key", "rusak"),
        ("key", f"{ORIGIN}+00000000+AQ=="),
        ("checkpoint", "rusak"),
        ("checkpoint", "rusak\n\n\u2014 x !!\n"),
    ],
)
def test_a_broken_key_or_checkpoint_is_named(
    tmp_path: Path, capsys: Out, name: str, text: str
) -> None:
    publish(tmp_path, entries_made())
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert false(capsys, tmp_path)[0] == name


def test_nothing_to_check_is_wrong_use(tmp_path: Path, capsys: Out) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path / "kosong")])
    assert "tidak ada Jejak" in capsys.readouterr().err
    publish(tmp_path / "jejak", entries_made())
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path / "jejak"), "--receipt", str(tmp_path / "tidak-ada")])
    assert "tidak bisa dibaca" in capsys.readouterr().err


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """Serve the folder as a web server of anyone would; give its address."""
    handler = partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_journal_is_checked_over_the_network_too(
    tmp_path: Path, capsys: Out, served: str
) -> None:
    publish(tmp_path / "jejak", entries_made(pledges=300))
    options = ["--json", "--today", TODAY.isoformat()]
    assert main([f"{served}/jejak/", *options]) == 0
    assert json.loads(capsys.readouterr().out)["size"] == 307
    (tmp_path / "jejak" / "tile" / "0" / "000").unlink()
    assert main([f"{served}/jejak", *options]) == 1
    assert json.loads(capsys.readouterr().out)["false"]["place"] == "tile/0/000"


def test_the_verifier_imports_nothing_of_ours() -> None:
    source = Path(__file__).parents[3] / "src" / "netral" / "ops" / "netral_verify.py"
    assert "import netral" not in source.read_text("utf-8").replace("from netral", "import netral")
