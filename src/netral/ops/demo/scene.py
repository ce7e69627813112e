"""What the season's builders share: the plan as data, the government's people, its deeds."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from netral.core.access import Actor
from netral.core.kinds.phrase import ReceiptPhrase
from netral.journal.tasks import seal
from netral.people.models import Person, Posting, Unit

DATA = Path(__file__).resolve().parent.parent / "data"
PARTS = (
    "season",
    "season-letters",
    "season-desk",
    "season-cases",
    "season-days",
    "season-questions",
)
Plan = Mapping[str, Any]
END_OF_DAY = time(23, 55)
SATURDAY = 5


@cache
def season() -> dict[str, Any]:
    """Return the whole plan of the season, its parts read as one."""
    whole: dict[str, Any] = {}
    for part in PARTS:
        whole |= tomllib.loads((DATA / f"{part}.toml").read_text(encoding="utf-8"))
    return whole


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happens at a moment; ``act`` is handed that moment."""

    at: datetime
    act: Callable[[datetime], object]


@dataclass(slots=True)
class Scene:
    """One government of the season: its plan, chance, officers and the refs made so far.

    ``read_at`` and ``lesson_at`` say when a person read the circular and passed its lesson;
    ``unfinished`` are those whose lesson still waits, so that they cannot pledge yet.
    """

    plan: Plan
    zone: ZoneInfo
    rng: random.Random
    today: date
    actors: dict[str, Actor] = field(default_factory=dict)
    heads: dict[str, Actor] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    readers: set[str] = field(default_factory=set)
    read_at: dict[str, datetime] = field(default_factory=dict)
    lesson_at: dict[str, datetime] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)
    phrases: dict[str, ReceiptPhrase] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> str:
        """Return the government's key."""
        return str(self.plan["key"])

    def at(self, value: datetime) -> datetime:
        """Return a moment of the plan in the government's own zone."""
        return value.replace(tzinfo=self.zone)

    def mine(self, name: str) -> list[Plan]:
        """Return the rows of one table of the plan that are this government's."""
        return [row for row in season().get(name, ()) if row["government"] == self.key]

    def unit(self, name: str) -> Unit:
        """Return a unit by its name; no name is the government itself."""
        units = Unit.objects.filter(government_id=self.key)
        return units.get(name=name) if name else units.get(path=self.key)

    def member(self, wish: Plan) -> Person:
        """Return a unit's head (seat 0) or one of its other staff, by the plan's words."""
        place = self.unit(wish["unit"])
        head: Person = Posting.objects.get(unit=place, is_head=True).person
        if wish["seat"] == 0:
            return head
        staff = Person.objects.filter(unit=place).exclude(pk=head.pk).order_by("nip")
        return list(staff)[int(wish["seat"]) - 1]

    def staff(self) -> list[Person]:
        """Return everyone, in an order that does not change between two builds."""
        people = Person.objects.filter(government_id=self.key).select_related("unit")
        return list(people.order_by("nip"))


def worktime(chance: random.Random, at: datetime) -> datetime:
    """Return a moment in office hours, on that day or the next working day."""
    hour, minute = chance.randrange(8, 16), chance.randrange(60)
    while at.weekday() >= SATURDAY:
        at += timedelta(days=1)
    return at.replace(hour=hour, minute=minute, second=chance.randrange(60))


def deeds_do(scene: Scene, deeds: Iterable[Deed]) -> None:
    """Do what happened up to the simulated day, in order, and seal each day's entries."""
    past = [deed for deed in deeds if deed.at.date() <= scene.today]
    day: date | None = None
    for deed in sorted(past, key=lambda one: one.at):
        if day is not None and deed.at.date() != day:
            seal_day(scene, day)
        day = deed.at.date()
        deed.act(deed.at)
    if day is not None:
        seal_day(scene, day)


def seal_day(scene: Scene, day: date) -> None:
    """Seal what was entered on a day."""
    seal(scene.key, datetime.combine(day, END_OF_DAY, scene.zone))
