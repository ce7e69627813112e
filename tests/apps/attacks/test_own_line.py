"""The one reported, and who serves under them, look for the case against them."""

from __future__ import annotations

import pytest

from netral.cases.queries.cases import cases_visible
from netral.cases.queries.figures import case_figures
from netral.core.access import Actor, Role
from netral.core.kinds.errors import NotAllowedError
from netral.people.access import actor_of
from netral.people.models import Person, Unit
from tests.apps.cases.build import DINKES, Office, matched, office_build, opened
from tests.apps.people.build import account_build, person_build, posting_build, staff_client
from tests.apps.reports.build import AT, BKPSDM

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def head_build(unit: str) -> Person:
    """Return the head of a unit, with the post that says so."""
    head = person_build(unit, post_title="Kepala", name="Kepala Terlapor")
    posting = posting_build(head, unit=Unit.objects.get(path=unit), title="Kepala")
    posting.is_head = True
    posting.save(update_fields=["is_head"])
    return head


def acting(role: Role, unit: str, person: Person | None) -> Actor:
    account = account_build(role, unit, person=person)
    return actor_of(account, account.grants.select_related("unit").get())


def case_against(head: Person) -> Office:
    office = office_build()
    matched(office, opened(office), person=head)
    return office


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_head_does_not_find_the_case_against_herself(*, is_linked: bool) -> None:
    head = head_build(DINKES)
    case_against(head)
    actor = acting(Role.OPD_HEAD, DINKES, head if is_linked else None)
    assert not cases_visible(actor=actor, today=TODAY).exists()


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_head_cannot_infer_from_figures_that_she_was_reported(*, is_linked: bool) -> None:
    head = head_build(DINKES)
    case_against(head)
    actor = acting(Role.OPD_HEAD, DINKES, head if is_linked else None)
    figures = case_figures(actor=actor, today=TODAY)
    assert figures.running == 0
    assert figures.stages == []
    assert sum(count for _words, count in figures.ages) == 0


def test_a_handler_without_a_person_cannot_name_the_own_head_as_respondent() -> None:
    head = head_build(BKPSDM)
    office = office_build()
    case = opened(office)
    with pytest.raises(NotAllowedError):
        matched(office, case, person=head)
    case.refresh_from_db()
    assert case.respondent is None


def test_the_page_of_figures_of_a_reported_head_says_nothing() -> None:
    head = head_build(DINKES)
    case_against(head)
    browser = staff_client(account_build(Role.OPD_HEAD, DINKES, person=head))
    page = browser.get("/pengawasan/").content.decode()
    assert "Terlapor dikenali" not in page
