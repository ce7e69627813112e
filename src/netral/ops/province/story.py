"""What the steps of the scenario share: places, officers, what was acknowledged, what was true."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from netral.core.access import Actor
from netral.ops.crowd.client import Vower
from netral.ops.crowd.doors import Process
from netral.ops.province.browsers import Visitor
from netral.ops.province.staff import Place
from netral.pledges.models import PledgeCall, PledgeSession

LEAF = re.compile(rb"\nleaf ([A-Za-z0-9+/=]{44})\n")
CODE = re.compile(rb'data-code="([0-9A-Z]{8})"')
Say = Callable[[str], None]


class FalseThingError(Exception):
    """Something that Netral promises was found false; the words say which promise."""


@dataclass(slots=True)
class Story:
    """One run of the scenario."""

    work: Path
    say: Say
    places: list[Place]
    begun: float = field(default_factory=time.monotonic)
    officers: dict[str, Actor] = field(default_factory=dict)
    call: PledgeCall | None = None
    sessions: dict[str, PledgeSession] = field(default_factory=dict)
    visitors: list[Visitor] = field(default_factory=list)
    awaited: int = 0
    silent: list[Visitor] = field(default_factory=list)
    doors: dict[str, Process] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    leaves: dict[str, str] = field(default_factory=dict)
    proved: list[str] = field(default_factory=list)
    figures: dict[str, int | float] = field(default_factory=dict)

    def claim(self, is_true: object, words: str, found: object = None) -> None:
        """Note a thing that was found true; raise FalseThingError when it is not."""
        if not is_true:
            raise FalseThingError(words if found is None else f"{words} (ditemukan: {found})")
        self.proved.append(words)

    @property
    def held(self) -> PledgeCall:
        """Return the call, once it was made."""
        if self.call is None:
            raise FalseThingError("ajakan belum dibuat")
        return self.call

    @property
    def staff(self) -> int:
        """Return how many are on the rosters."""
        return sum(place.staff for place in self.places)

    def acknowledged(self, vower: Vower, answer: bytes) -> None:
        """Remember what a person was told: the code, and the leaf that was promised."""
        code, leaf = CODE.search(answer), LEAF.search(answer)
        before = self.codes.get(vower.ref, "")
        if code is not None:
            told = code[1].decode()
            self.claim_same(before, told)
            self.codes[vower.ref] = told
        else:
            self.codes.setdefault(vower.ref, "")
        if leaf is not None:
            self.leaves[vower.ref] = leaf[1].decode()

    def claim_same(self, before: str, told: str) -> None:
        """Refuse a second certificate for one who had one."""
        if before and before != told:
            raise FalseThingError(f"satu orang, dua sertifikat: {before} dan {told}")
