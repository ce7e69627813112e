"""The season's closed days, and the numbers of law that an officer proposed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from netral.cases.tasks import recounts_work
from netral.ops.demo.scene import Deed, Plan, Scene
from netral.people.services.calendar import HolidayWish, holiday_add
from netral.people.services.clock_numbers import clock_number_propose

OFFICER = "pengelola"


def day_deeds(scene: Scene) -> Iterator[Deed]:
    """Yield each closed day, and each number that waits for a second person."""
    for row in scene.mine("holiday"):
        yield Deed(scene.at(row["at"]), partial(_holiday, scene, row))
    for row in scene.mine("number"):
        yield Deed(scene.at(row["at"]), partial(_number, scene, row))


def _holiday(scene: Scene, row: Plan, at: datetime) -> None:
    wish = HolidayWish(row["day"], row["name"], row["kind"], row["decree"])
    holiday_add(actor=scene.actors[OFFICER], wish=wish, at=at)
    recounts_work(at)


def _number(scene: Scene, row: Plan, at: datetime) -> None:
    clock_number_propose(
        actor=scene.actors[OFFICER], code=row["code"], n=row["n"], source=row["source"], at=at
    )
