"""The integrity pact: rounds of a government, one pact a person, signed from the top down."""

from __future__ import annotations

from enum import StrEnum

from netral.core.access import Role
from netral.core.flow.moves import Move, MoveRefusedError
from netral.core.flow.pledge import Absence

# No rule that we know sets the order or the form of a pact; the regions sign it from the top down
# after the pledge (reference: practice, C1). What is here is the office's own order.


class RoundStage(StrEnum):
    """Where a round of pacts stands."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class PactState(StrEnum):
    """Where one person's pact stands in a round; the first two are not kept, they follow."""

    WAITING = "menunggu_atasan"
    OFFERED = "ditawarkan"
    SIGNED = "ditandatangani"
    KNOWN = "diketahui"
    REFUSED = "menolak"
    LEAVE = "cuti"
    ILL = "sakit"
    STUDY = "tugas_belajar"
    ANNULLED = "dibatalkan"


class Audience(StrEnum):
    """Whom a round is for."""

    ASN = "asn"
    NON_ASN = "non_asn"
    ALL = "semua"


DONE = frozenset({PactState.SIGNED, PactState.KNOWN})
"""What counts as signed; silence, a reason and a scan that nobody confirmed do not."""
ABSENCES = {
    Absence.REFUSED: PactState.REFUSED,
    Absence.LEAVE: PactState.LEAVE,
    Absence.ILL: PactState.ILL,
    Absence.STUDY: PactState.STUDY,
}
KEPT = frozenset(set(PactState) - {PactState.WAITING, PactState.OFFERED})
LIVE = KEPT - {PactState.ANNULLED}
"""What a table holds, and what of it stands."""

OPENERS = frozenset({Role.OFFICER})
"""Who opens, closes and withdraws a round, releases the order and annuls a pact."""
PAPER_CLERKS = frozenset({Role.OFFICER, Role.OPD_HEAD, Role.SUPERIOR, Role.SEKDA})
"""Who prints sheets, enters a scan, and confirms what another one entered."""
KNOWERS = frozenset({Role.SUPERIOR, Role.OPD_HEAD, Role.SEKDA, Role.PPK})
"""Who adds "mengetahui"; each for those directly below."""
TOP_KNOWERS = frozenset({Role.SEKDA, Role.PPK})
"""Who does so for those above whom no person of the roster stands."""
SEALERS = frozenset({Role.OFFICER, Role.SEKDA, Role.PPK})
"""Who puts the government's own seal over a batch of pacts."""
SELF = frozenset({Role.ASN})

ROUND_MOVES = (
    Move("release", RoundStage.OPEN, RoundStage.OPEN, by=OPENERS, label="Lepas urutan"),
    Move("print", RoundStage.OPEN, RoundStage.OPEN, by=PAPER_CLERKS, label="Cetak lembar pakta"),
    Move("scan", RoundStage.OPEN, RoundStage.OPEN, by=PAPER_CLERKS, label="Unggah pindaian"),
    Move("confirm", RoundStage.OPEN, RoundStage.OPEN, by=PAPER_CLERKS, label="Sahkan pindaian"),
    Move("seal", RoundStage.OPEN, RoundStage.OPEN, by=SEALERS, label="Bubuhkan segel"),
    Move("seal", RoundStage.CLOSED, RoundStage.CLOSED, by=SEALERS, label="Bubuhkan segel"),
    Move("close", RoundStage.OPEN, RoundStage.CLOSED, by=OPENERS, label="Tutup putaran"),
    Move("withdraw", RoundStage.OPEN, RoundStage.WITHDRAWN, by=OPENERS, label="Tarik putaran"),
)
PACT_MOVES = (
    Move("offer", PactState.WAITING, PactState.OFFERED, by=OPENERS, label="Lepas urutan"),
    Move("sign", PactState.OFFERED, PactState.SIGNED, by=SELF, label="Tandatangani"),
    *(
        Move("absent", start, state, by=SELF, label="Sampaikan alasan")
        for state in ABSENCES.values()
        for start in (PactState.WAITING, PactState.OFFERED)
    ),
    *(
        Move("sign", state, PactState.SIGNED, by=SELF, label="Tandatangani")
        for state in ABSENCES.values()
    ),
    Move("know", PactState.SIGNED, PactState.KNOWN, by=KNOWERS, label="Mengetahui"),
    Move("annul", PactState.SIGNED, PactState.ANNULLED, by=OPENERS, label="Batalkan"),
    Move("annul", PactState.KNOWN, PactState.ANNULLED, by=OPENERS, label="Batalkan"),
)


class PactEarlyError(MoveRefusedError):
    """The superior has not signed yet; nothing was recorded."""

    title = "Belum giliran Anda"


def signing_allowed(*, superior: str, has_signed: bool, is_released: bool) -> None:
    """Pass when it is this person's turn; else raise PactEarlyError (409), naming the superior.

    ``superior`` is empty for one who has none in the round: the first of the order.
    """
    if superior and not has_signed and not is_released:
        raise PactEarlyError(
            f"Pakta ditandatangani dari atas ke bawah, dan {superior} belum menandatangani. "
            "Tidak ada yang tercatat. Buka lagi halaman ini nanti, atau minta pengelola "
            "kepegawaian melepas urutannya."
        )
