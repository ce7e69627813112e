"""Settings that every test needs before Django starts."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

os.environ.setdefault("NETRAL_DATA_DIR", tempfile.mkdtemp(prefix="netral-test-"))


ASKS_A_DATABASE = {"db", "transactional_db", "live_server"}
OPENS_A_DATABASE = "django_db_blocker"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the second database's run leave out what asks no database: it ran on the first."""
    parser.addoption("--database-alone", action="store_true", help="only what asks a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out the tests that ask no database, where that is wanted; let the long ones begin."""
    items.sort(key=lambda item: item.get_closest_marker("first") is None)
    if config.getoption("--database-alone"):
        asking = [item for item in items if asks_a_database(item)]
        config.hook.pytest_deselected(items=[one for one in items if not asks_a_database(one)])
        items[:] = asking


def asks_a_database(item: pytest.Item) -> bool:
    """Tell whether a test, or a fixture of ours that it uses, opens the database."""
    used = item._fixtureinfo.name2fixturedefs.values() if isinstance(item, pytest.Function) else ()
    ours = (one for found in used for one in found if one.func.__module__.startswith("tests"))
    return (
        item.get_closest_marker("django_db") is not None
        or bool(ASKS_A_DATABASE & set(getattr(item, "fixturenames", ())))
        or any(OPENS_A_DATABASE in one.argnames for one in ours)
    )


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    """Serve static addresses as they are: the manifest is made by ``./run`` alone."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
