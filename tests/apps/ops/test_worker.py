"""One round of the worker seals what waits."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from netral.journal.models import Checkpoint, Pending
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
