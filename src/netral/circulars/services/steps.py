"""The circular's moves but the signing: submit, approve, return, withdraw."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from netral.circulars.models import Circular, CircularVersion
from netral.circulars.queries.letters import version_in_force
from netral.circulars.services.content import version_hash
from netral.circulars.services.drafts import circular_locked, version_newest
from netral.core.access import Actor, require
from netral.core.flow.circular import MOVES, CircularStage
from netral.core.flow.moves import take
from netral.core.kinds.refs import CircularRef, PaperRef
from netral.core.ledger.canonical import Json
from netral.journal.services import Promise, entry_append
from netral.papers.models import Paper
from netral.papers.services import paper_withdraw


@transaction.atomic
def circular_submit(*, actor: Actor, ref: CircularRef, at: datetime) -> CircularVersion:
    """Hand the draft to the Sekda; from here its words are fixed."""
    circular = circular_locked(actor, ref)
    version = version_moved(actor, circular, "submit")
    version.note = ""
    version.save(update_fields=["stage", "note"])
    version_entry(actor, version, "circular.submit", at)
    return version


@transaction.atomic
def circular_approve(*, actor: Actor, ref: CircularRef, at: datetime) -> CircularVersion:
    """Approve the text as it stands, for the PPK to sign."""
    circular = circular_locked(actor, ref)
    version = version_moved(actor, circular, "approve")
    version.approved_by, version.approved_at = actor.name, at
    version.save(update_fields=["stage", "approved_by", "approved_at"])
    version_entry(actor, version, "circular.approve", at)
    return version


@transaction.atomic
def circular_return(
    *, actor: Actor, ref: CircularRef, reason: str, at: datetime
) -> CircularVersion:
    """Give the text back to its writers with the reason."""
    circular = circular_locked(actor, ref)
    version = version_moved(actor, circular, "return")
    version.note, version.approved_by, version.approved_at = reason, "", None
    version.save(update_fields=["stage", "note", "approved_by", "approved_at"])
    version_entry(actor, version, "circular.return", at, {"reason": reason})
    return version


@transaction.atomic
def circular_withdraw(
    *, actor: Actor, ref: CircularRef, reason: str, at: datetime
) -> CircularVersion:
    """End the version in force; nobody is asked to read it any more, what was read stays."""
    circular = circular_locked(actor, ref)
    version = version_in_force(circular) or version_newest(circular)
    move = take(MOVES, "withdraw", CircularStage(version.stage))
    require(actor, move.by, circular.government_id)
    version.stage, version.ended_at, version.note = move.to_stage.value, at, reason
    version.save(update_fields=["stage", "ended_at", "note"])
    version.circular = circular
    version_entry(actor, version, "circular.withdraw", at, {"reason": reason})
    paper_end(actor, version, reason, at)
    return version


def version_moved(actor: Actor, circular: Circular, act: str) -> CircularVersion:
    """Return the newest version with its new stage set, if table and role allow the act."""
    version = version_newest(circular)
    move = take(MOVES, act, CircularStage(version.stage))
    require(actor, move.by, circular.government_id)
    version.stage = move.to_stage.value
    return version


def paper_end(actor: Actor, version: CircularVersion, reason: str, at: datetime) -> None:
    """Let the letter's check page say that it ended; one withdrawn by hand already says so."""
    if Paper.objects.filter(ref=version.paper_ref, withdrawn_at=None).exists():
        paper_withdraw(actor=actor, ref=PaperRef(version.paper_ref), reason=reason, at=at)


def version_entry(
    actor: Actor,
    version: CircularVersion,
    kind: str,
    at: datetime,
    more: dict[str, Json] | None = None,
) -> Promise:
    """Enter an act of this kind: which version with which text, and what the act adds."""
    return entry_append(
        government=version.government_id,
        kind=kind,
        matter=version.circular.ref,
        actor=actor.account,
        body={"version": version.sequence, "hash": version_hash(version), **(more or {})},
        at=at,
    )
