"""The pledge itself: one person's own act, once, with its certificate and promise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from netral.core.access import Assurance
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.pledges.models import Pledge
from netral.pledges.queries.batches import Made
from netral.pledges.services.batches import PledgeAct, pledges_make
from netral.pledges.services.queue import PledgeQueue

QUEUE = PledgeQueue()
"""The line in this process: whoever comes while one writes is written together with the next."""


def pledge_make(
    *,
    person_ref: PersonRef,
    session: SessionRef,
    text_sha256: str,
    assurance: Assurance,
    show_name: bool,
    at: datetime,
) -> Pledge:
    """Record a person's pledge; the same pledge again returns the first, with its certificate.

    ``text_sha256`` is of the wording that the person read. Raises NotVisibleError when the
    session is not for this person, PledgeEarlyError before it opens, PledgeLateError after it
    closed, TextChangedError when the wording is another, QueueFullError when too many wait; then
    nothing is written.
    """
    act = PledgeAct(person_ref, session, text_sha256, assurance, show_name, at)
    made = pledge_take(act=act)
    pledges = Pledge.objects.select_related("session__government", "session__text")
    return pledges.get(ref=made.ref)


def pledge_take(*, act: PledgeAct) -> Made:
    """Record a pledge as a door took it in; what its answer needs and no more.

    Raises what ``pledge_make`` raises.
    """
    if transaction.get_connection().in_atomic_block:
        return _now(act)
    return QUEUE.make(act)


def _now(act: PledgeAct) -> Made:
    """Write in the transaction that the caller holds: another thread's could not see into it."""
    (outcome,) = pledges_make(acts=[act])
    if isinstance(outcome, Made):
        return outcome
    raise outcome
