"""Photos of a session in a room, for its minutes: cleaned when they come, fixed when it closes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, require
from netral.core.flow.moves import take
from netral.core.flow.pledge import MOVES, PHOTOGRAPHERS, Kind, Stage
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.papers.services import matter_draw
from netral.pledges.models import PledgeSession, SessionPhoto
from netral.pledges.queries.photos import photos_of
from netral.vault.services.office_files import (
    office_file_drop,
    office_file_keep,
    picture_cleaned,
)

MOST_PHOTOS = 6


@transaction.atomic
def photo_add(
    *, actor: Actor, ref: str, content: bytes, caption: str, at: datetime
) -> SessionPhoto:
    """Add a photo to the minutes of a session in a room, cleaned of all but what is seen.

    Raises NotVisibleError or NotAllowedError for who may not, MoveRefusedError (409) once the
    session is closed, WrongInputError for a seventh one or a file that is no photo,
    AlreadyDoneError for the same photo again.
    """
    session = _session(actor, ref)
    kept = list(photos_of(session))
    if len(kept) >= MOST_PHOTOS:
        raise WrongInputError(
            _("Berita acara memuat paling banyak %(most)d foto. Hapus satu dulu.")
            % {"most": MOST_PHOTOS}
        )
    kind, cleaned = picture_cleaned(content)
    file = office_file_keep(government=session.government_id, kind=kind, content=cleaned)
    if any(photo.file.sha256 == file.sha256 for photo in kept):
        raise AlreadyDoneError(_("Foto yang sama sudah ada di berita acara ini."))
    photo = SessionPhoto.objects.create(
        ref=matter_draw(),
        government_id=session.government_id,
        session=session,
        file=file,
        caption=caption.strip()[:160],
        added_by=actor.account,
        added_at=at,
    )
    _entered(session, "pledge_session.photo", actor, {"sha256": file.sha256}, at)
    return photo


@transaction.atomic
def photo_remove(*, actor: Actor, ref: str, photo: str, at: datetime) -> SessionPhoto:
    """Take a photo out of the minutes, and its content off the disk. Raises as ``photo_add``."""
    session = _session(actor, ref)
    found = photos_of(session).filter(ref=photo).first()
    if found is None:
        raise NotVisibleError(_("Foto ini tidak ada di berita acara ini."))
    found.removed_at = at
    found.save(update_fields=["removed_at"])
    _entered(session, "pledge_session.unphoto", actor, {"sha256": found.file.sha256}, at)
    transaction.on_commit(lambda: office_file_drop(found.file))
    return found


def _session(actor: Actor, ref: str) -> PledgeSession:
    """Return the locked session in a room that the actor may illustrate; refuse any other."""
    found = PledgeSession.objects.select_for_update(of=("self",)).select_related("unit")
    session = found.filter(ref=ref).first()
    if session is None:
        raise NotVisibleError(_("Sesi ikrar ini tidak ada. Buka lagi daftar sesi."))
    require(actor, PHOTOGRAPHERS, session.unit.path)
    take(MOVES, "photo", Stage(session.stage))
    if session.kind != Kind.ROOM:
        raise WrongInputError(_("Foto hanya untuk sesi tatap muka."))
    return session


def _entered(
    session: PledgeSession, kind: str, actor: Actor, body: dict[str, Json], at: datetime
) -> None:
    entry_append(
        government=session.government_id,
        kind=kind,
        matter=session.ref,
        actor=actor.account,
        body=body,
        at=at,
    )
