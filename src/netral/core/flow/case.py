"""The life of a case, as one table: from the first reading to a decision in force.

Terms of law are clock codes of the law data. Where the law sets no number, the office promises
one: it is named as its own promise and never as law.
"""

from __future__ import annotations

from enum import StrEnum

from netral.core.access import Role
from netral.core.flow.moves import Move, moves_from, take
from netral.core.flow.pauses import TIMERS
from netral.core.kinds.terms import ClockRule, TermKind, TermUnit
from netral.core.law.records import Decider, Examiner

PROMISE_BASIS = "Janji layanan kantor ini, bukan batas waktu menurut undang-undang"
HANDLERS = frozenset({Role.HANDLER})
EXAMINERS = frozenset({Role.SUPERIOR, Role.EXAMINER})
DECIDERS = frozenset({Role.PPK, Role.SUPERIOR, Role.OPD_HEAD})
LINE_ROLES = frozenset({Role.SUPERIOR, Role.OPD_HEAD})
"""Those who act by standing above the respondent, not by belonging to the handling unit."""
OFFICE_ROLES = frozenset({Role.HANDLER, Role.EXAMINER, Role.SEKDA, Role.PPK})


class CaseStage(StrEnum):
    """Where a case stands; the words people read are in ``STAGE_LABELS``."""

    OPENED = "dibuka"
    MATCHED = "dicocokkan"
    SUMMONED = "dipanggil"
    EXAMINED = "diperiksa"
    DECIDED = "diputus"
    NOT_PROVEN = "tidak_terbukti"
    DELIVERED = "disampaikan"
    REFERRED = "diteruskan"
    CLOSED = "ditutup"


class CaseClose(StrEnum):
    """Why a case ended; the code is public, in the journal's header."""

    PROVEN = "terbukti"
    NOT_PROVEN = "tidak_terbukti"
    REFERRED = "diteruskan"


class Match(StrEnum):
    """Whether the respondent is known."""

    UNKNOWN = "belum"
    ASN = "asn"
    NOT_ASN = "bukan_asn"


class NotProvenReason(StrEnum):
    """Why an allegation was not proven; reporter and respondent read the words."""

    EVIDENCE = "bukti_kurang"
    NOT_FORBIDDEN = "tidak_dilarang"
    ANOTHER = "orang_lain"
    NOT_BOUND = "tidak_terikat"


STAGE_LABELS = {
    CaseStage.OPENED: "Dibuka",
    CaseStage.MATCHED: "Terlapor dikenali",
    CaseStage.SUMMONED: "Dipanggil",
    CaseStage.EXAMINED: "Menunggu keputusan",
    CaseStage.DECIDED: "Diputus",
    CaseStage.NOT_PROVEN: "Tidak terbukti",
    CaseStage.DELIVERED: "Disampaikan",
    CaseStage.REFERRED: "Diteruskan",
    CaseStage.CLOSED: "Ditutup",
}
MATCH_LABELS = {Match.UNKNOWN: "Belum cocok", Match.ASN: "ASN", Match.NOT_ASN: "Bukan ASN"}
NOT_PROVEN_LABELS = {
    NotProvenReason.EVIDENCE: "buktinya tidak cukup",
    NotProvenReason.NOT_FORBIDDEN: "perbuatan itu tidak dilarang pada hari kejadian",
    NotProvenReason.ANOTHER: "bukan terlapor yang melakukannya",
    NotProvenReason.NOT_BOUND: "terlapor tidak terikat aturan itu pada hari kejadian",
}

_S = CaseStage
_PP94 = "PP 94/2021"
MOVES: tuple[Move[CaseStage], ...] = (
    Move(
        "match",
        _S.OPENED,
        _S.MATCHED,
        HANDLERS,
        basis=f"{_PP94} Pasal 26 ayat (1)",
        label="Cocokkan terlapor",
    ),
    Move("rematch", _S.MATCHED, _S.MATCHED, HANDLERS, label="Cocokkan ulang"),
    Move("set_aside", _S.OPENED, _S.OPENED, HANDLERS, label="Bukan ASN"),
    Move(
        "summon",
        _S.MATCHED,
        _S.SUMMONED,
        EXAMINERS,
        basis=f"{_PP94} Pasal 26 ayat (1)-(2)",
        label="Panggil",
    ),
    Move(
        "summon_again",
        _S.SUMMONED,
        _S.SUMMONED,
        EXAMINERS,
        clock="DIS-PANGGIL-2",
        basis=f"{_PP94} Pasal 26 ayat (3)-(4)",
        label="Panggil lagi",
    ),
    Move(
        "examine",
        _S.SUMMONED,
        _S.EXAMINED,
        EXAMINERS,
        clock="DIS-PANGGIL-1",
        basis=f"{_PP94} Pasal 27",
        label="Catat pemeriksaan",
    ),
    Move(
        "decide",
        _S.EXAMINED,
        _S.DECIDED,
        DECIDERS,
        clock="PPK-TINDAK",
        basis=f"{_PP94} (tabel pejabat yang berwenang menghukum)",
        label="Putuskan",
    ),
    Move("clear", _S.EXAMINED, _S.NOT_PROVEN, DECIDERS, label="Tidak terbukti"),
    Move(
        "deliver",
        _S.DECIDED,
        _S.DELIVERED,
        HANDLERS,
        clock="DIS-SAMPAI",
        basis=f"{_PP94} Pasal 37 ayat (3)",
        label="Catat penyampaian",
    ),
    Move(
        "close",
        _S.DELIVERED,
        _S.CLOSED,
        HANDLERS,
        clock="DIS-BERLAKU",
        basis="Peraturan BKN 6/2022 Pasal 50 ayat (1)",
        label="Catat pelaksanaan",
    ),
    Move("close", _S.NOT_PROVEN, _S.CLOSED, HANDLERS, label="Jawab dan tutup"),
    Move("close", _S.REFERRED, _S.CLOSED, HANDLERS, label="Catat tanda terima"),
    Move("refer", _S.OPENED, _S.REFERRED, HANDLERS, label="Teruskan"),
    Move("refer", _S.MATCHED, _S.REFERRED, HANDLERS, label="Teruskan"),
    *(
        Move("join", stage, stage, HANDLERS, label="Gabungkan laporan")
        for stage in (_S.OPENED, _S.MATCHED, _S.SUMMONED, _S.EXAMINED)
    ),
    *(
        Move(act, stage, stage, TIMERS, label=label)
        for act, label in (
            ("suspend", "Jeda batas waktu"),
            ("resume", "Akhiri jeda"),
            ("extend", "Perpanjang batas waktu"),
        )
        for stage in tuple(CaseStage)[:-1]
    ),
)

# Working days within which the office itself promises the next step, by the stage reached.
PROMISES = {
    _S.OPENED: ("JANJI-COCOK", 3, "Terlapor dikenali, paling lambat"),
    _S.MATCHED: ("JANJI-PANGGIL", 5, "Terlapor dipanggil, paling lambat"),
    _S.SUMMONED: ("JANJI-PERIKSA", 15, "Terlapor diperiksa, paling lambat"),
    _S.EXAMINED: ("JANJI-PUTUS", 10, "Keputusan, paling lambat"),
    _S.DECIDED: ("JANJI-SAMPAI", 5, "Keputusan disampaikan, paling lambat"),
    _S.NOT_PROVEN: ("JANJI-JAWAB", 3, "Pelapor dijawab, paling lambat"),
    _S.DELIVERED: ("JANJI-LAKSANA", 5, "Pelaksanaan dicatat, paling lambat"),
    _S.REFERRED: ("JANJI-TERIMA", 3, "Tanda terima lembaga penerima, paling lambat"),
}
# Clocks of law that begin to run when a stage is reached, if they hold for the case's track.
STAGE_CLOCKS: dict[CaseStage, tuple[str, ...]] = {
    _S.SUMMONED: ("DIS-PANGGIL-1",),
    _S.EXAMINED: ("PPK-TINDAK",),
    _S.DECIDED: ("DIS-SAMPAI",),
    _S.DELIVERED: ("DIS-BERLAKU", "UPAYA-KEBERATAN", "UPAYA-BANDING"),
}
OPEN_STAGES = tuple(stage for stage in CaseStage if stage is not CaseStage.CLOSED)
JOINABLE = tuple(move.from_stage for move in MOVES if move.act == "join")


def roles_of(act: str) -> frozenset[Role]:
    """Return all roles that may take the step from some stage; none for an unknown step."""
    return frozenset(role for move in MOVES if move.act == act for role in move.by)


def move_of(act: str, stage: CaseStage) -> Move[CaseStage]:
    """Return the step from this stage; raises MoveRefusedError (409)."""
    return take(MOVES, act, stage)


def buttons(
    stage: CaseStage, role: Role, by_level: frozenset[Role] | None = None
) -> tuple[Move[CaseStage], ...]:
    """Return the steps a role may take now; ``by_level`` narrows who examines and decides."""
    narrowed = stage in {_S.MATCHED, _S.SUMMONED, _S.EXAMINED} and by_level is not None
    found = moves_from(MOVES, stage, role)
    if not narrowed or by_level is None or role in by_level:
        return found
    return tuple(move for move in found if move.by not in (EXAMINERS, DECIDERS))


def promise_rule(stage: CaseStage) -> ClockRule:
    """Return the office's own promise for a stage as a rule of time; CLOSED has none (KeyError)."""
    code, days, title = PROMISES[stage]
    return ClockRule(
        code=code,
        n=days,
        unit=TermUnit.WORKDAYS,
        kind=TermKind.LATEST,
        basis=(PROMISE_BASIS,),
        confirmed=True,
        title_id=title,
        title_en=title,
    )


def examiners(examiner: Examiner | None) -> frozenset[Role]:
    """Return who may summon and examine (PP 94/2021 Pasal 27).

    No team: the direct superior. A team that may be formed: either. A team that must be formed,
    or an ethics council: the examination team. Unknown level: either.
    """
    if examiner is None or examiner.team == "boleh":
        return EXAMINERS
    return frozenset({Role.SUPERIOR} if examiner.team == "tidak perlu" else {Role.EXAMINER})


def deciders(decider: Decider | None) -> frozenset[Role]:
    """Return who may decide by the law data's table.

    A row that is not confirmed, or none, makes no claim: then the case waits for the appointing
    authority, and the page says that the table is not confirmed.
    """
    if decider is None or not decider.standing.confirmed:
        return frozenset({Role.PPK})
    return {
        "putus-prov-ringan": frozenset({Role.SUPERIOR}),
        "putus-prov-sedang": frozenset({Role.OPD_HEAD}),
        "putus-kontrak": frozenset({Role.OPD_HEAD}),
    }.get(decider.id, frozenset({Role.PPK}))


def waits_for(stage: CaseStage, examine: frozenset[Role], decide: frozenset[Role]) -> Role | None:
    """Return the role whose step comes next; None when the case is closed."""
    if stage is CaseStage.CLOSED:
        return None
    if stage in {CaseStage.MATCHED, CaseStage.SUMMONED}:
        return Role.SUPERIOR if Role.SUPERIOR in examine else Role.EXAMINER
    if stage is CaseStage.EXAMINED:
        return min(decide)
    return Role.HANDLER
