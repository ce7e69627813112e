"""Days of the law: the day a page asks for, the days on which something changes, and what does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.utils.translation import get_language, gettext

from netral.circulars.queries.rules_lines import ActLine, act_line, act_lines
from netral.core import law
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.law.records import Act, Addressee, Clock, Election, SanctionMenu, Stage, Standing
from netral.shell.format import plain_date

DAY = timedelta(days=1)
Dated = Act | Addressee | Clock | SanctionMenu


class NoSuchDayError(NotVisibleError):
    """Nothing of the law changes on this day."""

    title = "Tidak ada perubahan pada hari itu"


@dataclass(frozen=True, slots=True)
class Pair:
    """The same thing before and after a day; one of the two may be missing."""

    before: ActLine | None
    after: ActLine | None


@dataclass(frozen=True, slots=True)
class StageChange:
    """One election passes from a stage to the next; ``before`` or ``after`` is none at its ends.

    ``pairs`` are acts that are governed by another record from now on, ``begun`` and ``ended``
    those that begin or cease to be forbidden; ``kept`` tells how many stay as they are.
    """

    election: Election
    before: Stage | None
    after: Stage | None
    pairs: tuple[Pair, ...]
    begun: tuple[ActLine, ...]
    ended: tuple[ActLine, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class LawChange:
    """What begins and ends by law itself on a day; an act that is both is a pair."""

    acts: tuple[Pair, ...]
    addressees_begun: tuple[Addressee, ...]
    addressees_ended: tuple[Addressee, ...]
    menus_begun: tuple[SanctionMenu, ...]
    menus_ended: tuple[SanctionMenu, ...]
    clocks_begun: tuple[Clock, ...]
    clocks_ended: tuple[Clock, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing changes by law."""
        return not any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class DayOfChange:
    """A day on which the law or a stage changes."""

    day: date
    stages: tuple[StageChange, ...]
    law: LawChange

    @property
    def eve(self) -> date:
        """Return the last day of the old order."""
        return self.day - DAY


def day_asked(text: str, today: date) -> date:
    """Return the day that a page is asked to show; without one, today.

    Raises WrongInputError for what is no day, or lies before all law of the data.
    """
    if not text:
        return today
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        raise WrongInputError(
            gettext("Tanggal ini tidak terbaca. Tulis tahun-bulan-tanggal, misalnya 2024-09-22.")
        ) from None
    if day < first_day():
        raise WrongInputError(
            gettext("Data hukum kami mulai %(first)s. Untuk hari sebelumnya kami tidak tahu.")
            % {"first": plain_date(first_day(), get_language() or "id")}
        )
    return day


@cache
def first_day() -> date:
    """Return the first day on which any act of the data is law."""
    return min(item.standing.in_force for item in law.the_law().acts)


@cache
def days_of_change() -> tuple[date, ...]:
    """Return every day on which an act, menu, clock, addressee or stage begins or has just ended.

    Days before the first act count as its past and are left out.
    """
    found = {day for standing in _standings() for day in _turns(standing)}
    for election in law.elections():
        for stage in _confirmed(election):
            found |= {stage.first, stage.last + DAY}
    return tuple(sorted(day for day in found if day > first_day()))


def change_on(day: date) -> DayOfChange:
    """Return what changes on a day; raises NoSuchDayError when nothing does."""
    if day not in days_of_change():
        raise NoSuchDayError(
            gettext("Pada %(day)s tidak ada aturan atau tahap yang berganti dalam data kami.")
            % {"day": plain_date(day, get_language() or "id")}
        )
    stages = tuple(found for each in law.elections() for found in _stage_changes(each, day))
    return DayOfChange(day, stages, _law_change(day))


def era_of(day: date) -> tuple[date, date | None]:
    """Return the span of days around a day in which nothing of the law or a stage changes."""
    turns = (first_day(), *days_of_change())
    begun = max(turn for turn in turns if turn <= day)
    after = min((turn for turn in turns if turn > day), default=None)
    return begun, after - DAY if after else None


def stages_now(day: date) -> tuple[tuple[Election, Stage], ...]:
    """Return each election that runs on a day with its stage, the nearest vote first."""
    running = [
        (election, stage)
        for election in law.elections()
        if (stage := law.stage_on(election.id, day)) is not None
    ]
    return tuple(sorted(running, key=lambda pair: pair[0].voting_on))


def next_stage(election: Election, stage: Stage) -> Stage | None:
    """Return the stage that follows in the calendar of an election."""
    later = [item for item in _confirmed(election) if item.first > stage.last]
    return min(later, key=lambda item: item.first, default=None)


def governing(act: Act, stage: str, day: date) -> Act | None:
    """Return the record that governs an act's conduct in a stage: itself, its twin, or none."""
    if act.fits_stage(stage):
        return act
    twin = law.act(act.twin, day) if act.twin else None
    return twin if twin is not None and twin.fits_stage(stage) else None


def _confirmed(election: Election) -> Iterator[Stage]:
    return (stage for stage in election.stages if stage.confirmed)


def _standings() -> Iterator[Standing]:
    book = law.the_law()
    for items in (book.acts, book.menus, book.clocks, book.addressees):
        yield from (item.standing for item in items)


def _turns(standing: Standing) -> Iterator[date]:
    yield standing.in_force
    if standing.ended:
        yield standing.ended + DAY


def _stage_changes(election: Election, day: date) -> Iterator[StageChange]:
    before, after = law.stage_on(election.id, day - DAY), law.stage_on(election.id, day)
    if before != after:
        yield _stage_change(election, before, after, day)


def _stage_change(
    election: Election, before: Stage | None, after: Stage | None, day: date
) -> StageChange:
    old, new = before.stage if before else "", after.stage if after else ""
    told = [
        act
        for act in law.acts(day)
        if act.is_breach and "semua" not in act.stages and act.election in {"", election.regime}
    ]
    holds_then = [act for act in told if act.fits_stage(old)]
    holds_now = [act for act in told if act.fits_stage(new)]
    moved = [
        (act, twin)
        for act in holds_then
        if act not in holds_now and (twin := governing(act, new, day)) is not None
    ]
    taken = {act.code for pair in moved for act in pair}
    return StageChange(
        election,
        before,
        after,
        pairs=tuple(Pair(act_line(act), act_line(twin)) for act, twin in moved),
        begun=_without(holds_now, holds_then, taken),
        ended=_without(holds_then, holds_now, taken),
        kept=sum(act in holds_then for act in holds_now),
    )


def _without(acts: Sequence[Act], others: Sequence[Act], taken: set[str]) -> tuple[ActLine, ...]:
    return act_lines(act for act in acts if act not in others and act.code not in taken)


def _law_change(day: date) -> LawChange:
    book = law.the_law()
    begun = {act.code: act for act in book.acts if act.standing.in_force == day}
    ended = {act.code: act for act in book.acts if _has_ended(act, day)}
    codes = dict.fromkeys([*ended, *begun])
    return LawChange(
        acts=tuple(Pair(_line(ended.get(code)), _line(begun.get(code))) for code in codes),
        addressees_begun=tuple(a for a in book.addressees if a.standing.in_force == day),
        addressees_ended=tuple(a for a in book.addressees if _has_ended(a, day)),
        menus_begun=tuple(menu for menu in book.menus if menu.standing.in_force == day),
        menus_ended=tuple(menu for menu in book.menus if _has_ended(menu, day)),
        clocks_begun=tuple(clock for clock in book.clocks if clock.standing.in_force == day),
        clocks_ended=tuple(clock for clock in book.clocks if _has_ended(clock, day)),
    )


def _line(act: Act | None) -> ActLine | None:
    return act_line(act) if act else None


def _has_ended(item: Dated, day: date) -> bool:
    return item.standing.ended is not None and item.standing.ended + DAY == day
