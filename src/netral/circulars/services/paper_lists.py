"""Units without network: a list is printed, signed, photographed, entered and countersigned."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netral.circulars.access import NAMES_SEEN_BY, circular_seen, paper_list_seen, unit_seen
from netral.circulars.access import version_in_force_required as version_required
from netral.circulars.models import PaperList, PaperMark, Reading
from netral.circulars.queries.rosters import persons_addressed
from netral.circulars.services.two_people import own_person, second_person_check
from netral.core.access import Actor, Assurance
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import CircularRef, UnitPath, handle_from
from netral.core.ledger.canonical import Json
from netral.journal.services import Promise, entry_append
from netral.people.models import Person, Unit

ON_PAPER = "kertas"
MOST_LINES = 300


@dataclass(frozen=True, slots=True)
class Entered:
    """What the paper says: on which day it was signed, and the numbers of the lines signed.

    ``shown`` are the lines that the page showed as signed: what a colleague entered meanwhile
    stays. None puts ``lines`` in place of all that was entered.
    """

    signed_on: date
    lines: Collection[int]
    shown: Collection[int] | None = None

    def is_signed(self, number: int, *, was_signed: bool) -> bool:
        """Tell whether a line is signed now: as it was, where the page changed nothing."""
        if self.shown is None or (number in self.lines) != (number in self.shown):
            return number in self.lines
        return was_signed


@transaction.atomic
def paper_list_print(*, actor: Actor, ref: CircularRef, unit: UnitPath, at: datetime) -> PaperList:
    """Make the list of whom the version asks and who is seated in the unit today.

    An older list of the unit that nobody entered ends.

    Enters ``circular.paper_print``. Raises NotVisibleError or NotAllowedError by authority,
    WrongInputError for a unit without people or with too many, MoveRefusedError while a list of
    the unit waits for its second person.
    """
    version = version_required(circular_seen(actor, ref))
    place = unit_seen(actor, unit, at.date(), roles=NAMES_SEEN_BY)
    Unit.objects.select_for_update().get(pk=place.pk)  # a second press waits for the first
    addressed = persons_addressed(version, on=at.date())
    persons = list(addressed.filter(unit=place).order_by("name", "pk"))
    if not 1 <= len(persons) <= MOST_LINES:
        raise WrongInputError(
            _("Daftar memuat 1 sampai 300 pegawai. Cetak per unit di bawahnya jika lebih banyak.")
        )
    _old_end(PaperList.objects.select_for_update().filter(version=version, unit=place), at)
    made = PaperList.objects.create(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=version.government_id,
        version=version,
        unit=place,
        printed_by=actor.account,
        printed_at=at,
    )
    PaperMark.objects.bulk_create(
        PaperMark(paper_list=made, number=number, person=person)
        for number, person in enumerate(persons, start=1)
    )
    _entry(made, "circular.paper_print", actor, {"persons": len(persons)}, at)
    return made


@transaction.atomic
def paper_list_enter(*, actor: Actor, ref: str, entered: Entered, at: datetime) -> PaperList:
    """Enter which lines are signed; nothing counts yet.

    What another officer has countersigned stays. Enters ``circular.paper_enter``. Raises
    WrongInputError for a line that is not there or a day that cannot be.
    """
    found = _locked(actor, ref)
    marks = list(found.marks.select_for_update())
    if set(entered.lines) - {mark.number for mark in marks}:
        raise WrongInputError(_("Ada nomor yang tidak ada di daftar ini."))
    first = found.version.dated_on or found.printed_at.date()
    if not first <= entered.signed_on <= at.date():
        raise WrongInputError(_("Hari tanda tangan ada di antara terbitnya surat dan hari ini."))
    for mark in (mark for mark in marks if not mark.countersigned_by):
        is_signed = entered.is_signed(mark.number, was_signed=mark.is_signed)
        if is_signed != mark.is_signed:
            mark.is_signed, mark.entered_by = is_signed, actor.account if is_signed else ""
            mark.save(update_fields=["is_signed", "entered_by"])
    found.signed_on, found.entered_at = entered.signed_on, at
    found.save(update_fields=["signed_on", "entered_at"])
    signed = sum(mark.is_signed for mark in marks)
    _entry(found, "circular.paper_enter", actor, {"signed": signed}, at)
    return found


@transaction.atomic
def paper_list_countersign(*, actor: Actor, ref: str, at: datetime) -> int:
    """Countersign what another person entered: each signed line counts as read, by paper.

    The signer's own line is left to somebody else. Enters ``circular.paper_countersign``; returns
    how many lines counted. Raises OneReaderError for who entered any of them, MoveRefusedError
    without a photo of the paper, or when nothing waits but the signer's own line.
    """
    found = _locked(actor, ref)
    waiting = found.marks.select_for_update().filter(is_signed=True, countersigned_by="")
    marks = list(waiting.select_related("person__unit"))
    second_person_check(
        signer=actor,
        entered_by={mark.entered_by for mark in marks},
        said=_("Anda yang mengisi daftar ini. Minta orang kedua mencocokkan dan mengesahkan."),
    )
    if not found.photos.exists():
        raise MoveRefusedError(
            _("Belum ada foto daftarnya. Foto dulu kertas yang ditandatangani, lalu sahkan.")
        )
    own = own_person(actor)
    mine = [mark for mark in marks if mark.person_id != own]
    if not mine:
        raise MoveRefusedError(
            _("Tidak ada baris orang lain yang menunggu. Nama sendiri disahkan orang lain.")
        )
    persons: list[Json] = [mark.person.ref for mark in mine]
    promise = _entry(found, "circular.paper_countersign", actor, {"persons": persons}, at)
    for mark in mine:
        mark.countersigned_by, mark.countersigned_at = actor.account, at
        _read_on_paper(found, mark.person, promise, at)
    PaperMark.objects.bulk_update(mine, ["countersigned_by", "countersigned_at"])
    if len(mine) == len(marks):
        found.closed_at = at
        found.save(update_fields=["closed_at"])
    return len(mine)


def _read_on_paper(found: PaperList, person: Person, promise: Promise, at: datetime) -> None:
    """Count the person as having read, unless they read by themselves: that is surer."""
    reading, _is_new = Reading.objects.select_for_update().get_or_create(
        version=found.version,
        person=person,
        defaults={"government_id": found.government_id, "sent_at": at, "channel": ON_PAPER},
    )
    if reading.read_at is not None:
        return
    reading.opened_at = reading.opened_at or at
    reading.read_at, reading.assurance = max(at, reading.opened_at), Assurance.PAPER.value
    reading.post_title, reading.unit_path = person.post_title, person.unit.path
    reading.promise = promise.text
    reading.save()


def _old_end(lists: QuerySet[PaperList], at: datetime) -> None:
    for old in lists.filter(closed_at=None):
        if old.marks.filter(is_signed=True).exists():
            raise MoveRefusedError(
                _("Daftar unit ini sudah diisi dan menunggu disahkan. Selesaikan dulu daftar itu.")
            )
        old.closed_at = at
        old.save(update_fields=["closed_at"])


def _locked(actor: Actor, ref: str) -> PaperList:
    found = paper_list_seen(actor, ref, is_locked=True)
    if found.closed_at is not None:
        raise AlreadyDoneError(_("Daftar ini sudah selesai dan tidak berubah lagi."))
    if not found.version.is_in_force:
        raise MoveRefusedError(
            _("Surat edaran pada daftar ini tidak berlaku lagi. Cetak daftar untuk versi baru.")
        )
    return found


def _entry(
    found: PaperList, kind: str, actor: Actor, more: dict[str, Json], at: datetime
) -> Promise:
    return entry_append(
        government=found.government_id,
        kind=kind,
        matter=found.version.circular.ref,
        actor=actor.account,
        body={
            "version": found.version.sequence,
            "hash": found.version.body_hash,
            "unit": found.unit.path,
            "list": found.ref,
            **more,
        },
        at=at,
    )
