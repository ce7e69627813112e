"""The words of records in the language of the page; an act and a calendar to pass on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import get_language, gettext

from netral.circulars.queries.rules_acts import ActPage
from netral.core.clock.icalendar import Event, calendar_text
from netral.core.law.records import Act, Election, Group
from netral.shell.format import is_english


def said(indonesian: str, english: str) -> str:
    """Return the one of two texts that fits the language of the page."""
    return english if is_english(get_language() or "id") else indonesian


def act_title(act: Act) -> str:
    """Return an act's title."""
    return said(act.title_id, act.title_en)


def group_title(group: Group) -> str:
    """Return a group's title."""
    return said(group.title_id, group.title_en)


def share_text(page: ActPage, url: str) -> str:
    """Return an act in a few lines of plain text, to be copied into a chat."""
    act = page.act
    lines = [
        said(act.plain_id, act.plain_en),
        gettext("Dasar: %(basis)s.") % {"basis": "; ".join(act.basis)},
        gettext("Akibatnya: %(sanction)s.") % {"sanction": page.line.sanction},
        url,
    ]
    return "\n".join(lines)


def election_calendar(election: Election, *, url: str, stamp: datetime) -> str:
    """Return an election's stages and other days as an iCalendar text.

    A stage that is not confirmed is left out: a phone shows no doubt.
    """
    title = said(election.title_id, election.title_en)
    return calendar_text(name=title, events=_events(election, title, url), stamp=stamp)


def _events(election: Election, title: str, url: str) -> Iterator[Event]:
    for number, stage in enumerate((*election.stages, *election.milestones), start=1):
        if stage.confirmed:
            yield Event(
                uid=f"{election.id}-{number}@netral",
                day=stage.first,
                last=stage.last,
                summary=f"{title}: {said(stage.title_id, stage.title_en)}",
                description=gettext("Dasar: %(basis)s.") % {"basis": stage.citation},
                url=url,
            )
