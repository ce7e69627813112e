"""The circular's way: its stages and moves, what changed between versions, what its bases miss."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from netral.core.access import PostKind, Role
from netral.core.flow.moves import Move


class CircularStage(StrEnum):
    """Where one version of a circular stands; the values are the words people see."""

    DRAFTED = "Rancangan"
    PROPOSED = "Menunggu persetujuan"
    APPROVED = "Menunggu tanda tangan"
    PUBLISHED = "Terbit"
    REPLACED = "Diganti versi baru"
    WITHDRAWN = "Dicabut"


PREPARING = (CircularStage.DRAFTED, CircularStage.PROPOSED, CircularStage.APPROVED)
"""Stages in which a version is being made; a circular has at most one such version."""

DRAFTERS = frozenset({Role.DESK, Role.HANDLER, Role.OFFICER})
"""Who writes: the election desk, the handlers and the personnel office."""

PASSERS = frozenset({Role.OPD_HEAD, Role.SUPERIOR})
"""Who passes a circular on to the units below: the head of the OPD, the camat, the unit's head."""

SIGNING_KINDS = frozenset({PostKind.DEFINITIVE, PostKind.PJ, PostKind.PJS, PostKind.PLT})
"""How the signatory may hold the post. A Plh only carries the daily tasks of an absent head
(UU 23/2014 Pasal 65 ayat (6)), so a letter that binds all staff waits for the head."""

_SIGNATORY = "UU 20/2023: pejabat pembina kepegawaian membina dan mengawasi ASN"
_OFFICE = "Tata naskah dinas: paraf berjenjang sebelum tanda tangan"

MOVES: tuple[Move[CircularStage], ...] = (
    Move(
        "submit",
        CircularStage.DRAFTED,
        CircularStage.PROPOSED,
        by=DRAFTERS,
        basis=_OFFICE,
        label="Ajukan ke Sekda",
    ),
    Move(
        "approve",
        CircularStage.PROPOSED,
        CircularStage.APPROVED,
        by=frozenset({Role.SEKDA}),
        basis=_OFFICE,
        label="Setujui",
    ),
    Move(
        "return",
        CircularStage.PROPOSED,
        CircularStage.DRAFTED,
        by=frozenset({Role.SEKDA}),
        basis=_OFFICE,
        label="Kembalikan",
    ),
    Move(
        "publish",
        CircularStage.APPROVED,
        CircularStage.PUBLISHED,
        by=frozenset({Role.PPK}),
        basis=_SIGNATORY,
        label="Tanda tangani",
    ),
    Move(
        "return",
        CircularStage.APPROVED,
        CircularStage.DRAFTED,
        by=frozenset({Role.PPK}),
        basis=_SIGNATORY,
        label="Kembalikan",
    ),
    Move(
        "replace",
        CircularStage.PUBLISHED,
        CircularStage.REPLACED,
        by=frozenset({Role.PPK}),
        basis=_SIGNATORY,
        label="Ganti versi",
    ),
    Move(
        "withdraw",
        CircularStage.PUBLISHED,
        CircularStage.WITHDRAWN,
        by=frozenset({Role.PPK}),
        basis=_SIGNATORY,
        label="Cabut",
    ),
)


NEVER_ALONE = frozenset({"replace"})
"""Acts without a page of their own: a version is replaced by signing the next one."""


class Election(StrEnum):
    """Which election the circular is for; each has its own statute, and they are never mixed."""

    PILKADA = "pilkada"
    PEMILU = "pemilu"


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause: ``key`` stays the same through all versions, ``acts`` are codes of the law."""

    key: str
    heading: str
    text: str
    acts: tuple[str, ...] = ()


class ChangeKind(StrEnum):
    """What a new version did to a clause."""

    ADDED = "Baru"
    CHANGED = "Diubah"
    REMOVED = "Dihapus"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that differs: ``old`` is none when it is new, ``new`` is none when it is gone."""

    kind: ChangeKind
    old: ClauseText | None
    new: ClauseText | None


def clause_changes(
    old: Sequence[ClauseText], new: Sequence[ClauseText]
) -> tuple[ClauseChange, ...]:
    """Return what differs between two versions, in the new order, what was removed last.

    A clause that only moved is not a change: nothing is asked of its reader anew.
    """
    before = {clause.key: clause for clause in old}
    kept = {clause.key for clause in new}
    removed = (
        ClauseChange(ChangeKind.REMOVED, clause, None) for clause in old if clause.key not in kept
    )
    return (*_new_or_changed(before, new), *removed)


def _new_or_changed(
    before: dict[str, ClauseText], new: Iterable[ClauseText]
) -> Iterable[ClauseChange]:
    for clause in new:
        earlier = before.get(clause.key)
        if earlier is None:
            yield ClauseChange(ChangeKind.ADDED, None, clause)
        elif earlier != clause:
            yield ClauseChange(ChangeKind.CHANGED, earlier, clause)


PEMILU_LAWS = frozenset({"7/2017"})
PILKADA_LAWS = frozenset({"1/2015", "8/2015", "10/2016", "6/2020"})
_LAW = re.compile(
    r"(?:\bUU|undang[\s-]*undang)(?:\s+(?:no|nomor)\b\.?)?\s*(\d+)\s*(?:/|tahun)\s*(\d{4})",
    re.IGNORECASE,
)
_REGIME_NAMES = (
    (re.compile(r"\bUU\s+Pilkada\b", re.IGNORECASE), "10/2016"),
    (re.compile(r"\bUU\s+Pemilu\b", re.IGNORECASE), "7/2017"),
)


def laws_cited(bases: Iterable[str]) -> frozenset[str]:
    """Return the statutes named in legal bases as number/year: "UU 10/2016" -> "10/2016"."""
    found = set()
    for basis in bases:
        found |= {f"{number}/{year}" for number, year in _LAW.findall(basis)}
        found |= {law for pattern, law in _REGIME_NAMES if pattern.search(basis)}
    return frozenset(found)


def cites_wrong_election_law(election: Election, bases: Iterable[str]) -> bool:
    """Tell whether the bases name only the statute of the other election.

    Pilkada stands on UU 1/2015 as changed by UU 10/2016, Pemilu on UU 7/2017. A circular that
    cites the other one alone is the slip seen in the news of October 2024.
    """
    cited = laws_cited(bases)
    own, other = PILKADA_LAWS, PEMILU_LAWS
    if election is Election.PEMILU:
        own, other = other, own
    return bool(cited & other) and not cited & own
