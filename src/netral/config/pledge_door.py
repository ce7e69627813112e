"""What both doors do with a pressed pledge, without Django's session and middleware.

The site's own server (``wsgi``) and the raw door (``hot``) take ``/ikrar/kirim/`` in here: the
ticket stands for the session, and what middleware would check or add is checked and added here.
Why, and what it gives up: docs/adr/0008-pledges-in-batches.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.http.request import validate_host
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netral.circulars.queries.lesson import lesson_is_new, persons_untaught
from netral.core.kinds.errors import AlreadyDoneError, NetralError
from netral.core.kinds.refs import PersonRef, SessionRef, handle_shown
from netral.pledges.queries import pledge_of
from netral.pledges.queries.batches import Made
from netral.pledges.services.batches import Outcome, PledgeAct, pledges_commit
from netral.pledges.services.tickets import TicketError, ticket_read
from netral.shell.format import clock_time
from netral.shell.headers import HEADERS

SEND = "/ikrar/kirim/"
LARGEST_BODY = 4_096
FORM = b"application/x-www-form-urlencoded"
# A letter that was being published while the page was drawn has an earlier moment than its commit.
PUBLISHING = timedelta(minutes=1)
LANGUAGES, LANGUAGE_CODE = frozenset(dict(settings.LANGUAGES)), settings.LANGUAGE_CODE
SESSION_COOKIE, LANGUAGE_COOKIE = settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME
_HSTS = f"max-age={settings.HSTS_SECONDS}; includeSubDomains; preload"
FIXED: tuple[tuple[str, str], ...] = (
    *HEADERS.items(),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", settings.X_FRAME_OPTIONS),
    ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
    ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
    *((("Strict-Transport-Security", _HSTS),) if settings.NETRAL_SECURE else ()),
)
"""The headers of every answer, as Django's middleware sets them for the pages."""
WORDS = ("time", "code", "shown", "session", "promise")


class LessonFirstError(AlreadyDoneError):
    """A letter was published after the page was shown: its lesson comes before the pledge."""

    title = "Latihan dulu, lalu ikrar"


class Pressed(NamedTuple):
    """A form whose ticket is good: the act, and whether the points were ticked as read."""

    act: PledgeAct
    has_read: bool


class Answer(NamedTuple):
    """What is sent back."""

    status: int
    body: bytes
    language: str
    kind: str = "text/html; charset=utf-8"
    cache: str = "no-store"
    retry_after: int | None = None
    location: str = ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Return all headers of the answer."""
        length = ("Content-Length", str(len(self.body)))
        said = _headers(self.kind, self.language, self.cache, self.retry_after)
        return [length, *said, *([("Location", self.location)] if self.location else [])]

    @property
    def line(self) -> str:
        """Return the status as HTTP writes it: ``404 Not Found``."""
        return f"{self.status} {HTTPStatus(self.status).phrase}"


@lru_cache(maxsize=64)
def _headers(
    kind: str, language: str, cache: str, retry_after: int | None
) -> tuple[tuple[str, str], ...]:
    """Return the headers of all answers of one sort."""
    said = (("Content-Type", kind), ("Content-Language", language), ("Cache-Control", cache))
    later = () if retry_after is None else (("Retry-After", str(retry_after)),)
    return (*said, *later, *FIXED)


def pressed_read(*, body: bytes, kind: bytes, cookies: str, at: datetime) -> Pressed:
    """Return what a person's own page sent; raise TicketError for what no page of ours sends.

    No field of ours holds a letter that a browser would encode.
    """
    if len(body) > LARGEST_BODY or not kind.startswith(FORM):
        raise TicketError(gettext("Kiriman ini bukan formulir ikrar. Tidak ada yang tercatat."))
    parts = [part.partition("=") for part in body.decode("ascii", "replace").split("&")]
    form = {name: value for name, _equals, value in parts}
    act = ticket_read(
        ticket=form.get("karcis", ""),
        browser=cookie_of(cookies, SESSION_COOKIE),
        show_name="show_name" in form,
        at=at,
    )
    return Pressed(act, "has_read" in form)


def taught_commit(acts: Sequence[PledgeAct]) -> list[Outcome]:
    """Write a batch as ``pledges_commit`` does, without those for whom a lesson became due.

    The page shows no ticket while a lesson is due; so only letters published since it was shown
    are asked for. Letters and pledges are neighbours: only this floor sees both.
    """
    refused = _untaught(acts)
    if not refused:
        return pledges_commit(acts=acts)
    outcomes = iter(pledges_commit(acts=[act for act in acts if _key(act) not in refused]))
    return [_lesson_first() if _key(act) in refused else next(outcomes) for act in acts]


def _untaught(acts: Sequence[PledgeAct]) -> set[tuple[PersonRef, SessionRef]]:
    """Return who must learn first; who has pledged already gets the certificate all the same."""
    since = min((act.shown_at for act in acts if act.shown_at is not None), default=None)
    if since is None or not lesson_is_new(since=since - PUBLISHING):
        return set()
    found = persons_untaught(persons={act.person for act in acts}, today=acts[0].at.date())
    asked = {_key(act) for act in acts if act.person in found}
    return {one for one in asked if pledge_of(person_ref=one[0], ref=one[1]) is None}


def _key(act: PledgeAct) -> tuple[PersonRef, SessionRef]:
    return act.person, act.session


def _lesson_first() -> LessonFirstError:
    return LessonFirstError(
        gettext(
            "Sejak halaman Anda dibuka, terbit surat edaran baru yang latihannya belum Anda "
            "selesaikan, jadi ikrar belum tercatat. Kerjakan latihannya di halaman Anda, lalu "
            "berikrar."
        )
    )


def made_answer(act: PledgeAct, made: Made, language: str) -> Answer:
    """Return the page that says recorded: certificate, promise, the time of day."""
    at = made.at if made.is_new else made.at.astimezone(act.at.tzinfo)
    # None of these holds a letter that HTML would read as its own.
    words = {
        b"time": _time_told(at.replace(second=0, microsecond=0)),
        b"code": made.certificate.encode(),
        b"shown": handle_shown(made.certificate).encode(),
        b"session": act.session.encode(),
        b"promise": made.promise.strip().encode(),
    }
    return Answer(200, _done_page(language) % words, language)


def refused_answer(error: NetralError, language: str) -> Answer:
    """Return the page that says what was wrong and what to do."""
    page = said_answer(error.status, language, title=error.title, message=str(error))
    return page._replace(retry_after=error.retry_after)


def unread_answer(act: PledgeAct, language: str) -> Answer:
    """Send a form without the tick on to the person's page, which keeps what was typed."""
    return Answer(307, b"", language, location=f"/saya/ikrar/{act.session}/")


_WORDLESS = (
    _("Kiriman ini belum bisa kami terima"),
    _("Ikrar Anda belum tercatat. Buka lagi tautan pribadi Anda."),
)


@lru_cache(maxsize=512)
def said_answer(status: int, language: str, *, title: str = "", message: str = "") -> Answer:
    """Return a page of few words, drawn once: at the opening many hear the same."""
    with translation.override(language):
        words = {
            "status": status,
            "title": gettext(title) if title else str(_WORDLESS[0]),
            "message": gettext(message) if message else str(_WORDLESS[1]),
        }
        return Answer(
            status, render_to_string("pledges/hot_refused.html", words).encode(), language
        )


def host_is_ours(host: str) -> bool:
    """Tell whether a request names this site."""
    return _known_host(host.rpartition(":")[0] or host)


@lru_cache(maxsize=256)
def _known_host(name: str) -> bool:
    return validate_host(name, settings.ALLOWED_HOSTS)


def language_of(cookies: str) -> str:
    """Return the language that was chosen on this site, else Indonesian."""
    chosen = cookie_of(cookies, LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else LANGUAGE_CODE


def cookie_of(cookies: str, name: str) -> str:
    """Return the value of one cookie of a header, empty when it is not there."""
    found = _cookie_pattern(name).search(cookies)
    return found[1] if found else ""


@cache
def _cookie_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|;)\s*{re.escape(name)}=([^;]*)")


@cache
def _done_page(language: str) -> bytes:
    """Return the answer's page with a place for each of the person's own words."""
    with translation.override(language):
        drawn = render_to_string("pledges/hot_done.html", {name: f"@@{name}@@" for name in WORDS})
    page: str = drawn.replace("%", "%%")
    for name in WORDS:
        page = page.replace(f"@@{name}@@", f"%({name})s")
    return page.encode()


@lru_cache(maxsize=16)
def _time_told(minute: datetime) -> bytes:
    return clock_time(minute).encode()
