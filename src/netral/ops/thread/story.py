"""What the steps of the thread share: the day, who acts, what was made, what was found true."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.test import override_settings

from netral.core.access import Actor, Role
from netral.core.kinds.refs import AccountRef, UnitPath
from netral.ops.thread.browser import HOST, Browser
from netral.ops.thread.reader import Reader
from netral.people.models import Account, Person
from netral.people.services.accounts import account_one_time_link
from netral.shell.moment import moment

KEY = "kab-simalungun"
NAME = "Kabupaten Simalungun"
CODE = "12.08"
ZONE = ZoneInfo("Asia/Jakarta")
MANY_ROWS = 10_000


class FalseThingError(Exception):
    """Something that Netral promises was found false; the words say which promise."""


@dataclass(slots=True)
class Story:
    """One run of the thread.

    ``folder`` is the installation's data folder, searched for readable traces; ``work`` lies
    outside it and holds what a citizen or an officer keeps at home.
    """

    rows: int
    folder: Path
    work: Path
    actors: dict[str, Actor] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    readers: list[Reader] = field(default_factory=list)
    remembered: Path = Path()
    proved: list[str] = field(default_factory=list)

    def claim(self, is_true: object, words: str, found: object = None) -> None:
        """Note a thing that was found true; raise FalseThingError when it is not.

        ``found`` is told beside the words when they are false.
        """
        if not is_true:
            raise FalseThingError(words if found is None else f"{words} (ditemukan: {found})")
        self.proved.append(words)

    @property
    def many(self) -> int:
        """Return how many people act beside the handful that use the pages."""
        return 300 if self.rows >= MANY_ROWS else 60

    def people(self) -> QuerySet[Person]:
        """Return everyone on the roster in an order that never changes."""
        return Person.objects.filter(government_id=KEY).select_related("unit").order_by("nip")

    def officer_enters(self, word: str) -> Browser:
        """Return a browser in which an officer has pressed the button of a one-time link."""
        account = Account.objects.get(ref=self.actors[word].account)
        token = account_one_time_link(account=account, at=moment())
        # One-time links open on the demonstration's own computer alone.
        browser = Browser(HOST)
        page = browser.press(browser.look(f"/masuk/sekali/{token}/"))
        self.claim(page.status == 200, f"petugas {word} masuk lewat tautan sekali pakai")  # noqa: PLR2004
        return browser


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of a day in the government's zone."""
    return datetime.combine(day, time(hour, minute), ZONE)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let the site believe that it is this day."""
    with override_settings(NETRAL_TODAY=day):
        yield


def actor_of(account: Account, role: Role, unit: str) -> Actor:
    """Return an account acting in a role over a unit."""
    return Actor(AccountRef(account.ref), account.name, role, UnitPath(unit))
