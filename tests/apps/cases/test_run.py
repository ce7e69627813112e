"""Whole cases from report to answer: what the reporter reads, what the journal's books say."""

from __future__ import annotations

from datetime import date

import pytest

from netral.cases.models import Case, CaseClock, Decision, Referral, Step
from netral.cases.services.decision import Verdict
from netral.cases.services.intake import case_open, report_refer
from netral.core.flow.case import CaseStage
from netral.core.flow.report import ReportState
from netral.core.kinds.refs import ReportRef
from netral.core.ledger.books import Books, books
from netral.core.ledger.header import leaf_parse
from netral.journal.models import Entry
from netral.people.models import ClockSetting
from netral.vault.services.sealing import unseal
from tests.apps.cases.build import (
    CLEARED,
    CLOSE_AT,
    DECIDE_AT,
    KEY,
    MORAL,
    Office,
    case_at,
    closed,
    decided,
    delivered,
    examined,
    joined,
    matched,
    office_build,
    opened,
    opening,
    report_build,
    report_of,
    summoned,
    told,
)
from tests.apps.reports.build import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_build()


def books_now() -> Books:
    leaves = Entry.objects.order_by("pk").values_list("leaf", flat=True)
    headers = ((n, leaf_parse(leaf.encode())[0]) for n, leaf in enumerate(leaves))
    return books(headers, CLOSE_AT.date())


def clock(case: Case, code: str) -> CaseClock:
    return case.clocks.get(code=code)


def test_a_proven_case_runs_to_its_end_and_the_books_balance(office: Office) -> None:
    receipt = report_build(office)
    case = opened(office, receipt=receipt)
    for step in (matched, summoned, examined, decided, delivered, closed):
        case = step(office, case)
    assert (case.stage, case.close_reason, case.due_on) == ("ditutup", "terbukti", None)
    found = books_now()
    assert not found.findings
    for thing in ("report", "case"):
        account = found.accounts[thing]
        assert (account.opened, account.closed, account.open) == (1, 1, 0)
    kinds = Entry.objects.filter(matter=case.ref).order_by("pk").values_list("kind", flat=True)
    acts = ["open", "match", "summon", "examine", "decide", "deliver", "close"]
    assert list(kinds) == [f"case.{act}" for act in acts]


def test_the_reporter_reads_each_turn_and_that_it_was_proven(office: Office) -> None:
    receipt = report_build(office)
    case = opened(office, receipt=receipt)
    assert report_of(receipt).state == ReportState.ADMITTED.value
    for step in (matched, summoned, examined, decided, delivered, closed):
        case = step(office, case)
    said = " ".join(told(receipt))
    for words in (
        "menjadi perkara",
        "paling lambat Kamis, 10 Oktober 2024",
        "paling cepat Kamis, 17 Oktober 2024",
        "Dugaan dalam laporan Anda terbukti",
        "Jenis sanksinya tidak kami tampilkan",
        "Mulai berlaku Selasa, 12 November 2024",
        "Sanksinya sudah dijalankan",
    ):
        assert words in said
    assert "Jabatan diturunkan" not in said
    assert (report_of(receipt).state, report_of(receipt).close_reason) == ("selesai", "terbukti")


def test_not_proven_is_told_with_its_reason_and_closed(office: Office) -> None:
    receipt = report_build(office)
    case = examined(office, summoned(office, matched(office, opened(office, receipt=receipt))))
    case = decided(office, case, CLEARED)
    assert (case.stage, case.waits_for) == (CaseStage.NOT_PROVEN.value, "penangan")
    case = closed(office, case, at=DECIDE_AT)
    assert (case.stage, case.close_reason) == ("ditutup", "tidak_terbukti")
    assert "karena bukan terlapor yang melakukannya" in " ".join(told(receipt))
    assert report_of(receipt).close_reason == "tidak_terbukti"
    assert not books_now().findings
    decision = Decision.objects.get()
    assert (decision.outcome, decision.items) == ("tidak_terbukti", [])


def test_a_joined_report_is_told_and_closed_like_the_first(office: Office) -> None:
    first, second = report_build(office), report_build(office)
    case = joined(office, opened(office, receipt=first), second)
    assert report_of(second).state == ReportState.JOINED.value
    for step in (matched, summoned, examined, decided, delivered, closed):
        case = step(office, case)
    assert report_of(second).state == ReportState.CLOSED.value
    assert "gabungkan" in told(second)[0]
    assert told(first)[1:] == told(second)[1:]
    account = books_now().accounts["report"]
    assert (account.opened, account.closed) == (2, 2)


def test_a_referred_case_stays_open_until_its_receipt_is_noted(office: Office) -> None:
    receipt = report_build(office)
    case = report_refer(
        actor=office.handler,
        report=ReportRef(receipt.ref),
        opening=opening(),
        addressee="bawaslu",
        at=AT,
    )
    assert (case.stage, case.due_on) == ("diteruskan", date(2024, 10, 10))
    assert report_of(receipt).state == ReportState.REFERRED.value
    assert Referral.objects.get().received_on is None
    case = closed(office, case, at=DECIDE_AT)
    assert Referral.objects.get().received_on == DECIDE_AT.date()
    assert (case.close_reason, report_of(receipt).close_reason) == ("diteruskan", "diteruskan")
    assert "Bawaslu" in " ".join(told(receipt))
    assert not books_now().findings


def test_every_open_stage_has_a_live_clock_with_its_count_and_source(office: Office) -> None:
    for stage in CaseStage:
        case = case_at(office, stage)
        running = case.clocks.filter(done_at=None)
        if stage is CaseStage.CLOSED:
            assert not running.exists()
            continue
        limits = [row for row in running if row.is_limit]
        assert case.due_on == min(row.due_on for row in limits if row.due_on)
        assert all(row.term["counted"] and row.term["basis"] for row in running)
    assert not books_now().findings


def test_law_and_the_offices_own_promise_are_told_apart(office: Office) -> None:
    case = case_at(office, CaseStage.DECIDED)
    law, promise = clock(case, "DIS-SAMPAI"), clock(case, "JANJI-PUTUS")
    assert law.term["basis"] == ["PP 94/2021 Pasal 37 ayat (3)"]
    assert (law.due_on, law.done_at) == (date(2024, 11, 8), None)
    assert promise.term["basis"] == [
        "Janji layanan kantor ini, bukan batas waktu menurut undang-undang"
    ]
    assert promise.done_at == DECIDE_AT


def test_an_unconfirmed_clock_has_no_day_and_sets_no_due_day(office: Office) -> None:
    case = case_at(office, CaseStage.EXAMINED)
    unsure = clock(case, "PPK-TINDAK")
    assert (unsure.due_on, unsure.is_limit, unsure.term["unconfirmed"]) == (None, False, True)
    assert case.due_on == clock(case, "JANJI-PUTUS").due_on


def test_a_regions_own_number_runs_and_names_its_source(office: Office) -> None:
    ClockSetting.objects.create(
        government_id=KEY,
        code="PPK-TINDAK",
        n=4,
        source="Perbup 9/2024",
        entered_by="A1",
        entered_at=AT,
        confirmed_by="A2",
        confirmed_at=AT,
    )
    case = case_at(office, CaseStage.EXAMINED)
    own = clock(case, "PPK-TINDAK")
    assert (own.due_on, case.due_on) == (date(2024, 10, 23), date(2024, 10, 23))
    assert "Perbup 9/2024" in own.term["basis"]


def test_an_ethics_case_runs_without_the_clocks_of_discipline(office: Office) -> None:
    before_candidates = opening(MORAL, date(2024, 9, 2))
    receipt = report_build(office)
    case = case_open(
        actor=office.handler, report=ReportRef(receipt.ref), opening=before_candidates, at=AT
    )
    case = summoned(office, matched(office, case))
    assert not case.clocks.filter(code__startswith="DIS-").exists()
    case = examined(office, case, at=AT.replace(day=8))
    moral = Verdict(reason="Spanduk di pagar rumah.", item="MORAL-TERTUTUP")
    case = decided(office, case, moral, at=AT.replace(day=8))
    assert case.due_on == clock(case, "JANJI-SAMPAI").due_on
    case = delivered(office, case)
    case = closed(office, case, at=AT.replace(day=22))
    assert case.stage == CaseStage.CLOSED.value


def test_no_sealed_word_lies_open_in_rows_or_journal(office: Office) -> None:
    case = case_at(office, CaseStage.CLOSED)
    rows = str([list(model.objects.values()) for model in (Case, Step, Decision, CaseClock)])
    bodies = str(list(Entry.objects.values_list("body", flat=True)))
    for words in ("Unggahan di grup", "Tiga saksi", "Terlapor menjelaskan", office.person.name):
        assert words not in rows + bodies
    step = case.steps.get(act="examine")
    assert unseal(bytes(step.sealed_note), office.private) == b"Terlapor menjelaskan."


def test_the_laws_answer_is_kept_with_its_version(office: Office) -> None:
    case = case_at(office, CaseStage.DECIDED)
    decision = Decision.objects.get(case=case)
    assert decision.answer["governing"] == case.act_code
    assert decision.answer["law_version"] == decision.law_version == case.law_version
    assert "PP 94/2021 Pasal 8 ayat (4)" in decision.articles
