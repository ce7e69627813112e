"""Changes by which running clocks may move: noted with their cause, claimed by one worker."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from netral.core import law
from netral.people.models import CalendarChange, Instansi
from netral.people.services.handles import handle_new

CLAIM = timedelta(minutes=2)
"""A worker renews its claim with each batch; one that is older belonged to a process that died."""
SYSTEM = "NETRAL"
Kind = CalendarChange.Kind
Phase = CalendarChange.Phase


@dataclass(frozen=True, slots=True)
class Cause:
    """Why clocks may move: what changed, in which days or for which clock, by which decree."""

    kind: str
    reason: str
    decree: str = ""
    day: date | None = None
    code: str = ""


def change_note(
    *, government: Instansi, cause: Cause, account: str, at: datetime
) -> CalendarChange:
    """Note a change in the caller's transaction; the worker counts the running clocks anew.

    It enters nothing: the caller entered what changed, and each matter whose day moves gets an
    entry of its own.
    """
    return CalendarChange.objects.create(
        ref=handle_new(),
        government=government,
        kind=cause.kind,
        first_on=cause.day,
        last_on=cause.day,
        code=cause.code,
        reason=cause.reason[:160],
        decree=cause.decree[:200],
        entered_by=account,
        entered_at=at,
    )


def change_claim(*, at: datetime) -> CalendarChange | None:
    """Claim the oldest change that waits, or whose worker died; None when nothing waits.

    The claim is a conditional update, so that of two workers one gets it.
    """
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM)
    waiting = CalendarChange.objects.filter(free, finished_at=None)
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        if waiting.filter(pk=pk).update(claimed_at=at, phase=Phase.RUNNING):
            return CalendarChange.objects.select_related("government").get(pk=pk)
    return None


def law_digest() -> str:
    """Return the fingerprint of the national closed days as this release knows them."""
    days = sorted((day.day.isoformat(), day.name, day.decree) for day in law.holidays())
    return hashlib.sha256(repr(days).encode()).hexdigest()


def law_changes_note(*, at: datetime) -> int:
    """Note a change for each government that last counted by other national days; how many.

    A government seen for the first time has no clock of an older release: it is noted as done.
    """
    digest, noted = law_digest(), 0
    for government in Instansi.objects.all():
        noted += _law_change(government, digest, at)
    return noted


@transaction.atomic
def _law_change(government: Instansi, digest: str, at: datetime) -> int:
    Instansi.objects.select_for_update().get(pk=government.pk)
    seen = CalendarChange.objects.filter(government=government, kind=Kind.LAW).order_by("-pk")
    last = seen.values_list("law_digest", flat=True).first()
    if last == digest:
        return 0
    is_first = last is None
    CalendarChange.objects.create(
        ref=handle_new(),
        government=government,
        kind=Kind.LAW,
        reason=str(Kind.LAW.label),
        law_digest=digest,
        entered_by=SYSTEM,
        entered_at=at,
        phase=Phase.DONE if is_first else Phase.WAITING,
        finished_at=at if is_first else None,
    )
    return 0 if is_first else 1
