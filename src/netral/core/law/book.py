"""The book of this release, and its look-ups by name."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources

from netral.core.kinds.terms import ClockRule, Holiday
from netral.core.law.indexed import Book, UnknownLawCodeError
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

__all__ = ["Book", "UnknownLawCodeError"]


def data_files() -> dict[str, bytes]:
    """Read the bytes of the data files that ship with this package."""
    folder = resources.files("netral.core.law") / "data"
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.name[-5:] == ".toml"}


LAW_VERSION = version_of(data_files())


@cache
def the_book() -> Book:
    """The book of this release, read and checked once."""
    return Book(load(data_files()))


def the_law() -> Law:
    """The checked records of this release."""
    return the_book().law


def acts(on: date) -> tuple[Act, ...]:
    """See Book.acts."""
    return the_book().acts(on)


def act(code: str, on: date) -> Act | None:
    """See Book.act."""
    return the_book().act(code, on)


def sanction_menus(level: str, on: date) -> tuple[SanctionMenu, ...]:
    """See Book.sanction_menus."""
    return the_book().sanction_menus(level, on)


def sanction_items(level: str, on: date) -> tuple[SanctionItem, ...]:
    """See Book.sanction_items."""
    return the_book().sanction_items(level, on)


def sanction_item(item_id: str) -> SanctionItem:
    """See Book.sanction_item."""
    return the_book().sanction_item(item_id)


def clock_rule(code: str) -> ClockRule:
    """See Book.clock_rule."""
    return the_book().clock_rule(code)


def clocks(track: str, regime: str, on: date) -> tuple[Clock, ...]:
    """See Book.clocks."""
    return the_book().clocks(track, regime, on)


def elections() -> tuple[Election, ...]:
    """See Book.elections."""
    return the_book().elections()


def stage_on(election: str, day: date) -> Stage | None:
    """See Book.stage_on."""
    return the_book().stage_on(election, day)


def stages_on(day: date) -> tuple[Stage, ...]:
    """See Book.stages_on."""
    return the_book().stages_on(day)


def pledge_points(on: date) -> tuple[PledgePoint, ...]:
    """See Book.pledge_points."""
    return the_book().pledge_points(on)


def circular_clauses(on: date) -> tuple[CircularClause, ...]:
    """See Book.circular_clauses."""
    return the_book().circular_clauses(on)


def examiner_for(level: str, on: date = date.max) -> Examiner | None:
    """See Book.examiner_for."""
    return the_book().examiner_for(level, on)


def decider_for(
    level: str, post_level: str, scope: str = "kabupaten", on: date = date.max
) -> Decider | None:
    """See Book.decider_for."""
    return the_book().decider_for(level, post_level, scope, on)


def addressees(track: str, subjects: frozenset[str], on: date) -> tuple[Addressee, ...]:
    """See Book.addressees."""
    return the_book().addressees(track, subjects, on)


def contested_of(code: str) -> tuple[Contested, ...]:
    """See Book.contested_of."""
    return the_book().contested_of(code)


def questions_of(code: str) -> tuple[FactQuestion, ...]:
    """See Book.questions_of."""
    return the_book().questions_of(code)


def post_kind(post: str) -> PostKind | None:
    """See Book.post_kind."""
    return the_book().post_kind(post)


def groups(on: date) -> tuple[Group, ...]:
    """See Book.groups."""
    return the_book().groups(on)


def group(group_id: str, on: date) -> Group | None:
    """See Book.group."""
    return the_book().group(group_id, on)


def acts_of_group(group: Group, on: date) -> tuple[Act, ...]:
    """See Book.acts_of_group."""
    return the_book().acts_of_group(group, on)


def holidays() -> tuple[Holiday, ...]:
    """See Book.holidays."""
    return the_book().holidays()


def holiday_years() -> frozenset[int]:
    """See Book.holiday_years."""
    return the_book().holiday_years()
