"""The doctor finds each ailment and says what to do; a sound installation passes."""

from __future__ import annotations

import json
import shutil
from collections import namedtuple
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from netral.core.law import Question
from netral.core.ledger.canonical import canonical
from netral.journal.tasks import seal_all
from netral.ops import checkup
from netral.ops.checkup import Finding, State
from netral.oversight.models import CoverageIssue, CoverageTotal
from netral.oversight.services.issues import coverage_issue
from netral.oversight.services.projection import coverage_rebuild
from netral.people.models import Instansi, LawAnswer
from netral.people.services.law_answers import law_answer_store
from netral.shell.moment import moment
from tests.apps.people.build import government_build, person_build
from tests.apps.reports.build import key_build

pytestmark = pytest.mark.django_db
KEY = "kab-batanghari"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Give a sound installation: a closed folder, styles, a government with keys."""
    settings.NETRAL_DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    tmp_path.chmod(0o700)
    government_build(KEY)
    key_build(f"{KEY}.bkpsdm")
    seal_all(moment())
    return tmp_path


def found(at: datetime | None = None) -> dict[str, Finding]:
    rows = checkup.checkup(at=at or moment(), clock=datetime.now(UTC))
    return {row.name: row for row in rows}


def run(*arguments: str) -> tuple[int, str]:
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", *arguments, stdout=said)
    return int(ended.value.code or 0), said.getvalue()


def test_a_sound_installation_passes() -> None:
    status, said = run()
    assert status == 0, said
    assert "Pemasangan ini baik." in said
    assert len(found()) == 13
    assert {row.state for row in found().values()} == {State.GOOD}


def test_the_findings_can_be_read_by_a_program(folder: Path) -> None:
    status, said = run("--json")
    told = json.loads(said)
    assert (status, told["ok"], len(told["checks"])) == (0, True, 13)
    folder.chmod(0o755)
    status, said = run("--json")
    assert (status, json.loads(said)["ok"]) == (1, False)


def opened_folder(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    folder.chmod(0o750)


def opened_key(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    (folder / "keys" / f"{KEY}.key").chmod(0o644)


def full_disk(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shutil, "disk_usage", lambda _path: Usage(10, 9, 1))


def no_styles(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    (folder / "static" / "staticfiles.json").unlink()


def lost_key(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    (folder / "keys" / f"{KEY}.key").unlink()


def swapped_key(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    government_build("kab-samosir", "Kabupaten Samosir")
    (folder / "keys" / "kab-samosir.key").rename(folder / "keys" / f"{KEY}.key")


def torn_key(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    (folder / "keys" / f"{KEY}.key").write_text("PRIVATE+KEY", encoding="ascii")


def waiting_migration(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(MigrationExecutor, "migration_plan", lambda *_nodes: [("0002", False)])


def no_cache_table(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checkup, "CACHE_TABLE", "tidak_ada")


def silent_database(_folder: Path, patch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OperationalError("connection refused\nIs the server running?")

    patch.setattr(connection, "cursor", refuse)


@pytest.mark.parametrize(
    ("ailment", "name", "words"),
    [
        (opened_folder, "folder", "chmod"),
        (opened_key, "folder", f"{KEY}.key"),
        (full_disk, "disk", "Kosongkan disk"),
        (no_styles, "tampilan", "collectstatic"),
        (lost_key, "kunci Jejak", KEY),
        (swapped_key, "kunci Jejak", KEY),
        (torn_key, "kunci Jejak", KEY),
        (waiting_migration, "tabel", "./netral migrate"),
        (no_cache_table, "tabel", "createcachetable"),
        (silent_database, "basis data", "connection refused"),
    ],
)
def test_an_ailment_is_found_and_the_cure_named(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    ailment: Callable[[Path, pytest.MonkeyPatch], None],
    name: str,
    words: str,
) -> None:
    ailment(folder, monkeypatch)
    row = found()[name]
    monkeypatch.undo()
    assert row.state is State.BROKEN
    assert words in row.words


def test_without_sound_tables_nothing_of_them_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting_migration(folder, monkeypatch)
    assert list(found())[-1] == "tabel"


def test_entries_that_wait_too_long_are_told_with_their_number() -> None:
    government_build("kab-samosir", "Kabupaten Samosir")
    assert found()["penyegelan"].state is State.GOOD
    row = found(at=moment() + timedelta(minutes=2))["penyegelan"]
    assert row.state is State.BROKEN
    assert row.words.startswith("1 catatan menunggu")
    assert "./netral worker" in row.words


def test_a_clock_that_went_back_is_told(settings: Any) -> None:
    yesterday = moment() - timedelta(days=1)
    assert found(at=yesterday)["jam"].state is State.BROKEN
    settings.NETRAL_DEMO = True
    assert found(at=yesterday)["jam"].state is State.NOTE


def test_a_database_with_another_clock_is_told() -> None:
    later = datetime.now(UTC) + timedelta(minutes=1)
    is_server = connection.vendor == "postgresql"
    wanted = State.BROKEN if is_server else State.GOOD
    assert checkup.database_reached(later).state is wanted
    assert checkup.database_reached(datetime.now(UTC)).state is State.GOOD


def test_a_government_that_cannot_take_reports_is_noted_and_the_rest_is_sound() -> None:
    government_build("kab-samosir", "Kabupaten Samosir")
    row = found()["kunci unit"]
    assert (row.state, "kab-samosir" in row.words) == (State.NOTE, True)
    assert run()[0] == 0


def test_an_empty_installation_is_told_its_first_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Instansi, "objects", Instansi.objects.none())
    row = checkup.unit_keys()
    assert (row.state, "first_officer" in row.words) == (State.NOTE, True)


def test_an_answer_of_law_that_is_not_given_again_is_found() -> None:
    question = Question("D-N5", "PNS", "camat", "15.04", date(2024, 10, 10))
    answer = law_answer_store(government=KEY, question=question, at=moment())
    assert found()["jawaban hukum"].state is State.GOOD
    LawAnswer.objects.create(
        ref="PALSU",
        government_id=KEY,
        edition=answer.edition,
        engine=answer.engine,
        question=answer.question,
        answer="{}",
        given_on=answer.given_on,
    )
    told = found()["jawaban hukum"]
    assert told.state is State.BROKEN
    assert "1 dari 2 jawaban terbaru berbeda" in told.words
    assert "PALSU" in told.words


def test_a_figure_that_an_officer_changed_is_found_by_a_recount(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checkup, "LAG_SECONDS", 0.0)
    person_build(f"{KEY}.bkpsdm")
    coverage_rebuild(government=KEY, at=moment())
    assert found()["jangkauan"].state is State.GOOD
    CoverageTotal.objects.update(number=99)
    row = found()["jangkauan"]
    assert row.state is State.BROKEN
    assert "./netral coverage rebuild" in row.words


def test_a_published_table_that_does_not_foot_is_found() -> None:
    for _ in range(10):
        person_build(f"{KEY}.bkpsdm")
    issue = coverage_issue(government=KEY, at=moment())
    assert found()["jumlah terbit"].state is State.GOOD
    told = json.loads(issue.document)
    told["tree"]["sums"][1] += 1
    words = canonical(told).decode()
    facts = {"sequence": 2, "day": issue.day, "at": issue.at, "root": issue.root, "matter": "X"}
    CoverageIssue.objects.create(government_id=KEY, document=words, **facts)
    row = found()["jumlah terbit"]
    assert row.state is State.BROKEN
    assert f"{KEY}/2.json" in row.words
