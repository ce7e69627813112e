"""Sending a report: sealed in memory, then stored, entered in the journal and promised."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from nacl.public import PrivateKey

from netral.core.flow.report import ReportState
from netral.core.kinds.phrase import ReceiptPhrase, phrase_locator, phrase_seed
from netral.core.kinds.refs import GovernmentKey, ReportRef, handle_from
from netral.journal.services import entry_append
from netral.people.models import UnitKey
from netral.reports.models import Report, ReporterIdentity, ReportStep
from netral.reports.queries import next_due, report_by_form
from netral.reports.services.content import Identity, ReportText, packed
from netral.reports.services.identity import identity_seal
from netral.reports.services.routing import offices_for
from netral.shell.database import write_turn
from netral.vault.services.evidence import SENDER, Owner, evidence_keep
from netral.vault.services.sealing import key_pair_draw, public_bytes, seal
from netral.vault.services.tokens import form_hash, form_phrase, form_secret
from netral.vault.services.uploads import SealedUpload


@dataclass(frozen=True, slots=True)
class NewReport:
    """What is sent: the form's token, the words, who reports (or nobody), sealed uploads."""

    token: str = field(repr=False)
    government: GovernmentKey
    text: ReportText
    identity: Identity | None = None
    uploads: tuple[SealedUpload, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """What the reporter gets. ``phrase`` is none once it was confirmed, or on a later day."""

    ref: ReportRef
    phrase: ReceiptPhrase | None
    promise: str
    received_on: date
    due_on: date | None
    office: str
    is_again: bool
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A report sealed and ready to be stored: nothing in it is readable."""

    report: Report
    identity: ReporterIdentity | None
    owner: Owner
    is_turned: bool


def report_send(*, new: NewReport, at: datetime) -> ReportReceipt:
    """Take a report in; enters ``report.open``. The same form sent again gives the same receipt.

    Sealing is done before the transaction, so that the database is held only to write. Raises
    WrongInputError for a token or upload that is not ours, NoOfficeError when no office has a key,
    AlreadyDoneError when an upload went with another report.
    """
    secret = form_secret(new.token)
    sealed = _seal(new, secret, at)
    try:
        with write_turn():
            report = _store(sealed, new, at)
    except IntegrityError:
        # The constraint, not a look beforehand, tells a form sent twice: also at the same moment.
        first = report_by_form(form_hash(secret))
        if first is None:
            raise
        return _receipt(first, secret, at, is_again=True)
    return _receipt(report, secret, at, is_again=False, is_turned=sealed.is_turned)


def receipt_again(*, token: str, at: datetime) -> ReportReceipt | None:
    """Return the receipt of a form that was sent, None when it was not."""
    secret = form_secret(token)
    report = report_by_form(form_hash(secret))
    return None if report is None else _receipt(report, secret, at, is_again=True)


def _seal(new: NewReport, secret: bytes, at: datetime) -> _Sealed:
    handling, other, is_turned = offices_for(
        government=new.government, text=new.text, today=at.date()
    )
    key, phrase = key_pair_draw(), form_phrase(secret)
    report = _report(handling, key, phrase, at)
    report.form_hash = form_hash(secret)
    report.sealed = seal(packed(new.text), public_bytes(key))
    identity = identity_seal(new.identity, handling, other) if new.identity else None
    owner = Owner(ref=report.ref, public_key=public_bytes(key), unit=handling.unit)
    return _Sealed(report, identity, owner, is_turned)


def _report(handling: UnitKey, key: PrivateKey, phrase: ReceiptPhrase, at: datetime) -> Report:
    reporter = PrivateKey(phrase_seed(phrase))
    zone = handling.unit.government.timezone
    return Report(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=handling.unit.government_id,
        unit=handling.unit,
        unit_key=handling,
        state=ReportState.RECEIVED,
        received_on=at.date(),
        due_on=next_due(ReportState.RECEIVED, today=at.date(), zone=zone),
        locator=phrase_locator(phrase),
        public_key=public_bytes(key),
        key_for_unit=seal(bytes(key), bytes(handling.public_key)),
        key_for_reporter=seal(bytes(key), public_bytes(reporter)),
    )


@transaction.atomic
def _store(sealed: _Sealed, new: NewReport, at: datetime) -> Report:
    report = sealed.report
    promise = entry_append(
        government=report.government_id,
        kind="report.open",
        matter=report.ref,
        actor=SENDER,
        body={
            "unit": report.unit.path,
            "sealed": hashlib.sha256(report.sealed).hexdigest(),
            "evidence": [upload.sealed_sha256 for upload in new.uploads],
        },
        due_on=report.due_on,
        at=at,
    )
    report.promise = promise.text
    report.save(force_insert=True)
    ReportStep.objects.create(
        report=report, government_id=report.government_id, state=report.state, on=at.date()
    )
    if sealed.identity is not None:
        sealed.identity.report = report
        sealed.identity.save(force_insert=True)
    if new.uploads:
        evidence_keep(owner=sealed.owner, uploads=new.uploads, at=at)
    return report


def _receipt(
    report: Report, secret: bytes, at: datetime, *, is_again: bool, is_turned: bool = False
) -> ReportReceipt:
    is_shown = not report.is_confirmed and report.received_on == at.date()
    return ReportReceipt(
        ref=ReportRef(report.ref),
        phrase=form_phrase(secret) if is_shown else None,
        promise=report.promise,
        received_on=report.received_on,
        due_on=report.due_on,
        office=report.unit.name,
        is_again=is_again,
        is_turned=is_turned,
    )
