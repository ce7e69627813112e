"""Which persons came in from one browser: a keyed mark, kept 30 days, different elsewhere."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from netral.core.flow.pattern import KEPT_DAYS
from netral.core.kinds.refs import PersonRef
from netral.people.models import BrowserMark, LinkCode, Notice, Person

COOKIE = "netral_peramban"
COOKIE_AGE = timedelta(days=KEPT_DAYS)
TOKEN_BYTES = 16
TOKEN_LETTERS = 2 * TOKEN_BYTES
NOTICES_KEPT = timedelta(days=365)
CODES_KEPT = timedelta(days=1)


def browser_token(known: str) -> str:
    """Return the token of the browser's cookie; a new one for none, or for a strange one."""
    is_ours = len(known) == TOKEN_LETTERS and all(sign in "0123456789abcdef" for sign in known)
    return known if is_ours else secrets.token_hex(TOKEN_BYTES)


def browser_note(*, person: PersonRef, token: str, at: datetime) -> None:
    """Note that a person came in from this browser. No act, so no entry.

    The digest is keyed by the site's secret and the government, so that neither the table nor two
    tables together tell a browser.
    """
    who = Person.objects.only("pk", "government_id").get(ref=person)
    salt = f"netral.browser.{who.government_id}"
    digest = salted_hmac(salt, token, algorithm="sha256").digest()[:16]
    BrowserMark.objects.create(
        government_id=who.government_id, person_id=who.pk, digest=digest, at=at
    )


def traces_sweep(*, at: datetime) -> int:
    """Delete what was kept for a short time only: marks, codes, old messages; return how many."""
    marks = BrowserMark.objects.filter(at__lt=at - COOKIE_AGE).delete()[0]
    codes = LinkCode.objects.filter(created_at__lt=at - CODES_KEPT).delete()[0]
    messages = Notice.objects.filter(ended_at__lt=at - NOTICES_KEPT).delete()[0]
    return marks + codes + messages
