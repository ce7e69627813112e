"""What tests of writes ask: which entries the journal got, and whether anything was written."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import OperationalError, connection
from django.db.models import Model

from netral.core.kinds.errors import NetralError
from netral.journal.models import Entry
from netral.people.models import (
    Account,
    PersonalLink,
    RoleGrant,
    SignInLink,
    UnitKey,
    UnitKeyShare,
    UnlockKey,
)

TABLES: tuple[type[Model], ...] = (
    Account,
    RoleGrant,
    SignInLink,
    UnlockKey,
    UnitKey,
    UnitKeyShare,
    PersonalLink,
    Entry,
)


def written() -> list[list[dict[str, Any]]]:
    """Return every row of our tables, to compare before and after a refusal."""
    return [list(model._default_manager.order_by("pk").values()) for model in TABLES]


def entries(kind: str) -> list[dict[str, Any]]:
    """Return the private parts of the entries of a kind, oldest first."""
    found = Entry.objects.filter(kind=kind).order_by("pk")
    return [json.loads(entry.body or "{}") for entry in found]


LAST_SECONDS = 3
"""So close to its end a code is not begun with: a busy machine takes a second to send it."""


def code_now(secret: str) -> str:
    """Return the code that an app would show now, early enough to be typed in its 30 seconds."""
    time.sleep(max(0.0, LAST_SECONDS - (30 - time.time() % 30)))
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def at_once(act: Callable[[], Any], times: int = 2) -> list[str]:
    """Run the act in threads that start together; return "done" or the error's name for each.

    SQLite in memory answers "locked" where a file would wait; so the writer tries again.
    """
    start = Barrier(times)

    def one() -> str:
        start.wait()
        try:
            for _ in range(500):
                try:
                    act()
                except OperationalError:
                    time.sleep(0.01)
                else:
                    return "done"
        except NetralError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "locked out"

    with ThreadPoolExecutor(times) as pool:
        return sorted(future.result() for future in [pool.submit(one) for _ in range(times)])
