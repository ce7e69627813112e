"""A circular's legal bases: each one read, and what a person should look at again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from netral.core.flow.circular import Election, cites_wrong_election_law
from netral.core.law.book import groups, the_law
from netral.core.law.citing import citations_of
from netral.core.law.grouping import OTHER_GROUPS
from netral.core.law.records import Instrument

REGIMES = {
    "uu-7-2017": Election.PEMILU,
    "uu-10-2016": Election.PILKADA,
    "pkpu-2-2024": Election.PILKADA,
    "perbawaslu-8-2020": Election.PILKADA,
    "mk-136-2024": Election.PILKADA,
}
"""Rules about one election alone, by what their records say of themselves."""
NO_RULES = frozenset({"mendagri-2024-07-09", "bkn-sbt-2024"})


class Doubt(StrEnum):
    """Why a person should look again, gravest first; none of them stops the letter."""

    WRONG_ELECTION = "pemilihan_lain"
    ENDED = "tidak_berlaku_lagi"
    NOT_YET = "belum_berlaku"
    SUPERSEDED = "sudah_diganti"
    OTHER_ELECTION = "bukan_pemilihan_ini"
    GROUP_WITHOUT = "kelompok_tanpa_dasar"
    UNKNOWN = "tidak_dikenal"
    UNREAD = "tidak_terbaca"


@dataclass(frozen=True, slots=True)
class Successor:
    """An old rule that another one replaced, for all or nearly all that it held."""

    key: str
    by: str
    since: date
    basis: str


SUCCESSORS = (
    Successor(
        "pp-53-2010",
        "pp-94-2021",
        date(2021, 8, 31),
        "PP 94/2021; hanya Pasal 7 ayat (3) masih dipakai (PP 94/2021 Pasal 42)",
    ),
    Successor(
        "uu-5-2014",
        "uu-20-2023",
        date(2023, 10, 31),
        "UU 20/2023; pasal pencabutannya belum terkonfirmasi dalam data aturan",
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at again: the doubt, what it is about, its source.

    ``shown`` is the rule as cited, or the group's id; ``rule`` its record, ``successor`` the one
    in its place, ``on`` the day that counts; each may be missing.
    """

    doubt: Doubt
    shown: str
    rule: Instrument | None = None
    successor: Instrument | None = None
    on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class BasisRead:
    """One basis as typed, the records that were recognised in it, and what is doubted of them."""

    text: str
    rules: tuple[Instrument, ...]
    findings: tuple[Finding, ...]


def bases_read(bases: Sequence[str], *, election: Election, on: date) -> tuple[BasisRead, ...]:
    """Read each basis by the law of the day: what it cites, and what is doubtful about it."""
    return tuple(_read(text, election, on) for text in bases)


def findings_of(
    bases: Sequence[str],
    *,
    opening: str = "",
    election: Election,
    groups_addressed: Collection[str] = (),
    on: date,
) -> tuple[Finding, ...]:
    """Return all that a person should look at again, gravest first; the opening cites as well.

    Of the opening's words only what is recognised is judged: it need not cite anything.
    """
    cited = {one.record for text in (*bases, opening) for one in citations_of(text)}
    found = [one for read in bases_read(bases, election=election, on=on) for one in read.findings]
    found += [one for one in _read(opening, election, on).findings if one.doubt is not Doubt.UNREAD]
    if cites_wrong_election_law(election, (*bases, opening)):
        found = [one for one in found if one.doubt is not Doubt.OTHER_ELECTION]
        found.append(Finding(Doubt.WRONG_ELECTION, election.value, source=_STATUTES[election]))
    found += _groups_without(groups_addressed, cited, on)
    order = list(Doubt)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: order.index(one.doubt)))


_STATUTES = {
    Election.PILKADA: "UU 1/2015 jo. UU 10/2016",
    Election.PEMILU: "UU 7/2017",
}


def _read(text: str, election: Election, on: date) -> BasisRead:
    records = {rule.id: rule for rule in the_law().instruments if rule.id not in NO_RULES}
    rules: dict[str, Instrument] = {}
    findings: list[Finding] = []
    for one in citations_of(text):
        rule = records.get(one.record)
        if rule is not None:
            rules[rule.id] = rule
        findings += _doubts(one.key, one.shown, rule, election, on)
    if not rules and not findings:
        findings.append(Finding(Doubt.UNREAD, text))
    return BasisRead(text, tuple(rules.values()), tuple(findings))


def _doubts(
    key: str, shown: str, rule: Instrument | None, election: Election, on: date
) -> Iterator[Finding]:
    old = next((one for one in SUCCESSORS if one.key == key and one.since <= on), None)
    if old is not None:
        by = next(one for one in the_law().instruments if one.id == old.by)
        yield Finding(Doubt.SUPERSEDED, shown, rule, by, old.since, old.basis)
    elif rule is None:
        yield Finding(Doubt.UNKNOWN, shown)
    elif on < rule.standing.in_force:
        source = "; ".join(rule.standing.citation)
        yield Finding(Doubt.NOT_YET, shown, rule, on=rule.standing.in_force, source=source)
    elif not rule.standing.holds(on):
        source = "; ".join(rule.standing.citation)
        yield Finding(Doubt.ENDED, shown, rule, on=rule.standing.ended, source=source)
    elif REGIMES.get(rule.id, election) is not election:
        source = "; ".join(rule.standing.citation)
        yield Finding(Doubt.OTHER_ELECTION, shown, rule, source=source)


def _groups_without(wanted: Collection[str], cited: set[str], on: date) -> Iterator[Finding]:
    """Yield the addressed groups beside ASN of whose own rule the letter cites nothing."""
    records = {rule.id: rule for rule in the_law().instruments}
    for group in groups(on):
        if group.id in OTHER_GROUPS and group.id in wanted and group.instrument not in cited:
            rule, source = records[group.instrument], "; ".join(group.standing.citation)
            yield Finding(Doubt.GROUP_WITHOUT, group.id, rule, source=source)
