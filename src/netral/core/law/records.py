"""The law as frozen records; every one carries its day, its citation and how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from netral.core.kinds.terms import ClockRule, Holiday


@dataclass(frozen=True, slots=True)
class Standing:
    """What every record carries: its days, its source, and how sure we are of it.

    ``ended`` is the last day on which it holds. The first day has sources and a confidence of its
    own; ``date_confirmed`` is False when no source that we saw prints that day.
    """

    in_force: date
    ended: date | None
    citation: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str
    confirmed: bool
    date_confirmed: bool
    date_sources: tuple[str, ...] = ()
    date_confidence: str = ""

    def holds(self, on: date) -> bool:
        """Tell whether the record is law on this day."""
        return self.in_force <= on and (self.ended is None or on <= self.ended)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A statute, decree, circular or ruling."""

    id: str
    short: str
    title_id: str
    title_en: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Act:
    """A prohibited act (or an outcome that is no breach), with what follows from it.

    ``range`` and ``authority`` are Indonesian; their English may be wanting in an older edition.

    ``levels`` name sanction menus; they are empty when the level is not confirmed or the
    sanction is no menu of an appointing authority.
    """

    code: str
    family: str
    title_id: str
    title_en: str
    plain_id: str
    plain_en: str
    instrument: str
    track: str
    election: str
    applies_to: tuple[str, ...]
    stages: tuple[str, ...]
    level: str
    levels: tuple[str, ...]
    level_confirmed: bool
    range: str
    authority: str
    twin: str
    overlays: tuple[str, ...]
    note: str
    standing: Standing
    range_en: str = ""
    authority_en: str = ""

    @property
    def basis(self) -> tuple[str, ...]:
        """The articles that this act breaks."""
        return self.standing.citation

    @property
    def is_breach(self) -> bool:
        """Tell whether this is a prohibition and not an outcome code."""
        return self.track != "bukan_pelanggaran"

    def fits_stage(self, stage: str) -> bool:
        """Tell whether the act is prohibited in this stage of an election."""
        return "semua" in self.stages or stage in self.stages

    def binds(self, subjects: frozenset[str]) -> bool:
        """Tell whether any of these kinds of person is bound."""
        return bool(subjects.union({"SEMUA", "SETIAP_ORANG"}).intersection(self.applies_to))


@dataclass(frozen=True, slots=True)
class SanctionItem:
    """One sanction with a stable id; ``menu``, ``level`` and ``basis`` tell where it stands."""

    id: str
    title_id: str
    title_en: str
    menu: str
    level: str
    basis: str


@dataclass(frozen=True, slots=True)
class SanctionMenu:
    """A list of sanctions of one level, with its basis."""

    id: str
    level: str
    title_id: str
    title_en: str
    instrument: str
    items: tuple[SanctionItem, ...]
    note: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Clock:
    """A rule of time as the law data holds it; ``reported_n`` was cited but is never counted."""

    rule: ClockRule
    text: str
    instrument: str
    tracks: tuple[str, ...]
    reported_n: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class CounterHours:
    """When a counter takes what these clocks limit, on its weekdays (0 is Monday) and stages.

    Without ``opens`` and ``closes`` it is open day and night.
    """

    id: str
    place: str
    clocks: tuple[str, ...]
    stages: tuple[str, ...]
    weekdays: frozenset[int]
    opens: time | None
    closes: time | None
    instrument: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Examiner:
    """Who examines a case of this level; ``team`` says whether a team is needed."""

    id: str
    level: str
    title_id: str
    title_en: str
    team: str
    instrument: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides a case of this level for these levels of post."""

    id: str
    level: str
    post_levels: tuple[str, ...]
    scope: str
    title_id: str
    title_en: str
    instrument: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a matter of these tracks is referred."""

    id: str
    tracks: tuple[str, ...]
    applies_to: tuple[str, ...]
    title_id: str
    title_en: str
    instrument: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class PostKind:
    """What a post, in everyday words, makes of its holder."""

    words: tuple[str, ...]
    subjects: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True)
class Group:
    """People meant by the rules, in plain words, and the subjects that they are in the acts.

    ``own_acts`` are about this group above all. With ``referral_only`` the office records and
    refers; it neither examines nor punishes.
    """

    id: str
    title_id: str
    title_en: str
    plain_id: str
    plain_en: str
    rule_id: str
    rule_en: str
    who_acts_id: str
    who_acts_en: str
    subjects: tuple[str, ...]
    own_acts: tuple[str, ...]
    referral_only: bool
    instrument: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of one election, both days included.

    A milestone with ``acts`` is the time in which these acts are forbidden, outside the stages too.
    """

    election: str
    regime: str
    stage: str
    first: date
    last: date
    title_id: str
    title_en: str
    citation: str
    confirmed: bool
    sources: tuple[str, ...]
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Election:
    """An election's calendar: stages that share no day, and milestones that may."""

    id: str
    regime: str
    title_id: str
    title_en: str
    voting_on: date
    citation: str
    stages: tuple[Stage, ...]
    milestones: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class PledgePoint:
    """One of the four points; ``ours`` says that the wording is Netral's own."""

    nr: int
    text_id: str
    text_en: str
    ours: bool
    citation: str


@dataclass(frozen=True, slots=True)
class CircularClause:
    """A default clause of a circular and the acts that it forbids."""

    id: str
    text_id: str
    text_en: str
    acts: tuple[str, ...]
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a dispute, with its source."""

    who: str
    says_id: str
    says_en: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contested:
    """A question of law on which sources differ."""

    id: str
    acts: tuple[str, ...]
    question_id: str
    question_en: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class FactValue:
    """One answer to a question of fact, and what it changes."""

    value: str
    instead: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A fact that changes the answer; given as ``id:value``."""

    id: str
    acts: tuple[str, ...]
    text_id: str
    text_en: str
    values: tuple[FactValue, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """All records, and the version: a hash of the bytes they were read from."""

    version: str
    sources: Mapping[str, str] = field(default_factory=dict)
    instruments: tuple[Instrument, ...] = ()
    acts: tuple[Act, ...] = ()
    menus: tuple[SanctionMenu, ...] = ()
    clocks: tuple[Clock, ...] = ()
    counters: tuple[CounterHours, ...] = ()
    examiners: tuple[Examiner, ...] = ()
    deciders: tuple[Decider, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    posts: tuple[PostKind, ...] = ()
    groups: tuple[Group, ...] = ()
    elections: tuple[Election, ...] = ()
    pledge: tuple[PledgePoint, ...] = ()
    pledge_in_force: date = date.max
    clauses: tuple[CircularClause, ...] = ()
    contested: tuple[Contested, ...] = ()
    questions: tuple[FactQuestion, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    holiday_years: frozenset[int] = frozenset()
