"""Signing: the approved version gets number, day, signatory, hash and roster, and goes out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.circulars.models import Circular, CircularVersion, RosterSnapshot
from netral.circulars.queries.letters import (
    Signatory,
    number_is_used,
    signatory_of,
    version_in_force,
)
from netral.circulars.services.content import version_hash
from netral.circulars.services.delivery import deliveries_begin
from netral.circulars.services.drafts import circular_locked
from netral.circulars.services.rosters import roster_take
from netral.circulars.services.steps import paper_end, version_entry, version_moved
from netral.core.access import Actor, require
from netral.core.flow.circular import MOVES, SIGNING_KINDS, CircularStage
from netral.core.flow.moves import take
from netral.core.kinds.errors import NotAllowedError, WrongInputError
from netral.core.kinds.refs import CircularRef, PaperRef
from netral.core.ledger.canonical import Json
from netral.journal.services import Promise
from netral.papers.models import Paper
from netral.papers.queries import letterhead_on
from netral.papers.services import (
    Entered,
    PaperFacts,
    number_next,
    paper_record,
    paper_ref_draw,
)
from netral.people.models import Unit

NUMBER_SERIES = "SE"


@transaction.atomic
def circular_publish(
    *, actor: Actor, ref: CircularRef, number: str, at: datetime
) -> CircularVersion:
    """Sign the approved version: number it, date it today, bind its hash, send it to every OPD.

    An empty number is the next one in the government's own pattern. The version in force until
    now is replaced. The roster of the day is kept, its root is part of the entry. Raises
    MoveRefusedError (409) when it is not approved or was published before, WrongInputError for a
    number that is used or an addressed OPD that is gone, NotAllowedError for a Plh or a post that
    has ended.
    """
    circular = circular_locked(actor, ref)
    version = version_moved(actor, circular, "publish")
    signatory = _signatory_check(actor, circular, at)
    _addressees_check(version, at)
    own_number = _number_for(actor, circular, number.strip(), at)
    replaced = version_in_force(circular)
    if replaced is not None:
        _replace(actor, replaced, version, at)
    _sign(version, signatory, own_number, at)
    deliveries_begin(version=version, at=at)
    more: dict[str, Json] = {
        "number": own_number,
        "signatory": signatory.post,
        "roster": _roster_said(roster_take(version, at=at)),
    }
    _record(version, version_entry(actor, version, "circular.publish", at, more), at)
    return version


def _roster_said(roster: RosterSnapshot) -> dict[str, Json]:
    """Return what the entry of the publication says of the roster."""
    return {"count": roster.count, "on": roster.taken_on.isoformat(), "root": roster.root}


@override("id")
def _replace(actor: Actor, old: CircularVersion, new: CircularVersion, at: datetime) -> None:
    move = take(MOVES, "replace", CircularStage(old.stage))
    require(actor, move.by, old.government_id)
    old.stage, old.ended_at, old.replaced_by = move.to_stage.value, at, new
    old.save(update_fields=["stage", "ended_at", "replaced_by"])
    old.circular = new.circular
    version_entry(actor, old, "circular.replace", at, {"by_version": new.sequence})
    reason = _("Diganti versi %(sequence)s.") % {"sequence": new.sequence}
    paper_end(actor, old, reason, at)


def _sign(version: CircularVersion, signatory: Signatory, number: str, at: datetime) -> None:
    """Set number, day, signatory and hash. The letter is dated by the day of signing."""
    version.number, version.dated_on, version.published_at = number, at.date(), at
    version.signatory_name, version.signatory_post = signatory.name, signatory.post
    version.signatory_kind = signatory.kind.value
    version.letterhead = letterhead_on(government=version.government_id, on=at.date())
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


def _addressees_check(version: CircularVersion, at: datetime) -> None:
    """Refuse to sign for an OPD that was closed after the text was approved: its staff moved."""
    found = Unit.objects.filter(path__in=version.units).exclude(
        pk__in=Unit.objects.live_on(at.date()).values("pk")
    )
    gone = list(found.order_by("name").values_list("name", flat=True))
    if gone:
        raise WrongInputError(
            _(
                "%(units)s sudah tidak ada pada hari ini, padahal surat ini ditujukan ke sana. "
                "Kembalikan naskahnya agar tujuannya diperbaiki; belum ada yang terbit."
            )
            % {"units": ", ".join(gone)}
        )


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
