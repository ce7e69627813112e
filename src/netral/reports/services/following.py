"""The reporter's side after sending: look, write, add evidence, confirm the phrase, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from nacl.public import PrivateKey

from netral.core.flow.report import CloseReason, ReportState
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.phrase import ReceiptPhrase, phrase_locator, phrase_seed
from netral.journal.services import entry_append
from netral.reports.models import Message, Report
from netral.reports.queries import report_by_locator
from netral.reports.services.talk import Said, said, sealed_words
from netral.vault.queries import evidence_of
from netral.vault.services.evidence import (
    SENDER,
    EvidenceCard,
    Owner,
    evidence_card,
    evidence_keep,
)
from netral.vault.services.sealing import SealError, seal, unseal
from netral.vault.services.tokens import form_hash, form_secret
from netral.vault.services.uploads import SealedUpload

# Opened when no report fits, so that a wrong phrase costs the same work as a right one.
_NOBODY = seal(b"\0" * 32, bytes(PrivateKey(b"\1" * 32).public_key))


class NoReportError(WrongInputError):
    """No report fits these words."""

    title = "Tidak ada laporan yang cocok"


@dataclass(frozen=True, slots=True)
class FollowedReport:
    """A report as its reporter sees it."""

    state: ReportState
    close_reason: CloseReason | None
    steps: tuple[tuple[ReportState, date], ...]
    due_on: date | None
    office: str
    messages: tuple[Said, ...] = field(repr=False)
    evidence: tuple[EvidenceCard, ...]
    promise: str
    received_on: date
    is_confirmed: bool
    withdrawn_on: date | None


def report_follow(*, phrase: ReceiptPhrase) -> FollowedReport:
    """Return the report of a phrase, read with its key; raise NoReportError when there is none."""
    report, key = _found(phrase)
    steps = report.steps.order_by("pk").values_list("state", "on")
    reason = CloseReason(report.close_reason) if report.close_reason else None
    return FollowedReport(
        state=ReportState(report.state),
        close_reason=reason,
        steps=tuple((ReportState(state), day) for state, day in steps),
        due_on=report.due_on,
        office=report.unit.name,
        messages=tuple(
            said(item, key, is_officer=False) for item in report.messages.order_by("pk")
        ),
        evidence=tuple(evidence_card(item, key) for item in evidence_of(report.ref)),
        promise=report.promise,
        received_on=report.received_on,
        is_confirmed=report.is_confirmed,
        withdrawn_on=report.withdrawn_on,
    )


@transaction.atomic
def reporter_message_send(
    *,
    phrase: ReceiptPhrase,
    token: str,
    text: str,
    uploads: Sequence[SealedUpload],
    at: datetime,
) -> Message:
    """Add words or evidence; enters ``report.add``. The same form sent again changes nothing.

    Raises WrongInputError when there is neither text nor file, AlreadyDoneError for a form that
    was sent before.
    """
    report, _key = _found(phrase)
    if not text.strip() and not uploads:
        raise WrongInputError(_("Tulis pesan atau pilih berkas dulu, lalu kirim."))
    try:
        with transaction.atomic():
            message = Message.objects.create(
                report=report,
                government_id=report.government_id,
                is_from_reporter=True,
                sealed=sealed_words(report, text or _("(menambah bukti)"), at),
                sent_on=at.date(),
                form_hash=form_hash(form_secret(token)),
            )
    except IntegrityError as error:
        raise AlreadyDoneError(_("Kiriman ini masuk tadi. Tidak perlu dikirim lagi.")) from error
    if uploads:
        evidence_keep(owner=_owner(report), uploads=uploads, at=at)
    _enter(report, "report.add", at, evidence=[one.sealed_sha256 for one in uploads])
    return message


@transaction.atomic
def phrase_confirm(*, phrase: ReceiptPhrase, expected: ReceiptPhrase, at: datetime) -> bool:
    """Tell whether the words typed back are the ones shown; note it, entering ``report.confirm``.

    From then on no form shows the phrase again.
    """
    if phrase != expected:
        return False
    report, _key = _found(phrase)
    if not report.is_confirmed:
        Report.objects.filter(pk=report.pk).update(is_confirmed=True)
        _enter(report, "report.confirm", at)
    return True


@transaction.atomic
def report_withdraw(*, phrase: ReceiptPhrase, at: datetime) -> Report:
    """Note the wish to withdraw; enters ``report.withdraw``.

    Nothing is deleted, and the office may still examine what it now knows.
    """
    report, _key = _found(phrase)
    if report.withdrawn_on is not None:
        raise AlreadyDoneError(_("Keinginan menarik laporan sudah kami catat."))
    report.withdrawn_on = at.date()
    report.save(update_fields=["withdrawn_on"])
    _enter(report, "report.withdraw", at)
    return report


def _found(phrase: ReceiptPhrase) -> tuple[Report, PrivateKey]:
    own = PrivateKey(phrase_seed(phrase))
    report = report_by_locator(phrase_locator(phrase))
    try:
        key = unseal(bytes(report.key_for_reporter) if report else _NOBODY, own)
    except SealError:
        report, key = None, b""
    if report is None:
        raise NoReportError(_("Tidak ada laporan yang cocok dengan kata-kata ini."))
    return report, PrivateKey(key)


def _owner(report: Report) -> Owner:
    return Owner(ref=report.ref, public_key=bytes(report.public_key), unit=report.unit)


def _enter(report: Report, kind: str, at: datetime, evidence: Sequence[str] = ()) -> None:
    entry_append(
        government=report.government_id,
        kind=kind,
        matter=report.ref,
        actor=SENDER,
        body={"evidence": list(evidence)},
        due_on=report.due_on,
        at=at,
    )
