"""Confirming and applying a checked personnel file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role
from netral.core.kinds.errors import NetralError, WrongInputError
from netral.core.kinds.refs import AccountRef, UnitPath
from netral.journal.services import entry_append
from netral.people.models import Instansi, Person, PersonnelImport, Posting
from netral.people.services.personnel_apply import Work, last_key, plan_apply, summary_of
from netral.people.services.personnel_files import files_remove, percent_tell
from netral.people.services.personnel_intake import entry_locked, is_small, plan_of
from netral.people.services.personnel_plan import Plan

Phase = PersonnelImport.Phase
LONGEST_BACK = timedelta(days=366)


class RosterChangedError(NetralError):
    """The list changed since the difference was shown; it must be looked at again."""

    status = 409
    title = "Daftar pegawai sudah berubah"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the officer chose: the mode, the first day, and the last day of those who left."""

    mode: str
    valid_from: date
    left_on: date


@transaction.atomic
def personnel_confirm(*, actor: Actor, ref: str, choice: Choice, at: datetime) -> PersonnelImport:
    """Take the officer's word that the difference is right; the import then waits to be saved.

    A draft still: nothing enters the journal before it is applied.
    """
    entry = entry_locked(actor, ref, {Phase.CHECKED})
    _check_days(choice, at.date())
    entry.mode, entry.valid_from, entry.left_on = choice.mode, choice.valid_from, choice.left_on
    entry.account = actor.account
    entry.phase, entry.percent, entry.claimed_at = Phase.SAVING, 0, None
    entry.save()
    return entry


@transaction.atomic
def personnel_save(*, actor: Actor, ref: str, choice: Choice, at: datetime) -> PersonnelImport:
    """Confirm an import and, when it is small, apply it at once; else the worker will.

    One transaction: what refuses the second step takes back the first. ``personnel.import`` is
    entered when it is applied.
    """
    entry = personnel_confirm(actor=actor, ref=ref, choice=choice, at=at)
    return personnel_apply(actor=actor, ref=ref, at=at) if is_small(entry) else entry


def _check_days(choice: Choice, today: date) -> None:
    if not today - LONGEST_BACK <= choice.valid_from <= today:
        raise WrongInputError(
            _("Hari berlaku harus hari ini atau sebelumnya, paling jauh setahun ke belakang.")
        )
    if choice.left_on > today:
        raise WrongInputError(
            _("Hari terakhir bertugas belum tiba. Pilih hari ini atau sebelumnya.")
        )


def _plan_as_shown(entry: PersonnelImport) -> Plan:
    """Recount the difference; what is applied must be what was shown.

    The officer saw it for a complete file: with "add and change only" fewer leave, nothing is new.
    """
    mode, entry.mode = entry.mode, PersonnelImport.Mode.FULL
    plan = plan_of(entry)
    entry.mode = mode
    if plan.digest != entry.difference:
        raise RosterChangedError(
            _(
                "Ada perubahan pada daftar sesudah selisih ini dihitung. Cocokkan kolomnya lagi "
                "agar selisihnya dihitung ulang; tidak ada yang tersimpan."
            )
        )
    if mode == PersonnelImport.Mode.MERGE:
        plan.left = [item for item in plan.left if item[1] in plan.roster.gone]
    return plan


@transaction.atomic
def personnel_apply(
    *, actor: Actor, ref: str, at: datetime, plan: Plan | None = None
) -> PersonnelImport:
    """Apply a confirmed import in one transaction and enter ``personnel.import``.

    ``plan``: the difference just computed, to spare reading it again (the command does so).
    Raises RosterChangedError when the difference is not the one that was shown.
    """
    entry = entry_locked(actor, ref, {Phase.SAVING})
    _wait_for_others(entry)
    found = plan or _plan_as_shown(entry)
    if entry.valid_from is None or entry.left_on is None:
        raise WrongInputError(_("Pilih hari berlaku dan hari terakhir bertugas lebih dulu."))
    work = Work(
        entry=entry,
        plan=found,
        on=entry.valid_from,
        left_on=entry.left_on,
        tell=lambda percent: percent_tell(ref, percent),
    )
    first = _last_keys()
    plan_apply(work)
    made = {name: [first[name], last] for name, last in _last_keys().items()}
    entry.counts = {**found.counts(), **made}
    entry.sheet = {**entry.sheet, "opened": [place.pk for place in found.tree.planned]}
    entry.phase, entry.percent, entry.applied_at = Phase.APPLIED, 100, at
    entry.claimed_at = None
    entry.save()
    _journal(entry, actor, "personnel.import", summary_of(work), at)
    transaction.on_commit(lambda: files_remove(ref))
    return entry


def saver_of(entry: PersonnelImport) -> Actor:
    """Return the officer who confirmed, for the worker that applies in their name."""
    return Actor(
        account=AccountRef(entry.account),
        name="",
        role=Role.OFFICER,
        unit=UnitPath(entry.government_id),
    )


def _wait_for_others(entry: PersonnelImport) -> None:
    """Let one import of a government be applied at a time.

    Persons come in by imports alone: so all in the key range kept in ``counts`` are this one's.
    """
    Instansi.objects.select_for_update(no_key=True).get(pk=entry.government_id)


def _last_keys() -> dict[str, int]:
    return {"persons": last_key(Person.objects.all()), "postings": last_key(Posting.objects.all())}


def _journal(
    entry: PersonnelImport, actor: Actor, kind: str, body: Mapping[str, Any], at: datetime
) -> None:
    entry_append(
        government=entry.government_id,
        kind=kind,
        matter=entry.ref,
        actor=actor.account,
        body=body,
        at=at,
    )
