"""The life of a report, as one table: from the citizen's hand to an answer."""

from __future__ import annotations

from enum import StrEnum

from netral.core.access import Role
from netral.core.flow.moves import Move, MoveRefusedError

PROMISE = "Janji layanan kantor ini, bukan batas waktu menurut undang-undang"
TRIAGE_WORKDAYS = 2
OUTCOME_WORKDAYS = 5
DETAILS_WORKDAYS = 10
"""A wait for the reporter ends too: a report cannot be put to rest by a question."""
HANDLERS = frozenset({Role.HANDLER})
CLOSERS = frozenset({Role.HANDLER, Role.SEKDA, Role.PPK})


class ReportState(StrEnum):
    """Where a report stands; the words people read are in ``STATE_LABELS``."""

    RECEIVED = "masuk"
    IN_TRIAGE = "ditelaah"
    NEEDS_DETAILS = "perlu_dilengkapi"
    JOINED = "digabung"
    ADMITTED = "menjadi_perkara"
    REFERRED = "diteruskan"
    REFUSED = "tidak_dilanjutkan"
    CLOSED = "selesai"


class CloseReason(StrEnum):
    """Why a report ended; the code is public, in the journal's header."""

    NOT_ASN = "bukan_asn"
    NOT_NEUTRALITY = "bukan_netralitas"
    TOO_LITTLE = "keterangan_kurang"
    OUTSIDE = "bukan_kewenangan"
    PROVEN = "terbukti"
    NOT_PROVEN = "tidak_terbukti"
    REFERRED = "diteruskan"
    GUIDED = "pembinaan"


REFUSALS = frozenset(
    {
        CloseReason.NOT_ASN,
        CloseReason.NOT_NEUTRALITY,
        CloseReason.TOO_LITTLE,
        CloseReason.OUTSIDE,
    }
)
STATE_LABELS = {
    ReportState.RECEIVED: "Masuk",
    ReportState.IN_TRIAGE: "Ditelaah",
    ReportState.NEEDS_DETAILS: "Perlu dilengkapi",
    ReportState.JOINED: "Digabung",
    ReportState.ADMITTED: "Menjadi perkara",
    ReportState.REFERRED: "Diteruskan",
    ReportState.REFUSED: "Tidak dilanjutkan",
    ReportState.CLOSED: "Selesai",
}
REASON_LABELS = {
    CloseReason.NOT_ASN: "yang dilaporkan bukan pegawai pemerintah ini",
    CloseReason.NOT_NEUTRALITY: "isinya bukan dugaan pelanggaran netralitas",
    CloseReason.TOO_LITTLE: "keterangannya belum cukup untuk diperiksa",
    CloseReason.OUTSIDE: "bukan kewenangan kantor ini",
    CloseReason.PROVEN: "dugaan terbukti",
    CloseReason.NOT_PROVEN: "dugaan tidak terbukti",
    CloseReason.REFERRED: "ditangani lembaga yang menerimanya",
    CloseReason.GUIDED: "diselesaikan dengan pembinaan",
}
CLOSED_STATES = frozenset({ReportState.REFUSED, ReportState.CLOSED})

_S = ReportState
MOVES: tuple[Move[ReportState], ...] = (
    Move(
        "triage",
        _S.RECEIVED,
        _S.IN_TRIAGE,
        HANDLERS,
        workdays=TRIAGE_WORKDAYS,
        basis=PROMISE,
        label="Ambil",
    ),
    Move("ask", _S.IN_TRIAGE, _S.NEEDS_DETAILS, HANDLERS, label="Minta dilengkapi"),
    Move(
        "resume",
        _S.NEEDS_DETAILS,
        _S.IN_TRIAGE,
        HANDLERS,
        workdays=DETAILS_WORKDAYS,
        basis=PROMISE,
        label="Lanjutkan telaah",
    ),
    Move(
        "admit",
        _S.IN_TRIAGE,
        _S.ADMITTED,
        HANDLERS,
        workdays=OUTCOME_WORKDAYS,
        basis=PROMISE,
        label="Buka perkara",
    ),
    Move("join", _S.IN_TRIAGE, _S.JOINED, HANDLERS, label="Gabungkan"),
    Move("separate", _S.JOINED, _S.IN_TRIAGE, HANDLERS, label="Pisahkan"),
    Move("refer", _S.IN_TRIAGE, _S.REFERRED, HANDLERS, label="Teruskan"),
    Move("refer", _S.ADMITTED, _S.REFERRED, HANDLERS, label="Teruskan"),
    Move("refuse", _S.IN_TRIAGE, _S.REFUSED, HANDLERS, label="Tidak dilanjutkan"),
    Move("close", _S.ADMITTED, _S.CLOSED, CLOSERS, label="Jawab dan tutup"),
    Move("close", _S.JOINED, _S.CLOSED, CLOSERS, label="Jawab dan tutup"),
    Move("close", _S.REFERRED, _S.CLOSED, CLOSERS, label="Jawab dan tutup"),
    Move("reopen", _S.REFUSED, _S.IN_TRIAGE, HANDLERS, label="Baca ulang"),
    Move("reopen", _S.CLOSED, _S.IN_TRIAGE, HANDLERS, label="Baca ulang"),
)


def move_to(state: ReportState, target: ReportState) -> Move[ReportState]:
    """Return the move that leads from one state to another; raise MoveRefusedError if none does."""
    for move in MOVES:
        if move.from_stage == state and move.to_stage == target:
            return move
    raise MoveRefusedError(
        f"Laporan ini sedang “{STATE_LABELS[state]}”, jadi belum bisa menjadi "
        f"“{STATE_LABELS[target]}”. Muat ulang halaman untuk melihat keadaan terakhir."
    )


def promise_workdays(state: ReportState) -> int | None:
    """Return within how many working days the office promises the next step; None: no promise."""
    terms = [
        move.workdays for move in MOVES if move.from_stage == state and move.workdays is not None
    ]
    return min(terms, default=None)


def reason_check(move: Move[ReportState], reason: CloseReason | None) -> CloseReason | None:
    """Return the closing reason that fits the move, None for a move that does not close.

    Raises MoveRefusedError when a closing move lacks its reason or carries one of another move.
    """
    if move.to_stage not in CLOSED_STATES:
        return None
    fits = reason is not None and (reason in REFUSALS) == (move.to_stage == ReportState.REFUSED)
    if not fits:
        raise MoveRefusedError(
            "Pilih alasan yang cocok dengan langkah ini; pelapor akan membacanya. "
            "Tidak ada yang berubah."
        )
    return reason
