"""A personnel file comes in: kept, its columns matched, read, checked, compared; or put away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.people.models import ImportRemark, Instansi, PersonnelImport
from netral.people.services.handles import handle_new
from netral.people.services.personnel_check import Remark, roster_check
from netral.people.services.personnel_columns import missing_fields
from netral.people.services.personnel_fields import FIELDS, UNIT_FIELDS
from netral.people.services.personnel_files import (
    PersonnelFileError,
    file_keep,
    files_remove,
    head_read,
    percent_tell,
    rows_read,
    rows_stored,
)
from netral.people.services.personnel_formats import Refusal
from netral.people.services.personnel_plan import Plan, plan_build
from netral.people.services.personnel_words import advice_of, reason_of

SMALL_BYTES = 400 * 1024
CLAIM = timedelta(minutes=10)
BATCH = 2_000
NAME_LENGTH = 120
Phase = PersonnelImport.Phase


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes: its name, and its bytes in pieces."""

    name: str
    chunks: Iterable[bytes]


def personnel_receive(*, actor: Actor, upload: Upload, at: datetime) -> PersonnelImport:
    """Keep a personnel file and find its headings. Raises PersonnelFileError with advice.

    A draft: nothing enters the journal. The transaction is only the row's own, since finding the
    headings takes a process of its own.
    """
    require(actor, Role.OFFICER, actor.government)
    ref = handle_new()
    try:
        file_hash, size = file_keep(ref, upload.chunks)
        sheet = head_read(ref)
    except PersonnelFileError:
        files_remove(ref)
        raise
    return PersonnelImport.objects.create(
        ref=ref,
        government=Instansi.objects.get(key=actor.government),
        account=actor.account,
        file_name=upload.name[-NAME_LENGTH:],
        file_hash=file_hash,
        file_size=size,
        phase=Phase.MATCHING,
        sheet=sheet,
        mapping=sheet["guess"],
        created_at=at,
    )


@transaction.atomic
def personnel_match(
    *, actor: Actor, ref: str, mapping: Mapping[str, int], at: datetime
) -> PersonnelImport:
    """Take the columns that a person confirmed; the file then waits to be read."""
    entry = entry_locked(actor, ref, {Phase.MATCHING, Phase.CHECKED})
    missing = missing_fields(dict(mapping))
    if missing:
        field = FIELDS[missing[0]]
        raise WrongInputError(
            _(
                "Kolom {column} belum ada, padahal diperlukan untuk {purpose}. "
                "Pilih kolomnya, atau tambahkan ke berkas."
            ).format(column=_(field.label), purpose=_(field.purpose))
        )
    _refuse_strange(entry, mapping)
    entry.mapping = dict(mapping)
    entry.phase, entry.percent, entry.claimed_at = Phase.READING, 0, None
    entry.valid_from, entry.problem = at.date(), ""
    entry.save()
    return entry


def _refuse_strange(entry: PersonnelImport, mapping: Mapping[str, int]) -> None:
    headings = entry.sheet["headings"]
    private = set(entry.sheet["private"])
    for name, column in mapping.items():
        is_there = name in FIELDS and 0 <= column < len(headings)
        if not is_there or headings[column] in private:
            raise WrongInputError(
                _("Kolom yang dipilih tidak ada di berkas ini, atau termasuk yang tidak disimpan.")
            )
    if len(set(mapping.values())) < len(mapping):
        raise WrongInputError(
            _("Satu kolom dipilih untuk dua isian. Pilih kolom lain untuk salah satunya.")
        )


def personnel_read(*, ref: str) -> tuple[PersonnelImport, Plan]:
    """Read, check and compare a matched file; store the remarks and the figures.

    Called by the worker, or at once for a small file. Raises PersonnelFileError.
    """
    entry = PersonnelImport.objects.select_related("government").get(ref=ref)
    rows_read(ref, entry.sheet, entry.mapping)
    percent_tell(ref, 50)
    plan = plan_of(entry)
    _store(entry, plan)
    return entry, plan


def personnel_match_and_read(
    *, actor: Actor, ref: str, mapping: Mapping[str, int], at: datetime
) -> PersonnelImport:
    """Take the confirmed columns and read a small file at once; a large one is the worker's.

    A file that cannot be read is put away and its page says why.
    """
    entry = personnel_match(actor=actor, ref=ref, mapping=mapping, at=at)
    if is_small(entry) and personnel_claim(phase=Phase.READING, at=at, ref=ref):
        try:
            entry, _plan = personnel_read(ref=ref)
        except PersonnelFileError as error:
            personnel_fail(ref=ref, problem=str(error))
    return entry


def plan_of(entry: PersonnelImport) -> Plan:
    """Return the difference as it is now, from the rows read before."""
    if entry.valid_from is None:
        raise WrongInputError(_("Cocokkan kolomnya lebih dulu."))
    roster = roster_check(
        rows_stored(entry.ref),
        today=entry.valid_from,
        has_units=any(name in entry.mapping for name in UNIT_FIELDS),
    )
    if not roster.read:
        raise PersonnelFileError(Refusal.NO_ROWS)
    return plan_build(
        government=entry.government,
        roster=roster,
        fields=[*entry.mapping, *([] if "status" in entry.mapping else ["status"])],
        mode=entry.mode,
        on=entry.valid_from,
    )


@transaction.atomic
def _store(entry: PersonnelImport, plan: Plan) -> None:
    entry.remarks.all().delete()
    ImportRemark.objects.bulk_create(
        [_stored(entry, item) for item in plan.roster.remarks], batch_size=BATCH
    )
    entry.counts, entry.difference = plan.counts(), plan.digest
    entry.phase, entry.percent, entry.claimed_at = Phase.CHECKED, 100, None
    entry.save()


def _stored(entry: PersonnelImport, item: Remark) -> ImportRemark:
    return ImportRemark(
        entry=entry,
        line=item.line,
        code=item.flaw.value,
        is_refused=item.is_refused,
        reason=reason_of(item.flaw, item.values)[:300],
        advice=advice_of(item.flaw)[:300],
    )


@transaction.atomic
def personnel_discard(*, actor: Actor, ref: str) -> PersonnelImport:
    """Put a file away that was not applied; its bytes are removed. A draft: no journal entry."""
    open_phases = {Phase.MATCHING, Phase.READING, Phase.CHECKED, Phase.FAILED}
    entry = entry_locked(actor, ref, open_phases)
    files_remove(ref)
    entry.phase = Phase.DISCARDED
    entry.save()
    return entry


def personnel_claim(*, phase: str, at: datetime, ref: str = "") -> str | None:
    """Claim one import (or this one) that waits in a phase; return its reference, or nothing.

    The claim is a conditional update, so that of two workers one gets it. A claim that is ten
    minutes old belonged to a process that died; its transaction left nothing behind.
    """
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM)
    waiting = PersonnelImport.objects.filter(free, phase=phase)
    if ref:
        waiting = waiting.filter(ref=ref)
    for pk, found in waiting.order_by("pk").values_list("pk", "ref"):
        if waiting.filter(pk=pk).update(claimed_at=at):
            return str(found)
    return None


def personnel_fail(*, ref: str, problem: str) -> None:
    """Note that the work could not be done, in words for the officer; the file is removed."""
    files_remove(ref)
    PersonnelImport.objects.filter(ref=ref).update(
        phase=Phase.FAILED, problem=problem, claimed_at=None
    )


def personnel_return(*, ref: str, problem: str) -> None:
    """Send an import back to its columns, since the list changed meanwhile; the file stays."""
    PersonnelImport.objects.filter(ref=ref).update(
        phase=Phase.MATCHING, problem=problem, claimed_at=None
    )


def is_small(entry: PersonnelImport) -> bool:
    """Tell whether the file is so small (below some 2,000 rows) that nobody need wait for it."""
    return entry.file_size <= SMALL_BYTES


def entry_locked(actor: Actor, ref: str, phases: set[Phase]) -> PersonnelImport:
    """Return the import, locked, if the actor may work on it and it stands in one of the phases."""
    entry = (
        PersonnelImport.objects.select_for_update(of=("self",))
        .select_related("government")
        .filter(ref=ref)
        .first()
    )
    if entry is None:
        raise NotVisibleError(_("Alamat ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    require(actor, Role.OFFICER, entry.government_id)
    if entry.phase not in phases:
        raise AlreadyDoneError(
            _(
                "Impor ini sekarang: {phase}. Muat ulang halamannya untuk melihat keadaannya."
            ).format(phase=Phase(entry.phase).label)
        )
    return entry
