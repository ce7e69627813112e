"""A handful of ASN with their own links, PINs and browsers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from netral.core.access import Actor
from netral.ops.thread.browser import Browser
from netral.people.models import Person, PersonalLink
from netral.people.services.links import links_issue

HANDFUL = 4
PIN = "274916"
LINK_DAYS = 90


@dataclass(slots=True)
class Reader:
    """One person with a personal link; ``enter`` presses the button and types the PIN."""

    person: Person
    token: str = field(repr=False)
    browser: Browser = field(default_factory=Browser)

    def enter(self) -> None:
        """Open the link: the first time the PIN is chosen, later it must be the same."""
        page = self.browser.look(f"/saya/{self.token}/")
        asked = self.browser.press(page)
        chosen = {"again": PIN} if "again" in asked.form("").fields else {}
        self.browser.press(asked, pin=PIN, **chosen)


def readers_linked(head: Actor, staff: Iterable[Person], moment: datetime) -> list[Reader]:
    """Return the given staff with a new link each, handed out by their head."""
    issued = links_issue(
        actor=head,
        persons=staff,
        channel=PersonalLink.Channel.HAND,
        at=moment,
        expires_at=moment + timedelta(days=LINK_DAYS),
    )
    return [Reader(person, str(token)) for person, token in issued]
