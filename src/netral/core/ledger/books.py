"""The books: what was opened is closed with a reason or open; each decision has its case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from netral.core.ledger.header import MOVING, Header

# What must balance. Other kinds (circulars, pledges) have totals of their own, not a life to end.
THINGS = ("report", "case", "directive", "duty", "question")
CLOCKED = frozenset({"case"})


class Finding(NamedTuple):
    """Where the books are false (entry number, from 0) and why."""

    number: int
    why: str


@dataclass(slots=True)
class Matter:
    """A report, case or the like while the journal is read forward."""

    thing: str
    number: int
    due: date | None
    is_open: bool = True


@dataclass(slots=True)
class Account:
    """How many of one thing were opened and closed, and how many stand open."""

    opened: int = 0
    closed: int = 0
    open: int = 0
    late: int = 0

    @property
    def rest(self) -> int:
        """Return what is missing from the sum; 0 when the account balances."""
        return self.opened - self.closed - self.open


@dataclass(slots=True)
class Books:
    """The state after the entries read so far; ``read`` one more, then ``close_on`` a day."""

    matters: dict[str, Matter] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def read(self, number: int, header: Header) -> None:
        """Take one entry into account."""
        if header.thing in THINGS and header.act == "open":
            self._open(number, header)
        elif header.thing in THINGS and header.matter not in self.matters:
            self.findings.append(Finding(number, f"{header.kind} tanpa pembukaan"))
        matter = self.matters.get(header.matter)
        if matter is None:
            return
        if header.due:
            matter.due = header.due
        if header.thing in THINGS:
            self._step(number, header, matter)

    def close_on(self, today: date) -> Books:
        """Count what is open and late on a day, and check what holds at the end only."""
        for account in self.accounts.values():
            account.open = account.late = 0
        for matter in self.matters.values():
            if matter.is_open:
                self._count(matter, today)
        return self

    def _account(self, thing: str) -> Account:
        return self.accounts.setdefault(thing, Account())

    def _open(self, number: int, header: Header) -> None:
        if header.matter in self.matters:
            self.findings.append(Finding(number, f"{header.kind} untuk kedua kali"))
            return
        self.matters[header.matter] = Matter(header.thing, number, header.due)
        self._account(header.thing).opened += 1

    def _step(self, number: int, header: Header, matter: Matter) -> None:
        if header.act == "reopen":
            self._reopen(number, matter)
        if not matter.is_open and (header.act == "decide" or header.kind in MOVING):
            self.findings.append(Finding(number, f"{header.kind} pada perkara yang sudah selesai"))
        if header.close:
            self._close(number, matter)

    def _close(self, number: int, matter: Matter) -> None:
        if not matter.is_open:
            self.findings.append(Finding(number, f"{matter.thing} ditutup dua kali"))
        matter.is_open = False
        self._account(matter.thing).closed += 1

    def _reopen(self, number: int, matter: Matter) -> None:
        if matter.is_open:
            self.findings.append(Finding(number, f"{matter.thing} dibuka lagi sebelum ditutup"))
            return
        matter.is_open = True
        self._account(matter.thing).closed -= 1

    def _count(self, matter: Matter, today: date) -> None:
        account = self._account(matter.thing)
        account.open += 1
        account.late += matter.due is not None and matter.due < today
        if matter.thing in CLOCKED and matter.due is None:
            self.findings.append(Finding(matter.number, f"{matter.thing} tanpa batas waktu"))


def books(entries: Iterable[tuple[int, Header]], today: date) -> Books:
    """Balance the books over numbered headers in their order."""
    found = Books()
    for number, header in entries:
        found.read(number, header)
    return found.close_on(today)
