"""Photos of a signed list: taken in sealed, shown as a cleaned copy, each showing on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.circulars.access import paper_list_seen
from netral.circulars.models import PaperList, PaperPhoto
from netral.core.access import Actor
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.journal.services import entry_append
from netral.vault.services.office_files import (
    PDF,
    office_file_keep,
    office_file_shown,
    scan_checked,
)
from netral.vault.services.working import NoWorkingCopyError, working_copy

MOST_PHOTOS = 20


@transaction.atomic
def paper_photo_keep(*, actor: Actor, ref: str, content: bytes, at: datetime) -> PaperPhoto:
    """Keep a photo or scan of a list, sealed; enter ``circular.paper_photo``.

    The kind is told by the content. Raises WrongInputError for what is no picture or PDF, or
    cannot be read; AlreadyDoneError for a closed list.
    """
    found = paper_list_seen(actor, ref, is_locked=True)
    if found.closed_at is not None:
        raise AlreadyDoneError(_("Daftar ini sudah selesai dan tidak berubah lagi."))
    if found.photos.count() >= MOST_PHOTOS:
        raise WrongInputError(_("Paling banyak 20 foto untuk satu daftar."))
    kind = scan_checked(content)
    if kind != PDF:
        _drawn(kind, content)
    file = office_file_keep(government=found.government_id, kind=kind, content=content)
    kept = PaperPhoto.objects.create(paper_list=found, file=file, kept_by=actor.account, kept_at=at)
    _entry(found, "circular.paper_photo", actor, kept, at)
    return kept


@transaction.atomic
def paper_photo_view(*, actor: Actor, ref: str, photo: str, at: datetime) -> tuple[str, bytes]:
    """Return (media type, bytes) of the cleaned copy; enter ``circular.paper_view``.

    Raises NotVisibleError for a photo of another list.
    """
    found = paper_list_seen(actor, ref)
    kept = found.photos.select_related("file").filter(file__ref=photo).first()
    if kept is None:
        raise NotVisibleError(_("Foto ini tidak ada di daftar ini."))
    _entry(found, "circular.paper_view", actor, kept, at)
    return office_file_shown(kept.file)


def _drawn(kind: str, content: bytes) -> None:
    """Refuse a picture that cannot be drawn anew: nobody could compare it with the list."""
    try:
        working_copy(kind, content)
    except NoWorkingCopyError as error:
        raise WrongInputError(
            _("Gambar ini tidak terbaca, mungkin rusak atau terlalu besar. Foto lagi.")
        ) from error


def _entry(found: PaperList, kind: str, actor: Actor, kept: PaperPhoto, at: datetime) -> None:
    entry_append(
        government=found.government_id,
        kind=kind,
        matter=found.version.circular.ref,
        actor=actor.account,
        body={"list": found.ref, "photo": kept.file.ref, "sha256": kept.file.sha256},
        at=at,
    )
