"""A law with its look-ups: every record found by its code and its day, without searching all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.terms import ClockRule, Holiday
from netral.core.law.records import (
    Act,
    Addressee,
    CircularClause,
    Clock,
    Contested,
    Decider,
    Election,
    Examiner,
    FactQuestion,
    Group,
    Instrument,
    Law,
    PledgePoint,
    PostKind,
    SanctionItem,
    SanctionMenu,
    Stage,
)

T = TypeVar("T")
Index = Mapping[str, tuple[T, ...]]


class UnknownLawCodeError(WrongInputError):
    """No record of the law data has this code."""

    title = "Kode hukum tidak dikenal"


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """One law, asked by code and by day; two books of the same law answer the same."""

    law: Law
    _acts: Index[Act] = field(init=False, repr=False)
    _menus: Index[SanctionMenu] = field(init=False, repr=False)
    _items: Mapping[str, SanctionItem] = field(init=False, repr=False)
    _clocks: Mapping[str, Clock] = field(init=False, repr=False)
    _clocks_of: Index[Clock] = field(init=False, repr=False)
    _examiners: Index[Examiner] = field(init=False, repr=False)
    _deciders: Index[Decider] = field(init=False, repr=False)
    _addressees: Index[Addressee] = field(init=False, repr=False)
    _contested: Index[Contested] = field(init=False, repr=False)
    _questions: Index[FactQuestion] = field(init=False, repr=False)
    _groups: Index[Group] = field(init=False, repr=False)
    _elections: Mapping[str, Election] = field(init=False, repr=False)
    _instruments: Mapping[str, Instrument] = field(init=False, repr=False)
    _posts: tuple[re.Pattern[str], Mapping[str, tuple[int, PostKind]]] = field(
        init=False, repr=False
    )

    def __post_init__(self) -> None:
        """Build the indexes once."""
        law = self.law
        for name, value in {
            "_acts": _by(law.acts, lambda item: (item.code,)),
            "_menus": _by(law.menus, lambda item: (item.level,)),
            "_items": {item.id: item for menu in law.menus for item in menu.items},
            "_clocks": {item.rule.code: item for item in law.clocks},
            "_clocks_of": _by(law.clocks, lambda item: item.tracks),
            "_examiners": _by(law.examiners, lambda item: (item.level,)),
            "_deciders": _by(law.deciders, lambda item: (item.level,)),
            "_addressees": _by(law.addressees, lambda item: item.tracks),
            "_contested": _by(law.contested, lambda item: item.acts),
            "_questions": _by(law.questions, lambda item: item.acts),
            "_groups": _by(law.groups, lambda item: (item.id,)),
            "_elections": {item.id: item for item in law.elections},
            "_instruments": {item.id: item for item in law.instruments},
            "_posts": _posts(law.posts),
        }.items():
            object.__setattr__(self, name, value)

    @property
    def version(self) -> str:
        """The hash of the data that this book was read from."""
        return self.law.version

    def acts(self, on: date) -> tuple[Act, ...]:
        """All acts that are law on this day, in the order of the data."""
        return tuple(item for item in self.law.acts if item.standing.holds(on))

    def act(self, code: str, on: date) -> Act | None:
        """The act of this code as it is law on this day; None when it is not in force then.

        Raises UnknownLawCodeError for a code that no record has.
        """
        found = self._acts.get(code)
        if found is None:
            raise UnknownLawCodeError(
                f"Kode perbuatan '{code}' tidak ada dalam data hukum. Pilih perbuatan dari "
                "daftarnya."
            )
        return next((item for item in found if item.standing.holds(on)), None)

    def acts_of_code(self, code: str) -> tuple[Act, ...]:
        """All dated records of one act; empty for an unknown code."""
        return self._acts.get(code, ())

    def instrument(self, instrument_id: str) -> Instrument:
        """The instrument of this id; raises UnknownLawCodeError."""
        if instrument_id not in self._instruments:
            raise UnknownLawCodeError(f"Peraturan '{instrument_id}' tidak ada dalam data hukum.")
        return self._instruments[instrument_id]

    def sanction_menus(self, level: str, on: date) -> tuple[SanctionMenu, ...]:
        """The menus of this level on this day; medium has two (PP 94/2021 Pasal 42)."""
        return tuple(item for item in self._menus.get(level, ()) if item.standing.holds(on))

    def sanction_items(self, level: str, on: date) -> tuple[SanctionItem, ...]:
        """The sanctions of all menus of this level on this day."""
        return tuple(item for menu in self.sanction_menus(level, on) for item in menu.items)

    def sanction_item(self, item_id: str) -> SanctionItem:
        """The sanction with this id, of whatever day; raises UnknownLawCodeError."""
        if item_id not in self._items:
            raise UnknownLawCodeError(
                f"Sanksi '{item_id}' tidak ada dalam data hukum. Pilih dari menunya."
            )
        return self._items[item_id]

    def clock(self, code: str) -> Clock:
        """The clock of this code, as the data holds it; raises UnknownLawCodeError."""
        if code not in self._clocks:
            known = ", ".join(self._clocks)
            raise UnknownLawCodeError(
                f"Kode batas waktu '{code}' tidak dikenal. Yang ada: {known}."
            )
        return self._clocks[code]

    def clock_rule(self, code: str) -> ClockRule:
        """The rule of time of this code; raises UnknownLawCodeError."""
        return self.clock(code).rule

    def clocks(self, track: str, regime: str, on: date) -> tuple[Clock, ...]:
        """The clocks of one track on this day; ``regime`` is pilkada, pemilu or empty."""
        return tuple(
            item
            for item in self._clocks_of.get(track, ())
            if item.standing.holds(on) and item.rule.regime in {"", regime or item.rule.regime}
        )

    def elections(self) -> tuple[Election, ...]:
        """The calendars of all elections."""
        return self.law.elections

    def election(self, election_id: str) -> Election | None:
        """The calendar of one election; None for an id that no calendar has."""
        return self._elections.get(election_id)

    def stage_on(self, election: str, day: date) -> Stage | None:
        """The stage of this election on this day; a stage that is not confirmed gives None.

        Raises UnknownLawCodeError for an election without a calendar.
        """
        if election not in self._elections:
            raise UnknownLawCodeError(
                f"Kalender pemilihan '{election}' tidak ada dalam data hukum."
            )
        confirmed = (stage for stage in self._elections[election].stages if stage.confirmed)
        return next((stage for stage in confirmed if stage.first <= day <= stage.last), None)

    def stages_on(self, day: date) -> tuple[Stage, ...]:
        """The stages of all elections on this day."""
        found = (self.stage_on(name, day) for name in self._elections)
        return tuple(stage for stage in found if stage)

    def windows_on(self, code: str, day: date) -> tuple[Stage, ...]:
        """The times of elections in which this act is forbidden, outside the stages too."""
        return tuple(
            stage
            for election in self.law.elections
            for stage in election.milestones
            if code in stage.acts and stage.first <= day <= stage.last
        )

    def pledge_points(self, on: date) -> tuple[PledgePoint, ...]:
        """The four points of the pledge, in our own wording; empty before the decree."""
        return self.law.pledge if self.law.pledge_in_force <= on else ()

    def circular_clauses(self, on: date) -> tuple[CircularClause, ...]:
        """Default clauses, each with the acts in force on this day and their articles."""
        clauses = []
        for item in self.law.clauses:
            found = [made for code in item.acts if (made := self.act(code, on))]
            if found:
                codes = tuple(made.code for made in found)
                basis = tuple(dict.fromkeys(ref for made in found for ref in made.basis))
                clauses.append(CircularClause(item.id, item.text_id, item.text_en, codes, basis))
        return tuple(clauses)

    def examiner_for(self, level: str, on: date = date.max) -> Examiner | None:
        """Who examines a case of this level (PP 94/2021 Pasal 27); None for an unknown level."""
        found = self._examiners.get(level, ())
        return next((item for item in found if item.standing.holds(on)), None)

    def decider_for(
        self, level: str, post_level: str, scope: str = "kabupaten", on: date = date.max
    ) -> Decider | None:
        """Who decides a case of this level against a holder of this level of post.

        ``scope`` is provinsi or kabupaten, or empty when the region is not known. The kabupaten
        table is not confirmed for light and medium sanctions: the record says so, and the region
        enters its own.
        """
        for item in self._deciders.get(level, ()):
            fits = {"semua", post_level}.intersection(item.post_levels)
            if item.scope in {"semua", scope} and fits and item.standing.holds(on):
                return item
        return None

    def addressees(self, track: str, subjects: frozenset[str], on: date) -> tuple[Addressee, ...]:
        """To whom a matter of this track is referred on this day."""
        return tuple(
            item
            for item in self._addressees.get(track, ())
            if item.standing.holds(on)
            and ("SEMUA" in item.applies_to or subjects.intersection(item.applies_to))
        )

    def contested_of(self, code: str) -> tuple[Contested, ...]:
        """The disputes that touch this act."""
        return self._contested.get(code, ())

    def questions_of(self, code: str) -> tuple[FactQuestion, ...]:
        """The facts that change the answer for this act."""
        return self._questions.get(code, ())

    def post_kind(self, post: str) -> PostKind | None:
        """What a post in everyday words makes of its holder; the longest known words win."""
        pattern, kinds = self._posts
        found = [match.group(1) for match in pattern.finditer(post.casefold())]
        longest = max(found, key=lambda word: (len(word), -kinds[word][0]), default="")
        return kinds[longest][1] if longest else None

    def groups(self, on: date) -> tuple[Group, ...]:
        """The groups of people bound on this day, in the order of the data."""
        return tuple(item for item in self.law.groups if item.standing.holds(on))

    def group(self, group_id: str, on: date) -> Group | None:
        """The group of this id; None when its rule is not in force then.

        Raises UnknownLawCodeError for an id that no record has.
        """
        found = self._groups.get(group_id)
        if found is None:
            known = ", ".join(self._groups)
            raise UnknownLawCodeError(f"Kelompok '{group_id}' tidak dikenal. Yang ada: {known}.")
        return next((item for item in found if item.standing.holds(on)), None)

    def acts_of_group(self, group: Group, on: date) -> tuple[Act, ...]:
        """What is forbidden to this group on this day; its own acts first, then as in the data."""
        subjects, own = frozenset(group.subjects), group.own_acts
        bound = [item for item in self.acts(on) if item.is_breach and item.binds(subjects)]
        return tuple(
            sorted(bound, key=lambda item: own.index(item.code) if item.code in own else len(own))
        )

    def first_day(self) -> date:
        """The first day of any act in this law; before it nothing is known."""
        return min(item.standing.in_force for item in self.law.acts)

    def holidays(self) -> tuple[Holiday, ...]:
        """National holidays, joint leave and voting days, with their decrees."""
        return self.law.holidays

    def holiday_years(self) -> frozenset[int]:
        """The years whose holidays are decreed."""
        return self.law.holiday_years


def _by(items: Iterable[T], keys: Callable[[T], Iterable[str]]) -> Index[T]:
    found: dict[str, list[T]] = {}
    for item in items:
        for key in dict.fromkeys(keys(item)):
            found.setdefault(key, []).append(item)
    return {key: tuple(group) for key, group in found.items()}


def _posts(
    posts: tuple[PostKind, ...],
) -> tuple[re.Pattern[str], Mapping[str, tuple[int, PostKind]]]:
    """One pattern that finds the longest known words at each place, and what they mean."""
    kinds: dict[str, tuple[int, PostKind]] = {}
    for at, kind in enumerate(posts):
        for word in kind.words:
            kinds.setdefault(word, (at, kind))
    words = "|".join(re.escape(word) for word in sorted(kinds, key=len, reverse=True))
    # The look-ahead lets words that overlap be found both.
    return re.compile(rf"\b(?=({words or '(?!)'})\b)"), kinds
