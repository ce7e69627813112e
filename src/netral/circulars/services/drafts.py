"""Writing: a first draft, its changes, and the draft of a next version. Drafts enter no journal."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.circulars.access import circular_seen, draft_editable
from netral.circulars.models import Circular, CircularVersion, Clause
from netral.core.access import Actor, require
from netral.core.flow.circular import DRAFTERS, PREPARING, ClauseText, Election
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import CircularRef, handle_from

HANDLE_LETTERS = 10


@dataclass(frozen=True, slots=True)
class DraftText:
    """All that the writer of a draft decides; clauses in their order."""

    title: str
    election: Election
    opening: str
    bases: tuple[str, ...]
    clauses: tuple[ClauseText, ...]


@transaction.atomic
def circular_draft(*, actor: Actor, text: DraftText, form_token: str, at: datetime) -> Circular:
    """Begin a circular of the actor's government; the same form sent twice begins one.

    Raises NotVisibleError or NotAllowedError without the authority over the whole government,
    WrongInputError when there is no clause.
    """
    require(actor, DRAFTERS, actor.government)
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
        created_by=actor.account,
    )
    _clauses_set(version, text.clauses)
    return circular


@transaction.atomic
def draft_save(
    *, actor: Actor, ref: CircularRef, text: DraftText, revision: int
) -> CircularVersion:
    """Replace the text of the version in preparation, whose ``revision`` the writer started from.

    Raises MoveRefusedError once it was handed to the Sekda, AlreadyDoneError when someone else
    saved meanwhile, WrongInputError without a clause.
    """
    circular = circular_locked(actor, ref)
    require(actor, DRAFTERS, circular.government_id)
    version = draft_editable(actor, ref)
    if version.revision != revision:
        raise AlreadyDoneError(
            _("Rekan Anda baru saja menyimpan naskah ini. Buka lagi dan gabungkan perubahan Anda.")
        )
    if version.sequence == 1:
        circular.title, circular.election = text.title, text.election.value
        circular.save(update_fields=["title", "election"])
    version.opening, version.bases = text.opening, list(text.bases)
    version.revision += 1
    version.save(update_fields=["opening", "bases", "revision"])
    _clauses_set(version, text.clauses)
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
        created_by=actor.account,
    )
    _clauses_set(version, [clause.content() for clause in newest.clauses.all()])
    return version


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


def _clauses_set(version: CircularVersion, clauses: Sequence[ClauseText]) -> None:
    """Store the clauses in order; a clause without a key is new and gets one for all versions."""
    if not clauses:
        raise WrongInputError(_("Surat edaran perlu paling sedikit satu butir. Pilih butirnya."))
    version.clauses.all().delete()
    Clause.objects.bulk_create(
        Clause(
            version=version,
            order=order,
            key=clause.key or handle_new(),
            heading=clause.heading,
            text=clause.text,
            acts=list(clause.acts),
        )
        for order, clause in enumerate(clauses, start=1)
    )
