"""The coordination meeting (rakor) and what it asked for: two tables of moves.

The duties of the desk follow Permendagri 9/2005 Pasal 6 sampai 8; no rule sets terms for these
steps, so none is claimed: a directive's own date is its only clock.
"""

from __future__ import annotations

from enum import StrEnum

from netral.core.access import Role
from netral.core.flow.moves import Move

LEADERS = frozenset({Role.SEKDA, Role.PPK})
KEEPERS = frozenset({Role.DESK, Role.SEKDA, Role.PPK})
OWNERS = frozenset({Role.OPD_HEAD, Role.SUPERIOR})
DESK = frozenset({Role.DESK})


class MeetingStage(StrEnum):
    """Where a meeting stands."""

    PLANNED = "direncanakan"
    HELD = "selesai digelar"
    APPROVED = "notula disahkan"


class DirectiveStage(StrEnum):
    """Where a directive stands; each but the last is open."""

    NEW = "baru"
    IN_PROGRESS = "dikerjakan"
    PROOF_SENT = "bukti dikirim"
    RETURNED = "dikembalikan"
    ACCEPTED = "diterima desk"


MEETING_MOVES = (
    Move("hold", MeetingStage.PLANNED, MeetingStage.HELD, by=DESK, label="Simpan notula"),
    Move("approve", MeetingStage.HELD, MeetingStage.APPROVED, by=LEADERS, label="Sahkan notula"),
)

DIRECTIVE_MOVES = (
    Move(
        "begin", DirectiveStage.NEW, DirectiveStage.IN_PROGRESS, by=OWNERS, label="Mulai kerjakan"
    ),
    Move("prove", DirectiveStage.NEW, DirectiveStage.PROOF_SENT, by=OWNERS, label="Kirim bukti"),
    Move(
        "prove",
        DirectiveStage.IN_PROGRESS,
        DirectiveStage.PROOF_SENT,
        by=OWNERS,
        label="Kirim bukti",
    ),
    Move(
        "prove", DirectiveStage.RETURNED, DirectiveStage.PROOF_SENT, by=OWNERS, label="Kirim bukti"
    ),
    Move("accept", DirectiveStage.PROOF_SENT, DirectiveStage.ACCEPTED, by=DESK, label="Terima"),
    Move("return", DirectiveStage.PROOF_SENT, DirectiveStage.RETURNED, by=DESK, label="Kembalikan"),
)

OPEN_STAGES = tuple(stage for stage in DirectiveStage if stage != DirectiveStage.ACCEPTED)
