"""The whole season in one run: each step true, and each check able to find a falsehood."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from netral.circulars.models import Reading
from netral.circulars.queries.coverage import coverage_by_unit
from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.refs import CircularRef
from netral.desk import services
from netral.journal.models import Entry, Leaf
from netral.ops import cli
from netral.ops.synthetic import Personnel
from netral.ops.synthetic_defects import EIGHT_KINDS
from netral.ops.thread import (
    browser,
    child,
    citizen,
    command,
    handling,
    letters,
    meetings,
    personnel,
    proofs,
    vows,
)
from netral.ops.thread.browser import Form, NoFormError, Page
from netral.ops.thread.ledger import published, verified
from netral.ops.thread.story import KEY, FalseThingError, Story, on
from netral.ops.thread.telling import STEPS, thread_tell
from netral.people.models import Unit
from netral.pledges.models import PledgeSession
from netral.pledges.queries import pledge_rows
from netral.reports.models import Report

pytestmark = pytest.mark.first
ROWS = 1_200
PLANTED = 40
VENDOR = connection.vendor


@dataclass(frozen=True)
class Told:
    """A thread that was told once for all tests here: its story, what it said, its object."""

    story: Story
    lines: tuple[str, ...]
    outcome: dict[str, Any]


@pytest.fixture(scope="module")
def told(
    django_db_setup: None,  # noqa: ARG001 - the database must stand
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Told]:
    """Tell the thread on 1,200 rows, in a transaction that is undone after the last test."""
    folder, work = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("work")
    lines: list[str] = []
    here = {"NETRAL_DEMO": True, "NETRAL_DATA_DIR": folder, "STORAGES": child.storages_plain()}
    with django_db_blocker.unblock(), override_settings(**here), transaction.atomic():
        story = Story(ROWS, folder, work)
        outcome = thread_tell(story=story, say=lines.append)
        yield Told(story, tuple(lines), outcome)
        transaction.set_rollback(True)


@pytest.fixture
def story(told: Told, django_db_blocker: Any) -> Iterator[Story]:
    """Give the story as it ended; what a test spoils is undone after it."""
    assert told.outcome["ok"], told.outcome["false"]
    with django_db_blocker.unblock(), transaction.atomic():
        yield told.story
        transaction.set_rollback(True)


def test_every_step_is_true_and_told_in_one_line(told: Told) -> None:
    assert told.outcome["ok"], told.outcome["false"]
    assert [step["step"] for step in told.outcome["steps"]] == list(range(1, len(STEPS) + 1))
    assert len(told.lines) == len(STEPS) + 1
    assert all("\n" not in line for line in told.lines)
    assert all(step["proved"] for step in told.outcome["steps"])
    proved = sum(len(step["proved"]) for step in told.outcome["steps"])
    assert f"{proved} pemeriksaan" in told.lines[-1]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (1, "7 petugas diundang"),
        (2, "40 cacat yang ditanam ditemukan semua"),
        (3, "sama dengan hitung ulang"),
        (4, "bukti tercatatnya benar"),
        (5, "tanpa JavaScript, satu dengan foto"),
        (6, "Bupati memutus di dalam rentang (SKB"),
        (7, "1 yang masih terbuka dibawa"),
        (8, "laporan 2 masuk = 1 selesai + 1 berjalan"),
        (9, "SALAH catatan nomor"),
    ],
)
def test_a_step_says_its_figure(told: Told, step: int, words: str) -> None:
    assert words in told.lines[step - 1]


def test_the_outcome_can_be_read_by_a_program(told: Told) -> None:
    kept = json.loads(json.dumps(told.outcome))
    assert (kept["rows"], kept["false"]) == (ROWS, None)


def test_the_thread_stops_at_the_first_false_thing(tmp_path: Path) -> None:
    ran: list[str] = []

    def false_step(found: Story) -> str:
        found.claim(True, "ini benar")
        found.claim(False, "ini tidak", found=3)
        return "tidak sampai ke sini"

    def after(_story: Story) -> str:
        ran.append("sesudahnya")
        return ""

    lines: list[str] = []
    steps = (false_step, after)
    outcome = thread_tell(story=Story(ROWS, tmp_path, tmp_path), say=lines.append, steps=steps)
    assert not outcome["ok"]
    assert outcome["false"] == {"step": 1, "what": "Tidak benar: ini tidak (ditemukan: 3)."}
    assert not ran
    assert lines[-1].startswith("Berhenti di langkah 1 dari 2")


@pytest.mark.parametrize("error", [WrongInputError("kurang"), NoFormError("tidak ada tombol")])
def test_a_refusal_or_a_missing_button_is_a_false_thing_too(
    tmp_path: Path, error: Exception
) -> None:
    def step(_story: Story) -> str:
        raise error

    outcome = thread_tell(story=Story(ROWS, tmp_path, tmp_path), say=str, steps=(step,))
    assert str(error) in outcome["false"]["what"]


def told_rows(*rows: tuple[int, str]) -> Any:
    return lambda *_entry, **_refused: [SimpleNamespace(line=n, code=code) for n, code in rows]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(2, "nip_huruf")], "semua 2 cacat disebut"),
        ([(2, "nip_huruf"), (3, "nip_panjang")], "semua 2 cacat disebut"),
        ([(2, "nip_huruf"), (3, "nip_ganda")], "tidak ada baris baik yang dituduh"),
        (
            [(2, "nip_huruf"), (3, "nip_ganda"), (9, "nip_ganda"), (8, "nama_kosong")],
            "tidak ada baris baik yang dituduh",
        ),
    ],
)
def test_a_defect_missed_misnamed_or_invented_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[int, str]], words: str
) -> None:
    monkeypatch.setattr(personnel, "remarks_of", told_rows(*rows))
    made = Personnel([], [(2, "nip_huruf"), (3, "nip_ganda")])
    entry: Any = None
    with pytest.raises(FalseThingError, match=words):
        personnel._planted_found(Story(ROWS, tmp_path, tmp_path), entry, made)


def test_both_rows_of_a_doubled_number_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personnel, "remarks_of", told_rows((3, "nip_ganda"), (9, "nip_ganda")))
    made = Personnel([], [(3, "nip_ganda")])
    entry: Any = None
    assert personnel._planted_found(Story(ROWS, tmp_path, tmp_path), entry, made) == 2


def test_a_coverage_that_is_off_by_one_is_found(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = coverage_by_unit

    def boasting(**asked: Any) -> Any:
        first, *others = honest(**asked)
        return [replace(first, read=first.read + 1), *others]

    letters._coverage(story, CircularRef(story.refs["circular"]))
    monkeypatch.setattr(letters, "coverage_by_unit", boasting)
    with pytest.raises(FalseThingError, match="sama dengan hitung ulang"):
        letters._coverage(story, CircularRef(story.refs["circular"]))


def test_a_reading_taken_away_behind_the_journal_is_found(story: Story) -> None:
    reading = Reading.objects.filter(read_at__isnull=False)[0]
    gone = {"read_at": None, "understood_at": None, "understood_by": ""}
    Reading.objects.filter(pk=reading.pk).update(**gone)
    with pytest.raises(FalseThingError, match="sama dengan catatan di Jejak"):
        letters._coverage(story, CircularRef(story.refs["circular"]))


def test_a_pledge_count_that_is_off_by_one_is_found(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = pledge_rows

    def boasting(**asked: Any) -> Any:
        first, *others = honest(**asked)
        return [replace(first, done=(first.done or 0) + 1), *others]

    session = PledgeSession.objects.get()
    vows._counted(story, session)
    monkeypatch.setattr(vows, "pledge_rows", boasting)
    with pytest.raises(FalseThingError, match="hitungan ikrar"):
        vows._counted(story, session)


def test_readable_words_in_a_table_are_found_with_the_table(story: Story) -> None:
    Unit.objects.filter(path=KEY).update(name=f"Unit {citizen.MARK}")
    with pytest.raises(FalseThingError, match="terbaca di tabel people_unit"):
        citizen.nothing_readable(story)


def test_readable_words_in_a_file_are_found_with_the_file(story: Story) -> None:
    left = story.folder / "sisa.tmp"
    left.write_text(f"catatan: {story.refs['words']}", encoding="utf-8")
    with pytest.raises(FalseThingError, match=r"terbaca di berkas sisa\.tmp"):
        citizen.nothing_readable(story)
    left.unlink()
    assert citizen.nothing_readable(story) > ROWS


def test_the_photo_that_is_sent_does_hold_the_mark() -> None:
    assert citizen.MARK.encode() in citizen.photo()


def test_an_answer_that_does_not_come_is_found(story: Story) -> None:
    with on(handling.CLOSED):
        handling._answer_seen(story, "terbukti")
        with pytest.raises(FalseThingError, match="pelapor membaca jawaban: tidak pernah ditulis"):
            handling._answer_seen(story, "tidak pernah ditulis")


def test_a_step_that_the_page_refuses_is_found(story: Story) -> None:
    with on(handling.CLOSED), pytest.raises((FalseThingError, NoFormError)):
        handling._step(story, "penangan", "sampaikan", on=str(handling.CLOSED))


def test_a_directive_that_is_not_carried_on_is_found(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "_carry", lambda _meeting: None)
    with pytest.raises(FalseThingError, match="hanya arahan yang terbuka dibawa"):
        meetings.meetings(story)


def row_changed(entry: int, change: dict[str, Any]) -> None:
    """Change a row of the journal as someone with the database's password could."""
    proofs.guard_off()
    Entry.objects.filter(pk=entry).update(**change)


def leaf_of(story: Story, kind: str) -> Leaf:
    assert story.rows == ROWS
    return Leaf.objects.select_related("entry").filter(entry__kind=kind).order_by("position")[0]


@pytest.mark.parametrize("kind", ["case.decide", "report.open", "pledge.make"])
def test_a_changed_row_makes_the_last_check_false(story: Story, kind: str) -> None:
    leaf = leaf_of(story, kind)
    changed = leaf.entry.leaf.replace("2024", "2023", 1)
    row_changed(leaf.entry_id, {"leaf": changed})
    with pytest.raises(FalseThingError, match=f"menerima Jejak.*catatan nomor {leaf.position}"):
        proofs.journal_verified(story)


def test_a_changed_private_part_is_found_by_the_check_of_the_rows(story: Story) -> None:
    leaf = leaf_of(story, "case.decide")
    row_changed(leaf.entry_id, {"body": (leaf.entry.body or "").replace("outcome", "Outcome")})
    with pytest.raises(FalseThingError, match="baris basis data cocok"):
        proofs.journal_verified(story)


def test_a_report_lost_from_the_office_is_missed_in_the_books(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = Report.objects.exclude(ref=story.refs["report"])
    monkeypatch.setattr(proofs, "Report", SimpleNamespace(objects=fewer))
    with pytest.raises(FalseThingError, match="neraca laporan sama"):
        proofs.journal_verified(story)


def test_a_verifier_that_sees_nothing_is_itself_found_out(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = {"ok": True, "false": None, "demo": True}
    monkeypatch.setattr(proofs, "verified", lambda *_folder, **_files: content)
    with pytest.raises(FalseThingError, match="menolak Jejak yang diubah satu bita"):
        proofs.byte_flipped(story)


def test_a_receipt_of_another_journal_breaks_the_check(story: Story) -> None:
    folder = published(story, "jejak-lagi")
    false = story.work / "palsu.txt"
    text = (story.work / "tanda-terima.txt").read_text(encoding="utf-8")
    false.write_text(text.replace("demo", "deme", 1), encoding="utf-8")
    assert not verified(folder, proofs.DAY, receipt=false)["ok"]


def test_the_flipped_byte_is_one_byte() -> None:
    before = '{"c":"00ff"}'
    after = proofs._flipped(before)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


PAGE = b"""<header><form action="/bahasa/"><input name="a" value="b"></form></header>
<main><form method="post"><input type="hidden" name="kunci" value="7"><input name="nama">
<input type="radio" name="jalur" value="kantor" checked><input type="radio" name="jalur" value="b">
<input type="checkbox" name="setuju"><input type="file" name="berkas">
<textarea name="cerita">
Dua baris</textarea><select name="tahap"><option value="a"><option value="k" selected></select>
<button name="ke" value="lanjut">Lanjut</button></form>
<form action="/lain/"><input type="hidden" name="x" value="1"></form></main>"""


def page_of(body: bytes) -> Page:
    reader = browser._Reader("/lapor/")
    reader.feed(body.decode())
    return Page(200, "/lapor/", body, tuple(reader.forms))


def test_a_form_sends_what_a_browser_would_send() -> None:
    page = page_of(PAGE)
    fields = {
        "kunci": ["7"],
        "nama": [""],
        "jalur": ["kantor"],
        "cerita": ["Dua baris"],
        "tahap": ["k"],
    }
    assert page.form("") == Form("/lapor/", fields)
    assert page.form("/lain/").fields == {"x": ["1"]}


def test_a_form_outside_the_main_part_or_elsewhere_is_not_pressed() -> None:
    with pytest.raises(NoFormError, match="/lapor/"):
        page_of(PAGE).form("/bahasa/")


@pytest.mark.parametrize(
    "wrong", [["--database", "mysql"], ["--rows", "12"], ["--rows", "banyak"], ["--apa"]]
)
def test_a_command_typed_wrongly_is_wrong_use(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(["demo", "thread", *wrong])
    assert "./netral demo thread" in capsys.readouterr().err


def test_the_folder_of_a_run_is_new_closed_and_a_demonstration(tmp_path: Path) -> None:
    folder = command.folder_made(tmp_path)
    assert folder.stat().st_mode & 0o077 == 0
    assert json.loads((folder / "demo.json").read_text()) == {"today": command.DAY}


def test_no_setting_of_the_user_reaches_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NETRAL_DATA_DIR", str(tmp_path))
    for name in command.OWN:
        monkeypatch.setenv(name, "milik-pengguna")
    seen: dict[str, str] = {}

    def run(_command: list[str], *, env: dict[str, str], **_rest: Any) -> Any:
        seen.update(env)
        return SimpleNamespace(returncode=1)

    monkeypatch.setattr(subprocess, "run", run)
    assert command.main([]) == 1
    assert "milik-pengguna" not in seen.values()
    assert seen["NETRAL_DATA_DIR"] != str(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
@pytest.mark.parametrize("is_demo", [True, False])
def test_the_thread_never_runs_on_a_database_that_holds_something(
    settings: Any, capsys: pytest.CaptureFixture[str], is_demo: bool
) -> None:
    settings.NETRAL_DEMO = is_demo
    assert child.main(["--rows", str(ROWS)]) == 1
    assert "masih kosong" in capsys.readouterr().err


def run_whole(rows: int, database: str, capfd: pytest.CaptureFixture[str]) -> dict[str, Any]:
    arguments = ["demo", "thread", "--json", "--rows", str(rows), "--database", database]
    assert cli.main(arguments) == 0
    said: dict[str, Any] = json.loads(capfd.readouterr().out)
    return said


@pytest.mark.django_db  # the command opens its own, of the same kind
def test_the_command_runs_from_nothing_on_this_database(
    capfd: pytest.CaptureFixture[str],
) -> None:
    said = run_whole(ROWS, VENDOR, capfd)
    assert (said["ok"], said["database"], said["rows"]) == (True, VENDOR, ROWS)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_whole_personnel_file_of_a_kabupaten_runs_through(
    database: str, capfd: pytest.CaptureFixture[str]
) -> None:
    said = run_whole(command.ROWS, database, capfd)
    assert said["ok"]
    assert "12.100 baris dibaca, 40 cacat" in said["steps"][1]["told"]
    assert said["database"] == database


def test_there_are_forty_defects_of_eight_kinds() -> None:
    assert sum(EIGHT_KINDS.values()) == PLANTED
    assert set(EIGHT_KINDS) == set(personnel.KINDS)
    assert len(personnel.KINDS) == 8
