"""Each person's own page, opened as the personal link opens it, and the form that it will send."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from netral.core.access import Assurance
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.ops.crowd.client import Vower
from netral.people.access import PERSON_KEY, PERSONAL_SESSION
from netral.pledges.models import PledgeSession
from netral.pledges.services.tickets import Holder, ticket_make

CSRF = "a" * 32
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person's browser: whose, and of which government."""

    person: str
    browser: str
    government: str


Sessions = Mapping[str, PledgeSession]
"""The pledge session of each government, by its key."""


def pages_open(government: str, people: Iterable[str], *, at: datetime) -> list[Visitor]:
    """Open the personal pages of so many people; return their browsers."""
    store = SessionStore()
    made = [Visitor(ref, secrets.token_hex(16), government) for ref in people]
    until = at + PERSONAL_SESSION
    Session.objects.bulk_create(
        (
            Session(
                session_key=one.browser,
                session_data=store.encode({PERSON_KEY: _held(one, until)}),
                expire_date=until,
            )
            for one in made
        ),
        batch_size=BATCH,
    )
    return made


def _held(one: Visitor, until: datetime) -> dict[str, str]:
    return {
        "person": one.person,
        "assurance": Assurance.LINK_PIN.value,
        "until": until.isoformat(),
    }


def hot_forms(
    visitors: Iterable[Visitor], sessions: Sessions, *, port: int, at: datetime
) -> Iterator[Vower]:
    """Yield what each page sends to the raw door: its ticket."""
    for one in visitors:
        session = sessions[one.government]
        holder = Holder(PersonRef(one.person), Assurance.LINK_PIN, one.browser, at)
        ticket = ticket_make(
            holder=holder,
            session=SessionRef(session.ref),
            text_sha256=session.text.sha256,
            at=at,
        )
        form = {"karcis": ticket, "has_read": "on"}
        yield Vower(one.person, _request("/ikrar/kirim/", one.browser, form, port))


def page_forms(visitors: Iterable[Visitor], sessions: Sessions, *, port: int) -> Iterator[Vower]:
    """Yield what each page sends to the site's own door."""
    for one in visitors:
        session = sessions[one.government]
        form = {"csrfmiddlewaretoken": CSRF, "text_sha256": session.text.sha256, "has_read": "on"}
        yield Vower(one.person, _request(f"/saya/ikrar/{session.ref}/", one.browser, form, port))


def _request(path: str, browser: str, form: dict[str, str], port: int) -> bytes:
    body = urlencode(form)
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Cookie: netral_sesi={browser}; netral_csrf={CSRF}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"\r\n{body}"
    ).encode()
