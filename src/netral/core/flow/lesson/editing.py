"""An item of a government's own: written by one person, read by another, dated, ended."""

from __future__ import annotations

from enum import StrEnum

from netral.core.access import Role
from netral.core.flow.moves import Move

WRITERS = frozenset({Role.DESK, Role.HANDLER, Role.OFFICER})
"""Who writes items: those who write circulars."""
READERS = frozenset({Role.DESK, Role.HANDLER, Role.OFFICER, Role.SEKDA, Role.PPK})
"""Who may read an item a second time; never the one who wrote it."""
TEACHERS = frozenset({Role.OPD_HEAD, Role.SUPERIOR, Role.OFFICER})
"""Who opens a session in a room, notes who came and enters the papers."""


class ItemState(StrEnum):
    """Where an item stands; the words people read are in ``ITEM_LABELS``."""

    PROPOSED = "diajukan"
    RETURNED = "dikembalikan"
    IN_FORCE = "berlaku"
    ENDED = "diakhiri"


ITEM_LABELS = {
    ItemState.PROPOSED: "Menunggu pembaca kedua",
    ItemState.RETURNED: "Dikembalikan",
    ItemState.IN_FORCE: "Berlaku",
    ItemState.ENDED: "Diakhiri",
}
ITEM_MOVES: tuple[Move[ItemState], ...] = (
    Move(
        "confirm",
        ItemState.PROPOSED,
        ItemState.IN_FORCE,
        READERS,
        label="Sahkan soal",
    ),
    Move(
        "return",
        ItemState.PROPOSED,
        ItemState.RETURNED,
        READERS,
        label="Kembalikan dengan alasan",
    ),
    Move("propose", ItemState.RETURNED, ItemState.PROPOSED, WRITERS, label="Ajukan lagi"),
    Move("end", ItemState.IN_FORCE, ItemState.ENDED, READERS, label="Akhiri"),
)
