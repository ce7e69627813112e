"""One round of the worker seals what waits; every loop of every app is run by it."""

from __future__ import annotations

from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

import netral
from netral.journal.models import Checkpoint, Pending
from netral.ops.management.commands.worker import WORK
from tests.apps.people.build import government_build


@pytest.mark.django_db(transaction=True)
def test_one_round_seals_what_waits() -> None:
    government_build("kab-samosir", "Kabupaten Samosir")
    assert Pending.objects.exists()
    said = StringIO()
    call_command("worker", "--once", stdout=said)
    assert "1 catatan disegel" in said.getvalue()
    assert not Pending.objects.exists()
    assert Checkpoint.objects.get().size == 1


def test_every_loop_of_every_app_is_run_by_the_worker_once() -> None:
    root = Path(netral.__file__).parent
    tasks = [import_module(f"netral.{path.parent.name}.tasks") for path in root.glob("*/tasks.py")]
    loops = {
        work
        for module in tasks
        for name, work in vars(module).items()
        if name.startswith("run_") and work.__module__ == module.__name__
    }
    assert loops
    assert set(WORK) == loops
    assert len(WORK) == len(loops)
