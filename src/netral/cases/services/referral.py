"""Passing a case on: to whom the law data names on that day, until the receiver confirms."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from netral.cases.access import case_locked
from netral.cases.models import Case, Referral
from netral.cases.queries.cases import reports_held
from netral.cases.queries.law import addressees_offered
from netral.cases.services.steps import Taken, entry_of, news, step_take
from netral.core.access import Actor
from netral.core.flow.report import ReportState
from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.refs import CaseRef
from netral.core.law.records import Addressee
from netral.reports.services.handling import report_news_write, report_state_set

SENT = gettext_noop(
    "Laporan Anda diteruskan kepada %(body)s, yang berwenang menanganinya. "
    "Sampai mereka mengonfirmasi, tanggung jawab tetap pada kantor ini."
)


@transaction.atomic
def case_refer(*, actor: Actor, ref: CaseRef, addressee: str, note: str, at: datetime) -> Case:
    """Pass a case on to an addressee of the law data; enters ``case.refer``.

    The case stays open, and the office's, until the receipt is noted (``case_close``). Raises
    WrongInputError for an addressee that is none on this day.
    """
    case, move = case_locked(actor=actor, ref=ref, act="refer", at=at)
    receiver = _addressee(case, addressee, at)
    Referral.objects.create(
        case=case,
        government_id=case.government_id,
        addressee=receiver.id,
        addressee_title=receiver.title_id,
        citation="; ".join(receiver.standing.citation),
        sent_on=at.date(),
    )
    basis = "; ".join(receiver.standing.citation)[:160]
    taken = Taken(actor, at, at.date(), note=note, basis=basis)
    step = step_take(case, move, taken)
    _tell(case, actor, news(SENT, body=receiver.title_id), at)
    entry_of(case, "case.refer", taken, step, {"addressee": receiver.id})
    return case


def _addressee(case: Case, wanted: str, at: datetime) -> Addressee:
    for item in addressees_offered(case, at.date()):
        if item.id == wanted:
            return item
    raise WrongInputError(
        _("Lembaga ini bukan penerima perkara ini pada hari ini. Pilih dari daftarnya.")
    )


def _tell(case: Case, actor: Actor, text: str, at: datetime) -> None:
    for link in reports_held(case):
        if link.report.state == ReportState.ADMITTED.value:
            report_state_set(
                actor=actor,
                ref=link.report.ref,
                state=ReportState.REFERRED,
                at=at,
                note_for_reporter=text,
                of=case.ref,
            )
        else:
            report_news_write(actor=actor, ref=link.report.ref, text=text, at=at)
