"""``./netral demo``: where it refuses, what it says, and a season that is not over yet."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from netral.circulars.models import CircularVersion, Delivery, Reading
from netral.journal.models import Entry
from netral.ops.demo.build import NoDemonstrationError, season_build
from netral.ops.demo.picture import SIZE, evidence_picture
from netral.ops.demo.scene import season
from netral.people.models import Instansi
from netral.pledges.models import PledgeSession
from netral.reports.models import Report
from netral.vault.services.working import working_copy
from tests.apps.people.build import government_build

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def demonstration(settings: Any) -> Any:
    settings.NETRAL_DEMO = True
    settings.NETRAL_TODAY = date(2024, 9, 10)
    return settings


def test_a_real_folder_gets_no_example(settings: Any) -> None:
    settings.NETRAL_DEMO = False
    with pytest.raises(CommandError, match="bertanda peragaan"):
        said()
    assert not Instansi.objects.exists()


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("part", ["sign-ins", "tamper"])
def test_there_is_no_way_in_before_the_season_stands(part: str) -> None:
    with pytest.raises(CommandError, match="Belum ada musim peragaan"):
        said(part)


@pytest.mark.usefixtures("demonstration")
def test_an_example_is_not_mixed_with_other_governments() -> None:
    government_build(key="kab-lain", name="Kabupaten Lain")
    with pytest.raises(NoDemonstrationError, match="pemerintah lain"):
        season_build(today=date(2024, 11, 10))


@pytest.mark.usefixtures("demonstration")
def test_a_day_before_the_season_is_refused() -> None:
    with pytest.raises(NoDemonstrationError, match="2 September 2024"):
        season_build(today=date(2024, 9, 1))
    assert not Instansi.objects.exists()


@pytest.mark.usefixtures("demonstration")
def test_on_an_early_day_only_what_has_happened_stands_and_the_command_says_so() -> None:
    assert "tersusun" in said()
    assert "sudah ada" in said()
    assert CircularVersion.objects.get().dated_on == date(2024, 9, 9)
    assert Delivery.objects.exists()
    assert not Report.objects.exists()
    assert not PledgeSession.objects.exists()
    assert not Entry.objects.filter(day__gt=date(2024, 9, 10)).exists()
    assert not Reading.objects.filter(read_at__date__gt=date(2024, 9, 10)).exists()
    assert "asn" in said("sign-ins")


def test_the_picture_is_one_that_officers_can_look_at() -> None:
    kind, cleaned = working_copy("image/jpeg", evidence_picture())
    assert kind == "image/jpeg"
    assert len(cleaned) > 10_000
    assert SIZE == (1280, 853)


def test_the_season_s_steps_lie_in_its_own_time_and_order() -> None:
    start, day = season()["start"].date(), season()["day"]
    for row in season()["report"]:
        moments = [row["sent"], *(step["at"] for step in row["step"])]
        assert moments == sorted(moments), row["id"]
        assert start <= moments[0].date() <= moments[-1].date() <= day, row["id"]
