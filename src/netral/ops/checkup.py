"""Looks an installation over: folder, keys, database, sealing, clock, law. Changes nothing."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from time import sleep

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from netral.circulars.queries.rosters import rosters_checked
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.note import key_of
from netral.journal.models import Entry, Log, Pending
from netral.journal.services.keys import key_read
from netral.oversight.models import CoverageBook, CoverageIssue
from netral.oversight.queries.checking import governments_differing, issue_difference
from netral.oversight.tasks import CROWD_REST
from netral.people.models import Instansi, UnitKey
from netral.people.queries.law_answers import law_answers_replayed
from netral.shell.format import file_size

SEALED_WITHIN = timedelta(seconds=60)
CLOCKS_APART = timedelta(seconds=5)
LEAST_SPACE = 1 << 30
CACHE_TABLE = "shell_cache"
REPLAYED = 100
ROSTERS = 50
ROSTER_WRONG = {
    "garam": "ada baris yang diubah",
    "akar": "ada baris yang ditambah atau dihapus",
    "jumlah": "jumlahnya lain",
    "jejak": "Jejak menyebut sidik yang lain",
}
RECOUNTED = 20
ISSUES_FOOTED = 50
LAG_SECONDS = CROWD_REST + 1.0
"""After this the worker has counted an act, even in a crowd."""


class State(StrEnum):
    """What a check found."""

    GOOD = "baik"
    NOTE = "perhatian"
    BROKEN = "rusak"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name, what was found, and in words what to do."""

    name: str
    state: State
    words: str


def checkup(*, at: datetime, clock: datetime) -> Iterator[Finding]:
    """Yield a finding for each check; without a sound database the later ones are left out.

    ``at`` is the site's moment (simulated in a demonstration), ``clock`` the machine's.
    """
    folder = Path(settings.NETRAL_DATA_DIR)
    yield folder_closed(folder)
    yield space_left(folder)
    yield styles_there(Path(settings.STATIC_ROOT))
    reached = database_reached(clock)
    yield reached
    if reached.state is State.BROKEN:
        return
    laid = tables_laid()
    yield laid
    if laid.state is State.BROKEN:
        return
    yield journal_keys(folder)
    yield unit_keys()
    yield sealing(at)
    yield clock_forward(at)
    yield answers_replayed()
    yield rosters_recounted()
    yield coverage_counted(pause=LAG_SECONDS)
    yield coverage_foots()


def folder_closed(folder: Path) -> Finding:
    """Check that the folder and its secrets are closed to other users of the machine."""
    secrets = [folder / "secret", *(folder / "keys").glob("*")]
    open_ones = [path.name for path in (folder, *secrets) if path.exists() and _is_open(path)]
    if open_ones:
        words = f"Terbuka bagi pengguna lain: {', '.join(open_ones)}. Jalankan: chmod -R go= FOLDER"
        return Finding("folder", State.BROKEN, words)
    return Finding("folder", State.GOOD, "Hanya terbaca oleh pengguna peladen.")


def space_left(folder: Path) -> Finding:
    """Check that reports with evidence still fit on the disk."""
    free = shutil.disk_usage(folder).free
    state = State.GOOD if free >= LEAST_SPACE else State.BROKEN
    advice = "" if state is State.GOOD else " Kosongkan disk: laporan dengan bukti akan ditolak."
    return Finding("disk", state, f"Tersisa {file_size(free)}.{advice}")


def styles_there(static: Path) -> Finding:
    """Check that the pages' styles were collected; without them no page can be shown."""
    if (static / "staticfiles.json").exists():
        return Finding("tampilan", State.GOOD, "Berkas tampilan terkumpul.")
    words = "Berkas tampilan belum terkumpul. Jalankan: ./netral collectstatic --noinput"
    return Finding("tampilan", State.BROKEN, words)


def database_reached(clock: datetime) -> Finding:
    """Check that the database answers and, on a server of its own, that its clock agrees."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT CURRENT_TIMESTAMP")
            ((told,),) = cursor.fetchall()
    except DatabaseError as error:
        first = (str(error).splitlines() or [""])[0]
        words = f"Tidak menjawab: {first} Periksa NETRAL_DATABASE dan peladennya."
        return Finding("basis data", State.BROKEN, words)
    # A database without a clock of its own answers in text.
    if isinstance(told, datetime) and abs(told - clock) > CLOCKS_APART:
        words = "Jam peladen basis data berbeda lebih dari 5 detik. Samakan dengan NTP."
        return Finding("basis data", State.BROKEN, words)
    return Finding("basis data", State.GOOD, f"Menjawab ({connection.display_name}).")


def tables_laid() -> Finding:
    """Check that no migration waits and that the table of the cache is there."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        words = f"{len(waiting)} perubahan tabel belum diterapkan. Jalankan: ./netral migrate"
        return Finding("tabel", State.BROKEN, words)
    if CACHE_TABLE not in connection.introspection.table_names():
        words = "Tabel simpanan sementara belum ada. Jalankan: ./netral createcachetable"
        return Finding("tabel", State.BROKEN, words)
    return Finding("tabel", State.GOOD, "Semua tabel sesuai versi ini.")


def journal_keys(folder: Path) -> Finding:
    """Check that each journal's private key is there and is the one that is published."""
    wrong = [log.government for log in Log.objects.order_by("government") if not _has_key(log)]
    if wrong:
        words = f"Kunci Jejak hilang atau tertukar: {', '.join(wrong)}. Pulihkan dari cadangan."
        return Finding("kunci Jejak", State.BROKEN, words)
    words = f"{Log.objects.count()} kunci cocok di {folder.name}/keys."
    return Finding("kunci Jejak", State.GOOD, words)


def unit_keys() -> Finding:
    """Check that every government could take a sealed report."""
    if not Instansi.objects.exists():
        words = "Belum ada pemerintah. Buka yang pertama: ./netral first_officer"
        return Finding("kunci unit", State.NOTE, words)
    held = UnitKey.objects.filter(ended_at=None).values("unit__government")
    without = list(Instansi.objects.exclude(key__in=held).values_list("key", flat=True))
    if without:
        words = f"Belum bisa menerima laporan, tanpa kunci unit: {', '.join(without)}."
        return Finding("kunci unit", State.NOTE, words)
    return Finding("kunci unit", State.GOOD, "Setiap pemerintah bisa menerima laporan tersegel.")


def sealing(at: datetime) -> Finding:
    """Check that entries are sealed within the minute that receipts promise."""
    oldest = Pending.objects.order_by("entry__at").values_list("entry__at", flat=True).first()
    late = at - oldest if oldest else timedelta(0)
    if late > SEALED_WITHIN:
        words = (
            f"{Pending.objects.count()} catatan menunggu, yang tertua sejak "
            f"{late.total_seconds():.0f} detik. Janji pada tanda terima: 60 detik. "
            "Jalankan: ./netral worker"
        )
        return Finding("penyegelan", State.BROKEN, words)
    return Finding("penyegelan", State.GOOD, f"{Pending.objects.count()} catatan menunggu.")


def clock_forward(at: datetime) -> Finding:
    """Check that the clock has not gone back behind what is already recorded."""
    newest = Entry.objects.order_by("-pk").values_list("at", flat=True).first()
    if newest and newest - at > SEALED_WITHIN:
        words = (
            f"Jam sekarang {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC, lebih awal dari catatan "
            f"terakhir ({newest.astimezone(UTC):%Y-%m-%d %H:%M} UTC). Samakan jam dengan NTP."
        )
        state = State.NOTE if settings.NETRAL_DEMO else State.BROKEN
        return Finding("jam", state, words)
    return Finding("jam", State.GOOD, f"{at:%Y-%m-%d %H:%M} {at.tzname()}.")


def answers_replayed() -> Finding:
    """Check that the newest stored answers of law are given again as they were."""
    newest = law_answers_replayed(newest=REPLAYED)
    kept = [one for one in newest if one.is_kept]
    wrong = [one for one in kept if not one.is_equal]
    if wrong:
        words = (
            f"{len(wrong)} dari {len(kept)} jawaban terbaru berbeda bila dihitung ulang, pertama "
            f"{wrong[0].ref}: {wrong[0].difference}. Jalankan: ./netral law replay"
        )
        return Finding("jawaban hukum", State.BROKEN, words)
    words = f"{len(kept)} jawaban terbaru dihitung ulang sama persis."
    return Finding("jawaban hukum", State.GOOD, words)


def rosters_recounted() -> Finding:
    """Check that the newest rosters of published circulars still give the roots they gave."""
    checked = list(rosters_checked(newest=ROSTERS))
    wrong = [one for one in checked if one.wrong]
    if wrong:
        version = wrong[0].version
        words = (
            f"{len(wrong)} dari {len(checked)} daftar berbeda bila dihitung ulang, pertama surat "
            f"edaran {version.number}: {ROSTER_WRONG[wrong[0].wrong]}. Pulihkan dari cadangan."
        )
        return Finding("daftar penerima", State.BROKEN, words)
    words = f"{len(checked)} daftar penerima surat edaran terbaru dihitung ulang sama persis."
    return Finding("daftar penerima", State.GOOD, words)


def coverage_counted(*, pause: float) -> Finding:
    """Check that the kept figures of some governments, drawn by chance, equal a recount.

    What differs is looked at again after ``pause``: an act of this moment is counted by then.
    """
    drawn = CoverageBook.objects.order_by("?").values_list("government_id", flat=True)[:RECOUNTED]
    wanted = list(drawn)
    found = governments_differing(governments=wanted)
    if found:
        sleep(pause)
        found = governments_differing(governments=[one.government for one in found])
    if found:
        words = f"{found[0].government}: {found[0].words}. Jalankan: ./netral coverage rebuild"
        return Finding("jangkauan", State.BROKEN, words)
    return Finding("jangkauan", State.GOOD, f"{len(wanted)} pemerintah sama dengan hitung ulang.")


def coverage_foots() -> Finding:
    """Check that the newest published tables add up to their roots."""
    newest = CoverageIssue.objects.defer("leaves", "seed").order_by("-pk")[:ISSUES_FOOTED]
    issues = list(newest)
    for issue in issues:
        wrong = issue_difference(issue)
        if wrong:
            words = f"{issue.government_id}/{issue.sequence}.json: {wrong}. Pulihkan dari cadangan."
            return Finding("jumlah terbit", State.BROKEN, words)
    return Finding("jumlah terbit", State.GOOD, f"{len(issues)} terbitan berjumlah benar.")


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _has_key(log: Log) -> bool:
    try:
        return str(key_of(log.origin, key_read(log.government))) == log.verifier_key
    except (LedgerError, ValueError, IndexError):
        return False
