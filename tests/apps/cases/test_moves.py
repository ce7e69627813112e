"""Each move: taken by the right role; refused to every other, elsewhere, and from other stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest

from netral.cases.models import Case, CaseClock, CaseReport, Decision, Referral, Step
from netral.cases.queries.cases import case_of_report
from netral.cases.services.decision import Verdict, case_deliver, reporter_rule_set
from netral.cases.services.examination import case_match, case_summon
from netral.cases.services.intake import case_join, case_open, report_refer
from netral.cases.services.referral import case_refer
from netral.core.access import Actor, Role
from netral.core.flow.case import CaseStage
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.report import ReportState
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import CaseRef, PersonRef, ReportRef
from netral.people.access import actor_of
from netral.people.models import Account
from netral.people.services.unlock import KeyMissingError
from netral.reports.services.handling import report_news_write, report_state_set
from tests.apps.cases.build import (
    ACT_ON,
    CLEARED,
    CLOSE_AT,
    DECIDE_AT,
    DINKES,
    ELSEWHERE,
    EXAMINE_AT,
    HEAVY,
    KEY,
    MEDIUM,
    Office,
    case_at,
    closed,
    decided,
    delivered,
    entries,
    examined,
    joined,
    matched,
    office_build,
    opened,
    opening,
    referred,
    report_build,
    report_of,
    summoned,
    told,
)
from tests.apps.people.build import (
    account_build,
    actor_build,
    grant_build,
    person_build,
    posting_build,
)
from tests.apps.reports.build import AT, BKPSDM

pytestmark = pytest.mark.django_db
Taking = Callable[[Office, Case, Actor], Case]
TABLES = (Case, Step, CaseClock, CaseReport, Decision, Referral)


@pytest.fixture
def office() -> Office:
    return office_build()


def written() -> list[object]:
    """Return everything a step could have changed."""
    return [entries(), *(list(model.objects.order_by("pk").values()) for model in TABLES)]


def _match(office: Office, case: Case, actor: Actor) -> Case:
    ref = PersonRef(office.person.ref)
    return case_match(actor=actor, ref=CaseRef(case.ref), person=ref, at=AT)


def _join(office: Office, case: Case, actor: Actor) -> Case:
    receipt = report_build(office)
    return case_join(
        actor=actor, ref=CaseRef(case.ref), report=ReportRef(receipt.ref), note="Sama", at=AT
    )


TAKE: dict[str, tuple[CaseStage, Role, str, Taking]] = {
    "match": (CaseStage.OPENED, Role.HANDLER, BKPSDM, _match),
    "rematch": (CaseStage.MATCHED, Role.HANDLER, BKPSDM, _match),
    "summon": (
        CaseStage.MATCHED,
        Role.EXAMINER,
        BKPSDM,
        lambda office, case, actor: summoned(office, case, actor=actor),
    ),
    "examine": (
        CaseStage.SUMMONED,
        Role.EXAMINER,
        BKPSDM,
        lambda office, case, actor: examined(office, case, actor=actor),
    ),
    "decide": (
        CaseStage.EXAMINED,
        Role.PPK,
        KEY,
        lambda office, case, actor: decided(office, case, actor=actor),
    ),
    "clear": (
        CaseStage.EXAMINED,
        Role.PPK,
        KEY,
        lambda office, case, actor: decided(office, case, CLEARED, actor=actor),
    ),
    "deliver": (
        CaseStage.DECIDED,
        Role.HANDLER,
        BKPSDM,
        lambda office, case, actor: delivered(office, case, actor=actor),
    ),
    "close": (
        CaseStage.DELIVERED,
        Role.HANDLER,
        BKPSDM,
        lambda office, case, actor: closed(office, case, actor=actor),
    ),
    "refer": (
        CaseStage.OPENED,
        Role.HANDLER,
        BKPSDM,
        lambda office, case, actor: referred(office, case, actor=actor),
    ),
}
FROM = {
    "match": {CaseStage.OPENED, CaseStage.MATCHED},
    "rematch": {CaseStage.OPENED, CaseStage.MATCHED},
    "summon": {CaseStage.MATCHED},
    "examine": {CaseStage.SUMMONED},
    "decide": {CaseStage.EXAMINED},
    "clear": {CaseStage.EXAMINED},
    "deliver": {CaseStage.DECIDED},
    "close": {CaseStage.DELIVERED, CaseStage.NOT_PROVEN, CaseStage.REFERRED},
    "refer": {CaseStage.OPENED, CaseStage.MATCHED},
}


@pytest.mark.parametrize("act", TAKE)
def test_a_step_is_the_right_roles_and_leaves_one_row_and_one_entry(
    office: Office, act: str
) -> None:
    stage, role, unit, take = TAKE[act]
    case = case_at(office, stage)
    steps = case.steps.count()
    case = take(office, case, actor_build(role, unit))
    assert case.steps.count() == steps + 1
    last = case.steps.latest("pk")
    assert (last.act, last.by_role) == (act, role.value)


@pytest.mark.parametrize("act", TAKE)
def test_a_step_is_refused_to_every_other_role_and_nothing_is_written(
    office: Office, act: str
) -> None:
    stage, role, _unit, take = TAKE[act]
    case = case_at(office, stage)
    others = [actor_build(other, KEY) for other in Role if other != role]
    before = written()
    for actor in others:
        with pytest.raises(NotAllowedError):
            take(office, case, actor)
    assert written() == before


@pytest.mark.parametrize("act", TAKE)
def test_a_step_is_not_found_by_the_same_role_elsewhere(office: Office, act: str) -> None:
    stage, role, _unit, take = TAKE[act]
    case = case_at(office, stage)
    strangers = [actor_build(role, ELSEWHERE), actor_build(role, f"{KEY}.dikbud")]
    before = written()
    for actor in strangers:
        with pytest.raises(NotVisibleError):
            take(office, case, actor)
    assert written() == before


@pytest.mark.parametrize("act", TAKE)
def test_a_step_is_refused_from_each_other_stage(office: Office, act: str) -> None:
    _stage, role, unit, take = TAKE[act]
    actor = actor_build(role, unit)
    for stage in set(CaseStage) - FROM[act]:
        if (act, stage) == ("summon", CaseStage.SUMMONED):
            continue  # the second summons, tested below
        case = case_at(office, stage)
        before = written()
        with pytest.raises(MoveRefusedError):
            take(office, case, actor)
        assert written() == before


def test_a_report_is_joined_until_the_decision(office: Office) -> None:
    for stage in CaseStage:
        case = case_at(office, stage)
        if stage in {
            CaseStage.OPENED,
            CaseStage.MATCHED,
            CaseStage.SUMMONED,
            CaseStage.EXAMINED,
        }:
            due = case.due_on
            case = _join(office, case, office.handler)
            assert (case.reports.count(), case.due_on) == (2, due)
        else:
            with pytest.raises(MoveRefusedError):
                _join(office, case, office.handler)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HANDLER])
def test_only_a_handler_opens_joins_and_refers_a_report(office: Office, role: Role) -> None:
    case, receipt = opened(office), report_build(office)
    actor = actor_build(role, KEY)
    before = written()
    ref = ReportRef(receipt.ref)
    for step in (
        partial(case_open, actor=actor, report=ref, opening=opening(), at=AT),
        partial(case_join, actor=actor, ref=CaseRef(case.ref), report=ref, note="", at=AT),
        partial(
            report_refer, actor=actor, report=ref, opening=opening(), addressee="bawaslu", at=AT
        ),
    ):
        with pytest.raises((NotAllowedError, NotVisibleError)):
            step()
    assert written() == before
    assert report_of(receipt).state == ReportState.IN_TRIAGE.value


def test_a_report_makes_one_case_however_often_it_is_sent(office: Office) -> None:
    receipt = report_build(office)
    opened(office, receipt=receipt)
    before = written()
    with pytest.raises(MoveRefusedError):
        opened(office, receipt=receipt)
    assert written() == before


def test_a_report_not_yet_taken_cannot_become_a_case(office: Office) -> None:
    receipt = report_build(office, is_taken=False)
    with pytest.raises(MoveRefusedError):
        opened(office, receipt=receipt)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "what",
    [
        opening("N0-PASIF"),
        opening(HEAVY, ACT_ON.replace(year=2019)),
        opening(HEAVY, AT.date() + timedelta(days=1)),
        opening(HEAVY, stage="musim_hujan"),
    ],
    ids=["no breach", "before the rule", "a day to come", "unknown stage"],
)
def test_what_the_law_of_the_day_does_not_hold_opens_no_case(office: Office, what: object) -> None:
    receipt = report_build(office)
    with pytest.raises(WrongInputError):
        case_open(actor=office.handler, report=ReportRef(receipt.ref), opening=what, at=AT)  # type: ignore[arg-type]
    assert not Case.objects.exists()


def test_post_and_unit_are_those_of_the_day_of_the_act(office: Office) -> None:
    posting_build(office.person, title="Camat Muara Bulian", valid_to=ACT_ON)
    posting_build(office.person, title="Staf Ahli", valid_from=ACT_ON + timedelta(days=1))
    case = matched(office, opened(office))
    assert case.respondent_post == "Camat Muara Bulian"
    assert (case.match, case.respondent_status) == ("asn", "PNS")


def test_somebody_who_is_no_asn_is_set_aside_and_can_only_be_referred(office: Office) -> None:
    nobody = case_match(actor=office.handler, ref=CaseRef(opened(office).ref), person=None, at=AT)
    assert (nobody.match, nobody.stage, nobody.respondent) == ("bukan_asn", "dibuka", None)
    guard = person_build(DINKES, status="NON_ASN")
    contract = matched(office, opened(office), person=guard)
    assert (contract.match, contract.stage) == ("bukan_asn", "dibuka")
    with pytest.raises(MoveRefusedError):
        summoned(office, contract)
    sent = case_refer(
        actor=office.handler,
        ref=CaseRef(contract.ref),
        addressee="kepala-opd",
        note="Non-ASN",
        at=AT,
    )
    assert sent.stage == CaseStage.REFERRED.value


def test_a_receiver_of_another_day_is_refused(office: Office) -> None:
    case = matched(office, opened(office))
    with pytest.raises(WrongInputError):
        case_refer(actor=office.handler, ref=CaseRef(case.ref), addressee="kasn", note="", at=AT)
    assert not Referral.objects.exists()


def test_a_person_of_another_government_is_not_found(office: Office) -> None:
    stranger = person_build("kab-lain.dinkes")
    with pytest.raises(NotVisibleError):
        matched(office, opened(office), person=stranger)


def test_a_heavy_case_is_for_the_team_not_for_the_superior_alone(office: Office) -> None:
    case = matched(office, opened(office))
    assert case.waits_for == Role.EXAMINER.value
    with pytest.raises(NotAllowedError):
        summoned(office, case, actor=office.superior)


def test_a_medium_case_may_be_examined_by_the_superior(office: Office) -> None:
    case = matched(office, opened(office, act=MEDIUM))
    assert case.waits_for == Role.SUPERIOR.value
    case = summoned(office, case, actor=office.superior)
    case = examined(office, case, actor=office.superior)
    assert case.waits_for == Role.PPK.value
    with pytest.raises(NotAllowedError):
        decided(office, case, Verdict(reason="x", item="SEDANG-KGB-12"), actor=office.superior)


def test_an_examination_before_the_first_lawful_day_is_refused(office: Office) -> None:
    case = summoned(office, matched(office, opened(office)))
    before = written()
    with pytest.raises(WrongInputError, match="17 Oktober 2024"):
        examined(office, case, at=EXAMINE_AT - timedelta(days=1))
    assert written() == before


def test_a_second_summons_waits_for_the_first_ones_day_and_is_on_time(office: Office) -> None:
    case = summoned(office, matched(office, opened(office)))
    with pytest.raises(WrongInputError, match="belum tiba"):
        summoned(office, case)
    with pytest.raises(WrongInputError, match="baru dipanggil sekali"):
        examined(office, case, is_absent=True)
    again = case_summon(actor=office.examiner, ref=CaseRef(case.ref), note="Kedua", at=EXAMINE_AT)
    clock = again.clocks.get(code="DIS-PANGGIL-2")
    assert clock.done_at is not None
    assert clock.due_on == EXAMINE_AT.date() + timedelta(days=11)
    case = examined(office, again, at=DECIDE_AT, is_absent=True)
    assert case.steps.latest("pk").basis == "PP 94/2021 Pasal 26 ayat (4)"


@pytest.mark.parametrize("days", [-40, 1])
def test_a_day_before_the_last_step_or_to_come_is_refused(office: Office, days: int) -> None:
    case = case_at(office, CaseStage.DECIDED)
    before = written()
    with pytest.raises(WrongInputError):
        case_deliver(
            actor=office.handler,
            ref=CaseRef(case.ref),
            on=DECIDE_AT.date() + timedelta(days=days),
            note="",
            at=DECIDE_AT,
        )
    assert written() == before


def test_a_decision_is_carried_out_only_once_it_is_in_force(office: Office) -> None:
    case = case_at(office, CaseStage.DELIVERED)
    with pytest.raises(WrongInputError, match="12 November 2024"):
        closed(office, case, at=AT.replace(month=11, day=11))
    assert closed(office, case, at=AT.replace(month=11, day=12)).stage == "ditutup"


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict(reason="  ", item="BERAT-PELAKSANA-12"),
        Verdict(reason="Alasan", item="RINGAN-LISAN"),
        Verdict(reason="Alasan"),
        Verdict(reason="Alasan", reason_code="entahlah"),
        Verdict(reason="Alasan", item="TIDAK-ADA"),
    ],
    ids=["no reason", "outside without reason", "not proven without why", "odd why", "no item"],
)
def test_a_verdict_without_what_it_needs_is_refused(office: Office, verdict: Verdict) -> None:
    case = case_at(office, CaseStage.EXAMINED)
    before = written()
    with pytest.raises(WrongInputError):
        decided(office, case, verdict)
    assert written() == before


def test_outside_the_range_stands_with_its_sealed_reason(office: Office) -> None:
    case = case_at(office, CaseStage.EXAMINED)
    verdict = Verdict("Alasan", item="RINGAN-LISAN", outside_reason="Unggahan dihapus sendiri.")
    decided(office, case, verdict)
    decision = Decision.objects.get()
    assert decision.is_outside_range
    assert bytes(decision.sealed_outside_reason)


def test_a_sanction_not_in_force_on_the_day_of_the_act_is_refused(office: Office) -> None:
    receipt = report_build(office)
    early = opening("D-N1", ACT_ON.replace(year=2023, month=1), stage="kampanye")
    case = case_open(actor=office.handler, report=ReportRef(receipt.ref), opening=early, at=AT)
    case = examined(office, summoned(office, matched(office, case)))
    with pytest.raises(WrongInputError, match="hari kejadian"):
        decided(office, case, Verdict("Alasan", item="PBH-PARPOL", outside_reason="x"))


def test_facts_found_at_the_examination_change_the_range(office: Office) -> None:
    case = summoned(office, matched(office, opened(office, act=MEDIUM)))
    case = examined(office, case, facts=("keaktifan:pasif",))
    with pytest.raises(WrongInputError, match="Di luar rentang"):
        decided(office, case, Verdict("Alasan", item="SEDANG-KGB-12"))


def test_who_examined_does_not_decide(office: Office) -> None:
    account = account_build(Role.EXAMINER, BKPSDM)
    grant_build(account, Role.PPK, KEY)
    examiner, ppk = roles_held(account)
    case = summoned(office, matched(office, opened(office)))
    case = examined(office, case, actor=examiner)
    before = written()
    with pytest.raises(NotAllowedError, match="Anda memeriksa perkara ini"):
        decided(office, case, actor=ppk)
    assert written() == before
    assert decided(office, case).stage == CaseStage.DECIDED.value


def roles_held(account: Account) -> Iterator[Actor]:
    for grant in account.grants.select_related("unit").order_by("pk"):
        yield actor_of(account, grant)


def test_the_respondent_and_the_own_line_are_excluded(office: Office) -> None:
    head = person_build(BKPSDM, name="Kepala Badan Contoh")
    middle = person_build(BKPSDM, superior=head)
    below = person_build(BKPSDM, superior=middle)
    case = matched(office, opened(office), person=head)
    for person in (head, middle, below):
        account = account_build(Role.EXAMINER, BKPSDM, person=person)
        (actor,) = roles_held(account)
        before = written()
        with pytest.raises(NotAllowedError, match="atasan Anda"):
            summoned(office, case, actor=actor)
        assert written() == before


def test_the_head_of_the_own_unit_is_above_without_being_named(office: Office) -> None:
    head = person_build(KEY)
    posting = posting_build(head, title="Sekretaris Daerah")
    posting.is_head = True
    posting.save(update_fields=["is_head"])
    account = account_build(Role.HANDLER, BKPSDM, person=person_build(BKPSDM))
    (actor,) = roles_held(account)
    with pytest.raises(NotAllowedError, match="atasan Anda"):
        case_match(actor=actor, ref=CaseRef(opened(office).ref), person=PersonRef(head.ref), at=AT)


def test_a_line_that_runs_in_a_circle_ends(office: Office) -> None:
    one = person_build(BKPSDM)
    two = person_build(BKPSDM, superior=one)
    one.superior = two
    one.save(update_fields=["superior"])
    (actor,) = roles_held(account_build(Role.EXAMINER, BKPSDM, person=one))
    assert summoned(office, matched(office, opened(office)), actor=actor).stage == "dipanggil"


def test_the_kind_is_told_only_by_the_regions_own_rule(office: Office) -> None:
    with pytest.raises(WrongInputError):
        reporter_rule_set(actor=office.ppk, shows_kind=True, source=" ", at=AT)
    with pytest.raises(NotAllowedError):
        reporter_rule_set(
            actor=actor_build(Role.DESK, KEY), shows_kind=True, source="Perbup 3/2024", at=AT
        )
    reporter_rule_set(actor=office.ppk, shows_kind=True, source="Perbup 3/2024", at=AT)
    receipt = report_build(office)
    case = opened(office, receipt=receipt)
    decided(office, examined(office, summoned(office, matched(office, case))))
    assert "Jenisnya: Jabatan diturunkan setingkat" in told(receipt)[-1]


def test_a_missing_unit_key_stops_the_opening_and_nothing_is_written(office: Office) -> None:
    receipt = report_build(office)
    report_of(receipt).unit.keys.update(ended_at=AT)
    before = written()
    with pytest.raises(KeyMissingError):
        opened(office, receipt=receipt)
    assert written() == before


def test_news_from_another_government_is_refused(office: Office) -> None:
    receipt = report_build(office)
    with pytest.raises(NotVisibleError):
        report_news_write(
            actor=actor_build(Role.PPK, ELSEWHERE), ref=receipt.ref, text="Kabar", at=AT
        )
    assert told(receipt) == []


def test_a_second_decision_is_refused_by_the_database_too(office: Office) -> None:
    case = case_at(office, CaseStage.DECIDED)
    Case.objects.filter(pk=case.pk).update(stage=CaseStage.EXAMINED.value)
    before = written()
    with pytest.raises(AlreadyDoneError):
        decided(office, case)
    assert written() == before


def test_a_case_of_another_unit_takes_no_report(office: Office) -> None:
    case = opened(office)
    other = report_build(office)
    Case.objects.filter(pk=case.pk).update(unit_id=office.person.unit_id)
    chief = actor_build(Role.HANDLER, KEY)
    with pytest.raises(NotVisibleError, match="unit lain"):
        case_join(actor=chief, ref=CaseRef(case.ref), report=ReportRef(other.ref), note="", at=AT)
    assert joined(office, opened(office), other).reports.count() == 2


def test_a_report_read_again_after_its_end_can_become_another_case(office: Office) -> None:
    receipt = report_build(office)
    first = opened(office, receipt=receipt)
    for step in (matched, summoned, examined, decided, delivered, closed):
        first = step(office, first)
    report_state_set(
        actor=office.handler, ref=receipt.ref, state=ReportState.IN_TRIAGE, at=CLOSE_AT
    )
    second = opened(office, receipt=receipt, at=CLOSE_AT)
    assert [link.case_id for link in report_of(receipt).case_links.order_by("pk")] == [
        first.pk,
        second.pk,
    ]
    assert case_of_report(receipt.ref) == second


def test_a_report_that_was_separated_hears_nothing_more_of_the_case(office: Office) -> None:
    second = report_build(office)
    case = joined(office, opened(office), second)
    report_state_set(actor=office.handler, ref=second.ref, state=ReportState.IN_TRIAGE, at=AT)
    opened(office, receipt=second)
    heard = len(told(second))
    for step in (matched, summoned, examined, decided, delivered, closed):
        case = step(office, case)
    assert len(told(second)) == heard
    assert report_of(second).state == ReportState.ADMITTED.value
