"""Builds the season: five governments, each through its own days, in one transaction."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.kinds.errors import NetralError
from netral.ops.demo.accusations import report_deeds
from netral.ops.demo.days import day_deeds
from netral.ops.demo.governments import government_build
from netral.ops.demo.lessons import lesson_deeds
from netral.ops.demo.letters import letter_deeds
from netral.ops.demo.meetings import meeting_deeds
from netral.ops.demo.officers import officers_build
from netral.ops.demo.pacts import pact_deeds
from netral.ops.demo.questions import question_deeds
from netral.ops.demo.scene import Plan, Scene, deeds_do, season
from netral.ops.demo.vows import vow_deeds
from netral.people.models import Instansi
from netral.shell.database import statistics_gather

OFFICERS_AFTER = timedelta(hours=2)


class NoDemonstrationError(NetralError):
    """The folder is not a demonstration's, or its day lies before the season."""

    title = "Bukan folder peragaan"


def season_build(*, today: date) -> bool:
    """Build the season up to the simulated day; return False when it stands already.

    All or nothing: a season cut off half-way leaves no row. Raises NoDemonstrationError outside
    a demonstration folder, in one that holds other governments, or before the season's first day.
    """
    plans, start = season()["government"], season()["start"]
    if not settings.NETRAL_DEMO:
        raise NoDemonstrationError(
            _("Folder ini tidak bertanda peragaan (demo.json). Contoh tidak dicampur data asli.")
        )
    if season_stands():
        return False
    if Instansi.objects.exists():
        raise NoDemonstrationError(
            _("Folder ini sudah berisi pemerintah lain. Pilih folder kosong dengan --data.")
        )
    if today < start.date():
        raise NoDemonstrationError(
            _("Musim peragaan mulai 2 September 2024. Pilih hari itu atau sesudahnya.")
        )
    with transaction.atomic():
        for plan in plans:
            _government(plan, today)
    return True


def season_stands() -> bool:
    """Tell whether all governments of the season are there."""
    keys = {plan["key"] for plan in season()["government"]}
    return Instansi.objects.filter(key__in=keys).count() == len(keys)


def _government(plan: Plan, today: date) -> Scene:
    start = season()["start"]
    scene = government_build(plan, start=start, today=today)
    officers_build(scene, scene.at(start) + OFFICERS_AFTER)
    statistics_gather()
    deeds = [*letter_deeds(scene), *lesson_deeds(scene), *vow_deeds(scene)]
    deeds += [*pact_deeds(scene), *meeting_deeds(scene)]
    deeds += question_deeds(scene)
    deeds_do(scene, [*deeds, *report_deeds(scene), *day_deeds(scene)])
    return scene
