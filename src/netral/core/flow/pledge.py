"""The pledge session: its stages, who moves it, when a pledge counts, and what the text binds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from netral.core.access import Role
from netral.core.flow.moves import Move, MoveRefusedError
from netral.core.ledger.canonical import canonical

# The joint decree asks every government for a pledge of four points; it sets no term and no
# clerk: who prepares and who opens is the office's own order.
BASIS = "SKB 22 September 2022"


class Stage(StrEnum):
    """Where a session stands."""

    DRAFTED = "drafted"
    OPEN = "open"
    CLOSED = "closed"


class Phase(StrEnum):
    """What a session is at a moment, for those who come to pledge."""

    PLANNED = "planned"
    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"


class Kind(StrEnum):
    """How a session is held."""

    LINK = "tautan"
    ROOM = "tatap_muka"
    TOGETHER = "serentak"


class Variant(StrEnum):
    """What sort of wording a text is, as the regions wrote theirs (reference: practice, C2)."""

    FOUR = "empat_butir"
    FOUR_MEDIA = "empat_butir_medsos"
    PROHIBITIONS = "daftar_larangan"
    FOUR_GOODS = "empat_butir_aset"
    FOUR_WORSHIP = "empat_butir_ibadah"
    MIXED = "campuran_tni_polri"
    JOINT = "bersama_tni_polri"
    HEADS = "pimpinan_daerah"
    OTHER = "lain"


class CallStage(StrEnum):
    """Where the call of one government to many for a simultaneous pledge stands."""

    ANNOUNCED = "announced"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Absence(StrEnum):
    """A state of not pledging, with its reason; silence is none of them."""

    REFUSED = "menolak"
    LEAVE = "cuti"
    ILL = "sakit"
    STUDY = "tugas_belajar"


DRAFTERS = frozenset({Role.OFFICER, Role.DESK})
"""Who may prepare a session and enter a text."""
OPENERS = frozenset({Role.OFFICER, Role.SEKDA, Role.PPK})
READERS = frozenset(
    {
        Role.SUPERIOR,
        Role.OPD_HEAD,
        Role.SEKDA,
        Role.PPK,
        Role.DESK,
        Role.OFFICER,
        Role.OVERSEER,
    }
)
"""Who sees sessions and their counts, each in their own units."""
LISTERS = READERS - {Role.OVERSEER}
"""Who sees by name those who have not pledged."""
ROLL_CALLERS = frozenset({Role.OFFICER, Role.OPD_HEAD, Role.SUPERIOR, Role.SEKDA})
"""Who may write down who was there, and confirm what another one wrote down."""

PHOTOGRAPHERS = frozenset({Role.OFFICER, Role.DESK})
"""Who may add photos to the minutes of a session in a room, and take them out."""

MOVES = (
    Move("revise", Stage.DRAFTED, Stage.DRAFTED, by=DRAFTERS, label="Ubah sesi"),
    Move("open", Stage.DRAFTED, Stage.OPEN, by=OPENERS, basis=BASIS, label="Buka sesi"),
    Move("join", Stage.DRAFTED, Stage.OPEN, by=OPENERS, basis=BASIS, label="Ikut serentak"),
    Move("attend", Stage.OPEN, Stage.OPEN, by=ROLL_CALLERS, label="Catat kehadiran"),
    Move("confirm", Stage.OPEN, Stage.OPEN, by=ROLL_CALLERS, label="Sahkan daftar hadir"),
    Move("photo", Stage.OPEN, Stage.OPEN, by=PHOTOGRAPHERS, label="Foto berita acara"),
    Move("close", Stage.OPEN, Stage.CLOSED, by=OPENERS, basis=BASIS, label="Tutup sesi"),
)
CALL_MOVES = (
    Move("withdraw", CallStage.ANNOUNCED, CallStage.WITHDRAWN, by=OPENERS, label="Tarik ajakan"),
    Move("close", CallStage.ANNOUNCED, CallStage.CLOSED, by=OPENERS, label="Tutup ajakan"),
)


class PledgeEarlyError(MoveRefusedError):
    """The session is not open yet; nothing was recorded."""

    title = "Ikrar belum dibuka"


class PledgeLateError(MoveRefusedError):
    """The session has ended; nothing was recorded."""

    title = "Ikrar sudah ditutup"


def phase(stage: Stage, opens_at: datetime, closes_at: datetime, at: datetime) -> Phase:
    """Return what a session is at a moment; the last moment is no longer inside."""
    if stage is Stage.DRAFTED:
        return Phase.PLANNED
    if stage is Stage.CLOSED or at >= closes_at:
        return Phase.ENDED
    return Phase.RUNNING if at >= opens_at else Phase.WAITING


def pledge_allowed(phase_now: Phase) -> None:
    """Pass while the session runs; else raise PledgeEarlyError or PledgeLateError (409)."""
    if phase_now is Phase.ENDED:
        raise PledgeLateError(
            "Sesi ini sudah ditutup, jadi ikrar Anda belum tercatat. Minta sesi susulan kepada "
            "bagian kepegawaian kantor Anda."
        )
    if phase_now is not Phase.RUNNING:
        raise PledgeEarlyError(
            "Sesi ini belum dibuka, jadi ikrar Anda belum tercatat. Buka lagi tautan yang sama "
            "pada waktunya."
        )


def text_sha256(title: str, points: Sequence[str]) -> str:
    """Return the fingerprint that a pledge binds: of the title and the points, nothing else."""
    return hashlib.sha256(canonical({"title": title, "points": list(points)})).hexdigest()
