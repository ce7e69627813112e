"""The lists of the law: by family, group, stage and instrument; sanctions, clocks, addressees."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from netral.circulars.queries.rules_acts import (
    ClockTold,
    Dispute,
    LevelTold,
    UnknownRuleError,
    clock_told,
    disputes_told,
    level_told,
)
from netral.circulars.queries.rules_days import (
    days_of_change,
    next_stage,
    stages_now,
)
from netral.circulars.queries.rules_lines import ActLine, act_lines
from netral.circulars.queries.rules_words import (
    FAMILY_LABELS,
    LEVEL_LABELS,
    REGIME_LABELS,
    STAGE_LABELS,
    TRACK_LABELS,
    Words,
    subject_words,
)
from netral.core import law
from netral.core.law.records import (
    Act,
    Addressee,
    Clock,
    Decider,
    Election,
    Examiner,
    Group,
    Instrument,
    SanctionMenu,
    Stage,
    Standing,
)

NEAR_DAYS = 5


@dataclass(frozen=True, slots=True)
class StageNow:
    """An election that runs, its stage, and what follows when."""

    election: Election
    stage: Stage
    words: Words
    after: Stage | None
    after_words: Words


@dataclass(frozen=True, slots=True)
class Entry:
    """One way into the law: its name in an address, its words, how many acts it leads to."""

    slug: str
    words: Words
    count: int


@dataclass(frozen=True, slots=True)
class CalendarTold:
    """An election's stages in order, with the one of the day marked."""

    election: Election
    stages: tuple[tuple[Stage, Words, bool], ...]


@dataclass(frozen=True, slots=True)
class AddresseeTold:
    """To whom matters of some tracks go, in words."""

    addressee: Addressee
    tracks: tuple[Words, ...]
    subjects: tuple[Words, ...]
    is_now: bool


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A record that says of itself that something is not confirmed: what, and the record."""

    what: str
    title_id: str
    title_en: str
    url_name: str
    url_key: str
    standing: Standing


def stages_told(day: date) -> tuple[StageNow, ...]:
    """Return the stage of each running election in words, with what follows."""
    told = []
    for election, stage in stages_now(day):
        after = next_stage(election, stage)
        words = STAGE_LABELS[after.stage] if after else ""
        told.append(StageNow(election, stage, STAGE_LABELS[stage.stage], after, words))
    return tuple(told)


def families(day: date) -> tuple[Entry, ...]:
    """Return the families that have acts on a day, in the order in which people look."""
    counts = Counter(act.family for act in law.acts(day))
    return tuple(
        Entry(key.lower(), words, counts[key])
        for key, words in FAMILY_LABELS.items()
        if counts[key]
    )


def family_lines(key: str, day: date) -> tuple[Words, tuple[ActLine, ...]]:
    """Return a family's words and its acts of the day; raises UnknownRuleError."""
    words = FAMILY_LABELS.get(key.upper()) if key.islower() else None
    if words is None:
        raise _unknown(key)
    return words, act_lines(act for act in law.acts(day) if act.family == key.upper())


def group_named(key: str, day: date) -> Group:
    """Return a group by its id as its rule is on a day; raises UnknownRuleError."""
    if key not in {item.id for item in law.the_law().groups}:
        raise _unknown(key)
    found = law.group(key, day)
    if found is None:
        raise UnknownRuleError(
            gettext("Aturan bagi kelompok ini belum berlaku pada hari yang Anda pilih.")
        )
    return found


def group_lines(group: Group, day: date) -> tuple[ActLine, ...]:
    """Return what is forbidden to a group as a list shows it."""
    return act_lines(group_acts(group, day))


def group_acts(group: Group, day: date) -> tuple[Act, ...]:
    """Return what is forbidden to a group: its own acts, then as people look for families."""
    order = list(FAMILY_LABELS)

    def place(act: Act) -> tuple[bool, int]:
        return act.code not in group.own_acts, order.index(act.family)

    return tuple(sorted(law.acts_of_group(group, day), key=place))


def stage_named(key: str) -> Words:
    """Return the words of a stage; raises UnknownRuleError."""
    if key not in STAGE_LABELS:
        raise _unknown(key)
    return STAGE_LABELS[key]


def stage_lines(key: str, day: date) -> tuple[tuple[ActLine, ...], tuple[ActLine, ...]]:
    """Return the acts of one stage in particular, and those that are forbidden in every stage."""
    breaches = [act for act in law.acts(day) if act.is_breach]
    always = [act for act in breaches if "semua" in act.stages]
    only = [act for act in breaches if act not in always and act.fits_stage(key)]
    return act_lines(only), act_lines(always)


def stage_entries(day: date) -> tuple[Entry, ...]:
    """Return the stages with how many acts are forbidden in each."""
    breaches = [act for act in law.acts(day) if act.is_breach]
    return tuple(
        Entry(key, words, sum(act.fits_stage(key) for act in breaches))
        for key, words in STAGE_LABELS.items()
    )


def calendars(day: date) -> tuple[CalendarTold, ...]:
    """Return every election's calendar, the latest vote first."""
    ordered = sorted(law.elections(), key=lambda item: item.voting_on, reverse=True)
    return tuple(
        CalendarTold(
            election,
            tuple(
                (stage, STAGE_LABELS[stage.stage], stage.first <= day <= stage.last)
                for stage in sorted(election.stages, key=lambda item: item.first)
            ),
        )
        for election in ordered
    )


def election_named(key: str) -> Election:
    """Return an election by its id; raises UnknownRuleError."""
    for election in law.elections():
        if election.id == key:
            return election
    raise _unknown(key)


def days_near(day: date) -> tuple[date, ...]:
    """Return a few days of change around a day: the last ones before it and the next ones."""
    turns = days_of_change()
    past = [turn for turn in turns if turn <= day][-NEAR_DAYS:]
    coming = [turn for turn in turns if turn > day][: max(NEAR_DAYS - 2, 0)]
    return (*past, *coming)


def levels_told(day: date) -> tuple[tuple[str, LevelTold], ...]:
    """Return every level of sanction that has a menu on a day."""
    known = {menu.level for menu in law.the_law().menus if menu.standing.holds(day)}
    return tuple((level, level_told(level, day)) for level in LEVEL_LABELS if level in known)


def outside_menus(day: date) -> tuple[ActLine, ...]:
    """Return the acts whose sanction is no menu of an appointing authority."""
    return act_lines(act for act in law.acts(day) if act.is_breach and not act.levels)


def clocks_told(day: date) -> tuple[tuple[Words, tuple[ClockTold, ...]], ...]:
    """Return the clocks of a day by where they run: the office, then each kind of election."""
    held = [item for item in law.the_law().clocks if item.standing.holds(day)]
    office = [item for item in held if {"disiplin", "etika"}.intersection(item.tracks)]
    rest = [item for item in held if item not in office]
    parts: list[tuple[Words, list[Clock]]] = [(gettext("Di kantor dan BKN"), office)]
    parts.append((gettext("Di Bawaslu, untuk keduanya"), [c for c in rest if not c.rule.regime]))
    parts += [
        (words, [item for item in rest if item.rule.regime == regime])
        for regime, words in REGIME_LABELS.items()
    ]
    return tuple((words, tuple(map(clock_told, items))) for words, items in parts if items)


def addressees_told(day: date) -> tuple[AddresseeTold, ...]:
    """Return to whom matters are referred, those of the day first, then former ones."""
    told = [
        AddresseeTold(
            item,
            tuple(TRACK_LABELS[track] for track in item.tracks),
            () if "SEMUA" in item.applies_to else subject_words(item.applies_to),
            is_now=item.standing.holds(day),
        )
        for item in law.the_law().addressees
    ]
    return tuple(sorted(told, key=lambda item: not item.is_now))


def disputes() -> tuple[tuple[Dispute, tuple[Act, ...]], ...]:
    """Return what is contested, each with the acts that it touches."""
    book = law.the_law()
    first = {act.code: act for act in reversed(book.acts)}
    return tuple(
        (told, tuple(first[code] for code in told.contested.acts))
        for told in disputes_told(book.contested)
    )


def instruments(day: date) -> tuple[tuple[Instrument, tuple[Act, ...]], ...]:
    """Return the statutes, decrees and circulars of a day, oldest first, with their acts."""
    held = [item for item in law.the_law().instruments if item.standing.holds(day)]
    ordered = sorted(held, key=lambda item: item.standing.in_force)
    return tuple(
        (item, tuple(act for act in law.acts(day) if act.instrument == item.id)) for item in ordered
    )


def unconfirmed(day: date) -> tuple[Unconfirmed, ...]:
    """Return what the data of a day says is not confirmed: levels, numbers, tables, days."""
    return (*_unsure_acts(day), *_unsure_rest(day))


def _unsure_acts(day: date) -> list[Unconfirmed]:
    found = []
    for act in law.acts(day):
        for is_open, what in (
            (not act.standing.confirmed, gettext("pasalnya")),
            (act.is_breach and not act.level_confirmed, gettext("tingkat atau angka sanksinya")),
            (not act.standing.date_confirmed, gettext("hari mulai berlakunya")),
        ):
            if is_open:
                told = (act.title_id, act.title_en, "rule-act", act.code, act.standing)
                found.append(Unconfirmed(what, *told))
    return found


def _unsure_rest(day: date) -> list[Unconfirmed]:
    book = law.the_law()
    kinds: tuple[tuple[str, str, tuple[Clock | Examiner | Decider | SanctionMenu, ...]], ...] = (
        (gettext("jumlah harinya"), "rule-clocks", book.clocks),
        (gettext("siapa yang memeriksa"), "rule-sanctions", book.examiners),
        (gettext("siapa yang memutus"), "rule-sanctions", book.deciders),
        (gettext("menunya"), "rule-sanctions", book.menus),
    )
    found = [
        Unconfirmed(what, *_titles(item), page, "", item.standing)
        for what, page, items in kinds
        for item in items
        if item.standing.holds(day) and not item.standing.confirmed
    ]
    what = gettext("hari mulai berlakunya")
    return found + [
        Unconfirmed(what, item.short, item.short, "rule-instruments", "", item.standing)
        for item in book.instruments
        if item.standing.holds(day) and not item.standing.date_confirmed
    ]


def _titles(item: Clock | Examiner | Decider | SanctionMenu) -> tuple[str, str]:
    told = item.rule if isinstance(item, Clock) else item
    return told.title_id, told.title_en


def _unknown(key: str) -> UnknownRuleError:
    return UnknownRuleError(
        gettext("“%(key)s” tidak ada dalam data hukum. Cari dari halaman Aturan.")
        % {"key": key[:40]}
    )
