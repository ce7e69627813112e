"""Builds an office and takes cases through their stages by the services, as officers would.

Days: the act on 5 October 2024 (campaign), opened on Monday 7 October, summoned on the 8th, first
lawful day of examination 17 October, decided on the 21st, delivered on the 22nd, in force on 12
November.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.test import Client
from nacl.public import PrivateKey, PublicKey, SealedBox

from netral.cases.models import Case
from netral.cases.services.decision import Verdict, case_close, case_decide, case_deliver
from netral.cases.services.examination import (
    Examination,
    case_examine,
    case_match,
    case_summon,
)
from netral.cases.services.intake import CaseOpening, case_join, case_open
from netral.cases.services.referral import case_refer
from netral.core.access import Actor, Role
from netral.core.flow.case import CaseStage
from netral.core.flow.report import ReportState
from netral.core.kinds.refs import CaseRef, PersonRef, ReportRef
from netral.journal.models import Entry
from netral.people.models import Account, Person, UnitKey, UnitKeyShare, UnlockKey
from netral.people.services.unlock import unlock_key_make
from netral.reports.models import Report
from netral.reports.services.following import report_follow
from netral.reports.services.handling import report_state_set
from netral.reports.services.sending import ReportReceipt
from netral.shell.moment import moment
from tests.apps.people.build import account_build, actor_build, person_build, staff_client
from tests.apps.reports.build import AT, BKPSDM, GOVERNMENT, handler, key_build, phrase_of, sent

KEY = str(GOVERNMENT)
DINKES = f"{KEY}.dinkes"
PHRASE = "kuda hijau lari ke pasar"
ACT_ON = date(2024, 10, 5)
HEAVY = "S-MEDSOS-KAMPANYE"
MEDIUM = "D-N1"
MORAL = "E-SPANDUK"
SUMMON_AT = AT + timedelta(days=1)
EXAMINE_AT = AT.replace(day=17)
DECIDE_AT = AT.replace(day=21)
DELIVER_AT = AT.replace(day=22)
CLOSE_AT = AT.replace(month=11, day=13)
ELSEWHERE = "kab-lain"
PROVEN = Verdict(reason="Tiga saksi dan dua gambar.", item="BERAT-TURUN-JABATAN-12")
CLEARED = Verdict(reason="Akun itu bukan miliknya.", reason_code="orang_lain")


@dataclass(frozen=True, slots=True)
class Office:
    """One government's officers, its unit's private key and a person on its roster."""

    private: PrivateKey
    handler: Actor
    examiner: Actor
    superior: Actor
    ppk: Actor
    person: Person


def office_build() -> Office:
    """Return Batang Hari with a handling unit, its key, and an officer for each step."""
    private = key_build(BKPSDM)
    return Office(
        private=private,
        handler=handler(),
        examiner=actor_build(Role.EXAMINER, BKPSDM),
        superior=actor_build(Role.SUPERIOR, DINKES),
        ppk=actor_build(Role.PPK, KEY),
        person=person_build(DINKES, post_title="Kepala Seksi Promosi"),
    )


def report_build(office: Office, *, is_taken: bool = True, at: datetime = AT) -> ReportReceipt:
    """Send a report; take it for its first reading unless told not to."""
    receipt = sent(at=at)
    if is_taken:
        report_state_set(actor=office.handler, ref=receipt.ref, state=ReportState.IN_TRIAGE, at=at)
    return receipt


def opening(act: str = HEAVY, act_on: date = ACT_ON, stage: str = "") -> CaseOpening:
    return CaseOpening(act, act_on, "Unggahan di grup kantor.", stage)


def opened(
    office: Office, *, act: str = HEAVY, at: datetime = AT, receipt: ReportReceipt | None = None
) -> Case:
    """Open a case from a report."""
    source = receipt or report_build(office, at=at)
    return case_open(
        actor=office.handler, report=ReportRef(source.ref), opening=opening(act), at=at
    )


def matched(office: Office, case: Case, *, person: Person | None = None) -> Case:
    ref = PersonRef((person or office.person).ref)
    return case_match(actor=office.handler, ref=CaseRef(case.ref), person=ref, at=AT)


def summoned(office: Office, case: Case, *, actor: Actor | None = None) -> Case:
    return case_summon(
        actor=actor or office.examiner,
        ref=CaseRef(case.ref),
        note="Surat panggilan pertama",
        at=SUMMON_AT,
    )


def examined(
    office: Office,
    case: Case,
    *,
    actor: Actor | None = None,
    facts: tuple[str, ...] = (),
    at: datetime = EXAMINE_AT,
    is_absent: bool = False,
) -> Case:
    found = Examination(at.date(), "Terlapor menjelaskan.", facts, is_absent=is_absent)
    return case_examine(
        actor=actor or office.examiner, ref=CaseRef(case.ref), examination=found, at=at
    )


def decided(
    office: Office,
    case: Case,
    verdict: Verdict = PROVEN,
    *,
    actor: Actor | None = None,
    at: datetime = DECIDE_AT,
) -> Case:
    return case_decide(actor=actor or office.ppk, ref=CaseRef(case.ref), verdict=verdict, at=at)


def delivered(office: Office, case: Case, *, actor: Actor | None = None) -> Case:
    return case_deliver(
        actor=actor or office.handler,
        ref=CaseRef(case.ref),
        on=DELIVER_AT.date(),
        note="",
        at=DELIVER_AT,
    )


def closed(
    office: Office, case: Case, *, actor: Actor | None = None, at: datetime = CLOSE_AT
) -> Case:
    return case_close(
        actor=actor or office.handler, ref=CaseRef(case.ref), note="Dijalankan.", at=at
    )


def referred(office: Office, case: Case, *, actor: Actor | None = None) -> Case:
    return case_refer(
        actor=actor or office.handler,
        ref=CaseRef(case.ref),
        addressee="bawaslu",
        note="Ada unsur pidana.",
        at=AT,
    )


def joined(office: Office, case: Case, receipt: ReportReceipt) -> Case:
    return case_join(
        actor=office.handler,
        ref=CaseRef(case.ref),
        report=ReportRef(receipt.ref),
        note="Peristiwa yang sama.",
        at=AT,
    )


def case_at(office: Office, stage: CaseStage, *, act: str = HEAVY) -> Case:
    """Return a new case that stands in a stage."""
    case = opened(office, act=act)
    if stage is CaseStage.REFERRED:
        return referred(office, case)
    verdict = CLEARED if stage is CaseStage.NOT_PROVEN else PROVEN
    ways: tuple[Callable[[Case], Case], ...] = (
        partial(matched, office),
        partial(summoned, office),
        partial(examined, office),
        partial(decided, office, verdict=verdict),
        partial(delivered, office),
        partial(closed, office),
    )
    for way in ways:
        if case.stage == stage.value:
            break
        case = way(case)
    return case


def told(receipt: ReportReceipt) -> list[str]:
    """Return what the reporter reads with the phrase: the office's messages, oldest first."""
    followed = report_follow(phrase=phrase_of(receipt))
    return [said.text for said in followed.messages if not said.is_mine]


def report_of(receipt: ReportReceipt) -> Report:
    return Report.objects.get(ref=receipt.ref)


def entries() -> int:
    return Entry.objects.count()


def holder_build(role: Role, unit: str, office: Office, name: str = "") -> Account:
    """Return an officer who holds the handling unit's key."""
    account = account_build(role, unit, name=name)
    unlock_key_make(account=account, pass_phrase=PHRASE, at=moment())
    public = bytes(UnlockKey.objects.get(account=account).public_key)
    UnitKeyShare.objects.create(
        unit_key=UnitKey.objects.get(unit__path=BKPSDM),
        account=account,
        sealed_private_key=bytes(SealedBox(PublicKey(public)).encrypt(bytes(office.private))),
        created_at=moment(),
    )
    return account


def unlocked_client(role: Role, unit: str, office: Office, name: str = "") -> Client:
    """Return a browser of an officer whose session is unlocked."""
    browser = staff_client(holder_build(role, unit, office, name))
    assert browser.post("/kunci/", {"pass_phrase": PHRASE}).status_code == 302
    return browser
