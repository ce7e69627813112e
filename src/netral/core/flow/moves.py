"""A process is one table of moves: buttons, permissions, terms, docs and tests all read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from netral.core.access import Role
from netral.core.kinds.errors import NetralError

S = TypeVar("S", bound=StrEnum)

TABLE_HEAD = ("Langkah", "Dari tahap", "Ke tahap", "Oleh", "Tenggat", "Dasar")


class MoveRefusedError(NetralError):
    """The thing may not take this step from where it stands; nothing was changed."""

    status = 409
    title = "Langkah ini tidak bisa diambil dari tahap sekarang"


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One step that a thing may take from one stage to another.

    ``act`` is the step's name in code and the second half of its journal kind; ``label`` the words
    on its button (an Indonesian msgid). ``by`` are the roles that may take it; empty: no person,
    only the clock. Its term is ``workdays`` or the law data's ``clock`` code; ``basis`` its
    article.
    """

    act: str
    from_stage: S
    to_stage: S
    by: frozenset[Role]
    workdays: int | None = None
    clock: str = ""
    basis: str = ""
    label: str = ""

    @property
    def term_shown(self) -> str:
        """Return the term as the docs print it: working days, the clock's code, or a dash."""
        if self.workdays is not None:
            return f"{self.workdays} hari kerja"
        return self.clock or "-"

    @property
    def roles_shown(self) -> str:
        """Return the roles in alphabetical order, or that the clock alone takes the step."""
        return ", ".join(sorted(role.value for role in self.by)) or "jam (tanpa orang)"


def take(moves: Iterable[Move[S]], act: str, stage: S) -> Move[S]:
    """Return the move ``act`` that leaves ``stage``.

    Raises MoveRefusedError (409) when the table holds none: the step is unknown, or comes too
    early, or was taken already.
    """
    table = tuple(moves)
    for move in table:
        if move.act == act and move.from_stage == stage:
            return move
    raise MoveRefusedError(_refusal(table, act, stage))


def moves_from(moves: Iterable[Move[S]], stage: S, role: Role) -> tuple[Move[S], ...]:
    """Return the moves that a role may take from a stage, in the table's order: its buttons."""
    return tuple(move for move in moves if move.from_stage == stage and role in move.by)


def table_rows(moves: Iterable[Move[S]]) -> tuple[tuple[str, ...], ...]:
    """Return the table as rows of words under ``TABLE_HEAD``, for the docs."""
    return tuple(
        (
            f"`{move.act}`",
            move.from_stage.value,
            move.to_stage.value,
            move.roles_shown,
            move.term_shown,
            move.basis or "-",
        )
        for move in moves
    )


def table_markdown(moves: Iterable[Move[S]]) -> str:
    """Return the table as Markdown; a test compares it with the docs, so that neither drifts."""
    rows = (TABLE_HEAD, ("---",) * len(TABLE_HEAD), *table_rows(moves))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _refusal(moves: tuple[Move[S], ...], act: str, stage: S) -> str:
    """Return why the step is refused, from where it could be taken, and what to do."""
    label = next((move.label for move in moves if move.act == act and move.label), act)
    open_from = ", ".join(f"“{move.from_stage.value}”" for move in moves if move.act == act)
    if not open_from:
        return f"Langkah “{label}” tidak ada dalam alur ini. Muat ulang halaman lalu pilih lagi."
    return (
        f"Langkah “{label}” hanya bisa diambil dari tahap {open_from}, sedangkan sekarang "
        f"tahapnya “{stage.value}”. Mungkin orang lain sudah lebih dulu melangkah: muat ulang "
        "halaman untuk melihat keadaan terakhir. Tidak ada yang berubah."
    )
