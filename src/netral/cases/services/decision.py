"""Deciding within the law's range, or outside it with a reason, or not proven; then the end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from netral.cases.access import case_locked, decider_check, level_check, rule_for_setting
from netral.cases.models import Case, Decision, ReporterRule
from netral.cases.queries.cases import reports_held, shows_kind
from netral.cases.queries.clocks import clock_day
from netral.cases.queries.law import answer_for, deciders_of, sanctions_offered
from netral.cases.services.sealing import digest, text_seal
from netral.cases.services.steps import (
    Taken,
    day_check,
    entry_of,
    news,
    news_send,
    step_take,
)
from netral.core import law
from netral.core.access import Actor
from netral.core.flow.case import NOT_PROVEN_LABELS, CaseClose, CaseStage, NotProvenReason
from netral.core.flow.report import CloseReason, ReportState
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import CaseRef, handle_from
from netral.core.law.records import SanctionItem
from netral.journal.services import entry_append
from netral.people.services.law_answers import answer_digest, law_answer_store
from netral.reports.services.handling import report_state_set
from netral.shell.format import long_date

PROVEN = gettext_noop(
    "Dugaan dalam laporan Anda terbukti. Sanksinya sudah ditetapkan, belum dijalankan. %(kind)s"
)
KIND_SHOWN = gettext_noop("Jenisnya: %(item)s.")
KIND_HIDDEN = gettext_noop("Jenis sanksinya tidak kami tampilkan.")
NOT_PROVEN = gettext_noop(
    "Dugaan itu tidak terbukti, karena %(reason)s. Ini bukan berarti Anda berbohong. "
    "Punya bukti baru? Kirim di sini."
)
DELIVERED = gettext_noop("Keputusan sudah disampaikan kepada terlapor. Mulai berlaku %(day)s.")
DELIVERED_PLAIN = gettext_noop("Keputusan sudah disampaikan kepada terlapor.")
CLOSINGS = {
    CaseStage.DELIVERED: (
        CaseClose.PROVEN,
        CloseReason.PROVEN,
        gettext_noop("Sanksinya sudah dijalankan. Perkara ini selesai."),
    ),
    CaseStage.NOT_PROVEN: (
        CaseClose.NOT_PROVEN,
        CloseReason.NOT_PROVEN,
        gettext_noop("Perkara ini selesai: dugaan tidak terbukti."),
    ),
    CaseStage.REFERRED: (
        CaseClose.REFERRED,
        CloseReason.REFERRED,
        gettext_noop("Lembaga penerima sudah mengonfirmasi. Perkara ini sekarang milik mereka."),
    ),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided. ``item`` is a sanction's id; empty: not proven, with ``reason_code``.

    ``reason`` weighs the case and is sealed; ``outside_reason`` is needed outside the range.
    """

    reason: str
    item: str = ""
    reason_code: str = ""
    outside_reason: str = ""


@transaction.atomic
def case_decide(*, actor: Actor, ref: CaseRef, verdict: Verdict, at: datetime) -> Case:
    """Decide a case once; enters ``case.decide`` and tells the reporters.

    Raises NotAllowedError for a role that does not decide at this level and for who examined it,
    WrongInputError without the reason that is needed, MoveRefusedError or AlreadyDoneError (409)
    when somebody decided a moment ago.
    """
    act = "decide" if verdict.item else "clear"
    case, move = case_locked(actor=actor, ref=ref, act=act, at=at)
    decider_check(actor=actor, case=case)
    item = law.sanction_item(verdict.item) if verdict.item else None
    level_check(actor=actor, roles=deciders_of(case, item.level if item else ""))
    is_outside = _check(case, verdict)
    decision = _keep(case, verdict, Taken(actor, at, at.date()), is_outside=is_outside)
    taken = Taken(actor, at, at.date(), basis="; ".join(decision.articles)[:160])
    step = step_take(case, move, taken)
    news_send(case, actor, _told(case, verdict, item), at)
    body = {
        "outcome": decision.outcome,
        "items": list(decision.items),
        "reason": digest(decision.sealed_reason),
        "outside": digest(decision.sealed_outside_reason),
        "law": decision.law_version,
        "answer": answer_digest(decision.law_answer),
    }
    entry_of(case, "case.decide", taken, step, body)
    return case


@transaction.atomic
def case_deliver(*, actor: Actor, ref: CaseRef, on: date, note: str, at: datetime) -> Case:
    """Note the day on which the decision was delivered; enters ``case.deliver``.

    From that day the decision's coming into force is counted (Peraturan BKN 6/2022 Pasal 50).
    """
    case, move = case_locked(actor=actor, ref=ref, act="deliver", at=at)
    day_check(case, on, at)
    taken = Taken(actor, at, on, note=note)
    step = step_take(case, move, taken)
    day = clock_day(case, "DIS-BERLAKU")
    news_send(case, actor, news(DELIVERED, day=day) if day else news(DELIVERED_PLAIN), at)
    entry_of(case, "case.deliver", taken, step, {})
    return case


@transaction.atomic
def case_close(*, actor: Actor, ref: CaseRef, note: str, at: datetime) -> Case:
    """End a case: carried out, not proven, or received elsewhere; enters ``case.close``.

    Every report of it is closed with the same outcome. Raises WrongInputError before the decision
    is in force.
    """
    case, move = case_locked(actor=actor, ref=ref, act="close", at=at)
    stage = move.from_stage
    in_force = clock_day(case, "DIS-BERLAKU") if stage is CaseStage.DELIVERED else None
    if in_force is not None and at.date() < in_force:
        raise WrongInputError(
            _("Keputusan baru berlaku %(day)s (Peraturan BKN 6/2022 Pasal 50 ayat (1)).")
            % {"day": long_date(in_force, get_language() or "id")}
        )
    reason, report_reason, text = CLOSINGS[stage]
    if stage is CaseStage.REFERRED:
        case.referral.received_on = at.date()
        case.referral.save(update_fields=["received_on"])
    case.close_reason, case.closed_on = reason.value, at.date()
    taken = Taken(actor, at, at.date(), note=note)
    step = step_take(case, move, taken)
    for link in reports_held(case):
        report_state_set(
            actor=actor,
            ref=link.report.ref,
            state=ReportState.CLOSED,
            at=at,
            note_for_reporter=news(text),
            reason=report_reason,
            of=case.ref,
        )
    entry_of(case, "case.close", taken, step, {})
    return case


@transaction.atomic
def reporter_rule_set(*, actor: Actor, shows_kind: bool, source: str, at: datetime) -> ReporterRule:
    """Enter the government's rule on telling reporters the kind of a sanction, with its source.

    Enters ``reporter_rule.set``. Raises as ``rule_for_setting`` does, WrongInputError without a
    source.
    """
    rule_for_setting(actor=actor)
    if not source.strip():
        raise WrongInputError(_("Sebutkan aturan daerah yang menjadi dasarnya."))
    rule, _created = ReporterRule.objects.update_or_create(
        government_id=actor.government,
        defaults={
            "shows_kind": shows_kind,
            "source": source.strip(),
            "entered_by": actor.account,
            "entered_at": at,
        },
    )
    entry_append(
        government=actor.government,
        kind="reporter_rule.set",
        matter=handle_from(secrets.token_bytes(10)),
        actor=actor.account,
        body={"shows_kind": shows_kind, "source": source.strip()},
        at=at,
    )
    return rule


def _check(case: Case, verdict: Verdict) -> bool:
    """Return whether the verdict lies outside the range; refuse one without its reason."""
    if not verdict.reason.strip():
        raise WrongInputError(_("Tulis pertimbangannya: yang memberatkan dan yang meringankan."))
    if not verdict.item:
        if verdict.reason_code not in {reason.value for reason in NotProvenReason}:
            raise WrongInputError(_("Pilih mengapa dugaan itu tidak terbukti."))
        return False
    offered = {row.item.id: row for row in sanctions_offered(case)}
    if verdict.item not in offered:
        raise WrongInputError(_("Sanksi ini belum atau tidak lagi berlaku pada hari kejadian."))
    is_outside = not offered[verdict.item].is_in_range
    if is_outside and not verdict.outside_reason.strip():
        raise WrongInputError(_("Di luar rentang: tulis alasannya. Pengawas akan membacanya."))
    return is_outside


def _keep(case: Case, verdict: Verdict, taken: Taken, *, is_outside: bool) -> Decision:
    answer = answer_for(case)
    sealed, key_id = text_seal(case, verdict.reason)
    outside = text_seal(case, verdict.outside_reason)[0] if is_outside else b""
    articles = [norm.ref for norm in answer.norms]
    if verdict.item:
        articles.append(law.sanction_item(verdict.item).basis)
    try:
        with transaction.atomic():
            return Decision.objects.create(
                case=case,
                government_id=case.government_id,
                outcome="terbukti" if verdict.item else "tidak_terbukti",
                items=[verdict.item] if verdict.item else [],
                articles=articles,
                reason_code="" if verdict.item else verdict.reason_code,
                sealed_reason=sealed,
                is_outside_range=is_outside,
                sealed_outside_reason=outside,
                reason_key_id=key_id,
                answer=answer.to_dict(),
                law_version=answer.law_version,
                law_answer=law_answer_store(
                    government=case.government_id, question=answer.question, at=taken.at
                ),
                decided_on=taken.on,
                decided_by=taken.actor.account,
                by_name=taken.actor.name,
                by_role=taken.actor.role.value,
            )
    except IntegrityError as error:
        raise AlreadyDoneError(
            _("Perkara ini baru saja diputus orang lain. Tidak ada yang berubah.")
        ) from error


def _told(case: Case, verdict: Verdict, item: SanctionItem | None) -> str:
    if item is None:
        reason = NOT_PROVEN_LABELS[NotProvenReason(verdict.reason_code)]
        return news(NOT_PROVEN, reason=news(reason))
    may_tell = shows_kind(case.government_id)
    kind = news(KIND_SHOWN, item=item.title_id) if may_tell else news(KIND_HIDDEN)
    return news(PROVEN, kind=kind)
