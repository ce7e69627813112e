"""Tickets: what the person's own page hands to a door where Django's session is not open.

A ticket binds person, session, wording, assurance, the moment of the page and the browser that it
was made for; it is good as long as the personal session. Nobody can make or change one without the
site's secret.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from netral.core.access import Assurance
from netral.core.kinds.errors import NetralError
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.people.access import PERSONAL_SESSION
from netral.pledges.services.batches import PledgeAct

VERSION = "2"
PARTS = 8


class TicketError(NetralError):
    """The form's ticket is not ours, is another browser's, or is too old."""

    status = 403
    title = "Halaman ini terlalu lama terbuka"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose page it is: the person, how sure that is, in which browser, since when."""

    person: PersonRef
    assurance: Assurance
    browser: str
    entered_at: datetime


def ticket_make(*, holder: Holder, session: SessionRef, text_sha256: str, at: datetime) -> str:
    """Return the ticket that the page's form carries; ``at`` is when the page was shown."""
    since, shown = (str(int(moment.timestamp())) for moment in (holder.entered_at, at))
    words = [VERSION, holder.person, session, text_sha256, holder.assurance.value, since, shown]
    return ".".join([*words, _mac(words, holder.browser)])


def ticket_read(*, ticket: str, browser: str, show_name: bool, at: datetime) -> PledgeAct:
    """Return the act that a ticket stands for; raise TicketError when it stands for none."""
    *words, mac = ticket.split(".")
    is_whole = len(words) == PARTS - 1 and words[0] == VERSION
    if not is_whole or not browser or not hmac.compare_digest(mac, _mac(words, browser)):
        raise _refused()
    _version, person, session, text_sha256, assurance, since, shown = words
    entered_at = datetime.fromtimestamp(int(since), UTC)
    if at - entered_at > PERSONAL_SESSION + timedelta(seconds=1):
        raise _refused()
    return PledgeAct(
        person=PersonRef(person),
        session=SessionRef(session),
        text_sha256=text_sha256,
        assurance=Assurance(assurance),
        show_name=show_name,
        at=at,
        browser=browser,
        entered_at=entered_at,
        shown_at=datetime.fromtimestamp(int(shown), UTC),
    )


def _refused() -> TicketError:
    return TicketError(
        _(
            "Ikrar Anda belum tercatat, karena kunci formulirnya tidak cocok atau sudah lewat. "
            "Buka lagi tautan pribadi Anda, lalu ucapkan ikrar dari sana."
        )
    )


def _mac(words: list[str], browser: str) -> str:
    said = ".".join([*words, browser]).encode()
    return hmac.digest(_key(settings.SECRET_KEY), said, "sha256").hex()


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"netral.pledge.ticket\x00" + secret.encode()).digest()
