"""When a reminder may go out, and when it is tried again."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from netral.core.access import Role
from netral.core.flow.reminding import BACK_OFF, Gap, QuietHours, next_try, reminders_by

WIT = ZoneInfo("Asia/Jayapura")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 10, 7, hour, minute, tzinfo=WIT)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(19, 59), at(19, 59)),
        (at(20), at(7) + timedelta(days=1)),
        (at(23, 59), at(7) + timedelta(days=1)),
        (at(0), at(7)),
        (at(6, 59), at(7)),
        (at(7), at(7)),
    ],
)
def test_the_night_is_quiet_and_the_morning_opens(moment: datetime, opens: datetime) -> None:
    assert QuietHours().opens_at(moment) == opens
    assert QuietHours().is_quiet(moment) == (moment != opens)


def test_hours_within_a_day_and_no_hours_at_all() -> None:
    noon = QuietHours(time(12), time(13))
    assert noon.opens_at(at(12, 30)) == at(13)
    assert not noon.is_quiet(at(23))
    assert not QuietHours(time(0), time(0)).is_quiet(at(0))
    assert QuietHours().tomorrow(at(9)) == at(7) + timedelta(days=1)


def test_the_waits_grow_and_end() -> None:
    waits = [next_try(tries) for tries in range(1, len(BACK_OFF) + 2)]
    assert waits[-1] is None
    told = [wait for wait in waits if wait]
    assert told == sorted(told)
    assert next_try(0) is None


def test_only_who_may_see_names_reminds_persons() -> None:
    assert Role.SEKDA not in reminders_by(Gap.READ)
    assert Role.SEKDA in reminders_by(Gap.ONWARD)
    assert Role.OVERSEER not in reminders_by(Gap.ONWARD)
