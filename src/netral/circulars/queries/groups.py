"""A letter as one group of staff reads it: which clauses hold for them, with whose sanctions.

The law engine answers for each act, asked about a person of that group: nothing here is one text
for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from netral.circulars.models import CircularVersion
from netral.circulars.queries.letters import ClauseTold, group_titles
from netral.circulars.queries.rosters import persons_addressed
from netral.circulars.queries.rules_told import act_title, said
from netral.circulars.queries.rules_words import (
    TRACK_LABELS,
    authority_words,
    sanction_words,
    subject_words,
)
from netral.core import law
from netral.core.law.grouping import STAFF_GROUPS, group_status, staff_group
from netral.core.law.records import Act, Group
from netral.people.models import Person

BY_CONTRACT = {"non-asn": "H-PPNPN"}
"""Groups whose forms of breach are those of ASN while the contract decides what follows."""


@dataclass(frozen=True, slots=True)
class ActOwn:
    """What one act leads to for the group: track, sanction, who decides, the articles."""

    code: str
    title: str
    plain: str
    track: str | Promise
    sanction: str
    authority: str
    basis: tuple[str, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class ClauseOwn:
    """A clause with what it means for the group; ``reason`` says why it does not hold for them."""

    told: ClauseTold
    acts: tuple[ActOwn, ...]
    reason: str

    @property
    def is_bound(self) -> bool:
        """Tell whether the clause holds for the group."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class GroupOwn:
    """The reader's group: its title, its rule in one line, who acts, the acts that are its own."""

    id: str
    title: str
    rule: str
    who_acts: str
    basis: tuple[str, ...]
    acts: tuple[ActOwn, ...]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """How far a version has come with one group: of how many, reached, opened, read, understood."""

    title: str
    denominator: int
    delivered: int
    opened: int
    read: int
    understood: int


def group_of(person: Person) -> str:
    """Return the group that a person belongs to now."""
    return staff_group(person.status, person.post_title)


def group_own(person: Person, on: date) -> GroupOwn:
    """Return the person's group as the law of the day tells it."""
    group = law.group(group_of(person), on) or _group_without_day(group_of(person))
    own = [act for code in group.own_acts if (act := law.act(code, on)) is not None]
    return GroupOwn(
        id=group.id,
        title=said(group.title_id, group.title_en),
        rule=said(group.rule_id, group.rule_en),
        who_acts=said(group.who_acts_id, group.who_acts_en),
        basis=group.standing.citation,
        acts=tuple(_told(act) for act in own),
    )


def clauses_own(told: Sequence[ClauseTold], person: Person, on: date) -> list[ClauseOwn]:
    """Return the clauses as they hold for the person's group."""
    return [_clause(each, person, on) for each in told]


def group_figures(version: CircularVersion, on: date, scope: str) -> list[GroupFigures]:
    """Return the figures of each group within the scope, of those who are addressed. One query."""
    reading = Q(circular_readings__version=version)
    rows = (
        persons_addressed(version, on=on)
        .visible_to(scope)
        .values_list("status", "post_title")
        .annotate(
            denominator=Count("pk", distinct=True),
            delivered=Count("circular_readings", filter=reading),
            opened=Count("circular_readings__opened_at", filter=reading),
            read=Count("circular_readings__read_at", filter=reading),
            understood=Count("circular_readings__understood_at", filter=reading),
        )
        .order_by()
    )
    sums: Counter[tuple[str, int]] = Counter()
    for status, title, *figures in rows:
        group = staff_group(status, title)
        for place, figure in enumerate(figures):
            sums[group, place] += figure
    titles = group_titles()
    return [
        GroupFigures(titles[group.id], *(sums[group.id, place] for place in range(5)))
        for group in STAFF_GROUPS
        if sums[group.id, 0]
    ]


def _group_without_day(key: str) -> Group:
    """Return a group whose rule is younger than the letter: its words are the oldest we have."""
    return next(group for group in law.the_law().groups if group.id == key)


def _clause(told: ClauseTold, person: Person, on: date) -> ClauseOwn:
    acts = [act for code in told.clause.acts if (act := law.act(code, on)) is not None]
    if not acts:
        return ClauseOwn(told, (), "")
    bound = tuple(dict.fromkeys(_bound(acts, person, on)))
    if bound:
        return ClauseOwn(told, bound, "")
    group = group_of(person)
    code = BY_CONTRACT.get(group)
    contract = law.act(code, on) if code else None
    if contract is not None:
        return ClauseOwn(told, (_told(contract),), "")
    whom = dict.fromkeys(str(word) for act in acts for word in subject_words(act.applies_to))
    reason = _(
        "Butir ini tidak berlaku bagi Anda sebagai %(group)s: perbuatannya diatur bagi %(whom)s."
    )
    return ClauseOwn(told, (), reason % {"group": group_titles()[group], "whom": ", ".join(whom)})


def _bound(acts: Sequence[Act], person: Person, on: date) -> Iterator[ActOwn]:
    """Yield what the law answers for each act, where it binds the person at all."""
    for act in acts:
        stage = () if "semua" in act.stages else (f"tahap:{act.stages[0]}",)
        answer = law.answer(
            act=act.code,
            status=group_status(group_of(person)),
            post=person.post_title,
            region="",
            on=on,
            facts=("subjek:BUKAN", *stage),
        )
        governing = law.act(answer.governing, on) if answer.governing else None
        if governing is not None:
            yield _told(governing)


def _told(act: Act) -> ActOwn:
    return ActOwn(
        code=act.code,
        title=act_title(act),
        plain=said(act.plain_id, act.plain_en),
        track=TRACK_LABELS[act.track],
        sanction=sanction_words(act),
        authority=authority_words(act),
        basis=act.basis,
        is_sure=act.standing.confirmed and act.level_confirmed,
    )
