"""Look-ups in the law data of this release, each by its day."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib import resources

from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.terms import ClockRule, Holiday
from netral.core.law.loader import load, version_of
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
    Law,
    PledgePoint,
    PostKind,
    SanctionItem,
    SanctionMenu,
    Stage,
)


def data_files() -> dict[str, bytes]:
    """Read the bytes of the data files that ship with this package."""
    folder = resources.files("netral.core.law") / "data"
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.name[-5:] == ".toml"}


LAW_VERSION = version_of(data_files())


class UnknownLawCodeError(WrongInputError):
    """No record of the law data has this code."""

    title = "Kode hukum tidak dikenal"


@cache
def the_law() -> Law:
    """The checked records of this release, read once."""
    return load(data_files())


def acts(on: date) -> tuple[Act, ...]:
    """All acts that are law on this day, in the order of the data."""
    return tuple(item for item in the_law().acts if item.standing.holds(on))


def act(code: str, on: date) -> Act | None:
    """The act of this code as it is law on this day; None when it is not in force then.

    Raises UnknownLawCodeError for a code that no record has.
    """
    found = [item for item in the_law().acts if item.code == code]
    if not found:
        raise UnknownLawCodeError(
            f"Kode perbuatan '{code}' tidak ada dalam data hukum. Pilih perbuatan dari daftarnya."
        )
    return next((item for item in found if item.standing.holds(on)), None)


def sanction_menus(level: str, on: date) -> tuple[SanctionMenu, ...]:
    """The menus of this level on this day; medium sanctions have two (PP 94/2021 Pasal 42)."""
    menus = the_law().menus
    return tuple(item for item in menus if item.level == level and item.standing.holds(on))


def sanction_items(level: str, on: date) -> tuple[SanctionItem, ...]:
    """The sanctions of all menus of this level on this day."""
    return tuple(item for menu in sanction_menus(level, on) for item in menu.items)


def sanction_item(item_id: str) -> SanctionItem:
    """The sanction with this id, of whatever day; raises UnknownLawCodeError."""
    for menu in the_law().menus:
        for item in menu.items:
            if item.id == item_id:
                return item
    raise UnknownLawCodeError(f"Sanksi '{item_id}' tidak ada dalam data hukum. Pilih dari menunya.")


def clock_rule(code: str) -> ClockRule:
    """The rule of time of this code; raises UnknownLawCodeError."""
    for item in the_law().clocks:
        if item.rule.code == code:
            return item.rule
    known = ", ".join(item.rule.code for item in the_law().clocks)
    raise UnknownLawCodeError(f"Kode batas waktu '{code}' tidak dikenal. Yang ada: {known}.")


def clocks(track: str, regime: str, on: date) -> tuple[Clock, ...]:
    """The clocks of one track on this day; ``regime`` is pilkada, pemilu or empty."""
    return tuple(
        item
        for item in the_law().clocks
        if track in item.tracks
        and item.standing.holds(on)
        and item.rule.regime in {"", regime or item.rule.regime}
    )


def elections() -> tuple[Election, ...]:
    """The calendars of all elections."""
    return the_law().elections


def stage_on(election: str, day: date) -> Stage | None:
    """The stage of this election on this day; a stage that is not confirmed gives None.

    Raises UnknownLawCodeError for an election without a calendar.
    """
    for item in the_law().elections:
        if item.id == election:
            confirmed = (stage for stage in item.stages if stage.confirmed)
            return next((stage for stage in confirmed if stage.first <= day <= stage.last), None)
    raise UnknownLawCodeError(f"Kalender pemilihan '{election}' tidak ada dalam data hukum.")


def stages_on(day: date) -> tuple[Stage, ...]:
    """The stages of all elections on this day."""
    found = (stage_on(item.id, day) for item in the_law().elections)
    return tuple(stage for stage in found if stage)


def pledge_points(on: date) -> tuple[PledgePoint, ...]:
    """The four points of the pledge, in our own wording; empty before the decree."""
    law = the_law()
    return law.pledge if law.pledge_in_force <= on else ()


def circular_clauses(on: date) -> tuple[CircularClause, ...]:
    """Default clauses, each with the acts in force on this day and their articles."""
    clauses = []
    for item in the_law().clauses:
        found = [made for code in item.acts if (made := act(code, on))]
        if found:
            codes = tuple(made.code for made in found)
            basis = tuple(dict.fromkeys(ref for made in found for ref in made.basis))
            clauses.append(CircularClause(item.id, item.text_id, item.text_en, codes, basis))
    return tuple(clauses)


def examiner_for(level: str, on: date = date.max) -> Examiner | None:
    """Who examines a case of this level (PP 94/2021 Pasal 27); None for an unknown level."""
    found = (item for item in the_law().examiners if item.level == level)
    return next((item for item in found if item.standing.holds(on)), None)


def decider_for(
    level: str, post_level: str, scope: str = "kabupaten", on: date = date.max
) -> Decider | None:
    """Who decides a case of this level against a holder of this level of post.

    ``scope`` is provinsi or kabupaten. The kabupaten table is not confirmed for light and
    medium sanctions: the record says so, and the region enters its own.
    """
    for item in the_law().deciders:
        fits = {"semua", post_level}.intersection(item.post_levels)
        if item.level == level and item.scope in {"semua", scope} and fits:
            return item if item.standing.holds(on) else None
    return None


def addressees(track: str, subjects: frozenset[str], on: date) -> tuple[Addressee, ...]:
    """To whom a matter of this track is referred on this day."""
    return tuple(
        item
        for item in the_law().addressees
        if track in item.tracks
        and item.standing.holds(on)
        and ("SEMUA" in item.applies_to or subjects.intersection(item.applies_to))
    )


def contested_of(code: str) -> tuple[Contested, ...]:
    """The disputes that touch this act."""
    return tuple(item for item in the_law().contested if code in item.acts)


def questions_of(code: str) -> tuple[FactQuestion, ...]:
    """The facts that change the answer for this act."""
    return tuple(item for item in the_law().questions if code in item.acts)


def post_kind(post: str) -> PostKind | None:
    """What a post in everyday words makes of its holder; the longest known words win."""
    text = post.casefold()
    found = [
        (len(word), kind)
        for kind in the_law().posts
        for word in kind.words
        if re.search(rf"\b{re.escape(word)}\b", text)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def groups(on: date) -> tuple[Group, ...]:
    """The groups of people bound on this day, in the order of the data."""
    return tuple(item for item in the_law().groups if item.standing.holds(on))


def group(group_id: str, on: date) -> Group | None:
    """The group of this id; None when its rule is not in force then.

    Raises UnknownLawCodeError for an id that no record has.
    """
    found = [item for item in the_law().groups if item.id == group_id]
    if not found:
        known = ", ".join(item.id for item in the_law().groups)
        raise UnknownLawCodeError(f"Kelompok '{group_id}' tidak dikenal. Yang ada: {known}.")
    return next((item for item in found if item.standing.holds(on)), None)


def acts_of_group(group: Group, on: date) -> tuple[Act, ...]:
    """What is forbidden to this group on this day; its own acts first, then as in the data."""
    subjects, own = frozenset(group.subjects), group.own_acts
    bound = [item for item in acts(on) if item.is_breach and item.binds(subjects)]
    return tuple(
        sorted(bound, key=lambda item: own.index(item.code) if item.code in own else len(own))
    )


def holidays() -> tuple[Holiday, ...]:
    """National holidays, joint leave and voting days, with their decrees."""
    return the_law().holidays


def holiday_years() -> frozenset[int]:
    """The years whose holidays are decreed."""
    return the_law().holiday_years
