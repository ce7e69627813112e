"""What a batch of pledges must know, read in a handful of queries whatever its size."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Max

from netral.core.flow.pledge import Stage
from netral.papers.models import Paper
from netral.people.models import PersonalLink
from netral.pledges.models import Pledge
from netral.shell.database import moment_read, rows_hold, rows_read, stored_moment

_PERSON = (
    *("p.id", "p.ref", "p.name", "p.title_front", "p.title_back", "p.post_title"),
    *("u.path", "u.name", "p.valid_from", "p.valid_to"),
    """EXISTS (
        SELECT 1 FROM people_personallink l
        WHERE l.person_id = p.id AND l.bound_at IS NOT NULL
            AND (l.revoked_at IS NOT NULL OR l.confirmed_at IS NOT NULL)
    )""",
)
_PERSONS = "FROM people_person p JOIN people_unit u ON u.id = p.unit_id WHERE p.ref {}"
_SESSION = (
    *("s.id", "s.ref", "s.government_id", "s.title", "s.stage", "s.opens_at", "s.closes_at"),
    *("u.path", "t.sha256"),
)
_SESSIONS = """
    FROM pledges_pledgesession s JOIN people_unit u ON u.id = s.unit_id
    JOIN pledges_pledgetext t ON t.id = s.text_id WHERE s.ref {}
"""
_MADE = "FROM pledges_pledge WHERE person_id {} AND session_id = %s"
_BROWSERS = "FROM django_session WHERE session_key {} AND expire_date > %s"


class Pledger(NamedTuple):
    """A person as a pledge keeps them: name, post and unit of this day; days as ISO text."""

    pk: int
    ref: str
    name: str
    title_front: str
    title_back: str
    post_title: str
    unit_path: str
    unit_name: str
    valid_from: str
    valid_to: str
    has_changed: bool = False

    @property
    def titled(self) -> str:
        """Return the name as letters write it: title, name, then the titles after a comma."""
        front = f"{self.title_front} {self.name}".strip()
        return f"{front}, {self.title_back}" if self.title_back else front

    def serves_on(self, day: date) -> bool:
        """Tell whether the person is in service on that day; ``valid_to`` is the last day."""
        return self.valid_from <= day.isoformat() <= (self.valid_to or "9999")


class Held(NamedTuple):
    """A session as it stands inside the transaction."""

    pk: int
    ref: str
    government_id: str
    title: str
    stage: Stage
    opens_at: datetime
    closes_at: datetime
    unit_path: str
    text_sha256: str


class Made(NamedTuple):
    """A pledge that stands: its handle, its certificate, the journal's promise, its moment."""

    ref: str
    certificate: str
    promise: str
    at: datetime
    is_new: bool


class Hands(NamedTuple):
    """When a link of a person was last revoked, and when a code last confirmed its holder."""

    revoked_at: datetime | None
    confirmed_at: datetime | None

    def changed_since(self, moment: datetime) -> bool:
        """Tell whether who came in at that moment is out: as ``links_changed_hands_since`` does."""
        is_revoked = self.revoked_at is not None and self.revoked_at >= moment
        return is_revoked or (self.confirmed_at is not None and self.confirmed_at > moment)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that decides over a batch, as it stands inside its transaction."""

    sessions: dict[str, Held]
    persons: dict[str, Pledger]
    hands: dict[str, Hands]
    browsers: set[str]


def scene_of(
    *,
    persons: Collection[str],
    sessions: Collection[str],
    browsers: Collection[str],
    at: datetime,
) -> Scene:
    """Return what decides over these persons and sessions; the sessions stay as they are."""
    rows_hold("pledges_pledgesession", "ref", sessions)
    found = rows_read(_SESSION, _SESSIONS, sessions)
    held = {row[1]: _held(row) for row in found}
    people = {person.ref: person for person in pledgers(persons)}
    hands = _hands([person.ref for person in people.values() if person.has_changed])
    return Scene(held, people, hands, _living(browsers, at))


def _held(row: Sequence[Any]) -> Held:
    *names, stage, opens_at, closes_at, unit_path, text_sha256 = row
    moments = moment_read(opens_at), moment_read(closes_at)
    return Held._make((*names, Stage(stage), *moments, unit_path, text_sha256))


def pledgers(refs: Collection[str]) -> list[Pledger]:
    """Return the persons of these references."""
    rows = rows_read(_PERSON, _PERSONS, refs)
    return [
        Pledger._make((*row[:8], str(row[8]), str(row[9] or ""), bool(row[10]))) for row in rows
    ]


def made_already(
    *, sessions: Collection[int], persons: Collection[int]
) -> dict[tuple[int, int], Made]:
    """Return the pledges of these persons in these sessions by (session, person)."""
    known = [key for one in sessions for (key,) in rows_read(["id"], _MADE, persons, one)]
    if not known:
        return {}
    rows = list(
        Pledge.objects.filter(pk__in=known).values_list(
            "session_id", "person_id", "ref", "certificate", "at"
        )
    )
    papers = Paper.objects.filter(ref__in=[row[3] for row in rows])
    promises = dict(papers.values_list("ref", "promise"))
    return {
        (session, person): Made(ref, code, promises.get(code, ""), at, is_new=False)
        for session, person, ref, code, at in rows
    }


def _hands(persons: Collection[str]) -> dict[str, Hands]:
    """Return when the links that these persons had bound by a PIN last changed hands."""
    if not persons:
        return {}
    bound = PersonalLink.objects.filter(bound_at__isnull=False, person__ref__in=persons)
    rows = bound.values_list("person__ref").annotate(Max("revoked_at"), Max("confirmed_at"))
    return {ref: Hands(revoked, confirmed) for ref, revoked, confirmed in rows}


def _living(browsers: Collection[str], at: datetime) -> set[str]:
    """Return those of the browsers' sessions that still last."""
    rows = rows_read(["session_key"], _BROWSERS, browsers, stored_moment(at))
    return {key for (key,) in rows}
