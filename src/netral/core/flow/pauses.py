"""When a running clock of a case may stand still or be extended, and by whom.

None of the articles in the law data lets the office pause or extend a clock that runs in a case:
the two known extensions (UU Pilkada Pasal 134 ayat (6), UU 7/2017 Pasal 454 ayat (8)) are
Bawaslu's own. So each pause and each extension names a source of the region's, which is shown as
that, and the guards here are the house's own, not law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from netral.core.access import Role
from netral.core.clock import Suspension
from netral.core.kinds.errors import WrongInputError

TIMERS = frozenset({Role.SEKDA, Role.PPK})
"""Who may: those who lead the office. Whoever the case waits for may not, see ``timer_check``."""
LONGEST_PAUSE_DAYS = 60


class PauseReason(StrEnum):
    """Why a clock stands still or is extended; free words are sealed in the step's note."""

    ILL = "sakit"
    FORCE = "keadaan_kahar"
    EVIDENCE = "bukti"
    LEAVE = "cuti"


PAUSE_LABELS = {
    PauseReason.ILL: "pihak yang diperiksa sakit",
    PauseReason.FORCE: "bencana atau keadaan kahar",
    PauseReason.EVIDENCE: "menunggu keterangan lembaga lain",
    PauseReason.LEAVE: "pihak yang diperiksa cuti resmi",
}


class MoveCause(StrEnum):
    """What moved a clock's day."""

    HOLIDAY = "libur"
    WITHDRAWN = "libur_cabut"
    NUMBER = "angka"
    NUMBER_ENDED = "angka_akhir"
    LAW = "hukum"
    PAUSED = "jeda"
    RESUMED = "lanjut"
    EXTENDED = "perpanjang"


@dataclass(frozen=True, slots=True)
class Running:
    """A running clock as these rules need it: whether it is a limit, its day, its own number."""

    is_limit: bool
    due_on: date | None
    n: int | None


def timer_check(role: Role, waits_for: str) -> None:
    """Refuse who would move the limit of their own step."""
    if role.value == waits_for:
        raise WrongInputError(
            "Perkara ini sedang menunggu langkah Anda sendiri. Batas waktunya hanya bisa dijeda "
            "atau diperpanjang oleh pimpinan lain."
        )


def running_check(clock: Running, today: date) -> date:
    """Return the day of a limit that can still be moved; raise WrongInputError for any other."""
    if not clock.is_limit or clock.due_on is None:
        raise WrongInputError(
            "Hanya batas “paling lambat” yang berjalan dan punya tanggal yang bisa dijeda atau "
            "diperpanjang."
        )
    if clock.due_on < today:
        raise WrongInputError(
            "Batas ini sudah lewat. Jeda dan perpanjangan tidak menghapus keterlambatan."
        )
    return clock.due_on


def pause_check(
    clock: Running, wish: Suspension, held: tuple[Suspension, ...], today: date
) -> None:
    """Refuse a pause that begins before today or after the limit, is too long, or overlaps."""
    due_on = running_check(clock, today)
    if wish.first < today or wish.first > due_on:
        raise WrongInputError(
            "Jeda dimulai paling cepat hari ini dan paling lambat pada batas yang berjalan."
        )
    if (wish.last - wish.first).days >= LONGEST_PAUSE_DAYS:
        raise WrongInputError(
            f"Jeda paling lama {LONGEST_PAUSE_DAYS} hari kalender. Pilih hari berakhir yang lebih "
            "dekat; sesudah itu jeda baru bisa dibuat dengan alasannya sendiri."
        )
    if any(item.first <= wish.last and wish.first <= item.last for item in held):
        raise WrongInputError(
            "Sebagian hari itu sudah dijeda. Satu hari hanya dijeda satu kali: pilih hari sesudah "
            "jeda yang ada."
        )


def extension_check(clock: Running, n: int, today: date) -> None:
    """Refuse an extension of a limit that is over, of nothing, or beyond its own number."""
    running_check(clock, today)
    if not 0 < n <= (clock.n or 0):
        raise WrongInputError(
            f"Perpanjangan paling sedikit 1 dan paling banyak {clock.n or 0}, yaitu sebanyak batas "
            "awalnya."
        )
