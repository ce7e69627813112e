"""From a report to a case: opened, joined, or opened and passed on at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from netral.cases.access import case_locked, report_for_handling
from netral.cases.models import Case, CaseReport
from netral.cases.queries.law import question_for
from netral.cases.services.referral import case_refer
from netral.cases.services.steps import Taken, entry_of, news, step_add, step_take
from netral.core import law
from netral.core.access import Actor
from netral.core.flow.case import HANDLERS, CaseStage
from netral.core.flow.moves import Move
from netral.core.flow.report import ReportState
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.kinds.refs import CaseRef, ReportRef, handle_from
from netral.core.law.builders import STAGES
from netral.core.ledger.canonical import Json
from netral.people.services.law_answers import answer_digest, law_answer_store
from netral.reports.models import Report
from netral.reports.services.handling import report_state_set

OPENED = gettext_noop(
    "Laporan Anda menjadi perkara. Berikutnya kami memastikan siapa terlapornya, "
    "paling lambat %(due)s."
)
JOINED = gettext_noop(
    "Laporan Anda kami gabungkan dengan laporan lain tentang peristiwa yang sama. "
    "Keduanya tetap tercatat, dan Anda tetap mendapat kabar."
)
OPENING = Move("open", CaseStage.OPENED, CaseStage.OPENED, HANDLERS)


@dataclass(frozen=True, slots=True)
class CaseOpening:
    """What an officer found at the first reading: act, its day, and a summary that is sealed.

    ``stage`` is the election's stage where the calendar does not tell it; else empty.
    """

    act_code: str
    act_on: date
    summary: str
    stage: str = ""


@transaction.atomic
def case_open(*, actor: Actor, report: ReportRef, opening: CaseOpening, at: datetime) -> Case:
    """Open a case from an admitted report; enters ``case.open`` and the report's own ``admit``.

    Raises NotVisibleError elsewhere, NotAllowedError in another role, WrongInputError for an act
    that was not forbidden on that day, MoveRefusedError when the report was handled already,
    KeyMissingError when the unit has no key to seal to.
    """
    source = report_for_handling(actor=actor, ref=report)
    _check(opening, at)
    case = _case_new(source, opening, at)
    case.law_answer = law_answer_store(
        government=case.government_id, question=question_for(case), at=at
    )
    taken = Taken(actor, at, at.date(), note=opening.summary)
    step = step_take(case, OPENING, taken)
    report_state_set(
        actor=actor,
        ref=source.ref,
        state=ReportState.ADMITTED,
        at=at,
        note_for_reporter=news(OPENED, due=case.due_on),
        of=case.ref,
    )
    CaseReport.objects.create(case=case, report=source, is_first=True, joined_on=at.date())
    body: dict[str, Json] = {
        "code": case.act_code,
        "act_on": case.act_on.isoformat(),
        "law": case.law_version,
        "answer": answer_digest(case.law_answer),
    }
    entry_of(case, "case.open", taken, step, body, source.ref)
    return case


@transaction.atomic
def case_join(*, actor: Actor, ref: CaseRef, report: ReportRef, note: str, at: datetime) -> Case:
    """Join a report to a case that stands before its decision; enters ``case.join``.

    Raises as ``case_open`` does; NotVisibleError for a case of another handling unit.
    """
    source = report_for_handling(actor=actor, ref=report)
    case, move = case_locked(actor=actor, ref=ref, act="join", at=at)
    if case.unit_id != source.unit_id:
        raise NotVisibleError(_("Perkara itu ditangani unit lain."))
    taken = Taken(actor, at, at.date(), note=note)
    step = step_add(case, move, taken)
    report_state_set(
        actor=actor,
        ref=source.ref,
        state=ReportState.JOINED,
        at=at,
        note_for_reporter=news(JOINED),
        of=case.ref,
    )
    CaseReport.objects.create(case=case, report=source, joined_on=at.date())
    entry_of(case, "case.join", taken, step, {}, source.ref)
    return case


@transaction.atomic
def report_refer(
    *, actor: Actor, report: ReportRef, opening: CaseOpening, addressee: str, at: datetime
) -> Case:
    """Open a case from a report and pass it on at once: it keeps exactly one owner.

    Raises as ``case_open`` and ``case_refer`` do; then nothing was opened.
    """
    case = case_open(actor=actor, report=report, opening=opening, at=at)
    return case_refer(
        actor=actor, ref=CaseRef(case.ref), addressee=addressee, note=opening.summary, at=at
    )


def _check(opening: CaseOpening, at: datetime) -> None:
    act = law.act(opening.act_code, opening.act_on)
    if act is None or not act.is_breach:
        raise WrongInputError(
            _("Perbuatan ini belum dilarang pada hari itu. Periksa hari kejadian, atau pilih lain.")
        )
    if opening.act_on > at.date():
        raise WrongInputError(_("Hari kejadian belum tiba. Isi hari ini atau sebelumnya."))
    if opening.stage and opening.stage not in STAGES:
        raise WrongInputError(_("Tahap pemilihan ini tidak dikenal. Pilih dari daftarnya."))


def _case_new(source: Report, opening: CaseOpening, at: datetime) -> Case:
    stages = law.stages_on(opening.act_on)
    # Clocks hang on a stored case, and an open case must have a due day: today, until the clocks
    # of this same transaction set it.
    return Case.objects.create(
        due_on=at.date(),
        ref=handle_from(secrets.token_bytes(10)),
        government=source.government,
        unit=source.unit,
        act_code=opening.act_code,
        act_on=opening.act_on,
        election_stage=opening.stage or (stages[0].stage if stages else ""),
        law_version=law.LAW_VERSION,
        opened_on=at.date(),
    )
