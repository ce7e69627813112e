"""A brake on guessing that stores no address: counters under a key that is thrown away."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from datetime import datetime, timedelta
from threading import Lock

from django.utils.translation import gettext as _

from netral.core.kinds.errors import NetralError

WINDOW = timedelta(minutes=10)
EACH = 60
ALL = 3_000


class TooOftenError(NetralError):
    """Too many wrong phrases in a short time, from one place or from all together."""

    status = 429
    title = "Terlalu sering mencoba"


class GuessLimit:
    """Counts guesses, or acts of one kind, in memory, under a keyed hash.

    Key and counts are thrown away every ten minutes.

    Many phones share one address of a mobile network, so the limit of one address is wide; the
    phrase's 88 bits protect it, this protects only the server's time.
    """

    def __init__(self, *, each: int = EACH, together: int = ALL) -> None:
        """Begin a window at the first guess; one address may make ``each``, all ``together``."""
        self._each, self._together = each, together
        self._lock = Lock()
        self._counts: Counter[bytes] = Counter()
        self._key = b""
        self._ends_at: datetime | None = None

    def check(self, address: str, at: datetime) -> None:
        """Raise TooOftenError while the address, or all together, have guessed too often."""
        with self._lock:
            self._turn(at)
            is_one = self._counts[self._name(address)] >= self._each
            too_often = is_one or self._counts.total() >= self._together
            ends_at = self._ends_at
        if too_often and ends_at is not None:
            minutes = -(-(ends_at - at) // timedelta(minutes=1))
            raise TooOftenError(
                _("Tunggu %(minutes)d menit, lalu coba lagi.") % {"minutes": minutes}
            )

    def count(self, address: str, at: datetime) -> None:
        """Count one wrong guess."""
        with self._lock:
            self._turn(at)
            self._counts[self._name(address)] += 1

    def _turn(self, at: datetime) -> None:
        if self._ends_at is None or at >= self._ends_at:
            self._key, self._ends_at = secrets.token_bytes(32), at + WINDOW
            self._counts.clear()

    def _name(self, address: str) -> bytes:
        return hmac.digest(self._key, address.encode(), hashlib.sha256)[:16]
