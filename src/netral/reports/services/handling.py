"""The officers' side: open a report in an unlocked session, move it on, write to its reporter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from nacl.public import PrivateKey

from netral.core.access import Actor, Role, require
from netral.core.flow.report import (
    CLOSED_STATES,
    HANDLERS,
    CloseReason,
    ReportState,
    move_to,
    reason_check,
)
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.kinds.refs import ReportRef
from netral.journal.services import entry_append
from netral.reports.models import Message, Report, ReportStep
from netral.reports.queries import next_due
from netral.reports.services.content import ReportText, missing_for_bawaslu, text_read
from netral.reports.services.talk import Said, said, sealed_words
from netral.vault.queries import evidence_of
from netral.vault.services.evidence import (
    EvidenceCard,
    OpenedEvidence,
    evidence_card,
    evidence_open,
)
from netral.vault.services.sealing import unseal

READERS = frozenset({Role.HANDLER, Role.EXAMINER})


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """A report as an officer reads it in an unlocked session; never stored, never logged."""

    ref: ReportRef
    state: ReportState
    received_on: date
    due_on: date | None
    text: ReportText = field(repr=False)
    evidence: tuple[EvidenceCard, ...]
    messages: tuple[Said, ...] = field(repr=False)
    missing: tuple[str, ...]
    has_identity: bool
    withdrawn_on: date | None


@transaction.atomic
def report_open(*, actor: Actor, ref: str, unit_key: PrivateKey, at: datetime) -> OpenedReport:
    """Open a report; enters ``report.view``.

    Raises NotVisibleError elsewhere, NotAllowedError in another role, SealError for another key
    than that of the unit it was sealed to (``report.unit_key``).
    """
    report = _report(ref)
    require(actor, READERS, report.unit.path)
    key = report_key(report, unit_key)
    _enter(report, actor, "report.view", at)
    files = tuple(evidence_card(item, key) for item in evidence_of(report.ref))
    text = text_read(unseal(bytes(report.sealed), key))
    return OpenedReport(
        ref=ReportRef(report.ref),
        state=ReportState(report.state),
        received_on=report.received_on,
        due_on=report.due_on,
        text=text,
        evidence=files,
        messages=tuple(said(item, key, is_officer=True) for item in report.messages.order_by("pk")),
        missing=missing_for_bawaslu(text, has_evidence=bool(files)),
        has_identity=hasattr(report, "identity"),
        withdrawn_on=report.withdrawn_on,
    )


@transaction.atomic
def report_state_set(  # noqa: PLR0913 - who, which, whereto, when, what to say, why
    *,
    actor: Actor,
    ref: str,
    state: ReportState,
    at: datetime,
    note_for_reporter: str = "",
    reason: CloseReason | None = None,
    of: str | None = None,
) -> Report:
    """Move a report on by the table of ``core/flow/report.py``; a note reaches the reporter.

    Enters ``report.<act>`` (``report.close`` with its reason for a closing move). ``of`` is the
    handle of the case or report it leads to. Raises MoveRefusedError for a step the table does
    not hold or a reason that does not fit.
    """
    report = _report(ref, is_locked=True)
    move = move_to(ReportState(report.state), state)
    require(actor, move.by, report.unit.path)
    fitting = reason_check(move, reason)
    report.state, report.close_reason = state, fitting.value if fitting else ""
    report.due_on = next_due(state, today=at.date(), zone=report.government.timezone)
    report.save(update_fields=["state", "close_reason", "due_on"])
    ReportStep.objects.create(
        report=report, government_id=report.government_id, state=state, on=at.date()
    )
    if note_for_reporter.strip():
        _write(report, actor, note_for_reporter, at)
    entry_append(
        government=report.government_id,
        kind="report.close" if state in CLOSED_STATES else f"report.{move.act}",
        matter=report.ref,
        actor=actor.account,
        body={"state": state.value},
        due_on=report.due_on,
        close=report.close_reason or None,
        of=of,
        at=at,
    )
    return report


@transaction.atomic
def report_message_send(*, actor: Actor, ref: str, text: str, at: datetime) -> Message:
    """Write to the reporter; enters ``report.answer``. No key is needed to seal it."""
    report = _report(ref)
    require(actor, HANDLERS, report.unit.path)
    if not text.strip():
        raise WrongInputError(_("Pesan masih kosong. Tulis dulu, lalu kirim."))
    message = _write(report, actor, text, at)
    _enter(report, actor, "report.answer", at)
    return message


@transaction.atomic
def report_news_write(*, actor: Actor, ref: str, text: str, at: datetime) -> Message:
    """Tell the reporter what became of the matter; enters ``report.answer``.

    For the services of the case: they have checked that the actor may take the step told of, who
    may be the one that decides and not an officer of the handling unit. Raises NotVisibleError for
    another government's report.
    """
    report = _report(ref)
    if actor.government != report.government_id:
        raise NotVisibleError(_("Laporan ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    message = _write(report, actor, text, at)
    _enter(report, actor, "report.answer", at)
    return message


def report_evidence_open(  # noqa: PLR0913 - who, what of which report, with which key, why, how
    *,
    actor: Actor,
    ref: str,
    evidence: str,
    unit_key: PrivateKey,
    reason: str,
    at: datetime,
    is_original: bool = False,
) -> OpenedEvidence:
    """Open one file of a report: ``vault``'s service enters it and keeps its custody."""
    report = _report(ref)
    require(actor, READERS, report.unit.path)
    if not evidence_of(report.ref).filter(ref=evidence).exists():
        raise NotVisibleError(_("Bukti ini tidak ada, atau bukan milik laporan ini."))
    return evidence_open(
        actor=actor,
        ref=evidence,
        key=report_key(report, unit_key),
        reason=reason,
        at=at,
        is_original=is_original,
    )


def report_key(report: Report, unit_key: PrivateKey) -> PrivateKey:
    """Return a report's own private key with the key of the unit that handles it."""
    return PrivateKey(unseal(bytes(report.key_for_unit), unit_key))


def _report(ref: str, *, is_locked: bool = False) -> Report:
    reports = Report.objects.select_related("unit", "government")
    if is_locked:
        reports = reports.select_for_update(of=("self",))
    report = reports.filter(ref=ref).first()
    if report is None:
        raise NotVisibleError(_("Laporan ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    return report


def _write(report: Report, actor: Actor, text: str, at: datetime) -> Message:
    return Message.objects.create(
        report=report,
        government_id=report.government_id,
        is_from_reporter=False,
        sealed=sealed_words(report, text, at, who=actor.name),
        sent_on=at.date(),
    )


def _enter(report: Report, actor: Actor, kind: str, at: datetime) -> None:
    entry_append(
        government=report.government_id,
        kind=kind,
        matter=report.ref,
        actor=actor.account,
        body={},
        due_on=report.due_on,
        at=at,
    )
