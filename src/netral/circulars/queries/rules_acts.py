"""One act as its page tells it: whom it binds, when, what follows, who decides, what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from netral.circulars.queries.rules_asked import asked_of
from netral.circulars.queries.rules_days import governing, stages_now
from netral.circulars.queries.rules_lines import ActLine, act_line
from netral.circulars.queries.rules_words import (
    CONFIDENCE_LABELS,
    FAMILY_LABELS,
    KIND_LABELS,
    LEVEL_LABELS,
    POST_LEVEL_LABELS,
    REGIME_LABELS,
    SCOPE_LABELS,
    TEAM_LABELS,
    UNIT_LABELS,
    Words,
    authority_words,
    stage_words,
)
from netral.core import law
from netral.core.kinds import terms
from netral.core.kinds.errors import NotVisibleError
from netral.core.law.records import (
    Act,
    Addressee,
    Clock,
    Contested,
    CounterHours,
    Decider,
    Election,
    Examiner,
    FactQuestion,
    Instrument,
    SanctionMenu,
    Side,
    Stage,
    Standing,
)
from netral.core.text.examples import Example, example_of
from netral.core.text.may import Situation


class UnknownRuleError(NotVisibleError):
    """The address names an act, family, group, stage or instrument that no record has."""

    title = "Aturan ini tidak ada dalam data hukum"


@dataclass(frozen=True, slots=True)
class StageToday:
    """Where an act stands in an election that runs: it governs itself, its twin does, or none."""

    election: Election
    stage: Stage
    governing: Act | None


@dataclass(frozen=True, slots=True)
class LevelTold:
    """One level of sanction: its menus of the day, who examines and who decides."""

    level: Words
    menus: tuple[SanctionMenu, ...]
    examiner: Examiner | None
    team: Words
    deciders: tuple[tuple[Decider, Words, tuple[Words, ...]], ...]


@dataclass(frozen=True, slots=True)
class ClockTold:
    """One rule of time in words; ``number`` is none while it is not confirmed.

    ``dispute`` tells each way to count it; ``counters`` are hours that some office told of itself.
    """

    clock: Clock
    kind: Words
    number: int | None
    unit: Words
    regime: Words
    dispute: CountDispute | None
    counters: tuple[CounterTold, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read: its words, and its address if it has one."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A contested question: each side with where it was read."""

    contested: Contested
    sides: tuple[tuple[Side, tuple[Source, ...]], ...]


@dataclass(frozen=True, slots=True)
class CountDispute:
    """A clock that is counted in more than one way: each with where it was read."""

    contested: terms.Dispute
    sides: tuple[tuple[terms.Reading, tuple[Source, ...]], ...]


@dataclass(frozen=True, slots=True)
class CounterTold:
    """The hours of one counter in words; no days are named when it is open on each."""

    hours: CounterHours
    days: tuple[Words, ...]
    stages: tuple[Words, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A span in which the code had one record, and whether it is the one shown."""

    standing: Standing
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ActPage:
    """All that the page of an act shows for one day."""

    line: ActLine
    day: date
    family: Words
    authority: str
    election: Words
    levels: tuple[LevelTold, ...]
    addressees: tuple[Addressee, ...]
    clocks: tuple[ClockTold, ...]
    twin: Act | None
    overlays: tuple[Act, ...]
    disputes: tuple[Dispute, ...]
    questions: tuple[FactQuestion, ...]
    periods: tuple[Period, ...]
    today: tuple[StageToday, ...]
    confidence: Words
    instrument: Instrument | None
    sources: tuple[Source, ...]
    date_sources: tuple[Source, ...]
    example: Example | None
    asked: tuple[Situation, ...]
    law_version: str

    @property
    def act(self) -> Act:
        """Return the record itself."""
        return self.line.act

    @property
    def is_always(self) -> bool:
        """Tell whether it holds in every stage and outside elections."""
        return "semua" in self.act.stages


def records_of(code: str) -> tuple[Act, ...]:
    """Return every record of a code, oldest first; raises UnknownRuleError when there is none."""
    found = [act for act in law.the_law().acts if act.code == code]
    if not found:
        raise UnknownRuleError(
            gettext("Kode “%(code)s” tidak kami kenal. Cari aturannya dari halaman Aturan.")
            % {"code": code[:40]}
        )
    return tuple(sorted(found, key=lambda act: act.standing.in_force))


def act_page(code: str, day: date) -> ActPage | None:
    """Return the page of an act by the law of a day; none when it is not in force then."""
    records = records_of(code)
    act = law.act(code, day)
    if act is None:
        return None
    subjects = frozenset(act.applies_to)
    return ActPage(
        line=act_line(act),
        day=day,
        family=FAMILY_LABELS[act.family],
        authority=authority_words(act),
        election=REGIME_LABELS.get(act.election, ""),
        levels=tuple(level_told(level, day) for level in act.levels),
        addressees=law.addressees(act.track, subjects, day) if act.is_breach else (),
        clocks=clocks_of(act, day),
        twin=law.act(act.twin, day) if act.twin else None,
        overlays=tuple(over for name in act.overlays if (over := law.act(name, day))),
        disputes=disputes_told(law.contested_of(code)),
        questions=law.questions_of(code),
        periods=tuple(Period(each.standing, each == act) for each in records),
        today=tuple(_today(act, day)),
        confidence=CONFIDENCE_LABELS[act.standing.confidence],
        instrument=instrument_of(act.instrument, day),
        sources=sources_told(act.standing.sources),
        date_sources=sources_told(act.standing.date_sources),
        example=example_of(code),
        asked=asked_of(code),
        law_version=law.LAW_VERSION,
    )


def level_told(level: str, day: date) -> LevelTold:
    """Return a level of sanction with its menus and authorities of the day."""
    examiner = law.examiner_for(level, day)
    return LevelTold(
        LEVEL_LABELS[level],
        law.sanction_menus(level, day),
        examiner,
        _team(examiner),
        tuple(
            (found, SCOPE_LABELS[found.scope], tuple(POST_LEVEL_LABELS[p] for p in posts))
            for found in law.the_law().deciders
            if found.level == level and found.standing.holds(day)
            for posts in [found.post_levels]
        ),
    )


def _team(examiner: Examiner | None) -> Words:
    """Return whether a team is needed, unless the examiner's title says so already."""
    if examiner is None or examiner.team in examiner.title_id:
        return ""
    return TEAM_LABELS.get(examiner.team, examiner.team)


def clocks_of(act: Act, day: date) -> tuple[ClockTold, ...]:
    """Return the clocks of an act's track; an appeal follows only the end of service."""
    if not act.is_breach:
        return ()
    found = law.clocks(act.track, act.election, day)
    has_appeal = bool({"berat", "pemberhentian"}.intersection(act.levels))
    return tuple(
        clock_told(clock) for clock in found if has_appeal or clock.rule.code != "UPAYA-BANDING"
    )


def clock_told(clock: Clock) -> ClockTold:
    """Return a clock in words."""
    rule = clock.rule
    return ClockTold(
        clock,
        KIND_LABELS[rule.kind],
        rule.n if rule.confirmed else None,
        UNIT_LABELS[rule.unit],
        REGIME_LABELS.get(rule.regime, ""),
        _ways_to_count(rule.dispute),
        tuple(_counter(item) for item in law.the_law().counters if rule.code in item.clocks),
    )


def _counter(item: CounterHours) -> CounterTold:
    days = sorted(item.weekdays) if len(item.weekdays) < len(WEEKDAYS) else []
    return CounterTold(
        item,
        tuple(WEEKDAYS[day] for day in days),
        stage_words(item.stages),
        sources_told(item.standing.sources),
    )


def _ways_to_count(dispute: terms.Dispute | None) -> CountDispute | None:
    if dispute is None:
        return None
    sides = tuple((one, sources_told(one.sources)) for one in dispute.readings)
    return CountDispute(dispute, sides)


def disputes_told(items: Iterable[Contested]) -> tuple[Dispute, ...]:
    """Return contested questions with the words of their sources."""
    return tuple(
        Dispute(item, tuple((side, sources_told(side.sources)) for side in item.sides))
        for item in items
    )


def sources_told(names: Iterable[str]) -> tuple[Source, ...]:
    """Return sources in words: of an address, its host alone."""
    found = [law.the_law().sources[name] for name in names]
    return tuple(
        Source(urlsplit(text).netloc.removeprefix("www."), text)
        if text.startswith(("http://", "https://"))
        else Source(text, "")
        for text in found
    )


@cache
def instrument_of(name: str, day: date) -> Instrument | None:
    """Return the statute, decree or circular of this id as it is on a day."""
    found = [item for item in law.the_law().instruments if item.id == name]
    return next((item for item in found if item.standing.holds(day)), None)


def _today(act: Act, day: date) -> Iterable[StageToday]:
    for election, stage in stages_now(day):
        if act.election in {"", election.regime}:
            yield StageToday(election, stage, governing(act, stage.stage, day))
