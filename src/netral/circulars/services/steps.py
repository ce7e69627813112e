"""The circular's moves: submit, approve, return, publish (and replace), withdraw."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.circulars.models import Circular, CircularVersion, Delivery
from netral.circulars.queries.letters import (
    Signatory,
    number_is_used,
    signatory_of,
    version_in_force,
)
from netral.circulars.services.drafts import circular_locked, version_newest
from netral.core.access import Actor, require
from netral.core.flow.circular import MOVES, SIGNING_KINDS, CircularStage
from netral.core.flow.moves import take
from netral.core.kinds.errors import NotAllowedError, WrongInputError
from netral.core.kinds.refs import CircularRef, PaperRef
from netral.core.ledger.canonical import Json, canonical
from netral.journal.services import Promise, entry_append
from netral.papers.models import Paper
from netral.papers.services import (
    Entered,
    PaperFacts,
    number_next,
    paper_record,
    paper_ref_draw,
    paper_withdraw,
)
from netral.people.models import Unit

NUMBER_SERIES = "SE"


@transaction.atomic
def circular_submit(*, actor: Actor, ref: CircularRef, at: datetime) -> CircularVersion:
    """Hand the draft to the Sekda; from here its words are fixed."""
    circular = circular_locked(actor, ref)
    version = _moved(actor, circular, "submit")
    version.note = ""
    version.save(update_fields=["stage", "note"])
    _entry(actor, version, "submit", at)
    return version


@transaction.atomic
def circular_approve(*, actor: Actor, ref: CircularRef, at: datetime) -> CircularVersion:
    """Approve the text as it stands, for the PPK to sign."""
    circular = circular_locked(actor, ref)
    version = _moved(actor, circular, "approve")
    version.approved_by, version.approved_at = actor.name, at
    version.save(update_fields=["stage", "approved_by", "approved_at"])
    _entry(actor, version, "approve", at)
    return version


@transaction.atomic
def circular_return(
    *, actor: Actor, ref: CircularRef, reason: str, at: datetime
) -> CircularVersion:
    """Give the text back to its writers with the reason."""
    circular = circular_locked(actor, ref)
    version = _moved(actor, circular, "return")
    version.note, version.approved_by, version.approved_at = reason, "", None
    version.save(update_fields=["stage", "note", "approved_by", "approved_at"])
    _entry(actor, version, "return", at, {"reason": reason})
    return version


@transaction.atomic
def circular_publish(
    *, actor: Actor, ref: CircularRef, number: str, at: datetime
) -> CircularVersion:
    """Sign the approved version: number it, date it today, bind its hash, send it to every OPD.

    An empty number is the next one in the government's own pattern. The version in force until
    now is replaced. Raises MoveRefusedError (409) when it is not
    approved or was published before, WrongInputError for a number that is used, NotAllowedError
    for a Plh.
    """
    circular = circular_locked(actor, ref)
    version = _moved(actor, circular, "publish")
    signatory = _signatory_check(actor, circular, at)
    own_number = _number_for(actor, circular, number.strip(), at)
    replaced = version_in_force(circular)
    if replaced is not None:
        _replace(actor, replaced, version, at)
    _sign(version, signatory, own_number, at)
    _send_to_opds(version, at)
    more: dict[str, Json] = {"number": own_number, "signatory": signatory.post}
    _record(version, _entry(actor, version, "publish", at, more), at)
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
    _entry(actor, version, "withdraw", at, {"reason": reason})
    _paper_end(actor, version, reason, at)
    return version


def _moved(actor: Actor, circular: Circular, act: str) -> CircularVersion:
    """Return the newest version with its new stage set, if table and role allow the act."""
    version = version_newest(circular)
    move = take(MOVES, act, CircularStage(version.stage))
    require(actor, move.by, circular.government_id)
    version.stage = move.to_stage.value
    return version


@override("id")
def _replace(actor: Actor, old: CircularVersion, new: CircularVersion, at: datetime) -> None:
    move = take(MOVES, "replace", CircularStage(old.stage))
    require(actor, move.by, old.government_id)
    old.stage, old.ended_at, old.replaced_by = move.to_stage.value, at, new
    old.save(update_fields=["stage", "ended_at", "replaced_by"])
    old.circular = new.circular
    _entry(actor, old, "replace", at, {"by_version": new.sequence})
    reason = _("Diganti versi %(sequence)s.") % {"sequence": new.sequence}
    _paper_end(actor, old, reason, at)


def _paper_end(actor: Actor, version: CircularVersion, reason: str, at: datetime) -> None:
    """Let the letter's check page say that it ended; one withdrawn by hand already says so."""
    if Paper.objects.filter(ref=version.paper_ref, withdrawn_at=None).exists():
        paper_withdraw(actor=actor, ref=PaperRef(version.paper_ref), reason=reason, at=at)


def _sign(version: CircularVersion, signatory: Signatory, number: str, at: datetime) -> None:
    """Set number, day, signatory and hash. The letter is dated by the day of signing."""
    version.number, version.dated_on, version.published_at = number, at.date(), at
    version.signatory_name, version.signatory_post = signatory.name, signatory.post
    version.signatory_kind = signatory.kind.value
    version.body_hash = version_hash(version)
    version.paper_ref = paper_ref_draw()
    version.save()


@override("id")
def _record(version: CircularVersion, promise: Promise, at: datetime) -> None:
    """Make the letter one that a stranger can check by the code under its QR."""
    title = _("Surat edaran nomor %(number)s: %(title)s") % {
        "number": version.number,
        "title": version.circular.title,
    }
    paper_record(
        government=version.government_id,
        facts=PaperFacts(Paper.Kind.CIRCULAR, title[:240], version.circular.ref),
        ref=PaperRef(version.paper_ref),
        entered=Entered(version.circular.ref, promise, at),
    )


def version_hash(version: CircularVersion) -> str:
    """Return the SHA-256 of the version's canonical content (RFC 8785), in hex."""
    clauses: list[Json] = [
        {"key": c.key, "heading": c.heading, "text": c.text, "acts": list(c.acts)}
        for c in version.clauses.all()
    ]
    content: dict[str, Json] = {
        "government": version.government_id,
        "title": version.circular.title,
        "election": version.circular.election,
        "version": version.sequence,
        "number": version.number,
        "dated_on": version.dated_on.isoformat() if version.dated_on else None,
        "signatory": [version.signatory_name, version.signatory_post, version.signatory_kind],
        "opening": version.opening,
        "bases": list(version.bases),
        "clauses": clauses,
    }
    return hashlib.sha256(canonical(content)).hexdigest()


def _number_for(actor: Actor, circular: Circular, number: str, at: datetime) -> str:
    """Return the number the letter carries: the typed one if it is free, else the next one."""
    government, ref = circular.government_id, circular.ref
    if not number:
        while True:
            drawn = number_next(
                actor=actor, government=government, series=NUMBER_SERIES, on=at.date()
            )
            if not number_is_used(government=government, number=drawn, ref=ref):
                return drawn
    if number_is_used(government=government, number=number, ref=ref):
        raise WrongInputError(
            _(
                "Nomor %(number)s sudah dipakai surat edaran lain. Isi nomor yang lain; "
                "naskah dan persetujuannya tetap tersimpan."
            )
            % {"number": number}
        )
    return number


def _signatory_check(actor: Actor, circular: Circular, at: datetime) -> Signatory:
    signatory = signatory_of(actor, circular.government, at.date())
    if signatory.kind not in SIGNING_KINDS:
        raise NotAllowedError(
            _(
                "Pelaksana harian (Plh.) hanya menjalankan tugas sehari-hari (UU 23/2014 Pasal 65 "
                "ayat (6)). Surat edaran ditandatangani kepala daerah, Pj., Pjs., atau Plt."
            )
        )
    return signatory


def _send_to_opds(version: CircularVersion, at: datetime) -> None:
    """Deliver to every OPD that exists on the day; its head passes it on."""
    opds = Unit.objects.live_on(at.date()).filter(
        government_id=version.government_id, kind=Unit.Kind.OPD
    )
    Delivery.objects.bulk_create(
        Delivery(
            version=version,
            government_id=version.government_id,
            unit=unit,
            received_at=at,
            must_pass_on=True,
        )
        for unit in opds
    )


def _entry(
    actor: Actor,
    version: CircularVersion,
    act: str,
    at: datetime,
    more: dict[str, Json] | None = None,
) -> Promise:
    """Enter the act: which version with which text, and what the act adds."""
    return entry_append(
        government=version.government_id,
        kind=f"circular.{act}",
        matter=version.circular.ref,
        actor=actor.account,
        body={"version": version.sequence, "hash": version_hash(version), **(more or {})},
        at=at,
    )
