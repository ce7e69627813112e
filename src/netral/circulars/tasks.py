"""The worker's part of circulars: reminders that go by themselves, and those that wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

from netral.circulars.models import CircularVersion, Delivery, Reminder
from netral.circulars.queries.deadlines import Due, Reckoner
from netral.circulars.queries.gaps import gap_persons
from netral.circulars.services.delivery import deliveries_follow
from netral.circulars.services.reminders import (
    reminder_automatic,
    reminders_queue,
    reminders_settle,
)
from netral.core.flow.circular import CircularStage
from netral.core.flow.reminding import AFTER_DAYS, BEFORE_DAYS, Gap, Round
from netral.gateways.chosen import open_ways
from netral.people.models import Instansi, Unit
from netral.people.queries.contacts import message_rule_of
from netral.shell.moment import moment
from netral.shell.rounds import done_each, rounds_run

LOOK_EVERY = timedelta(minutes=10)
AHEAD = timedelta(seconds=30)
"""Who did it meanwhile is taken out so long before the messages go."""


def reminders_work(at: datetime) -> int:
    """Make what is due by itself, queue what waits, take out who is done; return how many."""
    return reminders_by_themselves(at) + _queued_and_settled(at)


def letters_work(at: datetime) -> int:
    """Deliver what is in force to units that were opened since; return to how many."""
    published = CircularVersion.objects.filter(stage=CircularStage.PUBLISHED.value)
    governments = Instansi.objects.filter(pk__in=published.values("government")).order_by("key")
    return done_each(governments, lambda government: _followed(government, at))


def _followed(government: Instansi, at: datetime) -> int:
    local = at.astimezone(ZoneInfo(government.timezone))
    return deliveries_follow(government=government.key, at=local)


def reminders_by_themselves(at: datetime) -> int:
    """Make the automatic reminders of this day that were not made yet; return how many."""
    ways = open_ways()
    if not ways:
        return 0
    in_force = CircularVersion.objects.filter(
        stage=CircularStage.PUBLISHED.value, circular__versions__terms__isnull=False
    )
    versions = in_force.select_related("circular", "government").distinct()
    return done_each(versions, lambda version: _made(version, at))


def run_reminders(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Work until ``stop`` is set; every ten minutes look for new units and what is due."""
    looked_at: datetime | None = None

    def work() -> int:
        nonlocal looked_at
        if looked_at is None or now() - looked_at >= LOOK_EVERY:
            looked_at = now()
            letters_work(looked_at)
            reminders_by_themselves(looked_at)
        return _queued_and_settled(now())

    rounds_run(stop, work, fault="Pengingat gagal; dicoba lagi.")


def _queued_and_settled(at: datetime) -> int:
    waiting = Reminder.objects.filter(queued_at=None, stopped_at=None)
    governments = sorted(set(waiting.values_list("government", flat=True)))
    ways = open_ways()
    # First: who has done it meanwhile is spared whatever fails after.
    reminders_settle(by=at + AHEAD, at=at)
    return done_each(
        governments, lambda each: reminders_queue(government=each, open_ways=ways, at=at)
    )


def _made(version: CircularVersion, at: datetime) -> int:
    if not message_rule_of(version.government_id).is_automatic:
        return 0
    local = at.astimezone(ZoneInfo(version.government.timezone))
    reckoner = Reckoner(version.government, local.date())
    made = (
        reminder_automatic(
            version=version, unit=unit, gap=gap, round_=each, due_on=due.last_on, at=local
        )
        for unit, gap, due in _dues(version, reckoner, local.date())
        if (each := round_of(due, local.date())) is not None
        and _is_new(version, unit, gap, each)
        and (gap is Gap.ONWARD or _has_gap(version, unit, gap, local.date()))
    )
    return sum(reminder is not None for reminder in made)


def _dues(
    version: CircularVersion, reckoner: Reckoner, today: date
) -> Iterator[tuple[Unit, Gap, Due]]:
    """Yield what may be reminded of: the whole government to read, each unit to pass on."""
    reading = reckoner.of_reading(version)
    root = Unit.objects.live_on(today).filter(path=version.government_id).first()
    if reading is not None and root is not None:
        yield root, Gap.READ, reading
        yield root, Gap.LESSON, reading
    waiting = Delivery.objects.filter(
        version=version,
        must_pass_on=True,
        passed_on_at=None,
        unit__in=Unit.objects.live_on(today),
    )
    for delivery in waiting.select_related("unit").order_by("pk"):
        due = reckoner.of_delivery(delivery, version)
        if due is not None:
            yield delivery.unit, Gap.ONWARD, due


def round_of(due: Due, today: date) -> Round | None:
    """Return which automatic reminder is due on the day, or none."""
    if due.last_on < today <= due.last_on + timedelta(days=AFTER_DAYS):
        return Round.AFTER
    if due.last_on - timedelta(days=BEFORE_DAYS) <= today <= due.last_on:
        return Round.BEFORE
    return None


def _is_new(version: CircularVersion, unit: Unit, gap: Gap, each: Round) -> bool:
    same = Reminder.objects.filter(version=version, unit=unit, gap=gap, round=each)
    return not same.exists()


def _has_gap(version: CircularVersion, unit: Unit, gap: Gap, today: date) -> bool:
    return gap_persons(version, unit.path, gap, on=today).exists()
