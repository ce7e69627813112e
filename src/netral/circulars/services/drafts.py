"""Writing: a first draft, its changes, and the draft of a next version. Drafts enter no journal."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.circulars.access import circular_seen, draft_editable
from netral.circulars.models import Attachment, Circular, CircularVersion, Clause
from netral.core.access import Actor, require
from netral.core.flow.circular import DRAFTERS, PREPARING, ClauseText, Election
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import CircularRef, handle_from
from netral.core.law.grouping import STAFF_GROUPS
from netral.people.models import Unit

HANDLE_LETTERS = 10


@dataclass(frozen=True, slots=True)
class DraftText:
    """All that the writer of a draft decides; clauses in their order.

    ``groups`` are ids of the law's groups, ``units`` paths of OPD; empty addresses all.
    """

    title: str
    election: Election
    opening: str
    bases: tuple[str, ...]
    clauses: tuple[ClauseText, ...]
    groups: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@transaction.atomic
def circular_draft(*, actor: Actor, text: DraftText, form_token: str, at: datetime) -> Circular:
    """Begin a circular of the actor's government; the same form sent twice begins one.

    Raises NotVisibleError or NotAllowedError without the authority over the whole government,
    WrongInputError when there is no clause, or an addressee that does not exist.
    """
    require(actor, DRAFTERS, actor.government)
    addressees_check(actor.government, text, at.date())
    circular, is_new = Circular.objects.get_or_create(
        form_token=form_token,
        defaults={
            "ref": handle_new(),
            "government_id": actor.government,
            "title": text.title,
            "election": text.election.value,
            "created_at": at,
        },
    )
    if not is_new:
        return circular_seen(actor, CircularRef(circular.ref))
    version = CircularVersion.objects.create(
        circular=circular,
        government_id=actor.government,
        sequence=1,
        opening=text.opening,
        bases=list(text.bases),
        groups=list(text.groups),
        units=list(text.units),
        created_by=actor.account,
    )
    clauses_set(version, text.clauses)
    return circular


@transaction.atomic
def draft_save(
    *, actor: Actor, ref: CircularRef, text: DraftText, revision: int, at: datetime
) -> CircularVersion:
    """Replace the text of the version in preparation, whose ``revision`` the writer started from.

    Raises MoveRefusedError once it was handed to the Sekda, AlreadyDoneError when someone else
    saved meanwhile, WrongInputError without a clause or for an addressee that does not exist.
    """
    version = draft_locked(actor, ref)
    circular = version.circular
    revision_check(version, revision)
    addressees_check(circular.government_id, text, at.date())
    if version.sequence == 1:
        circular.title, circular.election = text.title, text.election.value
        circular.save(update_fields=["title", "election"])
    version.opening, version.bases = text.opening, list(text.bases)
    version.groups, version.units = list(text.groups), list(text.units)
    version.revision += 1
    version.save(update_fields=["opening", "bases", "groups", "units", "revision"])
    clauses_set(version, text.clauses)
    return version


@transaction.atomic
def version_draft(*, actor: Actor, ref: CircularRef) -> CircularVersion:
    """Begin the next version with the words of the newest one.

    Raises AlreadyDoneError when one is in preparation already.
    """
    circular = circular_locked(actor, ref)
    require(actor, DRAFTERS, circular.government_id)
    newest = version_newest(circular)
    if newest.stage in PREPARING:
        raise AlreadyDoneError(
            _("Versi %(sequence)s sedang disiapkan. Lanjutkan versi itu; tidak ada yang berubah.")
            % {"sequence": newest.sequence}
        )
    version = CircularVersion.objects.create(
        circular=circular,
        government_id=circular.government_id,
        sequence=newest.sequence + 1,
        opening=newest.opening,
        bases=newest.bases,
        groups=newest.groups,
        units=newest.units,
        created_by=actor.account,
    )
    clauses_set(version, [clause.content() for clause in newest.clauses.all()])
    Attachment.objects.bulk_create(
        Attachment(
            version=version,
            enclosure_id=each.enclosure_id,
            order=each.order,
            title=each.title,
            pages=each.pages,
        )
        for each in newest.attachments.filter(is_source=False)
    )
    return version


def draft_locked(actor: Actor, ref: CircularRef) -> CircularVersion:
    """Return the draft of a circular whose row is locked; raise what keeps it from being edited."""
    circular = circular_locked(actor, ref)
    require(actor, DRAFTERS, circular.government_id)
    return draft_editable(actor, ref)


def revision_check(version: CircularVersion, revision: int) -> None:
    """Raise AlreadyDoneError when someone else saved after the writer opened the draft."""
    if version.revision != revision:
        raise AlreadyDoneError(
            _("Rekan Anda baru saja menyimpan naskah ini. Buka lagi dan gabungkan perubahan Anda.")
        )


def addressees_check(government: str, text: DraftText, on: date) -> None:
    """Raise WrongInputError for a group or an OPD that nobody can be addressed by."""
    known = {group.id for group in STAFF_GROUPS}
    if not known.issuperset(text.groups):
        raise WrongInputError(_("Kelompok pegawai ini tidak dikenal. Pilih dari daftarnya."))
    alive = Unit.objects.live_on(on).filter(
        government_id=government, kind=Unit.Kind.OPD, path__in=text.units
    )
    if alive.count() != len(set(text.units)):
        raise WrongInputError(
            _("Ada perangkat daerah tujuan yang tidak ada lagi. Pilih lagi dari daftarnya.")
        )


def circular_locked(actor: Actor, ref: CircularRef) -> Circular:
    """Return the circular if the actor sees it, its row locked until the transaction ends."""
    seen = circular_seen(actor, ref)
    return Circular.objects.select_for_update().get(pk=seen.pk)


def version_newest(circular: Circular) -> CircularVersion:
    """Return the version with the highest number, whatever its stage; its circular is at hand."""
    version = circular.versions.order_by("-sequence").first()
    if version is None:
        raise WrongInputError(_("Surat edaran ini belum punya naskah."))
    version.circular = circular
    return version


def handle_new() -> str:
    """Draw a random reference."""
    return handle_from(secrets.token_bytes(HANDLE_LETTERS))


def clauses_set(version: CircularVersion, clauses: Sequence[ClauseText]) -> None:
    """Store the clauses in order; a clause without a key is new and gets one for all versions."""
    if not clauses:
        raise WrongInputError(_("Surat edaran perlu paling sedikit satu butir. Pilih butirnya."))
    version.clauses.all().delete()
    given = Counter(clause.key for clause in clauses)
    Clause.objects.bulk_create(
        Clause(
            version=version,
            order=order,
            key=clause.key if clause.key and given[clause.key] == 1 else handle_new(),
            heading=clause.heading,
            text=clause.text,
            acts=list(clause.acts),
        )
        for order, clause in enumerate(clauses, start=1)
    )
