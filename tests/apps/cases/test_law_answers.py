"""What a case relied on in law: stored when it is opened and decided, and replayed on its page."""

from __future__ import annotations

import json

import pytest

from netral.cases.models import Decision
from netral.cases.queries.law import (
    answer_for,
    answers_replayed,
    deciders_of,
    sanctions_offered,
)
from netral.core.access import Role
from netral.core.flow.case import CaseStage
from netral.journal.models import Entry
from netral.people.models import LawAnswer
from netral.people.services.law_answers import answer_digest
from tests.apps.cases.build import (
    DECIDE_AT,
    DINKES,
    Office,
    case_at,
    decided,
    matched,
    office_build,
    opened,
)
from tests.apps.people.build import account_build, person_build, staff_client
from tests.apps.reports.build import BKPSDM

pytestmark = pytest.mark.django_db
SAME = "dihitung ulang sama persis"


@pytest.fixture
def office() -> Office:
    return office_build()


def body_of(kind: str) -> dict[str, object]:
    entry = Entry.objects.get(kind=kind)
    assert entry.body is not None
    found: dict[str, object] = json.loads(entry.body)
    return found.get("body", found)  # type: ignore[return-value]


def page_of(ref: str) -> str:
    browser = staff_client(account_build(Role.EXAMINER, BKPSDM))
    return browser.get(f"/perkara/{ref}/").content.decode()


def test_an_opened_case_keeps_its_answer_and_enters_its_digest(office: Office) -> None:
    case = opened(office)
    assert case.law_answer is not None
    assert case.law_answer.edition_id == case.law_version
    assert body_of("case.open")["answer"] == answer_digest(case.law_answer)


def test_a_decision_keeps_the_answer_that_it_relied_on(office: Office) -> None:
    case = decided(office, case_at(office, CaseStage.EXAMINED), at=DECIDE_AT)
    decision = Decision.objects.get(case=case)
    assert decision.law_answer is not None
    assert decision.law_answer.answer is not None
    kept = json.loads(decision.law_answer.answer)
    assert kept["governing"] == answer_for(case).governing == decision.answer["governing"]
    assert body_of("case.decide")["answer"] == answer_digest(decision.law_answer)
    assert [(when, one.is_equal) for when, one in answers_replayed(case)] == [
        ("saat dibuka", True),
        ("saat diputus", True),
    ]


def test_the_page_says_that_both_answers_were_counted_again_the_same(office: Office) -> None:
    case = decided(office, case_at(office, CaseStage.EXAMINED), at=DECIDE_AT)
    page = page_of(case.ref)
    assert page.count(SAME) == 2
    assert f"versi {case.law_version[:12]}" in page


def test_the_page_tells_where_a_stored_answer_differs(office: Office) -> None:
    case = opened(office)
    assert case.law_answer is not None
    case.law_answer = LawAnswer.objects.create(
        ref="PALSU",
        government=case.government,
        edition=case.law_answer.edition,
        engine=case.law_answer.engine,
        question=case.law_answer.question,
        answer="{}",
        given_on=case.opened_on,
    )
    case.save(update_fields=["law_answer"])
    page = page_of(case.ref)
    assert "hitungan ulang berbeda" in page
    assert "disimpan null" in page


def test_the_page_says_when_an_answer_is_no_longer_kept(office: Office) -> None:
    case = opened(office)
    LawAnswer.objects.update(question=None, answer=None)
    page = page_of(case.ref)
    assert "sudah tidak disimpan" in page
    assert SAME not in page


def test_a_case_without_a_stored_answer_says_nothing_of_it(office: Office) -> None:
    case = opened(office)
    case.law_answer = None
    case.save(update_fields=["law_answer"])
    assert "Jawaban hukum" not in page_of(case.ref)


def test_staff_on_a_contract_are_under_what_it_says_and_their_agency_decides(
    office: Office,
) -> None:
    person = person_build(DINKES, status="NON_ASN", post_title="Staf")
    case = matched(office, opened(office, act="H-PPNPN"), person=person)
    offered = sanctions_offered(case)
    assert {row.item.id for row in offered} == {"KONTRAK-BERTINGKAT", "KONTRAK-AKHIR"}
    assert all(row.is_in_range for row in offered)
    assert deciders_of(case) == frozenset({Role.OPD_HEAD})


def test_no_contract_is_offered_for_a_civil_servant(office: Office) -> None:
    offered = sanctions_offered(matched(office, opened(office)))
    assert not any(row.item.id.startswith("KONTRAK") for row in offered)


def test_the_page_tells_every_reason_with_its_source_in_both_languages(office: Office) -> None:
    case = matched(office, opened(office))
    page = page_of(case.ref)
    assert "Yang memeriksa: Tim pemeriksa" in page
    assert "Batas waktu: Panggilan pertama" in page
    assert "PP 94/2021 Pasal 26 ayat (2)" in page
    browser = staff_client(account_build(Role.EXAMINER, BKPSDM))
    browser.cookies["netral_bahasa"] = "en"
    english = browser.get(f"/perkara/{case.ref}/").content.decode()
    assert "Who examines: Examination team" in english
    assert "Time limit: First summons" in english
